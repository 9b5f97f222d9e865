"""Which focus is chosen, how its cue is said, by which rule, and what the lifter is told of it."""

from dataclasses import replace
from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.coach import Situation, band_of, choose_cue, decide, form_on_rep
from repcue.core.rules import REFERENCES, RULES, Grade, spoken_reasons
from repcue.core.situation import PREPARATION, CueFrequency, FocusChoice, Goal, Level, SetType
from repcue.core.tempo import PHASES, Phase, parse_tempo
from repcue.packs.schema import Cue, Exercise, Focus, Mechanic, Muscles

MUSCLE = Cue(focus="internal", rep="Squeeze your chest")
BAR = Cue(focus="external", rep="Bend the bar inward")
SLOW = parse_tempo("4-0-1-0")
EXPLOSIVE = parse_tempo("2-0-X-0")


def exercise(*cues: Cue, mechanic: Mechanic = "compound", muscle: str = "chest") -> Exercise:
    muscles = Muscles(primary=(muscle,))
    return Exercise(
        id="lift", name="Lift", aliases=("lift",), mechanic=mechanic, muscles=muscles, cues=cues or (BAR, MUSCLE)
    )


COMPOUND: Final = exercise()
ISOLATION: Final = exercise(mechanic="isolation")


def situation(lift: Exercise = COMPOUND, **facts: Any) -> Situation:  # noqa: ANN401 - any field of a situation
    return Situation(lift, facts.pop("tempo", SLOW), **facts)


def answer(lift: Exercise = COMPOUND, **facts: Any) -> tuple[str, Focus]:  # noqa: ANN401 - as above
    decision = decide(situation(lift, **facts))
    return decision.rule.rule_id, decision.focus


# R1 to R6


@pytest.mark.parametrize(
    "facts",
    [
        {"tempo": EXPLOSIVE, "load_percent": 40},
        {"goal": Goal.POWER, "load_percent": 40},
        {"set_type": SetType.MAX, "load_percent": 40},
        {"tempo": EXPLOSIVE, "set_type": SetType.FEEL},
    ],
)
def test_what_is_fast_or_all_out_gets_one_word_about_the_bar_and_silence_while_lifting(facts: dict[str, Any]) -> None:
    decision = decide(situation(reps=10, **facts))
    assert (decision.rule.rule_id, decision.focus, decision.form_in_set) == ("R1", "external", "key")
    assert decision.silent_phases == (Phase.CONCENTRIC,)
    assert decision.prepares_with is None


@pytest.mark.parametrize(
    "facts", [{"load_percent": 80}, {"load_percent": 100, "reps": 20}, {"load_percent": 50, "reps": 5}]
)
def test_a_heavy_set_gets_the_bar_explained_before_it_and_one_word_in_it(facts: dict[str, Any]) -> None:
    decision = decide(situation(ISOLATION, **facts))
    assert (decision.rule.rule_id, decision.focus) == ("R2", "external")
    assert (decision.form_before, decision.form_in_set) == ("set", "key")


@pytest.mark.parametrize(
    ("goal", "focus"),
    [
        (Goal.HYPERTROPHY, "internal"),
        (Goal.CONTROL, "internal"),
        (Goal.STRENGTH, "external"),
        (Goal.SKILL, "external"),
    ],
)
def test_in_a_light_set_the_goal_decides(goal: Goal, focus: Focus) -> None:
    assert answer(goal=goal, load_percent=60, reps=12) == ("R3", focus)


@pytest.mark.parametrize("set_type", PREPARATION)
@pytest.mark.parametrize("goal", [Goal.STRENGTH, Goal.SKILL])
def test_sets_that_prepare_are_for_the_muscle_also_where_the_heavy_ones_are_not(set_type: SetType, goal: Goal) -> None:
    assert answer(set_type=set_type, goal=goal, load_percent=50, reps=12) == ("R3", "internal")
    assert answer(set_type=set_type, goal=goal, load_percent=70, reps=12) == ("R4", "internal")
    assert answer(set_type=set_type, goal=goal, load_percent=85, reps=2) == ("R2", "external")
    assert answer(set_type=set_type, goal=goal, reps=4) == ("R3", "internal")


@pytest.mark.parametrize(
    ("lift", "goal", "focus"),
    [
        (ISOLATION, Goal.HYPERTROPHY, "internal"),
        (ISOLATION, Goal.STRENGTH, "external"),
        (COMPOUND, Goal.HYPERTROPHY, "external"),
        (COMPOUND, Goal.CONTROL, "external"),
    ],
)
def test_at_a_middling_load_the_joints_and_the_goal_decide_and_either_is_fine(
    lift: Exercise, goal: Goal, focus: Focus
) -> None:
    decision = decide(situation(lift, goal=goal, load_percent=70, reps=10))
    assert (decision.rule.rule_id, decision.focus) == ("R4", focus)
    assert "either cue is fine" in decision.reason


@pytest.mark.parametrize(
    ("facts", "band"),
    [
        ({"load_percent": 60.0}, "light"),
        ({"load_percent": 60.1}, "middling"),
        ({"load_percent": 79.9}, "middling"),
        ({"load_percent": 80.0}, "heavy"),
        ({"reps": 15}, "light"),
        ({"reps": 14}, "middling"),
        ({"reps": 6}, "middling"),
        ({"reps": 5}, "heavy"),
        ({}, "middling"),
    ],
)
def test_load_counts_by_percentage_else_by_repetitions(facts: dict[str, Any], band: str) -> None:
    assert band_of(situation(**facts)) == band


@pytest.mark.parametrize(
    ("facts", "remark"),
    [
        ({"reps": 10}, "The load is not known, so the number of repetitions stands for it (R5)."),
        ({}, "Neither load nor repetitions are known, so the load counts as middling (R5)."),
        (
            {"load_percent": 70, "load_is_estimated": True},
            "The percentage rests on a maximum that was estimated from an earlier set.",
        ),
    ],
)
def test_how_the_load_was_judged_is_told(facts: dict[str, Any], remark: str) -> None:
    assert decide(situation(**facts)).remarks == (remark,)
    assert decide(situation(tempo=EXPLOSIVE, **facts)).remarks == ()
    assert decide(situation(load_percent=70)).remarks == ()


def test_a_novice_is_told_about_the_movement_until_the_fourth_session() -> None:
    for sessions in (0, 1, 2):
        assert answer(level=Level.NOVICE, sessions=sessions, load_percent=50, reps=12) == ("R6", "external")
    assert answer(level=Level.NOVICE, sessions=3, load_percent=50, reps=12) == ("R3", "internal")
    assert answer(level=Level.TRAINED, sessions=0, load_percent=50, reps=12) == ("R3", "internal")
    assert answer(level=Level.NOVICE, set_type=SetType.FEEL, reps=15) == ("R3", "internal")


def test_a_novice_is_promised_nothing_for_the_triceps() -> None:
    lift = exercise(muscle="triceps")
    feel = situation(lift, level=Level.NOVICE, set_type=SetType.FEEL, load_percent=50)
    assert decide(feel).remarks == ("Cues to the triceps may need years of training to do anything (R7).",)
    assert decide(replace(feel, level=Level.TRAINED)).remarks == ()
    assert decide(replace(feel, focus_muscle="chest")).remarks == ()


# R0: the lifter's own word


def test_the_lifters_own_word_says_what_the_rules_would_have_said() -> None:
    heavy = situation(load_percent=90, choice=FocusChoice.INTERNAL)
    decision = decide(heavy)
    assert (decision.rule.rule_id, decision.focus, decision.reason) == (
        "R0",
        "internal",
        "You asked for the muscle cue.",
    )
    assert decision.remarks == ("By rule R2 the coach would have cued what you move.",)
    assert decide(replace(heavy, choice=FocusChoice.EXTERNAL)).remarks == ()


def test_mixed_cues_alternate_by_set() -> None:
    mixed = situation(load_percent=90, choice=FocusChoice.MIX)
    foci = [decide(replace(mixed, set_number=number)).focus for number in (1, 2, 3, 4)]
    assert foci == ["internal", "external", "internal", "external"]
    other = replace(mixed, mix_begins="external")
    assert [decide(replace(other, set_number=number)).focus for number in (1, 2)] == ["external", "internal"]
    assert decide(mixed).rule.rule_id == "R0"


def test_no_cues_means_none_before_the_set_either() -> None:
    decision = decide(situation(load_percent=90, frequency=CueFrequency.NONE))
    assert (decision.form_before, decision.prepares_with, decision.frequency) == (None, None, CueFrequency.NONE)


# Combined foci


def test_before_a_heavy_set_the_muscle_is_felt_and_in_it_the_bar_is_moved() -> None:
    assert decide(situation(load_percent=85)).prepares_with == "internal"
    assert decide(situation(load_percent=85, frequency=CueFrequency.LESS)).prepares_with is None
    assert decide(situation(load_percent=70)).prepares_with is None
    assert decide(situation(load_percent=50)).prepares_with is None
    assert decide(situation(load_percent=85, goal=Goal.STRENGTH)).prepares_with is None
    assert decide(situation(load_percent=85, choice=FocusChoice.EXTERNAL)).prepares_with is None
    assert decide(situation(load_percent=50, level=Level.NOVICE)).prepares_with is None
    assert choose_cue(situation(load_percent=85)).preparing is MUSCLE
    assert choose_cue(situation(exercise(BAR), load_percent=85)).preparing is None
    assert choose_cue(situation(load_percent=50)).preparing is None


# How often


def forms(count: int, *, target: int | None, **facts: Any) -> str:  # noqa: ANN401 - as above
    decision = decide(situation(**facts))
    said = (form_on_rep(decision, number, target_reps=target) for number in range(1, count + 1))
    return "".join({"rep": "r", "key": "k", None: "."}[form] for form in said)


LIGHT: Final = {"load_percent": 50, "reps": 12}


@pytest.mark.parametrize(
    ("facts", "target", "told"),
    [
        (LIGHT, 12, "rrr..k..k.kk"),
        ({**LIGHT, "sessions": 3}, 12, "rrr....k..kk"),
        (LIGHT, None, "rrr..k..k..k"),
        ({**LIGHT, "goal": Goal.STRENGTH}, 12, "rrrrrrrrrrrr"),
        ({"load_percent": 90}, 12, "kkkkkkkkkkkk"),
        ({**LIGHT, "frequency": CueFrequency.EVERY_REP}, 12, "rrrrrrrrrrrr"),
        ({**LIGHT, "goal": Goal.STRENGTH, "frequency": CueFrequency.FADED}, 12, "rrr..k..k.kk"),
        ({**LIGHT, "frequency": CueFrequency.LESS}, 12, "r..r..r..r.."),
        ({**LIGHT, "frequency": CueFrequency.ON_REQUEST}, 12, "............"),
        ({**LIGHT, "frequency": CueFrequency.NONE}, 12, "............"),
    ],
)
def test_the_bars_cue_comes_on_every_repetition_and_the_muscles_fades(
    facts: dict[str, Any], target: int | None, told: str
) -> None:
    assert forms(12, target=target, **facts) == told


# Which cue


def test_of_several_cues_another_turn_takes_the_next_one_round() -> None:
    other = Cue(focus="internal", rep="Close with your chest")
    light = situation(exercise(BAR, MUSCLE, other), **LIGHT)
    assert [choose_cue(light, turn=turn).cue for turn in range(3)] == [MUSCLE, other, MUSCLE]


def test_a_cue_for_the_wanted_muscle_comes_first_and_one_outside_its_window_last() -> None:
    triceps = Cue(focus="internal", rep="Push with your triceps", muscle="triceps")
    lift = exercise(triceps, MUSCLE, BAR)
    assert choose_cue(situation(lift, **LIGHT)).cue is MUSCLE
    assert choose_cue(situation(lift, focus_muscle="triceps", **LIGHT)).cue is triceps
    heavy_only = Cue(focus="internal", rep="Brace your chest", least_load_percent=70)
    assert choose_cue(situation(exercise(heavy_only, MUSCLE), **LIGHT)).cue is MUSCLE
    assert choose_cue(situation(exercise(heavy_only), **LIGHT)).cue is heavy_only
    novices = Cue(focus="internal", rep="Push with your chest", level="novice")
    assert choose_cue(situation(exercise(novices, MUSCLE), **LIGHT)).cue is MUSCLE


def test_an_exercise_without_the_wanted_cue_gives_another_and_says_so() -> None:
    chosen = choose_cue(situation(exercise(BAR), choice=FocusChoice.INTERNAL, load_percent=50))
    assert (chosen.cue, chosen.focus, chosen.rule) == (BAR, "external", "R0")
    assert chosen.reason == (
        "You asked for the muscle cue. This exercise has no internal cue, so its external one is said."
    )


# Everything at once

LOADS: Final = (None, 1, 40, 60, 61, 79, 80, 100)
REPS: Final = (None, 1, 5, 6, 12, 14, 15, 30)
EDGES: Final = tuple(product((None, 60, 61, 80), (None, 5, 6, 15)))
"""Load and repetitions on either side of every limit."""

GRID: Final = list(product((COMPOUND, ISOLATION), EDGES, (SLOW, EXPLOSIVE), Goal, Level, SetType, (0, 3)))


@pytest.mark.slow
def test_every_answer_of_the_grid_names_a_rule_and_the_lifters_word_always_wins() -> None:
    for lift, (load, reps), tempo, goal, level, set_type, sessions in GRID:
        facts = situation(
            lift,
            tempo=tempo,
            load_percent=load,
            reps=reps,
            goal=goal,
            level=level,
            set_type=set_type,
            sessions=sessions,
        )
        decision = decide(facts)
        assert decision.rule.rule_id in {"R1", "R2", "R3", "R4", "R6"}
        assert decision.reason and decision.rule.spoken and decision.frequency is not CueFrequency.COACH
        assert decision.focus != decision.prepares_with
        wishes: tuple[tuple[FocusChoice, Focus], ...] = (
            (FocusChoice.INTERNAL, "internal"),
            (FocusChoice.EXTERNAL, "external"),
        )
        for choice, focus in wishes:
            asked = decide(replace(facts, choice=choice))
            assert (asked.rule.rule_id, asked.focus) == ("R0", focus)


@given(
    st.sampled_from(LOADS),
    st.sampled_from(REPS),
    st.sampled_from(Goal),
    st.sampled_from(SetType),
    st.sampled_from([(frequency, choice) for frequency in CueFrequency for choice in FocusChoice]),
)
@settings(deadline=None, derandomize=True)
def test_the_same_situation_always_gets_the_same_decision(
    load: int | None, reps: int | None, goal: Goal, set_type: SetType, wish: tuple[CueFrequency, FocusChoice]
) -> None:
    frequency, choice = wish
    facts = situation(load_percent=load, reps=reps, goal=goal, set_type=set_type, frequency=frequency, choice=choice)
    assert decide(facts) == decide(replace(facts))
    settled = decide(facts).frequency
    assert settled is frequency or frequency is CueFrequency.COACH


# The rules as data


def test_rules_are_complete_and_promise_nothing() -> None:
    assert list(RULES) == [f"R{number}" for number in range(18)]
    cited = {name for rule in RULES.values() for name in (*rule.references, *rule.against)}
    assert cited == set(REFERENCES)
    claims = ("grow", "bigger", "proven", "prevent", "guarantee", "cure", "definitely", "activates more")
    for rule in RULES.values():
        for sentence in (*rule.says.values(), rule.spoken, rule.spoken_in_short):
            assert not any(claim in sentence.lower() for claim in claims)
            assert not sentence or sentence.endswith(".")
        if rule.grade not in (Grade.JUDGEMENT, Grade.LIMIT):
            assert rule.references, f"{rule.rule_id} is graded and cites nothing"


def test_every_rule_that_decides_has_a_short_spoken_answer_with_its_strength() -> None:
    deciding = [rule for rule in RULES.values() if rule.says]
    assert [rule.rule_id for rule in deciding] == ["R0", "R1", "R2", "R3", "R4", "R6"]
    for rule in deciding:
        assert len(rule.spoken.split()) <= 12
        assert rule.rule_id == "R0" or any(word in rule.spoken for word in ("evidence", "studies"))
        assert len(rule.spoken_in_short.split()) <= 5
        assert rule.rule_id == "R0" or any(word in rule.spoken_in_short for word in ("evidence", "studies"))
    assert len(set(spoken_reasons())) == 2 * len(deciding)


def test_every_phase_may_carry_speech_but_the_lift_of_a_heavy_set() -> None:
    heavy = decide(situation(load_percent=90)).silent_phases
    assert [phase for phase in PHASES if phase not in heavy] == [Phase.ECCENTRIC, Phase.STRETCHED, Phase.CONTRACTED]


def test_a_pinned_cue_is_said_whatever_the_load_until_the_lifter_asks_for_another() -> None:
    wide = Cue(id="wide", focus="internal", rep="Open your chest")
    lift = exercise(BAR, MUSCLE, wide).model_copy(update={"pinned": "wide"})
    for load_percent in (40, 70, 95):
        choice = choose_cue(situation(lift, load_percent=load_percent))
        assert (choice.cue, choice.rule) == (wide, "R0")
    assert choose_cue(situation(lift), turn=1).cue == MUSCLE
    assert choose_cue(situation(lift, choice=FocusChoice.EXTERNAL)).cue == BAR
    assert choose_cue(situation(lift, focus_muscle="chest", load_percent=95)).rule == "R2"
    assert choose_cue(situation(lift.model_copy(update={"pinned": "gone"}), load_percent=95)).cue == BAR
