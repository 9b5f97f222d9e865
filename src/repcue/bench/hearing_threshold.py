"""What a stricter or a laxer threshold on the score would do: misses against false commands.

Thresholds differ by command, so all of them are shifted at once, on the scale where the score is added up: in units of
log odds (a score of 0.5 is 0, one of 0.88 is 2). What the ear itself did not put forward cannot come back by a laxer
threshold, so the curve is a little pessimistic there.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any, Final

from repcue.bench.hearing_judge import UNCERTAIN, Judge, Verdict
from repcue.core.messages import Intent, Lane, Utterance

SHIFTS: Final = tuple(number / 4 for number in range(-16, 25))
"""From -4 to +6."""

_LEAST: Final = 1e-6
_STEPS: Final = 100


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Something that was decided, or refused for its score alone."""

    margin: float
    """How far its score is above what is needed, in log odds."""

    is_wanted: bool


def right_and_false_by_shift(found: Sequence[Verdict], judge: Judge) -> dict[str, Any]:
    """Return, for every shift of the thresholds, how many clips would be right and how many commands false."""
    by_clip = [(verdict, _candidates(verdict, judge)) for verdict in found]
    wanted = [candidates for verdict, candidates in by_clip if verdict.clip.expected is not None]
    others = [
        candidates for verdict, candidates in by_clip if verdict.clip.expected is None and not verdict.clip.is_a_phrase
    ]
    right = [sum(_is_right(each, shift) for each in wanted) for shift in SHIFTS]
    false = [sum(one.margin >= shift for each in others for one in each) for shift in SHIFTS]
    return {"by_threshold": {"right": right} if wanted else {"false_commands": false}}


def needed_score(heard: Utterance, judge: Judge) -> float:
    """Return the least score, to 0.01, with which the session would do what was heard; 1 where none does."""
    for step in range(_STEPS + 1):
        if isinstance(judge(replace(heard, lane=Lane.NORMAL, score=step / _STEPS)), Intent):
            return step / _STEPS
    return 1.0


def _candidates(verdict: Verdict, judge: Judge) -> list[_Candidate]:
    expected = verdict.clip.expected
    decided = [
        _Candidate(
            max(0.0, _margin(decision.heard.utterance, judge)),
            expected is not None and expected.is_met_by(decision.intent),
        )
        for decision in verdict.decisions
    ]
    refused = []
    for heard, reason in verdict.refused:
        meant = judge(replace(heard.utterance, score=1.0))
        if reason == UNCERTAIN and isinstance(meant, Intent):
            is_wanted = expected is not None and expected.is_met_by(meant)
            refused.append(_Candidate(min(-_LEAST, _margin(heard.utterance, judge)), is_wanted))
    return decided + refused


def _is_right(candidates: Sequence[_Candidate], shift: float) -> bool:
    passed = [each for each in candidates if each.margin >= shift]
    return len(passed) == 1 and passed[0].is_wanted


def _margin(heard: Utterance, judge: Judge) -> float:
    return _log_odds(heard.score) - _log_odds(needed_score(heard, judge))


def _log_odds(score: float) -> float:
    bounded = min(max(score, _LEAST), 1.0 - _LEAST)
    return log(bounded / (1.0 - bounded))
