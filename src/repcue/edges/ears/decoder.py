"""What the listener asks of a recogniser and of a grammar; each engine adapts its library to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from repcue.core.agreement import FreeWord
from repcue.core.clip import Samples
from repcue.core.messages import Intent

Spell = Callable[[str], Sequence[Sequence[str]]]
"""Every way the recogniser can write a word of the grammar; empty where it cannot hear the word."""


@dataclass(frozen=True, slots=True)
class DecodedWord:
    """One recognised word, with times from the first sample that the decoder was given."""

    word: str
    started_seconds: float
    ended_seconds: float
    fit: float = 0.0
    """How much less likely each frame of 10 ms is as this word than as the sound that fits it best, the mean in nats: 0
    for equally likely, -2 for a word that was said, -5 for another; 0 where the decoder does not tell."""


@dataclass(frozen=True, slots=True)
class AlsoHeard:
    """A phrase that a decoder heard nearly as well as its best."""

    text: str
    behind: float
    """How much less well the sound fits it, in nats (natural logarithm of the likelihood); 0 for the best."""


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

    others: tuple[AlsoHeard, ...] = ()
    """What else it may have been, the best first; the best of all may be among them."""

    free_words: tuple[FreeWord, ...] = ()
    """What the same recogniser makes of the sound without the grammar; empty where it is not asked."""


@dataclass(frozen=True, slots=True, eq=False)
class SpokenSegment:
    """What a listener knows of a segment that is to be judged."""

    decoded: Decoded
    """What the grammar made of it."""

    phrase: str
    """The decoder's text as the grammar writes it; empty where it is no phrase."""

    samples: Samples
    """The sound with its noise, float32, shape (frames,), at 16,000 frames per second."""

    spoken_seconds: float
    """How much of it was not quiet."""

    to_noise_db: float
    """How far speech stands over the noise here."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said most probably."""

    phrase: str
    """Need not be what the decoder heard; empty where nothing is likely."""

    score: float
    """How sure it is that this was said and nothing else, 0 to 1; 0.5 is certain enough."""

    is_agreed: bool = True
    """Whether the decoder heard it, or the referee wrote what sounds the same. Else it may be a piece of more."""


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
    """What tells a listener what was said, and how certain that is; `Certainty` does."""

    def judge(self, segment: SpokenSegment) -> Judged:
        """Return what was said most probably."""
        ...

    def close(self) -> None:
        """Give models back. Idempotent."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class EarWords:
    """What a listener goes by while its decoder has one grammar."""

    phrasebook: "Phrasebook"
    """Tells whole phrases, urgent ones, and those that may go on."""

    respell: Callable[[str], str] = str
    """The recogniser's words as the grammar writes them ("dead lift" as "deadlift")."""

    unhearable: tuple[str, ...] = ()
    """Words of the grammar that the recogniser cannot hear; phrases with them are never understood."""

    certainty: Scorer | None = None
    """Scores phrases; without it the decoder's own score counts."""


class Phrasebook(Protocol):
    """What a listener and the engines ask of a grammar."""

    @property
    def words(self) -> frozenset[str]:
        """Every word that a phrase can hold."""
        ...

    def understand(self, text: str) -> Intent | None:
        """Return what the whole text means, or None when it is no phrase."""
        ...

    def respell(self, text: str) -> str:
        """Return a text as the grammar spells it."""
        ...

    def forms_of(self, text: str) -> tuple[str, ...]:
        """Return the text, then shorter ways to say the same."""
        ...

    def is_urgent(self, text: str) -> bool:
        """Return whether the whole text is a command that must not wait, such as stop."""
        ...

    def is_costly(self, intent_name: str) -> bool:
        """Return whether a command, by its name, is acted on only when it was heard for certain."""
        ...

    def urgent_meaning(self, text: str) -> str | None:
        """Return the urgent intent that the text is, or that is all it can still become, else None."""
        ...

    def may_mean_another(self, text: str) -> bool:
        """Return whether a longer phrase that begins with the text means something else."""
        ...
