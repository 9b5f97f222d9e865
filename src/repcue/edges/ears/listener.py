"""The one ear for every engine: blocks in, partials and utterances out, each utterance decided once.

    blocks ──▶ windows of 10 ms ──▶ endpointer ──▶ segment, with what came just before it ──▶ decoder ──▶ decision

Rules.
1. Blocks are cut into windows, and decoding advances in fixed steps from a segment's start; so the size of the blocks
   changes nothing.
2. A segment is decided at most once; what follows an early decision in the same breath is swallowed.
3. What was said is scored by how certain it is, ahead of its end where nothing can follow. An urgent command that is
   not certain by the time it would be decided waits for the end of the segment, like any other.
4. Urgent lane: the words so far are an urgent command or can only become that one, have meant it for a moment, and
   nobody speaks on. Normal lane: it has been quiet for long enough, more of it where a longer phrase may follow. In
   noise that never gets quiet, words that have stayed the same for longer while nothing as loud came are decided too.
5. Speech longer than any command is thrown away and listened to afresh, so memory and delay are bounded.

Runs on the hearing thread only. Times are those of the blocks; the wall clock only measures the cost of decoding.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.confidence import CERTAIN_SCORE, TALK_SCORE
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance, Word
from repcue.core.units import EAR_RATE
from repcue.dsp.endpoint import WINDOW_FRAMES, WINDOW_SECONDS, Endpointer
from repcue.edges.ears.decoder import Decoded, Decoder, Phrasebook, Scorer
from repcue.edges.ears.front import Front, FrontWindow, PlainFront
from repcue.edges.ears.segment import Segment

UNKNOWN: Final = "[unk]"
"""What Vosk writes for speech outside the grammar."""

MOST_TIMES_SCORED: Final = 4
"""So often may a segment be scored before its end; keeps ten minutes of screaming cheap."""


@dataclass(frozen=True, slots=True)
class ListenerSettings:
    """How long the listener waits, in seconds of sound. Silences inside a command reach 0.15 s ("stop | the set")."""

    before_seconds: float = 0.35
    """How much of the sound before a segment's onset is decoded with it, 0.3 to 0.5; first consonants are soft."""

    step_seconds: float = 0.05
    """Decoding advances by so much."""

    quiet_seconds: float = 0.30
    """Quiet that ends a whole phrase."""

    unfinished_quiet_seconds: float = 0.55
    """Quiet that ends words that are no phrase yet or may become another ("sixty … two kilos")."""

    urgent_quiet_seconds: float = 0.12
    """Quiet after an urgent command; longer than the closure before a final "p", 0.05 to 0.1 s."""

    ahead_quiet_seconds: float = 0.15
    """Quiet after which the certainty of a phrase that cannot go on is worked out ahead of its end."""

    after_talk_seconds: float = 0.7
    """What begins so soon after other talk is less certain. The pieces of read sentences follow within 0.65 s."""

    least_talk_seconds: float = 0.5
    """Anything shorter is no talk; a plate's clank is not."""

    urgent_same_seconds: float = 0.12
    """So long an urgent command must have stayed the same."""

    urgent_steady_seconds: float = 0.40
    """In noise: unchanged for so long, and nothing near the command's own level since."""

    steady_seconds: float = 0.80
    """The same for any other phrase."""

    least_speech_seconds: float = 0.12
    """Anything shorter is no word; "stop" has 0.2 s or more above quiet."""

    longest_seconds: float = 8.0
    """Speech longer than this is no command; "one hundred and thirty five and a half kilos" takes 3.5 s."""


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
        self._phrasebook = phrasebook
        self._settings = settings or ListenerSettings()
        self._endpointer = endpointer or Endpointer()
        self._respell = respell
        self._front = front or PlainFront()
        self._certainty = certainty
        self.unhearable = tuple(unhearable)
        """Words of the grammar that the recogniser cannot hear; phrases with them are never understood."""
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
            is_command = segment.is_scored and segment.score >= CERTAIN_SCORE
            self._talk_ended_at = None if is_command else segment.ends_at_seconds - self._endpointer.quiet_seconds
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
            if self._is_urgent_now(segment) and self._is_certain_by_now(segment):
                yield from self._decide(segment, Lane.URGENT)
                return
        if segment.seconds >= self._settings.longest_seconds:
            self._decoder.finish()
            self._close_segment()
        elif self._is_over(segment):
            yield from self._decide(segment, Lane.NORMAL)
        elif self._may_be_over_soon(segment):
            self._is_certain_by_now(segment)

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

    def _is_certain_by_now(self, segment: Segment) -> bool:
        """Score the words so far, once as long as they stay the same; return whether they are certain."""
        if self._certainty is None:
            return True
        if not self._is_scored(segment) and segment.times_scored < MOST_TIMES_SCORED:
            self._score(segment, self._decoder.so_far())
        return self._is_scored(segment) and segment.score >= CERTAIN_SCORE

    def _is_scored(self, segment: Segment) -> bool:
        """Whether the score is of these words, and nobody has spoken on since."""
        return segment.scored_text == segment.text and segment.scored_spoken_seconds == self._endpointer.spoken_seconds

    def _may_be_over_soon(self, segment: Segment) -> bool:
        return (
            self._certainty is not None
            and bool(segment.text)
            and not self._is_scored(segment)
            and self._endpointer.quiet_seconds >= self._settings.ahead_quiet_seconds
            and self._phrasebook.understand(segment.text) is not None
            and not self._phrasebook.may_mean_another(segment.text)
        )

    def _score(self, segment: Segment, decoded: Decoded) -> None:
        started = perf_counter()
        segment.scored_text, segment.scored_spoken_seconds = (
            self._respell(decoded.text),
            self._endpointer.spoken_seconds,
        )
        decoded = self._whole_phrase_in(decoded)
        phrase, sound = self._respell(decoded.text), np.concatenate(segment.sound)
        if self._certainty is None:
            segment.score = decoded.score
        elif self._phrasebook.understand(phrase) is None:
            segment.score = 0.0
        else:
            forms = self._phrasebook.forms_of(phrase)
            segment.score = self._certainty.score(decoded, forms, sound, segment.scored_spoken_seconds)
            if self._follows_talk(segment) and not self._phrasebook.is_urgent(phrase):
                segment.score = max(0.0, segment.score - TALK_SCORE)
        segment.scored_phrase = phrase
        segment.times_scored += 1
        segment.decode_seconds += perf_counter() - started

    def _whole_phrase_in(self, decoded: Decoded) -> Decoded:
        """Return "stop" where "stop the" can only become that; anything else as it is."""
        if self._phrasebook.understand(decoded.text) is None and self._phrasebook.urgent_meaning(decoded.text):
            for count in range(len(decoded.words) - 1, 0, -1):
                text = " ".join(word.word for word in decoded.words[:count])
                if self._phrasebook.is_urgent(text):
                    return replace(decoded, text=text, words=decoded.words[:count])
        return decoded

    def _follows_talk(self, segment: Segment) -> bool:
        if self._talk_ended_at is None:
            return False
        return segment.began_at_seconds - self._talk_ended_at <= self._settings.after_talk_seconds

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
        return is_phrase and not self._phrasebook.may_mean_another(segment.text)

    def _decide(self, segment: Segment, lane: Lane) -> Iterator[Utterance]:
        if segment.waiting:
            self._decode(segment)
        started = perf_counter()
        decoded = self._decoder.finish()
        segment.decode_seconds += perf_counter() - started
        text = self._respell(decoded.text)
        if lane is Lane.URGENT and not self._phrasebook.is_urgent(text):
            lane = Lane.NORMAL
        is_word = self._endpointer.spoken_seconds >= self._settings.least_speech_seconds
        if is_word and text.replace(UNKNOWN, "").strip():
            # What was certain ahead of the end stays so; what was not gets another chance with the whole sound.
            if text != segment.scored_phrase or not self._is_scored(segment) or segment.score < CERTAIN_SCORE:
                self._score(segment, decoded)
            yield self._utterance(segment, text, decoded, lane)
        if self._endpointer.quiet_seconds >= self._settings.quiet_seconds:
            self._close_segment()
        else:
            segment.is_decided = True

    def _utterance(self, segment: Segment, text: str, decoded: Decoded, lane: Lane) -> Utterance:
        # Recognisers stretch the last word over the quiet after it; the endpointer knows better.
        speech_ended_at = segment.ends_at_seconds - self._endpointer.quiet_seconds
        words = []
        for word in decoded.words:
            started_at = segment.at(word.started_seconds)
            ended_at = max(started_at, min(segment.at(word.ended_seconds), speech_ended_at))
            words.append(Word(word.word, started_at, ended_at))
        return Utterance(
            text=text,
            engine=self._decoder.engine,
            lane=lane,
            words=tuple(words),
            ended_at_seconds=words[-1].ended_at_seconds if words else speech_ended_at,
            decided_at_seconds=self._now(segment),
            decode_ms=1000.0 * segment.decode_seconds,
            score=segment.score,
        )
