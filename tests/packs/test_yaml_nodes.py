"""Reading YAML: bounds, encodings, and reports that stay readable whatever is in the file."""

import pytest

from repcue.packs.nodes import Keyed, Scalar, plain
from repcue.packs.report import WIDEST_LINE, Problem, in_order, report
from repcue.packs.yaml_nodes import DEEPEST_LEVEL, MOST_CHARACTERS, read_document, text_from_bytes


def first_problem(text: str) -> str:
    return str(read_document(text, "a.yaml").problems[0])


def test_a_node_knows_where_it_stands() -> None:
    document = read_document("a: 1\nb:\n  - x\n  - 'y z'\n", "a.yaml")
    node, found = document.node_at(("b", 1))
    assert isinstance(node, Scalar)
    assert (node.start.line_index, node.start.column_index, node.text, found) == (3, 4, "y z", ("b", 1))
    assert document.node_at(("b", 7, "c"))[1] == ("b",)
    assert isinstance(document.root, Keyed)
    assert plain(document.root) == {"a": "1", "b": ["x", "y z"]}


def test_every_scalar_stays_text() -> None:
    document = read_document("a: 0310\nb: 3:1:1:0\non: no\nd: 1e3\ne: 2026-01-01\n", "a.yaml")
    assert document.root is not None
    assert plain(document.root) == {"a": "0310", "b": "3:1:1:0", "on": "no", "d": "1e3", "e": "2026-01-01"}
    assert document.problems == ()


def test_a_huge_text_is_refused_unread() -> None:
    assert first_problem("a" * (MOST_CHARACTERS + 1)) == (
        "a.yaml:1:1: the file is longer than 6,000,000 characters.\n"
        "    Split it in two, or look whether it is the right file."
    )


def test_a_huge_file_is_refused_undecoded() -> None:
    text, problems = text_from_bytes(b"\xff" * (4 * MOST_CHARACTERS + 1), "a.yaml")
    assert text is None
    assert problems[0].sentence == "the file is longer than 6,000,000 characters."


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_endless_nesting_is_refused_at_its_depth(opening: str) -> None:
    document = read_document(opening * 40_000, "a.yaml")
    assert document.root is None
    assert document.problems[0].sentence == f"the file nests deeper than {DEEPEST_LEVEL} levels."


def test_nested_aliases_cannot_grow() -> None:
    lines = ["a0: &a0 [x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 50))]
    document = read_document("\n".join(lines), "a.yaml")
    assert "the alias *a0 is not read." in [problem.sentence for problem in document.problems]
    assert document.root is not None
    assert len(str(plain(document.root))) < 2000


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert text_from_bytes(b"\xef\xbb\xbfa: 1", "a.yaml") == ("a: 1", ())
    assert read_document("\ufeffa: 1", "a.yaml").problems == ()


def test_another_encoding_is_named_with_its_place() -> None:
    text, problems = text_from_bytes("a: 1\nb: für".encode("latin-1"), "a.yaml")
    assert text is None
    assert report(problems) == (
        "a.yaml:2:5: the file is no UTF-8 text.\n    Save the file with the encoding UTF-8.\n\n1 problem in 1 file."
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\x85", "\u2028"])
def test_lines_are_counted_as_editors_and_yaml_count_them(line_end: str) -> None:
    [problem] = read_document(f"a: 1{line_end}b: 2{line_end}a: 3", "a.yaml").problems
    assert (problem.line, problem.column, problem.source_line) == (3, 1, "a: 3")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing", "---\n", "--- # nothing\n...\n"])
def test_an_empty_file_is_said_to_be_empty(text: str) -> None:
    assert "empty" in first_problem(text) or "no value" in first_problem(text)


def test_a_key_must_be_there() -> None:
    assert first_problem("'': x\n") == (
        "a.yaml:1:1: there is no plain word before the colon.\n    1 | '': x\n      | ^^\n    Write 'key: value'."
    )


def test_a_mistake_that_has_no_sentence_of_its_own_has_the_general_one() -> None:
    assert first_problem("%YAML 3.0\n---\na: 1\n").splitlines() == [
        "a.yaml:1:1: the file cannot be read from here on.",
        "    1 | %YAML 3.0",
        "      | ^",
        "    Check the indentation, the colons and the quotes of this line and the one above it. "
        "The rest is looked at once this is mended.",
    ]


def test_a_long_line_is_shown_around_the_mistake() -> None:
    [problem] = read_document("a: 1\n" + "b: [" + "x, " * 200 + "&here x]", "a.yaml").problems
    shown_line, carets = str(problem).splitlines()[1:3]
    assert len(shown_line) <= WIDEST_LINE + 12
    assert shown_line[carets.index("^") :].startswith("&here")


def test_carets_stand_below_wide_signs() -> None:
    problem = Problem("a.yaml", 1, 4, "", "is wrong.", source_line="脚: 上下", width=2)
    assert str(problem).splitlines()[1:] == ["    1 | 脚: 上下", "      |     ^^^^"]


def test_a_terminal_is_never_sent_control_signs() -> None:
    problem = Problem("a\x1b[2J.yaml", 1, 1, "k\x07", "is \x9b wrong.", "hint\r", "\x1b]0;x\x07 \tb")
    assert not set(str(problem).replace("\n", "")) & {"\x1b", "\x07", "\x9b", "\r", "\t"}


def test_problems_come_in_order_and_once() -> None:
    later = Problem("a.yaml", 3, 1, "", "later.")
    first = Problem("a.yaml", 2, 9, "", "first.")
    assert in_order([later, first, later]) == (first, later)
    assert report([later, first]).endswith("\n\n2 problems in 1 file.")
