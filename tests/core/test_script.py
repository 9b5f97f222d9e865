"""A rehearsal's script."""

import pytest

from repcue.core.errors import RepcueError
from repcue.core.script import Line, parse_script


def test_lines_are_read_in_the_order_of_their_time() -> None:
    text = "# a session\n4 next set\n\n  0.5   Incline  Bench \n"
    assert parse_script(text, "demo.txt") == (Line(0.5, "incline bench"), Line(4.0, "next set"))


def test_all_lines_that_can_not_be_read_are_told_with_their_numbers() -> None:
    with pytest.raises(RepcueError) as refused:
        parse_script("soon next set\n1 stop\n2\n-1 stop\nnan stop\n90000 stop", "demo.txt")
    assert str(refused.value).splitlines() == [
        f"demo.txt:{number}: {line!r} is no line of a script; write SECONDS phrase, like 4 next set"
        for number, line in ((1, "soon next set"), (3, "2"), (4, "-1 stop"), (5, "nan stop"), (6, "90000 stop"))
    ]


def test_a_script_without_lines_is_refused() -> None:
    with pytest.raises(RepcueError) as refused:
        parse_script("# nothing\n\n", "demo.txt")
    assert str(refused.value) == "demo.txt has no lines; write SECONDS phrase, like 4 next set"
