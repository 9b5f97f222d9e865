"""YAML that cannot be read: the fault is told where it is, the rest is read as well, and nothing is made up."""

from pathlib import Path

import pytest

from repcue.packs.load import read_pack
from repcue.packs.report import Severity
from repcue.packs.yaml_mending import MOST_MENDED_LINES
from repcue.packs.yaml_nodes import read_document

SMALLEST = (Path(__file__).parent / "good" / "smallest.yaml").read_text(encoding="utf-8")
LINES = SMALLEST.splitlines()
REST_LATER = "The rest is looked at once this is mended."


def told(text: str) -> list[str]:
    """Every problem of a pack in one line; warnings are left out."""
    found = read_pack(text, "a.yaml").problems
    return [f"{each.line}:{each.column} {each.sentence}" for each in found if each.severity is Severity.ERROR]


def with_line(number: int, line: str) -> str:
    return "\n".join([*LINES[: number - 1], line, *LINES[number:]])


NAMED = {
    "\u00a0": "a no-break space",
    "\u2003": "an em space",
    "\u2007": "a figure space",
    "\u202f": "a narrow no-break space",
    "\u3000": "an ideographic space",
    "\u200b": "a zero width space",
    "\ufeff": "a zero width no-break space",
}


@pytest.mark.parametrize("sign", NAMED)
def test_what_only_looks_like_a_blank_is_told_where_it_stands(sign: str) -> None:
    [problem] = read_document(f"format: 1\nid: x\ntitle:{sign}X\nversion: 1.0.0\n", "a.yaml").problems
    assert (problem.line, problem.column, problem.sentence) == (3, 7, f"{NAMED[sign]} stands here.")
    assert problem.hint == "Use an ordinary blank; copied text often brings such signs along."


@pytest.mark.parametrize("sign", NAMED)
@pytest.mark.parametrize("number", range(1, len(LINES) + 1))
def test_such_a_sign_after_any_colon_hides_nothing_else(sign: str, number: int) -> None:
    line = LINES[number - 1]
    odd = line.replace(": ", f":{sign}", 1)
    if odd != line and not line.lstrip().startswith("- {"):
        assert told(with_line(number, odd)) == [f"{number}:{odd.index(sign) + 1} {NAMED[sign]} stands here."]


def test_every_line_with_such_a_sign_is_told() -> None:
    text = (
        SMALLEST.replace("title: ", "title:\u00a0")
        .replace("  - id", "\u00a0 - id")
        .replace("    name", "\u3000   name")
    )
    assert told(text) == [
        "3:7 a no-break space stands here.",
        "8:1 a no-break space stands here.",
        "9:1 an ideographic space stands here.",
    ]


def test_a_sign_without_width_in_a_key_is_to_be_deleted() -> None:
    [problem] = read_document("ti\u200btle: X\nid: x\n", "a.yaml").problems
    assert (problem.line, problem.column, problem.sentence, problem.hint) == (
        1,
        3,
        "a zero width space stands here.",
        "Delete it; copied text often brings such signs along.",
    )


@pytest.mark.parametrize(
    "value", ["X\u00a0Y", " \u00a0X", "'a:\u00a0b'", "|\n  a:\u00a0b\n  -\u00a0c", "'a\n  b:\u00a0c'"]
)
def test_within_a_text_every_blank_may_stand(value: str) -> None:
    assert read_document(f"title: {value}\nid: x\n", "a.yaml").problems == ()


def test_all_problems_are_told_past_a_value_that_is_no_yaml() -> None:
    text = SMALLEST.replace("title: Legs", "title: Legs: day one").replace("version: 1.0.0", "version: 1.0\nversion: 2")
    text = text.replace("muscles: {", "muscles: [").replace("internal", "inside")
    assert told(text)[:1] == ["3:12 a colon with a blank after it cannot stand here."]
    assert [line.partition(" ")[2] for line in told(text)[1:]] == [
        "'1.0' is no version.",
        "key 'version' is written twice; the first is in line 4.",
        "this list in square brackets goes wrong here.",
        "'inside' is no focus.",
    ]


@pytest.mark.parametrize("number", range(1, len(LINES) + 1))
@pytest.mark.parametrize("ending", [": y", " [x: 'y", " 'z' y", "@"])
def test_a_broken_line_is_told_and_nothing_that_comes_of_it(number: int, ending: str) -> None:
    found = read_pack(with_line(number, LINES[number - 1] + ending), "a.yaml").problems
    errors = [each for each in found if each.severity is Severity.ERROR]
    is_whole = not any(REST_LATER in each.hint for each in errors)
    assert not is_whole or {each.line for each in errors} <= {number}
    assert is_whole or len(errors) == 1


@pytest.mark.parametrize(
    "text",
    [
        SMALLEST.replace("title: Legs", "title: 'Legs").replace("Push", "'Push"),
        SMALLEST.replace("    name:", "   name:"),
        SMALLEST.replace("id: legs", "id: legs: all"),
        SMALLEST.replace("    cues:", "    cues: [x: 'y"),
        SMALLEST.replace("    cues:", "    cues:: y"),
    ],
)
def test_where_the_rest_would_be_guessed_it_is_left_for_later(text: str) -> None:
    [problem] = [each for each in read_pack(text, "a.yaml").problems if each.severity is Severity.ERROR]
    assert problem.hint.endswith(REST_LATER)


def test_a_file_that_is_broken_all_over_is_told_its_first_fault() -> None:
    text = "".join(f"k{number}: a: b\n" for number in range(MOST_MENDED_LINES + 1))
    [problem] = read_document(text, "a.yaml").problems
    assert (problem.line, problem.hint.endswith(REST_LATER)) == (1, True)
    assert len(read_document(text.partition("\n")[2], "a.yaml").problems) == MOST_MENDED_LINES


NO_COLON = "this line has no colon after its key."


def test_a_line_without_a_colon_is_told_itself_and_not_the_one_below() -> None:
    [problem] = read_document("format: 1\nauthor Ann\nid: x\n", "a.yaml").problems
    assert (problem.line, problem.column, problem.sentence) == (2, 1, NO_COLON)
    assert problem.hint == "Write 'key: value', with a blank after the colon."


@pytest.mark.parametrize("number", range(1, len(LINES) + 1))
def test_a_missing_colon_is_told_in_any_line_and_all_else_is_read(number: int) -> None:
    line = LINES[number - 1]
    if not line.lstrip().startswith("- {"):
        bare = line.replace(":", "", 1)
        text = with_line(number, bare) + "\nlanguage: nowhere\n"
        column = len(line) - len(line.lstrip(" -")) + 1
        assert told(text) == [
            f"{number}:{column} {NO_COLON}",
            f"{len(LINES) + 1}:11 'nowhere' is no language.",
        ]


def test_what_stands_behind_a_missing_colon_is_checked_where_it_stands() -> None:
    assert told(SMALLEST + "    tempo 3-1\n    sets: 2\n") == [
        f"15:5 {NO_COLON}",
        "15:11 Tempo '3-1' has two parts; "
        "write four, like 3-1-1-0 (lower, pause, lift, pause; X means as fast as possible).",
    ]


def test_a_line_that_may_be_no_key_is_told_once_and_stands_for_the_key_that_it_is_like() -> None:
    assert told(SMALLEST.replace("author: Ann", "auther Ann")) == [f"5:1 {NO_COLON}"]
    assert told(SMALLEST.replace("author: Ann", "author: Ann\nof the gym")) == [f"6:1 {NO_COLON}"]


def test_a_text_that_a_key_stands_beneath_is_not_taken_for_a_key() -> None:
    [line] = told(SMALLEST + "    safety:\n      - Set the bars.\n        rest_seconds: 90\n")
    assert line == "17:21 a colon with a blank after it cannot stand here."
