"""The doors between the pipeline and the world; each says which thread goes through it.

Every port has an implementation in `edges/` and a twin in `repcue.testing`.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from repcue.core.clip import Clips, Samples
from repcue.core.experience import Experience, LiftedSet
from repcue.core.grammar import Grammar
from repcue.core.messages import AudioBlock, Partial, Utterance
from repcue.core.sayable import Learnt

__all__ = ["Clips", "Ear", "History", "Journal", "Learner", "Microphone", "Record", "Speaker", "VoiceRenderer"]

Record = Mapping[str, object]
"""One line of the event log: `kind`, `at_seconds` and the fields that the contract lists."""


class Ear(Protocol):
    """Blocks in, partials and utterances out. One thread only: the hearing thread."""

    @property
    def engine(self) -> str:
        """`vosk` or `bundled`."""
        ...

    @property
    def model(self) -> str:
        """The model's name."""
        ...

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return what this block made clear, in order; mostly nothing."""
        ...

    def close(self) -> None:
        """Give the model back. Idempotent."""
        ...


class Learner(Protocol):
    """The side door of an ear that takes other words while it listens. Any thread; nothing here waits."""

    def learn(self, grammar: Grammar, pronunciations: Mapping[str, str]) -> None:
        """Have other phrases heard, as soon as nobody speaks; the latest wish is the one that counts.

        Args:
            grammar: what can be said from then on.
            pronunciations: the phones of words that the ear may not know.
        """
        ...

    def take_learnt(self) -> Learnt | None:
        """Return what became of the latest wish that was tried, once; None while there is nothing to tell."""
        ...


class Microphone(Protocol):
    """Sound in, at 16,000 frames per second. `read` is called on the hearing thread."""

    def read(self, timeout_seconds: float) -> AudioBlock | None:
        """Return the oldest block not yet read, or None when there is none in time."""
        ...

    @property
    def overflows(self) -> int:
        """How many blocks were lost so far, by the device or because nobody read them in time."""
        ...

    def close(self) -> None:
        """Stop listening. Idempotent."""
        ...


class Speaker(Protocol):
    """Sound out: calls `Mixer.render` as the device asks for frames."""

    @property
    def sample_rate(self) -> int:
        """Frames per second of the device."""
        ...

    @property
    def underflows(self) -> int:
        """How many times the device ran dry so far."""
        ...

    def close(self) -> None:
        """Stop playing. Idempotent."""
        ...


class VoiceRenderer(Protocol):
    """Text in, speech out. May be slow and may start a process; never called while somebody lifts."""

    @property
    def fingerprint(self) -> str:
        """Everything that changes how it sounds: engine, version, voice, rate, pitch. Part of the cache key."""
        ...

    @property
    def gain_db(self) -> float:
        """How much louder or softer than other voices it is wanted, in decibels."""
        ...

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Return raw samples and their rate for every text; `progress` is told how many are done.

        Raises:
            VoiceError: the engine failed or took too long, also at the second try.
        """
        ...


class Journal(Protocol):
    """The event log. Written to by the control thread only."""

    def write(self, record: Record) -> None:
        """Append one record."""
        ...

    def close(self) -> None:
        """Finish the log. Idempotent."""
        ...


class History(Protocol):
    """What was lifted, over all sessions. Used by the control thread only; nothing in it may stop a session."""

    def keep(self, lifted: LiftedSet) -> str | None:
        """Write a set, in place of the one with the same number in this session.

        It is kept when this returns, before the coach speaks of it. Returns a sentence for the user the first time
        that it cannot be written.
        """
        ...

    def experience(self) -> Mapping[str, Experience]:
        """Return what is known with each exercise, by its id; read before a session."""
        ...

    def close(self) -> None:
        """Finish. Idempotent."""
        ...
