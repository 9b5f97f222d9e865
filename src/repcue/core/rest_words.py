"""What is said and sounded in a rest: its half, ten seconds, three two one, and that it is over."""

from collections.abc import Callable
from typing import Final

from repcue.core import replies
from repcue.core.clip import Clips
from repcue.core.messages import Group, Play, PlayClass
from repcue.core.sounds import Sounds
from repcue.core.speech_book import Booking, Precedence, SpeechBook
from repcue.core.units import frames_from_seconds

HALF_WAY_FROM_SECONDS: Final = 40
"""A rest shorter than this has no half: it would run into the ten seconds."""


class RestWords:
    """Keeps the places of a rest's words and sounds until they come near and are mixed."""

    def __init__(
        self, sample_rate: int, sounds: Sounds, clips: Clips, book: SpeechBook, play: Callable[..., Play]
    ) -> None:
        """Take the sounds and words, the book that all speech shares, and what numbers a play."""
        self._sample_rate = sample_rate
        self._sounds = sounds
        self._clips = clips
        self._book = book
        self._play = play
        self._waiting: list[Play] = []

    def lay_out(self, from_frame: int, start_frame: int, end_frame: int, remind: str | None) -> None:
        """Keep a place for everything that a rest says and that is not too late.

        Args:
            from_frame: the first frame that can still be filled.
            start_frame: when the rest began.
            end_frame: when it is over.
            remind: said half way; None says that it is half way, in a long rest.
        """
        if remind is not None:
            self._word(remind, (start_frame + end_frame) // 2, from_frame, is_on_beat=False)
        elif end_frame - start_frame >= self._frames(HALF_WAY_FROM_SECONDS):
            self._word(replies.HALF_WAY, (start_frame + end_frame) // 2, from_frame)
        self._word(replies.TEN_SECONDS, end_frame - self._frames(10), from_frame)
        for beat in (3, 2, 1):
            beat_frame = end_frame - self._frames(beat)
            self._word(replies.number(beat)[0], beat_frame, from_frame)
            if beat_frame >= from_frame:
                self._waiting.append(self._play(self._sounds.rest_pip, PlayClass.TICK, Group.REST, beat_frame))
        self._waiting.append(self._play(self._sounds.rest_over, PlayClass.ALERT, Group.REST, end_frame))
        self._word(replies.REST_OVER, end_frame + self._sounds.rest_over.frames, from_frame, is_on_beat=False)

    def take_near(self, near_frame: int) -> list[Play]:
        """Return what is due until a frame, and wait with it no longer."""
        near = [play for play in self._waiting if play.due_frame <= near_frame]
        self._waiting = [play for play in self._waiting if play.due_frame > near_frame]
        return near

    def take_back(self, play_number: int) -> Play | None:
        """Return the play of a number, and wait with it no longer; None where it is mixed already, or none of these."""
        found = next((play for play in self._waiting if play.number == play_number), None)
        self._waiting = [play for play in self._waiting if play is not found]
        return found

    def forget(self) -> None:
        """Wait with nothing any more; the places in the book are the caller's to clear."""
        self._waiting = []

    def _word(self, text: str, anchor_frame: int, from_frame: int, *, is_on_beat: bool = True) -> None:
        """Keep a place for a word of the rest, where it has one; it is mixed when it comes near."""
        clip = self._clips.speech(text)
        due_frame = anchor_frame - (clip.centre_frame if clip and is_on_beat else 0)
        if clip is None or due_frame < from_frame or not self._book.is_free(due_frame, due_frame + clip.frames):
            return
        play = self._play(clip, PlayClass.COUNT, Group.REST, due_frame)
        self._book.book(Booking(due_frame, play.end_frame, play.number, Group.REST, Precedence.REST))
        self._waiting.append(play)

    def _frames(self, seconds: float) -> int:
        return frames_from_seconds(seconds, self._sample_rate)
