"""What was decided for each clip, and whether that is right.

An utterance belongs to the clip that had begun last at the middle of its words; so also what an ear makes of the
background after a clip is held against that clip. A clip that should be understood is right when exactly that was
decided, once: nothing else beside it, and not twice. Any other is right when nothing was decided.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from repcue.bench.hearing_clips import LabelledClip, Meaning
from repcue.bench.hearing_run import Heard
from repcue.bench.hearing_stream import Placed
from repcue.core.gate import is_certain
from repcue.core.grammar import Grammar
from repcue.core.intent import Misunderstood, understand
from repcue.core.messages import Intent, Lane, Utterance

UNCERTAIN: Final = "uncertain"
"""As the event log spells it."""

Judge = Callable[[Utterance], Intent | str]
"""What the session would make of an utterance: the intent, or why it is refused."""


def session_judge(grammar: Grammar) -> Judge:
    """Return what a session does with utterances, its state left aside.

    What is not certain enough is refused, as `Pipeline.hear` does.
    """

    def judge(utterance: Utterance) -> Intent | str:
        meant = understand(utterance, grammar)
        if isinstance(meant, Misunderstood):
            return meant.reason.value
        return meant if is_certain(utterance, meant, grammar) else UNCERTAIN

    return judge


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided."""

    intent: Intent
    heard: Heard
    latency_seconds: float
    """From the end of the clip's last word until it was known, computing included."""

    latency_of_sound_seconds: float
    """The same without the computing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one clip."""

    placed: Placed
    decisions: tuple[Decision, ...]
    refused: tuple[tuple[Heard, str], ...]
    """Utterances that were heard and refused, with the reason."""

    @property
    def clip(self) -> LabelledClip:
        """The clip."""
        return self.placed.clip

    @property
    def is_right(self) -> bool:
        """Whether just what should be was decided."""
        expected = self.clip.expected
        if expected is None:
            return not self.decisions
        return len(self.decisions) == 1 and expected.is_met_by(self.decisions[0].intent)

    @property
    def is_missed(self) -> bool:
        """Whether something should have been decided and nothing was."""
        return self.clip.expected is not None and not self.decisions

    @property
    def is_wrong(self) -> bool:
        """Whether something should have been decided and something else or more was."""
        return self.clip.expected is not None and bool(self.decisions) and not self.is_right

    @property
    def is_right_but_not_alone(self) -> bool:
        """Whether it is wrong only for what was decided beside it, as when a clatter was taken for a command too."""
        expected = self.clip.expected
        return (
            self.is_wrong and expected is not None and any(expected.is_met_by(each.intent) for each in self.decisions)
        )

    def of_lane(self, lane: Lane) -> Sequence[Decision]:
        """Return its decision, when it is right and was made in this lane."""
        return [each for each in self.decisions if self.clip.expected and self.is_right and _lane(each) is lane]

    def as_json(self) -> dict[str, object]:
        """Return the entry of the report."""
        first = self.decisions[0] if self.decisions else None
        told = first.heard.utterance if first else self.refused[0][0].utterance if self.refused else None
        entry: dict[str, object] = {
            "file": self.clip.file,
            "kind": self.clip.kind,
            "expected": _meaning(self.clip.expected),
            "decided": _intent(first.intent) if first else None,
            "score": round(told.score, 4) if told else None,
            "reason": self.refused[0][1] if self.refused and not first else None,
            "latency_seconds": round(first.latency_seconds, 3) if first else None,
            "right": self.is_right,
            "said": self.clip.text,
            "text": told.text if told else None,
            "lane": told.lane.value if told else None,
        }
        if len(self.decisions) > 1:
            entry["more"] = [
                {**_intent(each.intent), "text": each.intent.text, "score": round(each.heard.utterance.score, 4)}
                for each in self.decisions[1:]
            ]
        if self.clip.is_a_phrase:
            entry["is_a_phrase"] = True
        return entry


def verdicts(placed: Sequence[Placed], heard: Sequence[Heard], judge: Judge) -> list[Verdict]:
    """Return what became of every clip, in the order of the stream.

    Args:
        placed: where the clips lie, by time.
        heard: every utterance.
        judge: what the session makes of one.
    """
    starts = [place.start_seconds for place in placed]
    decisions: list[list[Decision]] = [[] for _ in placed]
    refused: list[list[tuple[Heard, str]]] = [[] for _ in placed]
    for each in heard:
        index = max(0, bisect_right(starts, each.middle_seconds) - 1)
        meant = judge(each.utterance)
        if isinstance(meant, str):
            refused[index].append((each, meant))
        else:
            ended_at = placed[index].speech_ended_at_seconds
            sound = each.utterance.decided_at_seconds - ended_at
            # Read-only mappings cannot go from one process to another.
            intent = replace(meant, slots=dict(meant.slots))
            decisions[index].append(Decision(intent, each, each.known_at_seconds - ended_at, sound))
    return [Verdict(*each) for each in zip(placed, map(tuple, decisions), map(tuple, refused), strict=True)]


def _lane(decision: Decision) -> Lane:
    return decision.heard.utterance.lane


def _intent(intent: Intent) -> dict[str, object]:
    return {"intent": intent.name, "slots": dict(intent.slots)}


def _meaning(meaning: Meaning | None) -> dict[str, object] | None:
    return {"intent": meaning.intent, "slots": dict(meaning.slots)} if meaning else None
