"""The one ear for every engine: blocks in, partials and utterances out, each utterance decided once.

    blocks ──▶ windows of 10 ms ──▶ endpointer ──▶ segment, with what came just before it ──▶ decoder ──▶ decision

Rules.
1. Blocks are cut into windows, and decoding advances in fixed steps from a segment's start; so the size of the blocks
   changes nothing.
2. A segment is decided at most once; what follows an early decision in the same breath is swallowed.
3. What was said is judged, and scored by how certain it is, ahead of its end where nothing can follow or where it is
   short; it need not be what the decoder heard. An urgent command that is not certain by the time it would be decided
   waits for the end of the segment, like any other.
4. Urgent lane: the words so far are an urgent command or can only become that one, have meant it for a moment, and
   nobody speaks on. Normal lane: it has been quiet for long enough, more of it where a longer phrase may follow or the
   command is costly. In noise that never gets quiet, words that have stayed the same for longer while nothing as loud
   came are decided too.
5. Speech longer than any command is thrown away and listened to afresh, so memory and delay are bounded.

Runs on the hearing thread only. Times are those of the blocks; the wall clock only measures the cost of decoding.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from time import perf_counter
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.confidence import CERTAIN_SCORE, CERTAIN_WHEN_URGENT, TALK_SCORE
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance
from repcue.core.units import EAR_RATE
from repcue.dsp.endpoint import WINDOW_FRAMES, WINDOW_SECONDS, Endpointer
from repcue.edges.ears.decoder import Decoded, Decoder, EarWords, Judged, Phrasebook, Scorer, SpokenSegment
from repcue.edges.ears.front import Front, FrontWindow, PlainFront
from repcue.edges.ears.listener_settings import ListenerSettings
from repcue.edges.ears.segment import Segment, whole_phrase_in

UNKNOWN: Final = "[unk]"
"""What Vosk writes for speech outside the grammar."""

MOST_TIMES_SCORED: Final = 4
"""So often may a segment be scored before its end; keeps ten minutes of screaming cheap."""


class Listener:
    """An `Ear` made of a decoder, a grammar and an endpointer."""

    def __init__(
        self,
        decoder: Decoder,
        phrasebook: Phrasebook,
        *,
        settings: ListenerSettings | None = None,
        endpointer: Endpointer | None = None,
        respell: Callable[[str], str] = str,
        unhearable: Sequence[str] = (),
        front: Front | None = None,
        certainty: Scorer | None = None,
    ) -> None:
        """Listen with a decoder whose grammar is set already.

        Args:
            decoder: the recogniser; closed with the listener.
            phrasebook: tells whole phrases, urgent ones, and those that may go on.
            settings: how long to wait.
            endpointer: tells speech from background.
            respell: the recogniser's words as the grammar writes them ("dead lift" as "deadlift").
            unhearable: words of the grammar that the recogniser cannot hear.
            front: prepares the sound; closed with the listener. By default nothing is suppressed.
            certainty: scores phrases; closed with the listener. Without it the decoder's own score counts.
        """
        self._decoder = decoder
        self._settings = settings or ListenerSettings()
        self._endpointer = endpointer or Endpointer()
        self._front = front or PlainFront()
        self.go_by(EarWords(phrasebook, respell, tuple(unhearable), certainty))
        self._before: deque[tuple[FrontWindow, float]] = deque(
            maxlen=round(self._settings.before_seconds / WINDOW_SECONDS) + 6
        )
        self._rest: Samples = np.zeros(0, dtype=np.float32)
        self._segment: Segment | None = None
        self._talk_ended_at: float | None = None
        self._is_closed = False

    @property
    def engine(self) -> str:
        """`vosk` or `bundled`."""
        return self._decoder.engine

    @property
    def model(self) -> str:
        """The model's name."""
        return self._decoder.model

    @property
    def is_between_segments(self) -> bool:
        """Whether nobody speaks: the decoder hears nothing, and may be given another grammar."""
        return self._segment is None

    def go_by(self, words: EarWords) -> None:
        """Go by the words that the decoder has from now on; between two segments."""
        self._phrasebook, self._respell, self._certainty = words.phrasebook, words.respell, words.certainty
        self.unhearable: tuple[str, ...] = words.unhearable
        """Words of the grammar that the recogniser cannot hear; phrases with them are never understood."""

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return what this block made clear, in order; mostly nothing."""
        held = len(self._rest)
        samples = np.concatenate((self._rest, block.samples))
        whole = len(samples) - len(samples) % WINDOW_FRAMES
        self._rest = samples[whole:]
        heard: list[Partial | Utterance] = []
        for first in range(0, whole, WINDOW_FRAMES):
            at_seconds = block.started_at_seconds + (first - held) / EAR_RATE
            heard.extend(self._hear(samples[first : first + WINDOW_FRAMES], at_seconds))
        return heard

    def close(self) -> None:
        """Give the model back. Idempotent."""
        if not self._is_closed:
            self._is_closed = True
            self._decoder.close()
            self._front.close()
            if self._certainty is not None:
                self._certainty.close()

    def _hear(self, window: Samples, at_seconds: float) -> Iterator[Partial | Utterance]:
        heard, at_seconds = self._front.hear(window), at_seconds - self._front.delay_seconds
        begins = self._endpointer.hear(heard.judged, heard.speech_probability)
        segment = self._segment
        if segment is None:
            self._before.append((heard, at_seconds))
            if begins:
                self._open_segment()
        elif segment.is_decided:
            self._swallow(segment)
        else:
            segment.add(heard, at_seconds)
            yield from self._advance(segment)

    def _open_segment(self) -> None:
        self._segment = Segment()
        for heard, at_seconds in self._before:
            self._segment.add(heard, at_seconds)
        self._before.clear()
        self._segment.began_at_seconds = self._segment.ends_at_seconds
        self._decoder.start()

    def _close_segment(self) -> None:
        segment = self._segment
        if segment is not None and self._endpointer.spoken_seconds >= self._settings.least_talk_seconds:
            # A command that was refused as a piece of other talk is no talk itself: said again it must get through.
            if not (segment.is_scored and segment.judged.score >= CERTAIN_SCORE):
                self._talk_ended_at = segment.ends_at_seconds - self._endpointer.quiet_seconds
            elif segment.score >= CERTAIN_SCORE:
                self._talk_ended_at = None
        self._segment = None
        self._endpointer.end_segment()

    def _swallow(self, segment: Segment) -> None:
        segment.swallowed_windows += 1
        waited = segment.swallowed_windows * WINDOW_SECONDS
        if self._endpointer.quiet_seconds >= self._settings.quiet_seconds or waited >= self._settings.steady_seconds:
            self._close_segment()

    def _advance(self, segment: Segment) -> Iterator[Partial | Utterance]:
        if len(segment.waiting) >= round(self._settings.step_seconds / WINDOW_SECONDS):
            before = segment.text
            self._decode(segment)
            if segment.text != before:
                yield Partial(segment.text, self._now(segment))
        if self._may_be_urgent_soon(segment):
            self._score(segment, self._decoder.so_far())
        if self._is_urgent_now(segment) and self._is_urgent_for_certain(segment):
            yield from self._decide(segment, Lane.URGENT)
            return
        if segment.seconds >= self._settings.longest_seconds:
            self._decoder.finish()
            self._close_segment()
        elif self._is_over(segment):
            yield from self._decide(segment, Lane.NORMAL)
        elif self._may_be_over_soon(segment) and self._is_urgent_for_certain(segment):
            yield from self._decide(segment, Lane.URGENT)

    def _now(self, segment: Segment) -> float:
        """Return when the segment's last window was through the front."""
        return segment.ends_at_seconds + self._front.delay_seconds

    def _decode(self, segment: Segment) -> None:
        windows = segment.waiting
        segment.waiting = []
        started = perf_counter()
        text = self._respell(self._decoder.accept(np.concatenate(windows)))
        segment.decode_seconds += perf_counter() - started
        segment.same_windows = segment.same_windows + len(windows) if text == segment.text else 0
        segment.text = text
        meaning = self._phrasebook.urgent_meaning(text) if text else None
        is_same = meaning is not None and meaning == segment.urgent_meaning
        segment.urgent_windows = segment.urgent_windows + len(windows) if is_same else 0
        segment.urgent_meaning = meaning

    def _is_urgent_now(self, segment: Segment) -> bool:
        if segment.urgent_meaning is None:
            return False
        settings, same_seconds = self._settings, segment.urgent_windows * WINDOW_SECONDS
        nobody_speaks = (
            self._endpointer.quiet_seconds >= settings.urgent_quiet_seconds
            and same_seconds >= settings.urgent_same_seconds
        )
        return nobody_speaks or self._is_steady(same_seconds, settings.urgent_steady_seconds)

    def _may_be_urgent_soon(self, segment: Segment) -> bool:
        """Return whether to ask how certain an urgent command is while its end is waited for, as asking takes time."""
        if self._certainty is None or segment.urgent_meaning is None or self._is_scored(segment):
            return False
        is_ahead = self._endpointer.quiet_seconds >= self._settings.urgent_ahead_quiet_seconds
        return is_ahead and segment.times_scored < MOST_TIMES_SCORED - 1

    def _is_urgent_for_certain(self, segment: Segment) -> bool:
        """Judge the words so far, once as long as they stay the same; return whether an urgent command is certain."""
        if self._certainty is None:
            return True
        if not self._is_scored(segment) and segment.times_scored < MOST_TIMES_SCORED:
            self._score(segment, self._decoder.so_far())
        # What only the referee's guess comes near may be a piece of a longer phrase: it is judged again at the end.
        is_certain = self._is_scored(segment) and segment.judged.is_agreed and segment.score >= CERTAIN_SCORE
        return is_certain and self._phrasebook.is_urgent(segment.judged.phrase)

    def _is_scored(self, segment: Segment) -> bool:
        """Whether the score is of these words, and nobody has spoken on since."""
        return segment.scored_text == segment.text and segment.scored_spoken_seconds == self._endpointer.spoken_seconds

    def _may_be_over_soon(self, segment: Segment) -> bool:
        if self._certainty is None or self._is_scored(segment):
            return False
        if self._endpointer.quiet_seconds < self._settings.ahead_quiet_seconds:
            return False
        if self._phrasebook.understand(segment.text) is None:
            # "Stop" may sound like the beginning of something else, or like nothing in the grammar.
            spoken_seconds = self._endpointer.spoken_seconds
            return self._settings.least_speech_seconds <= spoken_seconds <= self._settings.short_seconds
        return not self._phrasebook.may_mean_another(segment.text)

    def _score(self, segment: Segment, decoded: Decoded) -> None:
        started = perf_counter()
        segment.scored_text, segment.scored_spoken_seconds = (
            self._respell(decoded.text),
            self._endpointer.spoken_seconds,
        )
        if self._certainty is None:
            judged = Judged(segment.scored_text, decoded.score)
        else:
            judged = self._certainty.judge(self._spoken(segment, whole_phrase_in(decoded, self._phrasebook)))
        segment.judged = judged
        is_of_talk = self._certainty is not None and self._follows_talk(segment, judged.phrase)
        segment.score = max(0.0, judged.score - TALK_SCORE) if is_of_talk else judged.score
        segment.times_scored += 1
        segment.decode_seconds += perf_counter() - started

    def _spoken(self, segment: Segment, decoded: Decoded) -> SpokenSegment:
        text = self._respell(decoded.text)
        phrase = text if self._phrasebook.understand(text) is not None else ""
        sound = np.concatenate(segment.sound)
        return SpokenSegment(decoded, phrase, sound, self._endpointer.spoken_seconds, self._front.to_noise_db)

    def _follows_talk(self, segment: Segment, phrase: str) -> bool:
        """Return whether a phrase comes so soon after other talk that it may be a piece of it; never an urgent one."""
        if self._talk_ended_at is None or self._phrasebook.is_urgent(phrase):
            return False
        within = self._settings.after_talk_seconds
        if self._means_costly(phrase):
            within = self._settings.costly_after_talk_seconds
        # Negative where a stream has begun anew.
        return 0.0 <= segment.began_at_seconds - self._talk_ended_at <= within

    def _is_steady(self, same_seconds: float, needed_seconds: float) -> bool:
        return same_seconds >= needed_seconds and self._endpointer.fallen_seconds >= needed_seconds

    def _is_over(self, segment: Segment) -> bool:
        settings, quiet_seconds = self._settings, self._endpointer.quiet_seconds
        if quiet_seconds >= settings.unfinished_quiet_seconds:
            return True
        is_steady = self._is_steady(segment.same_windows * WINDOW_SECONDS, settings.steady_seconds)
        if not segment.text or (quiet_seconds < settings.quiet_seconds and not is_steady):
            return False
        is_phrase = self._phrasebook.understand(segment.text) is not None
        if not is_phrase or self._phrasebook.may_mean_another(segment.text):
            return False
        return is_steady or quiet_seconds >= settings.costly_quiet_seconds or not self._is_costly(segment)

    def _is_costly(self, segment: Segment) -> bool:
        """Return whether what was said, as it was heard or judged, is a costly command."""
        return any(self._means_costly(text) for text in (segment.text, segment.judged.phrase) if text)

    def _means_costly(self, text: str) -> bool:
        meant = self._phrasebook.understand(text)
        return meant is not None and self._phrasebook.is_costly(meant.name)

    def _decide(self, segment: Segment, lane: Lane) -> Iterator[Utterance]:
        if segment.waiting:
            self._decode(segment)
        started = perf_counter()
        decoded = self._decoder.finish()
        segment.decode_seconds += perf_counter() - started
        if self._endpointer.spoken_seconds >= self._settings.least_speech_seconds:
            yield from self._said(segment, decoded, lane)
        if self._endpointer.quiet_seconds >= self._settings.quiet_seconds:
            self._close_segment()
        else:
            segment.is_decided = True

    def _said(self, segment: Segment, decoded: Decoded, lane: Lane) -> Iterator[Utterance]:
        """Yield what was said; nothing where nobody heard words."""
        heard = self._respell(decoded.text)
        has_words = bool(heard.replace(UNKNOWN, "").strip())
        if not has_words and self._certainty is None:
            return
        # What was certain ahead of the end stays so; what was not gets another chance with the whole sound.
        is_known = self._is_scored(segment) and heard in (segment.scored_text, segment.judged.phrase)
        if not is_known or segment.score < CERTAIN_SCORE:
            before, score = segment.judged, segment.score
            self._score(segment, decoded)
            if lane is Lane.URGENT and self._certainty is not None and segment.score < CERTAIN_SCORE:
                # The last sounds made something else of "stop", and nothing certain: it was stop.
                segment.judged, segment.score = before, score
        text = segment.judged.phrase or heard
        if not has_words and segment.score < CERTAIN_WHEN_URGENT:
            return
        if lane is Lane.URGENT and not self._phrasebook.is_urgent(text):
            lane = Lane.NORMAL
        is_heard = self._certainty is None or text == self._respell(decoded.text)
        spoken_seconds, quiet_seconds = self._endpointer.spoken_seconds, self._endpointer.quiet_seconds
        timed = segment.timed(text, decoded if is_heard else None, spoken_seconds, quiet_seconds)
        yield Utterance(
            text=text,
            engine=self._decoder.engine,
            lane=lane,
            words=timed,
            ended_at_seconds=timed[-1].ended_at_seconds if timed else segment.ends_at_seconds - quiet_seconds,
            decided_at_seconds=self._now(segment),
            decode_ms=1000.0 * segment.decode_seconds,
            score=segment.score,
        )
