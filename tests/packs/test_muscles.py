"""A muscle may be called anything; one that is probably misspelt is questioned wherever it may stand."""

from pathlib import Path

import pytest

from repcue.packs.load import load_pack
from repcue.packs.report import report
from support.pack_texts import ABOUT

PACK = (
    ABOUT
    + """\
muscle_names:
  hamstrings: hams
exercises:
  - id: back-squat
    name: Back squat
    aliases: [squat]
    muscles:
      primary: [quadriceps, glutes]
      secondary: [hamstrings, rear delts]
    cues:
      - focus: internal
        muscle: quadriceps
        rep: Push with your quads
      - {focus: external, rep: Push the floor away}
drills:
  warm_up:
    - {id: march, name: March, phase: raise, seconds: 60, muscles: [glutes], say: Walk on the spot.}
  flex:
    - id: tense
      name: Tense
      muscle: glutes
      say: Tense them.
  feel_sets:
    - exercise: back-squat
      before: [back-squat]
      muscle: quadriceps
      say: Light and slow.
"""
)
UNKNOWN = "is no muscle that is known."


def questioned(text: str) -> list[str]:
    pack, problems = load_pack(text, "pack.yaml")
    assert pack is not None, report(problems)
    return [f"{each.line}:{each.column}: {each.sentence} {each.hint}" for each in problems]


@pytest.mark.parametrize(
    ("before", "after", "place", "meant"),
    [
        ("  hamstrings: hams", "  hamstings: hams", "8:3: 'hamstings'", "hamstrings"),
        ("[quadriceps,", "[quadricpes,", "14:17: 'quadricpes'", "quadriceps"),
        ("rear delts", "rear detls", "15:31: 'rear detls'", "rear delts"),
        (
            "        muscle: quadriceps\n        rep",
            "        muscle: qaudriceps\n        rep",
            "18:17: 'qaudriceps'",
            "",
        ),
        ("muscles: [glutes]", "muscles: [gluets]", "23:69: 'gluets'", "glutes"),
        ("      muscle: glutes", "      muscle: gultes", "27:15: 'gultes'", "glutes"),
        ("      muscle: quadriceps\n      say", "      muscle: quadrceps\n      say", "32:15: 'quadrceps'", ""),
    ],
)
def test_a_misspelt_muscle_is_questioned_at_its_place(before: str, after: str, place: str, meant: str) -> None:
    assert questioned(PACK.replace(before, after, 1)) == [
        f"{place} {UNKNOWN} Did you mean {meant or 'quadriceps'!r}? A name of your own is listed under muscle_names."
    ]


def test_muscles_that_are_known_are_not_questioned() -> None:
    assert questioned(PACK) == []
    for name in (
        "Latissimus dorsi",
        "pecs",
        "biceps (long head)",
        "hip flexors",
        "gluteus medius",
        "serratus anterior",
    ):
        assert questioned(PACK.replace("rear delts", name)) == []


@pytest.mark.parametrize("name", ["engine", "balance", "forehead", "grip strength"])
def test_what_is_near_to_no_muscle_is_taken_as_it_is(name: str) -> None:
    assert questioned(PACK.replace("rear delts", name)) == []


@pytest.mark.parametrize("written", ["Glutes", "glute"])
def test_the_same_muscle_is_written_the_same(written: str) -> None:
    told = f"the muscle {written!r} is written 'glutes' elsewhere in this pack. Write it the same everywhere."
    assert questioned(PACK.replace("muscles: [glutes]", f"muscles: [{written}]")) == [
        f"23:69: {told} Did you mean 'glutes'?"
    ]


@pytest.mark.parametrize(
    ("written", "meant"), [("front delt", "front delts"), ("lat", "lats"), ("calf", "calves"), ("oblique", "obliques")]
)
def test_a_known_muscle_is_written_in_its_usual_number(written: str, meant: str) -> None:
    assert questioned(PACK.replace("rear delts", written)) == [
        f"15:31: {written!r} {UNKNOWN} Did you mean {meant!r}? A name of your own is listed under muscle_names."
    ]
    assert questioned(PACK.replace("rear delts", meant)) == []


def test_a_name_of_ones_own_that_is_listed_and_trained_is_not_questioned() -> None:
    text = PACK.replace("rear delts", "glutser")
    assert questioned(text) == [
        f"15:31: 'glutser' {UNKNOWN} Did you mean 'glutes'? A name of your own is listed under muscle_names."
    ]
    assert questioned(text.replace("  hamstrings: hams", "  glutser: back of the hip")) == []


def test_a_german_pack_is_held_against_german_words() -> None:
    text = PACK.replace("title: Legs", "title: Beine\nlanguage: de").replace("rear delts", "hintere Schulter")
    assert questioned(text) == []
    assert questioned(text.replace("hintere Schulter", "hintere Schutler")) == [
        f"16:31: 'hintere Schutler' {UNKNOWN} Did you mean 'hintere Schulter'? "
        "A name of your own is listed under muscle_names."
    ]


def test_in_other_languages_a_muscle_is_held_against_the_others_of_the_pack() -> None:
    text = PACK.replace("title: Legs", "title: Piernas\nlanguage: es").replace("glutes", "glúteos")
    assert questioned(text) == []
    assert questioned(text.replace("      muscle: glúteos", "      muscle: glúteso")) == [
        f"28:15: 'glúteso' {UNKNOWN} Did you mean 'glúteos'? A name of your own is listed under muscle_names."
    ]


def test_what_ships_has_no_misspelt_muscle() -> None:
    for file in (Path(__file__).parents[2] / "cue_packs").glob("*/pack.yaml"):
        _, problems = load_pack(file.read_text(encoding="utf-8"), file.name)
        assert report(problems) == "No problems."
