"""Which cue is said, and what reason is given."""

import pytest

from repcue.core.focus import RULES, FocusChoice, choose_cue
from repcue.packs.schema import Cue, Exercise, Focus, Muscles

MUSCLE = Cue(focus="internal", rep="Squeeze your chest")
BAR = Cue(focus="external", rep="Bend the bar inward")


def bench(*cues: Cue) -> Exercise:
    return Exercise(id="bench", name="Bench", aliases=("bench",), muscles=Muscles(primary=("chest",)), cues=cues)


@pytest.mark.parametrize(
    ("load_percent", "focus", "rule"),
    [
        (None, "external", "R5"),
        (1, "internal", "R3"),
        (60, "internal", "R3"),
        (61, "external", "R4"),
        (79, "external", "R4"),
        (80, "external", "R2"),
        (100, "external", "R2"),
    ],
)
def test_the_coach_decides_by_load(load_percent: int | None, focus: Focus, rule: str) -> None:
    chosen = choose_cue(bench(BAR, MUSCLE), choice=FocusChoice.COACH, load_percent=load_percent)
    assert (chosen.focus, chosen.cue.focus, chosen.rule) == (focus, focus, rule)


@pytest.mark.parametrize("load_percent", [None, 30, 70, 95])
def test_the_lifters_own_word_wins_at_any_load(load_percent: int | None) -> None:
    for choice, cue in ((FocusChoice.INTERNAL, MUSCLE), (FocusChoice.EXTERNAL, BAR)):
        chosen = choose_cue(bench(MUSCLE, BAR), choice=choice, load_percent=load_percent)
        assert (chosen.cue, chosen.rule, chosen.reason) == (cue, "R0", "You asked for it.")


def test_of_two_cues_with_the_wanted_focus_the_first_is_said() -> None:
    other = Cue(focus="internal", rep="Close with your chest")
    assert choose_cue(bench(BAR, MUSCLE, other), choice=FocusChoice.INTERNAL, load_percent=None).cue is MUSCLE


def test_an_exercise_without_the_wanted_cue_gives_the_other_and_says_so() -> None:
    chosen = choose_cue(bench(BAR), choice=FocusChoice.INTERNAL, load_percent=None)
    assert (chosen.cue, chosen.focus, chosen.rule) == (BAR, "external", "R0")
    assert chosen.reason == "You asked for it. This exercise has no internal cue, so its external one is said."


@pytest.mark.parametrize(
    ("load_percent", "reason"),
    [
        (None, "The load is not known, so the cue is about what you move."),
        (50, "The load is at most 60 % of your maximum, so the cue is about the muscle."),
        (
            70,
            "The load is over 60 and under 80 % of your maximum; either cue would do, "
            "and the coach takes the one about what you move.",
        ),
        (85, "The load is 80 % of your maximum or more, so the cue is about what you move."),
    ],
)
def test_the_reason_is_a_sentence_about_the_load(load_percent: int | None, reason: str) -> None:
    assert choose_cue(bench(MUSCLE, BAR), choice=FocusChoice.COACH, load_percent=load_percent).reason == reason


def test_rules_are_numbered_once_and_promise_nothing() -> None:
    assert [rule.rule_id for rule in RULES] == ["R0", "R2", "R3", "R4", "R5"]
    for rule in RULES:
        assert rule.sentence.endswith(".")
        assert not {"grow", "proven", "prevent", "guarantee"} & set(rule.sentence.lower().split())
