"""Which cue is said in a set, how, and why: the lifter's own word first, else the first rule that applies.

Pure: the same situation always gets the same decision. The rules are data (`core.rules`), and `decide` is all that
reads them.

>>> from repcue.core.tempo import parse_tempo
>>> from repcue.testing.sessions import BENCH_PRESS
>>> decision = decide(Situation(BENCH_PRESS, parse_tempo("4-0-1-0"), reps=15, load_percent=50))
>>> decision.rule.rule_id, decision.focus, decision.frequency.value
('R3', 'internal', 'faded')
"""

from dataclasses import dataclass, replace
from typing import Final, Literal

from repcue.core.rules import RULES, Rule
from repcue.core.situation import (
    PREPARATION,
    CueFrequency,
    FocusChoice,
    Goal,
    Level,
    LoadBasis,
    SetType,
    Situation,
)
from repcue.core.tempo import Phase, Untimed
from repcue.core.units import MOST_LOAD_PERCENT
from repcue.packs.schema import Cue, Focus

__all__ = ["CueChoice", "Decision", "Situation", "choose_cue", "decide", "form_on_rep"]

LIGHT_PERCENT: Final = 60
"""Percent of the one-repetition maximum up to which a load counts as light: attending to a muscle raised its
activity at 20 to 60 % and not at 80 % (Calatayud 2016)."""

HEAVY_PERCENT: Final = 80
"""Percent of the one-repetition maximum from which a load counts as heavy (same source)."""

LIGHT_REPS: Final = 15
"""Repetitions from which a set of unknown load counts as light: 15 are done with about 65 % at most."""

HEAVY_REPS: Final = 5
"""Repetitions up to which a set counts as heavy: 5 are done with about 87 % at most."""

NEW_SESSIONS: Final = 3
"""An exercise is new to a novice until it was lifted in so many sessions (a cue that was tried three times without
effect is given up, say coaches; no study)."""

FADED_FIRST_REPS: Final = 3
FADED_LAST_REPS: Final = 2
FADED_EVERY: Final = 3
FADED_EVERY_LATER: Final = 5
"""From the fourth session with the exercise on."""

LESS_EVERY: Final = 3

QUIET: Final = (CueFrequency.LESS, CueFrequency.ON_REQUEST, CueFrequency.NONE)
"""Where the lifter wants fewer words, and a set is prepared with none."""

SpokenForm = Literal["set", "rep", "key"]
"""The lengths of a cue: before the set, on a repetition, one word."""

Band = Literal["light", "middling", "heavy"]

OTHER: Final[dict[Focus, Focus]] = {"internal": "external", "external": "internal"}
JUDGE_BY_LOAD: Final = ("R2", "R3", "R4")
"""The rules that ask how heavy a set is."""

_LOAD_REMARKS: Final[dict[LoadBasis, str]] = {
    "estimated maximum": "The percentage rests on a maximum that was estimated from an earlier set.",
    "reps": "The load is not known, so the number of repetitions stands for it (R5).",
    "nothing": "Neither load nor repetitions are known, so the load counts as middling (R5).",
}
_PHRASES: Final[dict[Focus, str]] = {"internal": "the muscle", "external": "what you move"}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the coach does in a set, and why."""

    focus: Focus
    rule: Rule
    frequency: CueFrequency
    """How often, settled: never `COACH`."""

    form_before: SpokenForm | None = "set"
    """What is said of the cue before the set; None says nothing."""

    form_in_set: SpokenForm = "rep"
    """The longest form in the set; a shorter one may be all that fits."""

    prepares_with: Focus | None = None
    """A focus whose cue is said once, in its `rep` form, with the introduction of the set: the muscle is felt before
    the bar is moved. It is not said in the set."""

    silent_phases: tuple[Phase, ...] = ()
    """Phases in which nothing is said of the cue, besides those that are explosive or last a second or less."""

    faded_every: int = FADED_EVERY
    """A faded cue's distance in repetitions, after the first three."""

    remarks: tuple[str, ...] = ()
    """What else should be known of the choice, a sentence each."""

    @property
    def reason(self) -> str:
        """The rule's sentence for the lifter."""
        return self.rule.says[self.focus]


ASKED_FOR: Final = Decision("external", RULES["R0"], CueFrequency.EVERY_REP)
"""The bar cue on every repetition, because the lifter said so."""


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

    decision: Decision = ASKED_FOR
    in_turn: int = 1
    """How many cues take turns, set by set; 1 where this one stays."""

    preparing: Cue | None = None
    """The cue that is said once before the set, where the decision prepares with another focus."""


def decide(situation: Situation) -> Decision:
    """Return where the cue of a set points, how it is said, and by which rule."""
    by_rule = _by_rule(situation)
    is_left_to_coach = situation.choice is FocusChoice.COACH and pinned_cue(situation) is None
    decision = by_rule if is_left_to_coach else _by_own_word(situation, by_rule)
    frequency = _frequency(decision.focus, situation.frequency)
    every = FADED_EVERY if situation.sessions < NEW_SESSIONS else FADED_EVERY_LATER
    decision = replace(decision, frequency=frequency, faded_every=every)
    if frequency in QUIET:
        decision = replace(decision, prepares_with=None)
    if frequency is CueFrequency.NONE:
        decision = replace(decision, form_before=None)
    return replace(decision, remarks=(*decision.remarks, *_remarks(situation, decision)))


def _by_own_word(situation: Situation, by_rule: Decision) -> Decision:
    focus = _asked_focus(situation)
    agrees = by_rule.focus == focus
    remark = f"By rule {by_rule.rule.rule_id} the coach would have cued {_PHRASES[by_rule.focus]}."
    return replace(by_rule, focus=focus, rule=RULES["R0"], prepares_with=None, remarks=() if agrees else (remark,))


def _asked_focus(situation: Situation) -> Focus:
    pinned = pinned_cue(situation)
    if pinned is not None:
        return pinned.focus
    if situation.choice is FocusChoice.MIX:
        return situation.mix_begins if situation.set_number % 2 else OTHER[situation.mix_begins]
    return "internal" if situation.choice is FocusChoice.INTERNAL else "external"


def _by_rule(situation: Situation) -> Decision:
    """Return the decision of the first rule that applies, the lifter's own word left out."""
    band = band_of(situation)
    if _is_all_out(situation):
        return _external("R1", form_in_set="key", silent_phases=(Phase.CONCENTRIC,))
    if band == "heavy":
        heavy = _external("R2", form_in_set="key", silent_phases=(Phase.CONCENTRIC,))
        return replace(heavy, prepares_with=_preparation(situation))
    if _is_new(situation) and situation.set_type not in PREPARATION:
        return _external("R6")
    if band == "light":
        return Decision("internal" if _feels_when_light(situation) else "external", RULES["R3"], CueFrequency.COACH)
    if _feels_when_middling(situation):
        return Decision("internal", RULES["R4"], CueFrequency.COACH)
    return _external("R4")


def _external(rule_id: str, *, form_in_set: SpokenForm = "rep", silent_phases: tuple[Phase, ...] = ()) -> Decision:
    return Decision(
        "external", RULES[rule_id], CueFrequency.COACH, form_in_set=form_in_set, silent_phases=silent_phases
    )


def band_of(situation: Situation) -> Band:
    """Return how heavy a set counts: by its load, else by its repetitions.

    A work set of few repetitions is heavy whatever its percentage: it is done for force.
    """
    percent, reps = situation.load_percent, situation.reps
    is_preparing = situation.set_type in PREPARATION
    if percent is not None and percent >= HEAVY_PERCENT:
        return "heavy"
    if reps is not None and reps <= HEAVY_REPS and not is_preparing:
        return "heavy"
    if percent is not None:
        return "light" if percent <= LIGHT_PERCENT else "middling"
    return "light" if is_preparing or (reps is not None and reps >= LIGHT_REPS) else "middling"


def _is_all_out(situation: Situation) -> bool:
    is_explosive = situation.tempo.concentric is Untimed.EXPLOSIVE
    return is_explosive or situation.goal is Goal.POWER or situation.set_type is SetType.MAX


def _is_new(situation: Situation) -> bool:
    return situation.level is Level.NOVICE and situation.sessions < NEW_SESSIONS


def _feels_when_light(situation: Situation) -> bool:
    return situation.set_type in PREPARATION or situation.goal in (Goal.HYPERTROPHY, Goal.CONTROL)


def _feels_when_middling(situation: Situation) -> bool:
    is_isolation = situation.exercise.mechanic == "isolation"
    return situation.set_type in PREPARATION or (is_isolation and situation.goal is Goal.HYPERTROPHY)


def _preparation(situation: Situation) -> Focus | None:
    """Return what is felt before a heavy set; where it is lifted for strength or skill, the bar is all."""
    return "internal" if situation.goal in (Goal.HYPERTROPHY, Goal.CONTROL) else None


def _frequency(focus: Focus, asked: CueFrequency) -> CueFrequency:
    if asked is not CueFrequency.COACH:
        return asked
    return CueFrequency.EVERY_REP if focus == "external" else CueFrequency.FADED


def _remarks(situation: Situation, decision: Decision) -> tuple[str, ...]:
    remarks: list[str] = []
    if decision.rule.rule_id in JUDGE_BY_LOAD and situation.load_basis in _LOAD_REMARKS:
        remarks.append(_LOAD_REMARKS[situation.load_basis])
    if decision.focus == "internal" and situation.level is Level.NOVICE and "triceps" in situation.muscle:
        remarks.append("Cues to the triceps may need years of training to do anything (R7).")
    return tuple(remarks)


def form_on_rep(decision: Decision, rep_number: int, *, target_reps: int | None) -> SpokenForm | None:
    """Return the longest form in which the cue may be said on a repetition, or None where it is left out.

    Args:
        decision: of the set.
        rep_number: from 1, counted over the whole set; what a pause interrupts goes on.
        target_reps: how many are wanted; None is open-ended.

    >>> from repcue.core.rules import RULES
    >>> faded = Decision("internal", RULES["R3"], CueFrequency.FADED)
    >>> [form_on_rep(faded, number, target_reps=10) for number in range(1, 11)]
    ['rep', 'rep', 'rep', None, None, 'key', None, None, 'key', 'key']
    """
    if decision.frequency in (CueFrequency.NONE, CueFrequency.ON_REQUEST):
        return None
    if decision.frequency is CueFrequency.LESS:
        return decision.form_in_set if (rep_number - 1) % LESS_EVERY == 0 else None
    if decision.frequency is not CueFrequency.FADED or rep_number <= FADED_FIRST_REPS:
        return decision.form_in_set
    is_one_of_the_last = target_reps is not None and rep_number > target_reps - FADED_LAST_REPS
    is_due = (rep_number - FADED_FIRST_REPS) % decision.faded_every == 0
    return "key" if is_due or is_one_of_the_last else None


def choose_cue(situation: Situation, *, turn: int = 0) -> CueChoice:
    """Return the cue of a set.

    An exercise without a cue of the wanted focus gives its first cue, and the reason says so.

    Args:
        situation: the set.
        turn: which of several cues of the same focus, counted round.
    """
    decision = decide(situation)
    cues = cues_of(situation, decision.focus)
    in_turn = len(cues) if take_turns(situation, decision) else 1
    cue = cues[turn % len(cues)] if cues else situation.exercise.cues[0]
    if not cues:
        remark = f"This exercise has no {decision.focus} cue, so its {cue.focus} one is said."
        decision = replace(decision, remarks=(remark, *decision.remarks))
    before = cues_of(situation, decision.prepares_with) if decision.prepares_with else ()
    turns = (f"{in_turn} such cues take turns, set by set (R8).",) if in_turn > 1 else ()
    reason = " ".join((decision.reason, *decision.remarks, *turns))
    return CueChoice(cue, cue.focus, decision.rule.rule_id, reason, decision, in_turn, before[0] if before else None)


def take_turns(situation: Situation, decision: Decision) -> bool:
    """Return whether the cues of a focus change from set to set (R8): not a pinned one, nor while a lift is new (R6).

    Whatever is new is learnt with one cue for the movement; "another cue" changes it.
    """
    pinned = pinned_cue(situation)
    is_pinned = pinned is not None and pinned.focus == decision.focus
    return not is_pinned and decision.rule.rule_id != "R6" and len(cues_of(situation, decision.focus)) > 1


def cues_of(situation: Situation, focus: Focus) -> tuple[Cue, ...]:
    """Return the cues to choose from: the pinned one, then those about the wanted muscle that suit load and level.

    A pack's load windows and levels are wishes: rather a cue outside them than none.
    """
    exercise = situation.exercise
    cues = exercise.cues_for(focus, situation.muscle) or exercise.cues_for(focus)
    cues = tuple(cue for cue in cues if _suits(cue, situation)) or cues
    pinned = pinned_cue(situation)
    if pinned is not None and pinned.focus == focus:
        return (pinned, *(cue for cue in cues if cue != pinned))
    return cues


def pinned_cue(situation: Situation) -> Cue | None:
    """Return the cue that somebody pinned to the exercise; the lifter's word of this session goes before it."""
    is_asked_otherwise = situation.choice is not FocusChoice.COACH or situation.focus_muscle is not None
    pinned = None if is_asked_otherwise else situation.exercise.pinned
    return situation.exercise.cues_by_id.get(pinned) if pinned else None


def _suits(cue: Cue, situation: Situation) -> bool:
    is_for_level = cue.level is None or cue.level == situation.level
    percent = situation.load_percent
    return is_for_level and (percent is None or cue.suits(round(min(percent, MOST_LOAD_PERCENT))))
