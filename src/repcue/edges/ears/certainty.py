"""How certain the ear is of what it heard: the evidence of one segment, a referee's opinion, the stored weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from repcue.core.clip import Samples
from repcue.core.confidence import MOST_UNEXPLAINED_SECONDS, Evidence, Opinion, Weights, confidence, features_of
from repcue.core.errors import ModelError
from repcue.edges.ears.decoder import Decoded
from repcue.packs.nodes import plain
from repcue.packs.yaml_nodes import read_document

WITH_REFEREE: Final = "with_referee"
ALONE: Final = "alone"
"""The two sets of weights in a file."""


class Referee(Protocol):
    """A recogniser that knows the whole language."""

    def weigh(self, samples: Samples, phrases: Sequence[str]) -> Opinion:
        """Return how well the best of some phrases fits a sound, float32 (frames,) at 16 kHz."""
        ...

    def close(self) -> None:
        """Give the model back. Idempotent."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """Scores what a decoder made of a segment."""

    with_referee: Weights
    alone: Weights
    """For an ear without a referee."""

    referee: Referee | None = None

    def score(self, decoded: Decoded, phrases: Sequence[str], samples: Samples, spoken_seconds: float) -> float:
        """Return the score, as `Scorer` has it."""
        evidence = evidence_of(decoded, phrases[0], spoken_seconds)
        if evidence.unexplained_seconds > MOST_UNEXPLAINED_SECONDS:
            return 0.0
        if self.referee is None:
            return confidence(features_of(evidence), self.alone)
        opinion = self.referee.weigh(samples, phrases)
        return confidence(features_of(replace(evidence, opinion=opinion)), self.with_referee)

    def close(self) -> None:
        """Give the referee's model back. Idempotent."""
        if self.referee is not None:
            self.referee.close()


def evidence_of(decoded: Decoded, phrase: str, spoken_seconds: float) -> Evidence:
    """Return what the decoder itself knows of a segment."""
    lasted = tuple((word.word, word.ended_seconds - word.started_seconds) for word in decoded.words)
    return Evidence(phrase, lasted, spoken_seconds, decoded.ends_as_phrase)


def read_certainty(path: Path, referee: Referee | None) -> Certainty:
    """Return the weights of a file.

    Raises:
        ModelError: it cannot be read, or is no such file.
    """
    try:
        document = read_document(path.read_text(encoding="utf-8"), str(path))
        content = plain(document.root) if document.root and not document.problems else None
        if not isinstance(content, dict):
            raise ValueError("no sets of weights")
        return Certainty(_weights(content[WITH_REFEREE]), _weights(content[ALONE]), referee)
    except (OSError, UnicodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The weights {path} cannot be read; install RepCue again, or fit them anew.") from error


def weights_for(engine: str) -> Path:
    """Return where the weights of an engine are (`bundled`)."""
    return Path(__file__).with_name(f"confidence.{engine}.yaml")


def _weights(listed: Mapping[str, object]) -> Weights:
    numbers = {name: float(str(value)) for name, value in listed.items()}
    return Weights(numbers.pop("bias"), numbers)
