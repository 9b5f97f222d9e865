"""The history of rehearsals and questions: forgotten unless a file is named."""

import sqlite3
from contextlib import closing
from pathlib import Path

from cli.running import REHEARSE, left_in, records_of, run
from repcue.core.experience import LiftedSet
from repcue.core.situation import SetType
from repcue.edges.history import FileHistory, history_path

FAILED = LiftedSet(
    number=1,
    exercise="bench-press",
    set_number=1,
    set_type=SetType.WORK,
    outcome="failed",
    target_reps=12,
    reps=10,
    load_kg=60.0,
    load_percent=None,
    tempo="3-1-1-0",
    focus="external",
    cue="bench-press.external-1",
    rule="R4",
)


def test_a_rehearsal_remembers_nothing_unless_told(own_folder: Path, home: Path) -> None:
    Path("script.txt").write_text("0.5 bench press\n4 next set\n", encoding="utf-8")
    for name in ("one", "two"):
        assert run(*REHEARSE, "--events", f"{name}.jsonl", "--tail", "15").code == 0
    assert Path("one.jsonl").read_bytes() == Path("two.jsonl").read_bytes()
    assert left_in(own_folder) == ["one.jsonl", "two.jsonl"]
    assert not (home / "history.db").exists()


def test_a_rehearsal_adds_to_the_history_it_is_given_and_goes_by_it(own_folder: Path) -> None:
    file = own_folder / "history.db"
    with closing(FileHistory(file)) as history:
        history.keep(FAILED)
    Path("script.txt").write_text("0.5 bench press\n2 forty kilos\n4 next set\n", encoding="utf-8")
    done = run(*REHEARSE, "--history", "history.db", "--events", "log.jsonl", "--tail", "15")
    assert (done.code, done.err) == (0, "")
    rules = {record["rule"] for record in records_of(Path("log.jsonl")) if record["kind"] == "cue"}
    assert rules == {"R3"}
    with closing(sqlite3.connect(file)) as connection:
        kept = connection.execute("SELECT session_id, exercise, rule FROM sets ORDER BY session_id").fetchall()
    assert kept == [(1, "bench-press", "R4"), (2, "bench-press", "R3")]


def test_a_broken_history_is_told_and_the_rehearsal_goes_on(own_folder: Path) -> None:
    (own_folder / "history.db").write_bytes(b"not a database" * 100)
    done = run(*REHEARSE, "--history", "history.db")
    assert done.code == 0
    assert done.sentence.startswith("Your history history.db was broken (")
    assert "history-broken-1.db" in left_in(own_folder)


def test_a_place_that_will_not_do_is_told_before_the_work() -> None:
    done = run(*REHEARSE, "--history", "nowhere/history.db")
    assert (done.code, done.out) == (1, "")
    assert done.sentence.startswith("'nowhere/history.db' cannot be written: the folder 'nowhere' does not exist.")


def test_why_knows_the_maximum_that_the_history_tells(own_folder: Path, home: Path) -> None:
    assert history_path() == home / "history.db"
    with closing(FileHistory(history_path())) as history:
        history.keep(FAILED)
    try:
        done = run("why", "bench", "press", "--load-kg", "40")
        lines = done.out.splitlines()
        assert lines[0].startswith("Barbell bench press: 50 % of the maximum, 8 reps")
        assert lines[0].endswith("trained, 1 earlier session")
        assert lines[4] == "           The percentage rests on a maximum that was estimated from an earlier set."
    finally:
        history_path().unlink()
