"""`repcue why`: which cue a set gets, by which rule, on what evidence."""

import json
from itertools import product
from typing import Any, Final

import pytest

from cli.running import run
from repcue.core.coach import choose_cue
from repcue.core.rules import RULES
from repcue.core.situation import FocusChoice, Goal, Level, SetType, Situation
from repcue.core.tempo import parse_tempo
from repcue.prepare import Wanted, prepare


def asked(*arguments: object) -> dict[str, Any]:
    """The answer as JSON."""
    done = run("why", *arguments, "--json")
    assert (done.code, done.err) == (0, "")
    answer: dict[str, Any] = json.loads(done.out)
    return answer


def test_the_answer_in_words_names_cue_rule_and_evidence() -> None:
    done = run("why", "bench", "press", "--load-percent", 85, "--reps", 5)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("Barbell bench press: 85 % of the maximum, 5 reps, 3-1-1-0; for hypertrophy; trained")
    assert lines[1].endswith("external: about what you move")
    assert lines[2].startswith("said:      'Squeeze your chest' once, then this one explained before the set, then ")
    assert lines[3] == "why:       R2. The set is heavy or short, so the cue is about what you move."
    assert lines[4] == "evidence:  B−, mixed: studies disagree"
    assert lines[5].startswith("rests on:  Calatayud 2016: 18 trained men")
    assert lines[6].startswith("against:   Snyder & Fry 2012: ")


@pytest.mark.parametrize(
    ("arguments", "focus", "rule"),
    [
        (("--load-percent", "50"), "internal", "R3"),
        (("--load-percent", "50", "--goal", "strength"), "external", "R3"),
        (("--load-percent", "70"), "external", "R4"),
        (("--load-percent", "90"), "external", "R2"),
        (("--reps", "15"), "internal", "R3"),
        (("--reps", "3"), "external", "R2"),
        (("--reps", "0"), "external", "R4"),
        (("--load-percent", "50", "--tempo", "2-0-X-0"), "external", "R1"),
        (("--load-percent", "50", "--level", "novice"), "external", "R6"),
        (("--load-percent", "50", "--level", "novice", "--sessions", "3"), "internal", "R3"),
        (("--load-percent", "90", "--focus", "internal"), "internal", "R0"),
        (("--load-percent", "50", "--set-type", "max"), "external", "R1"),
    ],
)
def test_what_is_asked_about_decides(arguments: tuple[str, ...], focus: str, rule: str) -> None:
    answer = asked("bench", "press", *arguments)
    assert (answer["focus"], answer["rule"]) == (focus, rule)
    assert answer["evidence"] == RULES[rule].grade.meaning
    assert [each["name"] for each in answer["references"]] == list(RULES[rule].references)


def test_a_load_in_kilograms_says_nothing_without_a_maximum() -> None:
    answer = asked("bench", "press", "--load-kg", "60")
    assert (answer["set"]["load_percent"], answer["set"]["load_from"]) == (None, "reps")
    assert answer["remarks"] == ["The load is not known, so the number of repetitions stands for it (R5)."]


def test_no_answer_claims_growth_or_safety() -> None:
    for load, goal in product((40, 70, 90), Goal):
        done = run("why", "squat", "--load-percent", load, "--goal", goal)
        assert not {"growth", "grows", "proven", "prevents", "guaranteed"} & set(done.out.lower().split())


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("bench", "pres"), "Unknown exercise 'bench pres'. Did you mean 'bench press'? There are: "),
        (("bench", "--muscle", "chess"), "Unknown muscle of bench press 'chess'. Did you mean 'chest'? There are: "),
        (
            ("bench", "--tempo", "3–1–1–0"),
            "Tempo '3–1–1–0' has dashes that only look like hyphens; write plain hyphens, ",
        ),
        (("bench", "--tempo", "4-a"), "Tempo '4-a' has two parts; write four, like 3-1-1-0 "),
    ],
)
def test_what_nobody_knows_is_told_with_what_was_meant(arguments: tuple[str, ...], sentence: str) -> None:
    done = run("why", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--load-percent", "0", "argument --load-percent: '0' is no number from 1 to 150 percent."),
        ("--load-percent", "150.5", "argument --load-percent: '150.5' is no number from 1 to 150 percent."),
        ("--load-kg", "many", "argument --load-kg: 'many' is no number from 0 to 500 kilograms."),
        ("--reps", "101", "argument --reps: '101' is no number from 0 to 100 repetitions."),
        ("--reps", "x", "argument --reps: 'x' is no whole number."),
        ("--sessions", "-1", "argument --sessions: '-1' is no number from 0 to 10000 sessions."),
    ],
)
def test_a_number_out_of_range_is_told_with_the_range(option: str, value: str, sentence: str) -> None:
    done = run("why", "bench", option, value)
    assert (done.code, done.usage_sentence) == (2, sentence)


TEMPOS: Final = tuple(parse_tempo(text) for text in ("4-0-1-0", "3-1-1-1", "2-0-X-0", "5-2-1-0"))


@pytest.mark.slow
def test_over_every_shipped_exercise_each_answer_names_a_rule_and_the_lifters_word_wins() -> None:
    exercises = prepare(Wanted(packs=("essentials",))).catalogue.exercises
    assert len(exercises) > 40
    loads, reps = (None, 40, 60, 70, 80, 95), (3, 10, 15)
    for exercise, load, count, tempo, goal, level in product(exercises, loads, reps, TEMPOS, Goal, Level):
        situation = Situation(exercise, tempo, count, load, goal=goal, level=level)
        chosen = choose_cue(situation)
        assert RULES[chosen.rule].says[chosen.decision.focus]
        assert chosen.cue in exercise.cues
        own = choose_cue(Situation(exercise, tempo, count, load, goal=goal, level=level, choice=FocusChoice.INTERNAL))
        assert (own.rule, own.decision.focus) == ("R0", "internal")
    assert SetType.WORK is situation.set_type


def test_a_hold_is_told_by_its_length() -> None:
    assert "held for 30 s; for hypertrophy" in run("why", "plank").out
    assert "3 reps, 4-0-1-0; for hypertrophy" in run("why", "plank", "--tempo", "4-0-1-0").out
