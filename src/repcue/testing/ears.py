"""Ears that hear what they are told: a script at its times, or somebody who says what its grammar has."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from repcue.core.grammar import Grammar
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance
from repcue.core.sayable import Learnt
from repcue.core.units import EAR_RATE


class ScriptedEar:
    """Decides the phrases of a script, each when the sound has come as far. Twin of `edges.ears.listener.Listener`.

    >>> import numpy as np
    >>> ear = ScriptedEar([(0.005, "stop")])
    >>> block = AudioBlock(np.zeros(160, dtype=np.float32), 0.0)
    >>> [utterance.text for utterance in ear.feed(block)], ear.feed(block)
    (['stop'], [])
    """

    engine: Final = "script"
    model: Final = "words"

    def __init__(
        self, lines: Iterable[tuple[float, str]], *, urgent: frozenset[str] = frozenset(), after_seconds: float = 0.0
    ) -> None:
        """Have the phrases ready.

        Args:
            lines: when each phrase ends, in seconds on the blocks' clock, and its words.
            urgent: phrases that are decided in the urgent lane.
            after_seconds: how long after its end a phrase is decided.
        """
        self._lines = deque(sorted(lines))
        self._urgent = urgent
        self._after_seconds = after_seconds
        self.is_closed = False

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return what this block made clear, in order; mostly nothing."""
        now_seconds = block.started_at_seconds + len(block.samples) / EAR_RATE
        heard = []
        while self._lines and self._lines[0][0] + self._after_seconds <= now_seconds:
            ended_at_seconds, text = self._lines.popleft()
            lane = Lane.URGENT if text in self._urgent else Lane.NORMAL
            decided_at_seconds = ended_at_seconds + self._after_seconds
            heard.append(Utterance(text, self.engine, lane, (), ended_at_seconds, decided_at_seconds, 0.0, 1.0))
        return heard

    def close(self) -> None:
        """Give the script back. Idempotent."""
        self.is_closed = True


class LearningScriptedEar:
    """Hears what somebody says to it, where its grammar has it. Twin of `edges.ears.learning_ear.LearningEar`."""

    engine: Final = "script"
    model: Final = "words"

    def __init__(self, grammar: Grammar, *, unhearable: Iterable[str] = ()) -> None:
        """Know a grammar.

        Args:
            grammar: what it hears.
            unhearable: words that it never knows.
        """
        self._grammar = grammar
        self._unhearable = frozenset(unhearable)
        self._wanted: deque[Grammar] = deque(maxlen=1)
        self._learnt: deque[Learnt] = deque(maxlen=1)
        self._said: deque[str] = deque()
        self.is_speech_on = False
        """Whether somebody speaks, so that nothing is learnt."""

        self.trouble: str | None = None
        """Why nothing can be learnt; None where it can."""

        self.lessons = 0
        """How often it has learnt, or tried to."""

    def say(self, text: str) -> None:
        """Say something to it; the next block has it."""
        self._said.append(text)

    def learn(self, grammar: Grammar, _: Mapping[str, str]) -> None:
        """Hear other phrases, as soon as nobody speaks."""
        self._wanted.append(grammar)

    def take_learnt(self) -> Learnt | None:
        """Return what became of it, once."""
        return self._learnt.popleft() if self._learnt else None

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        """Return what was said and is known."""
        if self._wanted and not self.is_speech_on:
            self._learn(self._wanted.popleft())
        at_seconds = block.started_at_seconds
        heard = [text for text in self._said if self._grammar.understand(text) and not self._unknown_in(text)]
        self._said.clear()
        return [Utterance(text, self.engine, Lane.NORMAL, (), at_seconds, at_seconds, 0.0, 1.0) for text in heard]

    def close(self) -> None:
        """There is nothing to give back."""

    def _learn(self, grammar: Grammar) -> None:
        self.lessons += 1
        if self.trouble is None:
            self._grammar = grammar
        unknown = tuple(sorted(self._unhearable & grammar.words))
        self._learnt.append(Learnt(grammar, unknown if self.trouble is None else (), self.trouble))

    def _unknown_in(self, text: str) -> bool:
        return bool(self._unhearable & set(text.split()))
