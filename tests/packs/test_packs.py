"""Packs: what is wrong is said exactly, what is right loads, and what ships is clean."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from repcue.core.tempo import Phase
from repcue.edges.check_names import NameCheck
from repcue.edges.pack_files import sounds_in
from repcue.packs.lengths import Measures, Recorded, lengths
from repcue.packs.load import load_pack, read_pack
from repcue.packs.report import Severity, report
from repcue.packs.schema import Focus, Pack
from repcue.packs.sentences import SENTENCES, Complaint, said
from repcue.packs.shape import read_shape
from repcue.packs.spoken import commands_of
from repcue.packs.wording import wording
from repcue.plans.schema import Plan
from repcue.prepare import our_grammar
from repcue.settings import Settings
from support.pack_texts import ABOUT

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.yaml"))
GOOD = sorted((HERE / "good").glob("*.yaml"))
SHIPPED = sorted((HERE.parents[1] / "cue_packs").glob("*/pack.yaml"))
MEASURES = Measures(lambda text: len(text) / 15, lambda _: Recorded(1.0, -20.0, 0, 20.0), "test")
"""15 letters a second, as the shipped voice speaks, and recordings without faults."""

FOCUSES: tuple[Focus, Focus] = ("internal", "external")
SQUAT = (HERE / "good" / "smallest.yaml").read_text(encoding="utf-8")


@cache
def name_check() -> NameCheck:
    return NameCheck(commands_of(our_grammar({})))


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_broken_pack_is_refused_with_this_report(file: Path, golden: Callable[[Path, str], None]) -> None:
    reading = read_pack(file.read_text(encoding="utf-8"), f"bad/{file.name}", files={"clips/push.wav"})
    assert reading.pack is None
    judged = [problem for sound in reading.in_languages for problem in (*wording(sound), *lengths(sound, MEASURES))]
    names = name_check().problems(reading, file)
    golden(file.with_suffix(".txt"), report([*reading.problems, *judged, *names], what="pack") + "\n")


def test_every_stored_report_has_its_broken_pack() -> None:
    assert {file.stem for file in BAD} == {file.stem for file in (HERE / "bad").glob("*.txt")}


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_a_good_pack_loads_without_a_word(file: Path) -> None:
    pack, problems = load_pack(file.read_text(encoding="utf-8"), file.name, files={"clips/push.WAV"})
    assert report(problems) == "No problems."
    assert pack is not None


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_a_shipped_pack_is_clean_and_named_as_its_folder(file: Path) -> None:
    pack, problems = load_pack(file.read_text(encoding="utf-8"), file.name, files=sounds_in(file.parent))
    assert report(problems) == "No problems."
    assert pack is not None
    assert pack.id == file.parent.name


def test_the_essentials_hold_the_promised_lifts_with_both_cues_each() -> None:
    [file] = [file for file in SHIPPED if file.parent.name == "essentials"]
    pack, _ = load_pack(file.read_text(encoding="utf-8"), file.name)
    assert pack is not None
    ids = {exercise.id for exercise in pack.exercises}
    assert ids >= {"bench-press", "bench-press-triceps", "incline-bench", "lat-pulldown", "band-pulldown", "back-squat"}
    assert ids >= {"deadlift", "romanian-deadlift", "overhead-press", "cable-fly", "neutral-db-press", "glute-bridge"}
    assert "single-arm-cable-curl" in ids
    assert len(ids) == 49
    for exercise in pack.exercises:
        assert [cue.focus for cue in exercise.cues][:2] == ["internal", "external"]
        for cue in exercise.cues:
            assert cue.set, exercise.id
            assert cue.key, exercise.id
        for lines in (exercise.range, exercise.safety, exercise.wrong_feel):
            assert lines, exercise.id


def test_the_bench_press_can_be_for_the_chest_or_for_the_triceps() -> None:
    [file] = [file for file in SHIPPED if file.parent.name == "essentials"]
    pack, _ = load_pack(file.read_text(encoding="utf-8"), file.name)
    assert pack is not None
    [bench] = [exercise for exercise in pack.exercises if exercise.id == "bench-press"]
    assert bench.focus_muscles == ("chest", "triceps")
    pairs = {muscle: [bench.cues_for(focus, muscle)[0].rep for focus in FOCUSES] for muscle in bench.focus_muscles}
    assert pairs == {
        "chest": ["Squeeze your chest", "Bend the bar inward"],
        "triceps": ["Push with your triceps", "Pull the bar apart"],
    }


def test_the_essentials_warm_up_with_the_three_drills_everybody_asks_for() -> None:
    [file] = [file for file in SHIPPED if file.parent.name == "essentials"]
    pack, _ = load_pack(file.read_text(encoding="utf-8"), file.name)
    assert pack is not None
    for_squats = [drill.exercise for drill in pack.drills.warm_up if "back-squat" in drill.lifts]
    assert {"glute-bridge", "goblet-squat", "nordic-curl"} <= set(for_squats)


def test_no_value_is_guessed() -> None:
    text = (HERE / "good" / "all_keys.yaml").read_text(encoding="utf-8")
    pack, _ = load_pack(text, "pack.yaml")
    assert pack is not None
    exercise = pack.exercises[0]
    assert (exercise.id, exercise.name, exercise.tempo, str(exercise.default_tempo)) == (
        "0310",
        "on",
        "0312",
        "0-3-1-2",
    )
    assert exercise.aliases == ("no", "lat pull down", "o'neil's squat")
    assert exercise.spoken_name == "no"
    assert exercise.unilateral is True
    assert exercise.cues[0].phase is Phase.STRETCHED
    assert exercise.pronunciations == {"squat": "S K W AA T"}
    assert pack.description == "Two lines that become one."


def test_what_is_in_a_pack_already_used_is_taken() -> None:
    first, _ = load_pack(SQUAT, "one/pack.yaml")
    assert first is not None
    text = SQUAT.replace("id: legs", "id: more-legs").replace("[squat, back squat]", "[back squat]")
    second, problems = load_pack(text, "two/pack.yaml", beside=[first])
    assert second is None
    assert [problem.sentence for problem in problems] == [
        "exercise id 'back-squat' is already in pack 'legs'.",
        "alias 'back squat' is already that of exercise 'back-squat' in pack 'legs'.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence", "hint"),
    [
        (
            "    cues:\n      - {focus: internal, rep: Push with your quads}\n",
            "    cues:\n",
            "exercise 'back-squat' has no internal cue.",
            "The other one is said in its place.",
        ),
        (
            "      - {focus: external",
            "      - {focus: internal, rep: push with your quads}\n      - {focus: external",
            "another internal cue for the quadriceps of 'back-squat' has the same words.",
            "Give it words of its own: several cues for the same muscle, level and load take turns.",
        ),
        (
            "    cues:",
            "    equipment: [barbell]\n    tap: {where: thigh, when: during, say: Tap it.}\n    cues:",
            "both hands are busy during 'back-squat' (equipment: barbell).",
            "Tap before the set, or write by: partner. Until then the coach tells the lifter to ask one.",
        ),
        (
            "    cues:",
            "    tempo: X-0-3-0\n    cues:",
            "Tempo 'X-0-3-0' has an X in the eccentric phase; it is meant for the concentric.",
            "Write seconds there, if that is not meant.",
        ),
        (
            "    cues:",
            "    tempo: 10-0-1-0\n    cues:",
            "Tempo '10-0-1-0' takes 11 seconds a repetition.",
            "Over 10 seconds probably trains less well.",
        ),
        (
            "quads}",
            "quads, phase: contracted}",
            "the contracted phase lasts 0 seconds at tempo '3-1-1-0', so the cue is said for the phase after it.",
            "Choose another phase or another tempo.",
        ),
        (
            "quads}",
            "quads, phase: eccentric}",
            "no other phase than the eccentric one lasts 2 seconds at tempo '3-1-1-0'.",
            "A cue is said before the phase it is about; without room for it, it is left out.",
        ),
    ],
)
def test_what_is_unusual_is_a_warning_and_the_pack_is_used(old: str, new: str, sentence: str, hint: str) -> None:
    assert old in SQUAT
    pack, problems = load_pack(SQUAT.replace(old, new), "pack.yaml")
    assert pack is not None
    warning = next(problem for problem in problems if problem.sentence == sentence)
    assert (warning.hint, warning.severity) == (hint, Severity.WARNING)
    assert all(problem.severity is Severity.WARNING for problem in problems)


def test_warnings_are_marked_and_counted_apart() -> None:
    _, problems = load_pack(SQUAT.replace("quads}", "quads, phase: contracted}"), "pack.yaml")
    assert report(problems, what="pack").startswith(
        "pack.yaml:13:9: exercises[0].cues[0]: warning: the contracted phase lasts 0 seconds"
    )
    assert report(problems, what="pack").endswith("\n\n1 warning in 1 pack.")


@pytest.mark.parametrize("model", [Pack, Plan, Settings])
def test_every_error_type_that_a_shape_can_raise_has_a_sentence(model: type[BaseModel]) -> None:
    assert error_types(model.__pydantic_core_schema__) <= set(SENTENCES)


RAISES: dict[str, set[str]] = {
    "model": {"model_type"},
    "model-fields": {"missing", "extra_forbidden", "model_type"},
    "model-field": set(),
    "default": set(),
    "nullable": set(),
    "definitions": set(),
    "definition-ref": set(),
    "literal": {"literal_error"},
    "enum": {"enum"},
    "bool": {"bool_type", "bool_parsing"},
    "int": {"int_type", "int_parsing", "int_from_float", "int_parsing_size"},
    "float": {"float_type", "float_parsing", "finite_number"},
    "str": {"string_type", "string_unicode"},
    "tuple": {"tuple_type"},
    "dict": {"dict_type"},
    "function-after": {"sentence"},
}
LIMITS = {
    "ge": "greater_than_equal",
    "gt": "greater_than",
    "le": "less_than_equal",
    "lt": "less_than",
    "min_length": "too_short",
    "max_length": "too_long",
}


def error_types(schema: Any) -> set[str]:  # noqa: ANN401 - pydantic's schemas are open dictionaries
    """Return the types of error that a pydantic core schema can raise; an unknown kind of schema is an error here."""
    if isinstance(schema, list):
        return set().union(*map(error_types, schema))
    if not isinstance(schema, dict):
        return set()
    kind = schema.get("type")
    found = set(RAISES[kind]) if isinstance(kind, str) else set()
    for limit in LIMITS.keys() & schema.keys():
        found.add(f"string_{LIMITS[limit]}" if kind == "str" else LIMITS[limit])
    skipped = {"metadata", "serialization", "config", "default", "function", "cls", "ref", "expected", "members"}
    return found.union(*(error_types(value) for key, value in schema.items() if key not in skipped))


def test_an_error_type_that_nobody_foresaw_is_still_reported() -> None:
    complaint = Complaint(key="sets", node=None, context={}, bounds=" Use 1 to 20.", keys=())
    assert said("date_parsing", complaint) == ("a block of keys cannot stand here.", "Use 1 to 20.")


class Dial(BaseModel):
    """A shape with limits that ours do not use."""

    gain: float = 0.5

    def model_post_init(self, context: Any, /) -> None:  # noqa: ANN401
        if self.gain > 1:
            raise ValueError("A gain over 1 clips.")


def test_a_shapes_own_rule_speaks_for_itself() -> None:
    instance, problems = read_shape("gain: 2", "dial.yaml", Dial)
    assert instance is None
    assert str(problems[0]) == "dial.yaml:1:1: A gain over 1 clips.\n    1 | gain: 2\n      | ^^^^^^^"


LINES = SQUAT.splitlines()
CRUMBS = st.sampled_from(["", "~", "no", "[", "{a: b}", "- ", "5", "-1", "nan", "1e400", "x" * 90, "'", "é", "🏋", ": "])


@pytest.mark.slow
@given(line=st.integers(0, len(LINES) - 1), crumb=CRUMBS, where=st.integers(0, 40), is_cut=st.booleans())
@settings(deadline=None, derandomize=True, max_examples=60)
def test_whatever_is_broken_is_reported_in_our_own_words(line: int, crumb: str, where: int, *, is_cut: bool) -> None:
    hurt = LINES[line][:where] + crumb + ("" if is_cut else LINES[line][where:])
    pack, problems = load_pack("\n".join([*LINES[:line], hurt, *LINES[line + 1 :]]), "pack.yaml")
    assert (pack is None) == any(problem.severity is Severity.ERROR for problem in problems)
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert problem.sentence.endswith((".", "?"))
        for foreign in ("pydantic", "Input should", "cannot stand here", "validation"):
            assert foreign not in f"{problem.sentence} {problem.hint}".replace("colon with a blank after it cannot", "")
    assert report(problems)


def test_misspelt_keys_are_one_mistake_each_in_every_exercise() -> None:
    exercise = "  - {id: squat-%d, nam: Squat, aliase: [squat], muscle: {primary: [glutes]}, cues: []}\n"
    head = SQUAT.partition("exercises:")[0]
    _, problems = load_pack(head + "exercises:\n" + "".join(exercise % number for number in range(3)), "pack.yaml")
    told = [problem.sentence for problem in problems if problem.severity is Severity.ERROR]
    assert told == 3 * [
        "unknown key 'nam'. Did you mean 'name'?",
        "unknown key 'aliase'. Did you mean 'aliases'?",
        "unknown key 'muscle'. Did you mean 'muscles'?",
        "this is empty; it needs items.",
    ]


def test_near_names_are_looked_for_as_often_as_somebody_reads_them() -> None:
    cues = "    safety: [Set the pins first.]\n    cues: [{focus: internal, rep: Push with your quads}]\n"
    lifts = [
        f"  - id: lift-{number}\n    name: Lift\n    aliases: [lift {'a' * (number + 1)}]\n    easier: lifft-{number}\n"
        f"    muscles: {{primary: [quadriceps]}}\n{cues}"
        for number in range(60)
    ]
    _, problems = load_pack(ABOUT + "exercises:\n" + "".join(lifts), "a.yaml")
    told = [problem.hint for problem in problems if problem.path.endswith("easier")]
    assert [" Did you mean " in hint for hint in told] == [True] * 50 + [False] * 10


@pytest.mark.parametrize(
    ("date", "hint"),
    [
        ("2026-02-30", "That month has 28 days."),
        ("2026-04-31", "That month has 30 days."),
        ("0000-01-01", "There is no year 0."),
        ("2024-02-29", ""),
    ],
)
def test_a_day_that_no_calendar_has_is_no_date(date: str, hint: str) -> None:
    _, problems = load_pack(SQUAT.replace("format: 1", f"format: 1\ncreated: {date}"), "pack.yaml")
    assert [(each.sentence, each.hint) for each in problems] == ([(f"{date!r} is no date.", hint)] if hint else [])
