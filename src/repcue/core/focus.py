"""Which cue is said: the lifter's own word first, else a first simple rule by load.

The rules are defaults, not laws: the one trial of the threshold (Calatayud 2016) is contradicted in both
directions (Snyder & Fry 2012, Paoli 2019), and the general advantage of an external focus is contested
(McKay 2024). They are numbered as in `docs/packs.md`; gaps in the numbers are rules that are not built.

>>> rule_for(choice=FocusChoice.COACH, load_percent=60).rule_id
'R3'
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from repcue.packs.schema import Cue, Exercise, Focus


class FocusChoice(StrEnum):
    """Who decides where a cue directs attention."""

    COACH = "coach"
    """The rules below."""

    INTERNAL = "internal"
    """The lifter: the muscle."""

    EXTERNAL = "external"
    """The lifter: the bar, the floor, an object."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason for a focus."""

    rule_id: str
    sentence: str
    """The reason, as it is shown and logged."""

    evidence: str
    """What it rests on; empty where it rests on judgement."""


LIGHT_PERCENT: Final = 60
"""Percent of the one-repetition maximum up to which a load counts as light: attending to a muscle raised its
activity at 20 to 60 % and not at 80 % (Calatayud 2016, 18 trained men, bench press)."""

HEAVY_PERCENT: Final = 80
"""Percent of the one-repetition maximum from which a load counts as heavy (same source)."""

OWN_WORD: Final = Rule("R0", "You asked for it.", "")
HEAVY: Final = Rule(
    "R2",
    f"The load is {HEAVY_PERCENT} % of your maximum or more, so the cue is about what you move.",
    "Calatayud 2016, doi:10.1007/s00421-015-3305-7; contested by Snyder & Fry 2012, doi:10.1519/JSC.0b013e31823f8d11.",
)
LIGHT: Final = Rule(
    "R3",
    f"The load is at most {LIGHT_PERCENT} % of your maximum, so the cue is about the muscle.",
    "Calatayud 2016, doi:10.1007/s00421-015-3305-7; not confirmed for the chest by Paoli 2019 (PMC6615069).",
)
MEDIUM: Final = Rule(
    "R4",
    f"The load is over {LIGHT_PERCENT} and under {HEAVY_PERCENT} % of your maximum; either cue would do, "
    "and the coach takes the one about what you move.",
    "A gap between the loads that were studied; Grgic 2021, doi:10.3390/sports9110153.",
)
UNKNOWN_LOAD: Final = Rule("R5", "The load is not known, so the cue is about what you move.", "")

RULES: Final = (OWN_WORD, HEAVY, LIGHT, MEDIUM, UNKNOWN_LOAD)
"""Every rule, in the order of their numbers."""


@dataclass(frozen=True, slots=True)
class CueChoice:
    """The cue that was chosen, and why."""

    cue: Cue
    focus: Focus
    """Of `cue`; another than the wanted one where the exercise has no such cue."""

    rule: str
    """The rule's number: `R0`."""

    reason: str
    """A sentence or two for the lifter."""


def rule_for(*, choice: FocusChoice, load_percent: int | None) -> Rule:
    """Return the first rule that applies.

    Args:
        choice: who decides.
        load_percent: percent of the one-repetition maximum, or None when it is not known.
    """
    if choice is not FocusChoice.COACH:
        return OWN_WORD
    if load_percent is None:
        return UNKNOWN_LOAD
    if load_percent <= LIGHT_PERCENT:
        return LIGHT
    return HEAVY if load_percent >= HEAVY_PERCENT else MEDIUM


def choose_cue(exercise: Exercise, *, choice: FocusChoice, load_percent: int | None) -> CueChoice:
    """Return the cue to say on each repetition of an exercise.

    The first cue of the wanted focus is taken; an exercise without one gives its first cue, and the reason says so.

    Args:
        exercise: what is lifted.
        choice: who decides.
        load_percent: percent of the one-repetition maximum, or None when it is not known.
    """
    rule = rule_for(choice=choice, load_percent=load_percent)
    wanted = _wanted_focus(rule, choice)
    for cue in exercise.cues:
        if cue.focus == wanted:
            return CueChoice(cue, cue.focus, rule.rule_id, rule.sentence)
    cue = exercise.cues[0]
    reason = f"{rule.sentence} This exercise has no {wanted} cue, so its {cue.focus} one is said."
    return CueChoice(cue, cue.focus, rule.rule_id, reason)


def _wanted_focus(rule: Rule, choice: FocusChoice) -> Focus:
    if rule is OWN_WORD:
        return "internal" if choice is FocusChoice.INTERNAL else "external"
    return "internal" if rule is LIGHT else "external"


def rule_table() -> str:
    """Return the rules as a Markdown table, for the documentation."""
    rows = [f"| {rule.rule_id} | {rule.sentence} | {rule.evidence or 'judgement'} |" for rule in RULES]
    return "\n".join(["| rule | says | rests on |", "| --- | --- | --- |", *rows])
