"""What the listener asks of a recogniser and of a grammar; each engine adapts its library to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from repcue.core.clip import Samples

Spell = Callable[[str], Sequence[Sequence[str]]]
"""Every way the recogniser can write a word of the grammar; empty where it cannot hear the word."""


@dataclass(frozen=True, slots=True)
class DecodedWord:
    """One recognised word, with times from the first sample that the decoder was given."""

    word: str
    started_seconds: float
    ended_seconds: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """What a decoder makes of a whole segment."""

    text: str
    """The recogniser's words with single blanks between them; empty when it heard none."""

    words: tuple[DecodedWord, ...]
    score: float
    """0 to 1, not calibrated."""

    ends_as_phrase: bool = True
    """Whether the sound ends as the phrase does; else only the grammar made it one."""


class Decoder(Protocol):
    """A recogniser, one segment of sound at a time. One thread only."""

    @property
    def engine(self) -> str:
        """`vosk` or `bundled`."""
        ...

    @property
    def model(self) -> str:
        """The model's name."""
        ...

    def start(self) -> None:
        """Begin a segment."""
        ...

    def accept(self, samples: Samples) -> str:
        """Take more of the segment and return the words so far.

        Args:
            samples: float32, shape (frames,), -1 to 1, at 16,000 frames per second.
        """
        ...

    def so_far(self) -> Decoded:
        """Return what the segment is by now, without an end to it."""
        ...

    def finish(self) -> Decoded:
        """End the segment and return what it was."""
        ...

    def close(self) -> None:
        """Give the model back. Idempotent."""
        ...


class Scorer(Protocol):
    """What tells a listener how certain a phrase is; `Certainty` does."""

    def score(self, decoded: Decoded, phrases: Sequence[str], samples: Samples, spoken_seconds: float) -> float:
        """Return how sure it is that a phrase was said and nothing else, 0 to 1; 0.5 is certain enough.

        Args:
            decoded: what the grammar made of the segment.
            phrases: its text as the grammar writes it, then other ways to say the same.
            samples: the segment's sound, float32, shape (frames,), at 16,000 frames per second.
            spoken_seconds: how much of it was not quiet.
        """
        ...

    def close(self) -> None:
        """Give models back. Idempotent."""
        ...


class Phrasebook(Protocol):
    """What a listener and the engines ask of a grammar."""

    @property
    def words(self) -> frozenset[str]:
        """Every word that a phrase can hold."""
        ...

    def understand(self, text: str) -> object | None:
        """Return what the whole text means, or None when it is no phrase."""
        ...

    def forms_of(self, text: str) -> tuple[str, ...]:
        """Return the text, then shorter ways to say the same."""
        ...

    def is_urgent(self, text: str) -> bool:
        """Return whether the whole text is a command that must not wait, such as stop."""
        ...

    def urgent_meaning(self, text: str) -> str | None:
        """Return the urgent intent that the text is, or that is all it can still become, else None."""
        ...

    def may_mean_another(self, text: str) -> bool:
        """Return whether a longer phrase that begins with the text means something else."""
        ...
