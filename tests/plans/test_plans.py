"""Plans: exercises are resolved, mistakes are told at their line."""

from pathlib import Path

import pytest

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PlanError
from repcue.edges.pack_files import read_packs
from repcue.edges.plan_file import read_plan
from repcue.packs.report import report
from repcue.plans.load import load_plan

CATALOGUE = Catalogue(read_packs(["essentials"]).packs)
EXAMPLE = Path(__file__).parents[2] / "examples" / "plan.yaml"


def test_the_example_is_a_plan() -> None:
    plan = read_plan(EXAMPLE, CATALOGUE)
    assert [entry.exercise for entry in plan.exercises] == ["cable-fly", "incline-bench", "lat-pulldown", "push-up"]
    assert plan.exercises[1].load_percent == 75
    assert plan.exercises[3].reps == 0


def test_an_exercise_may_be_named_by_id_name_or_alias() -> None:
    text = "format: 1\ntitle: T\nexercises: [{exercise: back-squat}, {exercise: Back squat}, {exercise: squats}]\n"
    plan, problems = load_plan(text, "plan.yaml", CATALOGUE)
    assert not problems
    assert plan is not None
    assert {entry.exercise for entry in plan.exercises} == {"back-squat"}


def test_every_mistake_in_a_plan_is_told_at_once() -> None:
    text = "format: 1\ntitle: T\nexercises:\n  - exercise: bensh press\n  - exercise: squat\n    load_kg: heavy\n"
    plan, problems = load_plan(text, "plan.yaml", CATALOGUE)
    assert plan is None
    assert report(problems, what="plan") == (
        "plan.yaml:4:15: exercises[0].exercise: Unknown exercise 'bensh press'. Did you mean 'bench press'? There are: "
        "band pull apart, band pull down, barbell curl, barbell row, bench press, cable crunch, cable fly, cable row, "
        "calf raise, close grip bench, deadlift, dips … and 37 more.\n"
        "    4 |   - exercise: bensh press\n"
        "      |               ^^^^^^^^^^^\n"
        "\n"
        "plan.yaml:6:14: exercises[1].load_kg: 'heavy' is no number.\n"
        "    6 |     load_kg: heavy\n"
        "      |              ^^^^^\n"
        "    Write digits, like 62.5. Use 0 to 500.\n"
        "\n"
        "2 problems in 1 plan."
    )


def test_a_plan_may_say_what_an_entry_is_for() -> None:
    text = "format: 1\ntitle: T\nexercises: [{exercise: bench press, muscle: chest, goal: control, set_type: feel}]\n"
    plan, problems = load_plan(text, "plan.yaml", CATALOGUE)
    assert not problems
    assert plan is not None
    (entry,) = plan.exercises
    assert (entry.muscle, entry.goal, entry.set_type) == ("chest", "control", "feel")


def test_a_muscle_that_no_cue_is_about_is_told() -> None:
    text = "format: 1\ntitle: T\nexercises:\n  - exercise: bench press\n    muscle: chess\n"
    plan, problems = load_plan(text, "plan.yaml", CATALOGUE)
    assert plan is None
    assert report(problems, what="plan").startswith(
        "plan.yaml:5:13: exercises[0].muscle: Unknown muscle of bench press 'chess'. Did you mean 'chest'? There are: "
    )


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("{exercise: squat, load_percent: 151}", "'151' is too large."),
        ("{exercise: squat, load_kg: inf}", "'inf' is no finite number."),
        ("{exercise: squat, reps: -1}", "'-1' is too small."),
        ("{exercise: squat, focus: coach}", "'coach' is no focus."),
        ("{sets: 3}", "key 'exercise' is missing."),
        ("{exercise: squat, weight: 3}", "unknown key 'weight'."),
        ("{exercise: squat, tempo: fast}", "Tempo 'fast': 'F' is no number"),
    ],
)
def test_a_wrong_value_in_a_plan_is_told(entry: str, sentence: str) -> None:
    plan, [problem] = load_plan(f"format: 1\ntitle: T\nexercises: [{entry}]\n", "plan.yaml", CATALOGUE)
    assert plan is None
    assert problem.sentence.lower().startswith(sentence.lower())


def test_a_plan_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.yaml", CATALOGUE)
    assert str(caught.value) == f"There is no plan '{tmp_path.as_posix()}/plan.yaml'. Check the path."


def test_a_folder_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path, CATALOGUE)
    assert str(caught.value) == f"The plan '{tmp_path.as_posix()}' cannot be read: Is a directory."


def test_a_broken_plan_is_raised_as_its_report(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text("format: 1\n")
    with pytest.raises(PlanError) as caught:
        read_plan(tmp_path / "plan.yaml", CATALOGUE)
    assert str(caught.value).endswith("2 problems in 1 plan.")
