"""What was said most probably, and how certain that is: candidates, a referee's opinion, the stored weights."""

import json
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

from repcue.core.clip import Samples
from repcue.core.confidence import (
    MOST_UNEXPLAINED_SECONDS,
    Candidate,
    Evidence,
    Opinion,
    Weighing,
    Weights,
    best_of,
    said_once,
)
from repcue.core.errors import ModelError
from repcue.core.forest import forest_from
from repcue.core.grammar import words_of
from repcue.core.sound_alike import Alike, SoundAlikes
from repcue.edges.ears.decoder import Judged, Phrasebook, SpokenSegment

WITH_REFEREE: Final = "with_referee"
ALONE: Final = "alone"
"""The two sets of weights in a file."""

MOST_ALSO_HEARD: Final = 3
MOST_ALIKE: Final = 4
"""So many candidates come from each source; ten of them take the referee 0.03 s of processor."""

LONGEST_UNHEARD_SECONDS: Final = 3.5
"""Of longer speech that the decoder made nothing of, no referee is asked."""


class Referee(Protocol):
    """A recogniser that knows the whole language."""

    def weigh(self, samples: Samples, suggest: Callable[[str], Sequence[str]]) -> Opinion:
        """Return what is heard, and how well the phrases fit that are suggested for it.

        Args:
            samples: float32 (frames,) at 16 kHz.
            suggest: the phrases in question, for what the referee writes itself.
        """
        ...

    def close(self) -> None:
        """Give the model back. Idempotent."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Certainty:
    """Judges what a decoder made of a segment."""

    with_referee: Weighing
    alone: Weighing
    """For an ear without a referee."""

    phrasebook: Phrasebook
    alikes: SoundAlikes
    referee: Referee | None = None

    def judge(self, segment: SpokenSegment) -> Judged:
        """Return what was said most probably, as `Scorer` has it."""
        candidates, evidence = self.weighed(segment)
        weights = self.alone if evidence.opinion is None else self.with_referee
        best, score = best_of(candidates, evidence, weights)
        if best is None:
            return Judged("", score)
        return Judged(best.phrase, score, best.is_best_heard or best.sounds_the_same)

    def weighed(self, segment: SpokenSegment) -> tuple[list[Candidate], Evidence]:
        """Return what may have been said, and the evidence; no candidates where it can be no command."""
        evidence = evidence_of(segment)
        if segment.phrase and evidence.unexplained_seconds > MOST_UNEXPLAINED_SECONDS:
            return [], evidence
        if not segment.phrase and segment.spoken_seconds > LONGEST_UNHEARD_SECONDS:
            return [], evidence
        if self.referee is None:
            return self._candidates(segment, "", [segment.phrase] if segment.phrase else []), evidence
        alike: list[Alike] = []

        def suggest(text: str) -> list[str]:
            alike.extend(self.alikes.nearest(said_once(words_of(text)), MOST_ALIKE))
            return self._phrases(segment, alike)

        opinion = self.referee.weigh(segment.samples, suggest)
        evidence = replace(evidence, opinion=opinion)
        return self._candidates(segment, opinion.text, opinion.logprobs, alike), evidence

    def close(self) -> None:
        """Give the referee's model back. Idempotent."""
        if self.referee is not None:
            self.referee.close()

    def _phrases(self, segment: SpokenSegment, alike: Iterable[Alike]) -> list[str]:
        spell = self.phrasebook.respell
        heard = list(self.phrasebook.forms_of(segment.phrase))[:MOST_ALSO_HEARD] if segment.phrase else []
        also = [spell(each.text) for each in segment.decoded.others if self.phrasebook.understand(each.text)]
        like = [spell(each.text) for each in alike if self.phrasebook.understand(each.text)]
        found = dict.fromkeys((*heard, *list(dict.fromkeys(also))[:MOST_ALSO_HEARD], *like))
        # The beginning of a phrase is as probable as the whole, and more; the decoder heard words in the rest.
        return [each for each in found if not segment.phrase.startswith(f"{each} ") or each in heard]

    def _candidates(
        self, segment: SpokenSegment, text: str, phrases: Iterable[str], alike: Iterable[Alike] = ()
    ) -> list[Candidate]:
        spell = self.phrasebook.respell
        best = self._meaning(segment.phrase)
        behind: dict[Hashable, float] = {}
        for each in segment.decoded.others:
            meaning = self._meaning(each.text)
            if meaning is not None:
                behind[meaning] = min(each.behind, behind.get(meaning, each.behind))
        heard_phonemes = self.alikes.count_phonemes(said_once(words_of(text)))
        costs = {spell(each.text): each.cost for each in alike}
        candidates = []
        for phrase in phrases:
            meaning, phonemes = self._meaning(phrase), self.alikes.count_phonemes(phrase.split())
            unlikeness = costs[phrase] / max(1, phonemes, heard_phonemes) if phrase in costs else _UNLIKE
            is_best = best is not None and meaning == best
            candidates.append(Candidate(phrase, meaning, phonemes, is_best, behind.get(meaning), unlikeness))
        return candidates

    def _meaning(self, text: str) -> Hashable:
        intent = self.phrasebook.understand(text) if text else None
        return None if intent is None else (intent.name, frozenset(intent.slots.items()))


_UNLIKE: Final = 0.6
"""Of a phrase that is not among those nearest to the referee's text."""


def evidence_of(segment: SpokenSegment) -> Evidence:
    """Return what is known of a segment without a referee."""
    words = segment.decoded.words
    lasted = tuple((word.word, word.ended_seconds - word.started_seconds) for word in words)
    fits = tuple(word.fit for word in words)
    return Evidence(lasted, segment.spoken_seconds, segment.decoded.ends_as_phrase, segment.to_noise_db, fits)


def read_weights(path: Path) -> tuple[Weighing, Weighing]:
    """Return what a file weighs evidence with: beside a referee, and alone.

    Raises:
        ModelError: it cannot be read, or is no such file.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _weighing(content[WITH_REFEREE]), _weighing(content[ALONE])
    except (OSError, UnicodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"The weights {path} cannot be read; install RepCue again, or fit them anew.") from error


def weights_for(engine: str) -> Path:
    """Return where the weights of an engine are (`bundled`)."""
    return Path(__file__).with_name(f"confidence.{engine}.json")


def _weighing(listed: Mapping[str, Any]) -> Weighing:
    if "trees" in listed:
        return forest_from(listed)
    return Weights(float(listed["bias"]), {name: float(weight) for name, weight in listed["weights"].items()})
