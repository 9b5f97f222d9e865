"""Whether what was recognised was the coach's own voice: what it has just said is known, with its times.

Rule 1: an utterance is the coach's own when its words, in their order, stand in what was said while it was heard, and
    the echo outweighs the user by `SAID_OVER_USER_DB` or more. So a user who evidently said it too is obeyed.
Rule 2: where the echo outweighs the user by `ALONE_OVER_USER_DB`, nobody but the coach spoke, whatever was understood:
    a grammar makes a command of anything.
Rule 3: while nobody can tell the two apart by loudness (the first seconds, or an echo whose delay has just jumped), the
    words alone decide, and only those that were said in the utterance's own time. With headphones nothing is asked.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from repcue.core.messages import Outcome, Play, Played, Utterance, Word

BEFORE_SECONDS: Final = 0.3
"""Recognisers place a word up to so much late."""

LATEST_ECHO_SECONDS: Final = 0.35
"""How much later than it was played a word may be heard where the delay is not known: earbuds take 0.3."""

SAID_OVER_USER_DB: Final = 15.0
"""A user 10 dB below the echo, as in a gym with a laptop on the bench, measured 13 or less, the coach alone 28 or more
(95 % of each, and no phrase of the coach's under 15; two rooms, `benchmarks/own_voice_levels.py`)."""

ALONE_OVER_USER_DB: Final = 20.0
"""Users 15 dB below the echo measured 18 or less (95 %, the same script). The coach alone, over a speaker up to 20 dB
louder than usual, measured 22 or more in whatever an ear made of it once the room was known; with 25, one of these
utterances was obeyed. The price: of users 20 dB below the echo up to a quarter is not heard over the coach."""

KEPT_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class Said:
    """One phrase of the coach's, as it was played."""

    text: str
    """As written: "Tempo three one one zero"."""

    started_at_seconds: float
    ended_at_seconds: float
    number: int | None = None
    """Of the play, where it is one; a later note of the same play takes the place of the earlier."""

    whole_seconds: float | None = None
    """How long it would have lasted, had it not been cut; None when it was not."""


def words_of(text: str) -> list[str]:
    """Return the words of a phrase as a recogniser writes them.

    >>> words_of("Set one, twenty reps.")
    ['set', 'one', 'twenty', 'reps']
    """
    kept = "".join(letter if letter.isalnum() or letter == "'" else " " for letter in text.lower())
    return kept.split()


def timed_words(said: Said) -> list[Word]:
    """Return the words with times in proportion to their letters, which is within 0.15 s for our phrases.

    Of a phrase that was cut short only the words that had begun.

    >>> [(each.word, each.started_at_seconds) for each in timed_words(Said("ten reps", 1.0, 1.7))]
    [('ten', 1.0), ('reps', 1.3)]
    """
    words = words_of(said.text)
    letters = sum(len(word) for word in words)
    seconds = said.whole_seconds or said.ended_at_seconds - said.started_at_seconds
    timed, done = [], 0
    for word in words:
        start, done = done, done + len(word)
        begins, ends = (said.started_at_seconds + seconds * each / letters for each in (start, done))
        if begins >= said.ended_at_seconds:
            break
        timed.append(Word(word, round(begins, 6), round(min(ends, said.ended_at_seconds), 6)))
    return timed


def is_contained(words: Sequence[str], spoken: Iterable[str]) -> bool:
    """Return whether `words` stand in `spoken` in their order, with others between them or not; False for none.

    >>> is_contained(["one", "zero"], ["tempo", "three", "one", "one", "zero"])
    True
    >>> is_contained(["zero", "one"], ["tempo", "three", "one", "one", "zero"])
    False
    """
    rest = iter(spoken)
    return bool(words) and all(word in rest for word in words)


class OwnVoice:
    """Remembers what the coach said lately and knows it when it comes back."""

    def __init__(self) -> None:
        self._said: deque[Said] = deque()

    def note(self, said: Said) -> None:
        """Remember a phrase that was played, or is about to be; its end may move by noting it again.

        Args:
            said: with times on the output's clock; what began earlier is noted earlier.
        """
        self._forget(said.number, said.started_at_seconds)
        self._said.append(said)
        while self._said and self._said[0].ended_at_seconds < said.started_at_seconds - KEPT_SECONDS:
            self._said.popleft()

    def note_play(self, play: Play) -> None:
        """Remember what a play will say, if it says anything."""
        self._note_at(play, play.due_frame, play.end_frame)

    def note_played(self, played: Played) -> None:
        """Remember of a play only what was heard: it may have begun late, have been cut short or never sounded."""
        if played.outcome is Outcome.DROPPED:
            self._forget(played.play.number, None)
        elif played.outcome is Outcome.CUT or played.started_frame != played.play.due_frame:
            assert played.started_frame is not None
            assert played.ended_frame is not None
            self._note_at(played.play, played.started_frame, played.ended_frame)

    def _note_at(self, play: Play, started_frame: int, ended_frame: int) -> None:
        if play.clip.text:
            rate = play.clip.sample_rate
            whole_seconds = play.clip.frames / rate
            self.note(Said(play.clip.text, started_frame / rate, ended_frame / rate, play.number, whole_seconds))

    def _forget(self, number: int | None, started_at_seconds: float | None) -> None:
        same = [
            each
            for each in self._said
            if each.started_at_seconds == started_at_seconds or (number is not None and each.number == number)
        ]
        for each in same:
            self._said.remove(each)

    def is_own(self, heard: Utterance, echo_delay_seconds: float | None = None) -> bool:
        """Return whether the coach said it and the user did not.

        Args:
            heard: with times on the output's clock.
            echo_delay_seconds: how much later than it was played the coach is heard; None if nobody knows.
        """
        over_user_db = heard.echo_over_user_db
        if over_user_db is not None and over_user_db >= ALONE_OVER_USER_DB:
            return True
        if over_user_db is not None and over_user_db < SAID_OVER_USER_DB:
            return False
        return is_contained(words_of(heard.text), self._spoken_during(heard, echo_delay_seconds))

    def _spoken_during(self, heard: Utterance, echo_delay_seconds: float | None) -> list[str]:
        """Return the words that may have been heard as this utterance, in order."""
        delay = LATEST_ECHO_SECONDS if echo_delay_seconds is None else echo_delay_seconds
        words = words_of(heard.text)
        # Without times of its own a phrase is taken to last half a second a word, slow speech.
        length = 0.5 * len(words)
        started_at = heard.words[0].started_at_seconds if heard.words else heard.ended_at_seconds - length
        since, until = started_at - BEFORE_SECONDS - delay, heard.ended_at_seconds
        spoken = [word for said in self._said for word in timed_words(said)]
        return [each.word for each in spoken if each.ended_at_seconds > since and each.started_at_seconds < until]
