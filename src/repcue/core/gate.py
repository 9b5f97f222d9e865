"""Whether what was understood was heard for certain: the one rule, for sessions and benchmarks alike."""

from repcue.core.confidence import CERTAIN_SCORE, needed_score
from repcue.core.grammar import Grammar
from repcue.core.messages import Intent, Lane, Utterance


def is_certain(heard: Utterance, meant: Intent, grammar: Grammar, ordinary_score: float = CERTAIN_SCORE) -> bool:
    """Return whether a command was heard well enough to be acted on.

    What was decided in the urgent lane always is. Less is asked of what ends or holds a set, which is better done
    wrongly than not done, and more of costly commands. The alarm is no such thing: heard in doubt it would startle a
    whole gym.
    """
    if heard.lane is Lane.URGENT:
        return True
    is_urgent = grammar.lane_of(meant.name) is Lane.URGENT and meant.name != "help"
    return heard.score >= needed_score(
        is_costly=grammar.is_costly(meant.name), is_urgent=is_urgent, ordinary_score=ordinary_score
    )
