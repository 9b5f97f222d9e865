"""An ear that hears what a script says, at the script's times."""

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Final

from repcue.core.messages import AudioBlock, Lane, Partial, Utterance
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
