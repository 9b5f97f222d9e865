"""What is said in a hold: the cue, half way, ten seconds, and the last seconds down to its end.

The words that tell how long it still goes on have their places first, then the cue takes the first place it finds, then
come the seconds, where they are counted. What has no room is dropped, never late.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from repcue.core import replies
from repcue.core.clip import Clip, Clips, joined
from repcue.core.cue_speech import CueSpeech, Say
from repcue.core.messages import PlayClass
from repcue.core.metronome import Span
from repcue.core.pace import Item, Pace, SetClock
from repcue.core.speech_book import Precedence, SpeechBook

HALF_FROM_SECONDS: Final = 10
"""A shorter hold has no half: it would run into the last three seconds."""

TEN_FROM_SECONDS: Final = 30
"""In a shorter hold ten seconds before the end is less than five after its half."""

COUNTED_DOWN: Final = (3, 2, 1)
SETTLED_SECONDS: Final = 3
"""How long a lifter is left alone at the beginning, to get into position, where the hold is long enough for it."""

_WORD_GAP_SECONDS: Final = 0.05


@dataclass(slots=True)
class HoldSpeech:
    """Lays out the speech of one hold, or of what is left of it."""

    clips: Clips
    book: SpeechBook
    say: Say
    cues: CueSpeech

    def lay_out(self, pace: Pace, span: Span, clock: SetClock, not_before: int) -> list[Item]:
        """Return everything that is said in a hold.

        Args:
            pace: what it is paced by; its `hold_seconds` is how long it is in all.
            span: what is left of it.
            clock: of the set.
            not_before: the first frame that can still be filled.
        """
        items: list[Item] = []
        if pace.count != "ticks":
            for text, seconds_left in _told(pace, int(span.seconds)):
                items += self._on_beat(self.clips.speech(text), span.end - seconds_left, clock, not_before)
        settled = span.start + min(Fraction(SETTLED_SECONDS), span.seconds / 4)
        if pace.has_cues:
            items.append(self.cues.in_hold(pace, span, clock, max(not_before, clock.frame_at(settled))))
        if pace.count == "seconds":
            held = (pace.hold_seconds or 0) - int(span.seconds)
            for second in range(1, int(span.seconds) + 1):
                word = self._number(held + second)
                items += self._on_beat(word, span.start + second, clock, not_before, Precedence.SECOND)
        return items

    def _on_beat(
        self, clip: Clip | None, at: Fraction, clock: SetClock, not_before: int, rank: Precedence = Precedence.LAST_REP
    ) -> list[Item]:
        """Return a word with its perceptual centre on a second, where it has room."""
        due_frame = clock.frame_at(at) - clip.centre_frame if clip else 0
        if clip is None or due_frame < not_before or not self.book.is_free(due_frame, due_frame + clip.frames):
            return []
        return [self.say(clip, PlayClass.COUNT, due_frame, rank)]

    def _number(self, value: int) -> Clip | None:
        words = [self.clips.speech(text) for text in replies.number(value)]
        spoken = [word for word in words if word is not None]
        return joined(spoken, _WORD_GAP_SECONDS) if spoken else None


def _told(pace: Pace, left: int) -> Iterator[tuple[str, Fraction]]:
    """Yield what tells how long a hold still goes on, with the seconds that are left then, the most important first."""
    whole = pace.hold_seconds or left
    if pace.count != "seconds":
        # Who counts the seconds up is not counted down to as well.
        yield from ((replies.number(second)[0], Fraction(second)) for second in COUNTED_DOWN if second < left)
    if whole >= TEN_FROM_SECONDS and left > 10:
        yield replies.TEN_SECONDS, Fraction(10)
    if whole >= HALF_FROM_SECONDS and left > Fraction(whole, 2):
        yield replies.HALF_WAY, Fraction(whole, 2)
