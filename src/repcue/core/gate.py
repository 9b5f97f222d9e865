"""Whether what was understood was heard for certain: the one rule, for sessions and benchmarks alike."""

from typing import Final

from repcue.core.confidence import CERTAIN_SCORE, needed_score
from repcue.core.grammar import Grammar
from repcue.core.messages import Intent, Lane, Utterance

_ALARM: Final = "help"


def is_certain(heard: Utterance, meant: Intent, grammar: Grammar, ordinary_score: float = CERTAIN_SCORE) -> bool:
    """Return whether a command was heard well enough to be acted on.

    What was decided in the urgent lane always is. Less is asked of what ends or holds a set, which is better done
    wrongly than not done, and more of costly commands. The alarm is one of these: heard in doubt it would startle a
    whole gym. "Help me" that is heard for certain does not come here, as it is decided in the urgent lane.
    """
    return heard.lane is Lane.URGENT or heard.score >= score_needed_for(meant, grammar, ordinary_score)


def score_needed_for(meant: Intent, grammar: Grammar, ordinary_score: float = CERTAIN_SCORE) -> float:
    """Return the score from which on a command is acted on that was decided in the normal lane."""
    is_alarm = meant.name == _ALARM
    is_urgent = grammar.lane_of(meant.name) is Lane.URGENT and not is_alarm
    is_costly = grammar.is_costly(meant.name) or is_alarm
    return needed_score(is_costly=is_costly, is_urgent=is_urgent, ordinary_score=ordinary_score)
