from collections.abc import Callable
from pathlib import Path

from repcue.display.plain import line_of
from repcue.testing.session_records import session_records


def test_a_session_reads_as_lines(golden: Callable[[Path, str], None]) -> None:
    lines = [line for record in session_records() if (line := line_of(record)) is not None]
    golden(Path(__file__).parent / "golden" / "session.plain.txt", "\n".join(lines) + "\n")


def test_ticks_counts_and_phases_are_not_worth_a_line() -> None:
    for record in ({"kind": "phase"}, {"kind": "play", "class": "tick", "text": ""}, {"kind": "intent"}, {}):
        assert line_of(record) is None
    assert line_of({"kind": "play", "class": "count", "text": "three"}) is None


def test_what_was_cut_or_dropped_says_so() -> None:
    cut = {"kind": "play", "at_seconds": 3.0, "class": "cue", "text": "drive up", "outcome": "cut", "reason": "stop"}
    assert line_of(cut) == "    3.0  cue      drive up (cut: stop)"
    dropped = {"kind": "play", "at_seconds": 3.0, "class": "cue", "text": "drive up", "outcome": "dropped"}
    assert line_of(dropped) == "    3.0  cue      drive up (dropped)"


def test_a_problem_says_how_often_and_what() -> None:
    record = {"kind": "problem", "at_seconds": 3.0, "what": "device_lost", "count": 2, "detail": "USB speaker"}
    assert line_of(record) == "    3.0  problem  device lost 2 times: USB speaker"


def test_text_with_line_breaks_stays_one_line() -> None:
    assert line_of({"kind": "heard", "at_seconds": 3.0, "text": "next\nset"}) == "    3.0  heard    next set"


def test_a_refusal_asks_whether_a_near_phrase_was_meant() -> None:
    refused = {"kind": "refused", "at_seconds": 6.0, "text": "next said", "reason": "not_a_command"}
    line = line_of(refused | {"nearest": "next set"})
    assert line == "    6.0  refused  next said — no command; did you mean “next set”?"
