"""An ear that takes other words while it listens: between two stretches of speech, on the thread that hears.

A pack that is saved brings names. The decoder's words and search, what reads and scores its phrases, all change in one
go between two blocks of sound; the blocks that come meanwhile wait in the microphone's queue, so nothing is missed. It
takes 0.06 to 0.09 s of processor for the bundled ear and the shipped pack (measured on two cores at 2.1 GHz): one late
block, and no audio callback waits for it. Where it fails, everything stays as it was.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence

from repcue.core.errors import RepcueError
from repcue.core.grammar import Grammar
from repcue.core.messages import AudioBlock, Partial, Utterance
from repcue.core.sayable import Learnt
from repcue.edges.ears.decoder import EarWords
from repcue.edges.ears.listener import Listener

Teach = Callable[[Grammar, Mapping[str, str]], EarWords]
"""Gives the decoder a grammar and how words of packs sound; returns what the listener is to go by. Changes nothing that
is in use where it raises."""


class LearningEar:
    """An `Ear` and a `Learner` made of a listener."""

    def __init__(self, listener: Listener, teach: Teach) -> None:
        """Listen with a listener whose decoder has its words already.

        Args:
            listener: hears; closed with this.
            teach: gives its decoder other words; called on the thread that hears, between two segments.
        """
        self._listener = listener
        self._teach = teach
        # Appending and taking off are atomic; the latest is the one that counts, in both directions.
        self._wanted: deque[tuple[Grammar, Mapping[str, str]]] = deque(maxlen=1)
        self._learnt: deque[Learnt] = deque(maxlen=1)

    @property
    def engine(self) -> str:
        """`vosk` or `bundled`."""
        return self._listener.engine

    @property
    def model(self) -> str:
        """The model's name."""
        return self._listener.model

    @property
    def unhearable(self) -> tuple[str, ...]:
        """Words of the grammar that the recogniser cannot hear; phrases with them are never understood."""
        return self._listener.unhearable

    def learn(self, grammar: Grammar, pronunciations: Mapping[str, str]) -> None:
        """Hear other phrases, as soon as nobody speaks. Any thread; returns at once."""
        self._wanted.append((grammar, pronunciations))

    def take_learnt(self) -> Learnt | None:
        """Return what became of it, once; None while there is nothing to tell. Any thread."""
        return self._learnt.popleft() if self._learnt else None

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return what this block made clear, in order; mostly nothing."""
        if self._wanted and self._listener.is_between_segments:
            grammar, pronunciations = self._wanted.popleft()
            self._learnt.append(self._taught(grammar, pronunciations))
        return self._listener.feed(block)

    def close(self) -> None:
        """Give the model back. Idempotent."""
        self._listener.close()

    def _taught(self, grammar: Grammar, pronunciations: Mapping[str, str]) -> Learnt:
        try:
            words = self._teach(grammar, pronunciations)
        except RepcueError as error:
            return Learnt(grammar, trouble=str(error))
        except Exception as error:  # noqa: BLE001 - a session goes on with the words it has
            return Learnt(grammar, trouble=f"The new words cannot be learnt ({error!r}).")
        self._listener.go_by(words)
        return Learnt(grammar, words.unhearable)
