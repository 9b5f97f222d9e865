"""The history on disk: what is kept, what survives, and what is told when it cannot be kept."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.experience import Experience, LiftedSet
from repcue.core.situation import SetType
from repcue.edges.history import BUSY_SECONDS, SCHEMA_VERSION, FileHistory
from repcue.testing.histories import ListHistory

BENCH = LiftedSet(
    number=1,
    exercise="bench-press",
    set_number=1,
    set_type=SetType.WORK,
    outcome="finished",
    target_reps=8,
    reps=8,
    load_kg=60.0,
    load_percent=None,
    tempo="3-1-1-0",
    focus="external",
    cue="bench-press.external-1",
    rule="R4",
)


def noon() -> str:
    return "2026-01-31T12:00:00+00:00"


def lift(path: Path, *sets: LiftedSet) -> None:
    """One session."""
    with closing(FileHistory(path, noon)) as history:
        for lifted in sets:
            assert history.keep(lifted) is None


def known(path: Path) -> dict[str, Experience]:
    with closing(FileHistory(path, noon)) as history:
        assert history.notices == ()
        return dict(history.experience())


def rows(path: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM sets ORDER BY session_id, number").fetchall()


def test_a_history_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "home" / "history.db"
    assert known(path) == {}
    assert path.is_file()


def test_every_set_is_kept_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, replace(BENCH, feel=4, wrong_feel="lower back", load_percent=70.0))
    assert rows(path) == [
        (
            *(1, noon(), 1, "bench-press", 1, "work", "finished", 8, 8, 60.0, 70.0, "3-1-1-0"),
            *("external", "bench-press.external-1", "R4", 4, "lower back", None, None, None, None),
        )
    ]


def test_a_set_that_is_opened_again_is_kept_once_as_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, replace(BENCH, outcome="stopped", reps=3), BENCH, replace(BENCH, number=2, reps=6))
    assert [row[8] for row in rows(path)] == [8, 6]


def test_a_set_is_readable_by_others_as_soon_as_it_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with closing(FileHistory(path, noon)) as history:
        history.keep(BENCH)
        assert len(rows(path)) == 1


def test_sessions_are_counted_by_exercise_and_only_where_something_was_lifted(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, BENCH, replace(BENCH, number=2), replace(BENCH, number=3, exercise="squat", reps=0))
    lift(path, BENCH)
    lift(path)
    assert known(path) == {"bench-press": Experience(2, None)}


@pytest.mark.parametrize(
    ("lifted", "maximum"),
    [
        (replace(BENCH, outcome="failed", reps=6), 72.0),
        (replace(BENCH, outcome="stopped", reps=6, set_type=SetType.MAX), 72.0),
        (replace(BENCH, set_type=SetType.MAX, reps=1, load_kg=90.0), 90.0),
        (replace(BENCH, outcome="stopped", reps=6), None),
        (replace(BENCH, outcome="failed", reps=13), None),
        (replace(BENCH, outcome="failed", load_kg=None), None),
        (replace(BENCH, outcome="failed", load_kg=0.0), None),
    ],
)
def test_a_maximum_is_estimated_from_sets_that_were_one(
    tmp_path: Path, lifted: LiftedSet, maximum: float | None
) -> None:
    path = tmp_path / "history.db"
    lift(path, lifted)
    assert known(path)["bench-press"].one_rep_max_kg == maximum


def test_the_latest_maximum_counts(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, replace(BENCH, outcome="failed", load_kg=100.0, reps=3))
    lift(path, replace(BENCH, outcome="failed", load_kg=90.0, reps=10), replace(BENCH, number=2))
    assert known(path)["bench-press"] == Experience(2, 120.0)


PLANK = replace(
    BENCH, exercise="plank", target_reps=1, reps=0, load_kg=None, tempo="0-0-0-30", hold_seconds=30, held_seconds=25
)


def test_side_and_seconds_held_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, replace(PLANK, side="right", symptom="pain"))
    assert rows(path)[0][-4:] == ("pain", "right", 30, 25)


def test_a_hold_that_was_stopped_early_counts_as_a_session_with_the_exercise(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, PLANK, replace(PLANK, number=2, exercise="side-plank", held_seconds=0))
    assert known(path) == {"plank": Experience(1, None, 25)}


def test_the_longest_hold_of_the_latest_session_is_known(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, replace(PLANK, held_seconds=60))
    lift(path, PLANK, replace(PLANK, number=2, held_seconds=28), replace(PLANK, number=3, held_seconds=20))
    lift(path, BENCH)
    assert known(path)["plank"] == Experience(2, None, 28)


# A file of an earlier shape

VERSION_1 = """
CREATE TABLE sessions (session_id INTEGER PRIMARY KEY, started_at TEXT NOT NULL);
CREATE TABLE sets (
    session_id INTEGER NOT NULL REFERENCES sessions, ended_at TEXT NOT NULL, number INTEGER NOT NULL,
    exercise TEXT NOT NULL, set_number INTEGER NOT NULL, set_type TEXT NOT NULL, outcome TEXT NOT NULL,
    target_reps INTEGER, reps INTEGER NOT NULL, load_kg REAL, load_percent REAL, tempo TEXT NOT NULL,
    focus TEXT NOT NULL, cue TEXT NOT NULL, rule TEXT NOT NULL, feel INTEGER, wrong_feel TEXT,
    PRIMARY KEY (session_id, number)
);
CREATE INDEX sets_lifted ON sets (exercise, session_id) WHERE reps > 0;
CREATE INDEX sets_all_out ON sets (session_id, number) WHERE outcome = 'failed' OR set_type = 'max';
INSERT INTO sessions VALUES (1, '2026-01-30T12:00:00+00:00');
INSERT INTO sets VALUES (1, '2026-01-30T12:05:00+00:00', 1, 'bench-press', 1, 'work', 'failed', 8, 6, 60.0, NULL,
    '3-1-1-0', 'external', 'bench-press.external-1', 'R4', 3, 'neck');
INSERT INTO sets VALUES (1, '2026-01-30T12:09:00+00:00', 2, 'plank', 1, 'work', 'finished', 1, 1, NULL, NULL,
    '0-0-0-30', 'external', 'plank.external-1', 'R4', NULL, NULL);
PRAGMA user_version = 1;
"""


def of_version_1(folder: Path) -> Path:
    path = folder / "history.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(VERSION_1)
    return path


def test_a_history_of_an_earlier_version_is_taken_along_without_loss(tmp_path: Path) -> None:
    path = of_version_1(tmp_path)
    before = rows(path)
    assert known(path) == {"bench-press": Experience(1, 72.0), "plank": Experience(1, None)}
    assert rows(path) == [(*row, None, None, None, None) for row in before]
    lift(path, PLANK)
    assert known(path)["plank"] == Experience(2, None, 25)
    assert len(rows(path)) == 3


def test_an_upgraded_history_has_the_same_shape_as_one_that_begins(tmp_path: Path) -> None:
    (tmp_path / "fresh").mkdir()
    fresh, upgraded = tmp_path / "fresh" / "history.db", of_version_1(tmp_path)
    known(fresh)
    known(upgraded)

    def shape(path: Path) -> list[object]:
        with closing(sqlite3.connect(path)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()
            indices = connection.execute("SELECT sql FROM sqlite_master WHERE type = 'index' ORDER BY name").fetchall()
            return [version, indices, connection.execute("PRAGMA table_info(sets)").fetchall()]

    assert shape(fresh) == shape(upgraded)


def test_two_programs_that_upgrade_at_once_do_not_harm_each_other(tmp_path: Path) -> None:
    path = of_version_1(tmp_path)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(FileHistory(path, noon)) as history:
            (notice,) = history.notices
        assert "database is locked" in notice
        other.execute("ROLLBACK")
    with closing(FileHistory(path, noon)) as one, closing(FileHistory(path, noon)) as two:
        assert (one.notices, two.notices) == ((), ())
    assert len(rows(path)) == 2


LIFTED = st.builds(
    LiftedSet,
    number=st.integers(1, 4),
    exercise=st.sampled_from(["bench-press", "squat"]),
    set_number=st.integers(1, 3),
    set_type=st.sampled_from(SetType),
    outcome=st.sampled_from(["finished", "stopped", "failed"]),
    target_reps=st.none() | st.integers(1, 100),
    reps=st.integers(0, 20),
    load_kg=st.none() | st.floats(0, 300),
    load_percent=st.none() | st.floats(1, 100),
    tempo=st.just("3-1-1-0"),
    focus=st.sampled_from(["internal", "external"]),
    cue=st.text(max_size=9),
    rule=st.sampled_from(["R0", "R2"]),
    feel=st.none() | st.integers(1, 5),
    wrong_feel=st.none() | st.text(max_size=9),
    symptom=st.sampled_from([None, "pain", "unwell"]),
    side=st.sampled_from([None, "left", "right"]),
    hold_seconds=st.none() | st.integers(5, 300),
    held_seconds=st.none() | st.integers(0, 300),
)


@pytest.mark.slow
@given(st.lists(st.lists(LIFTED, max_size=5), max_size=4))
@settings(deadline=None, derandomize=True, max_examples=15)
def test_the_twin_knows_the_same(sessions: list[list[LiftedSet]]) -> None:
    twin = ListHistory()
    before: list[tuple[int, LiftedSet]] = []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        for number, sets in enumerate(sessions, start=1):
            twin = ListHistory(before)
            lift(path, *sets)
            for lifted in sets:
                twin.keep(lifted)
            before += [(number, lifted) for lifted in twin.kept]
        assert known(path) == twin.experience()


# What can go wrong

KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from test_history import BENCH
from repcue.edges.history import FileHistory
history = FileHistory(Path(sys.argv[1]))
for number in range(1, 8):
    history.keep(replace(BENCH, number=number))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_program_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    command = [sys.executable, "-c", KILLED, str(path), str(Path(__file__).parent)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert known(path) == {"bench-press": Experience(1, None)}
    assert len(rows(path)) == 7


def break_beginning(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to be taken for one by somebody in a hurry" * 20)


def break_middle(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 : 4096 * 3] = b"\xff" * 4096 * 2
    path.write_bytes(bytes(content))


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5000])


def be_foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sets (song TEXT)")


@pytest.mark.parametrize("harm", [break_beginning, break_middle, cut_off, be_foreign])
def test_a_broken_history_is_put_aside_and_a_new_one_begins(tmp_path: Path, harm: object) -> None:
    path = tmp_path / "history.db"
    lift(path, *(replace(BENCH, number=number) for number in range(1, 200)))
    assert callable(harm)
    harm(path)
    harmed = path.read_bytes()
    with closing(FileHistory(path, noon)) as history:
        (notice,) = history.notices
        assert notice.startswith("Your history history.db was broken (")
        assert notice.endswith("); it is kept as history-broken-1.db, and a new one begins.")
        assert history.experience() == {}
        assert history.keep(BENCH) is None
    assert (tmp_path / "history-broken-1.db").read_bytes() == harmed
    assert len(rows(path)) == 1
    break_beginning(path)
    lift_notice = FileHistory(path, noon).notices
    assert "history-broken-2.db" in lift_notice[0]


def test_an_empty_file_is_a_history_that_begins(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    path.touch()
    assert known(path) == {}


def test_a_history_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    lift(path, BENCH)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with closing(FileHistory(path, noon)) as history:
        assert history.notices == (
            "Your history was written by a newer RepCue (version 3 of its shape, this one knows 2); "
            "this session is not kept. Update RepCue.",
        )
        assert history.keep(BENCH) is None
    assert len(rows(path)) == 1


def test_where_no_file_can_be_the_session_goes_on(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder belongs", encoding="utf-8")
    with closing(FileHistory(tmp_path / "home" / "history.db", noon)) as history:
        (notice,) = history.notices
        assert notice.startswith("Your history history.db cannot be used (")
        assert notice.endswith("); this session is not kept.")
        assert history.keep(BENCH) is None
        assert history.experience() == {"bench-press": Experience(1, None)}


def test_a_history_in_use_is_waited_for_and_written_later(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    history = FileHistory(path, noon)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert history.keep(BENCH) == (
            "Your history cannot be written (database is locked). "
            "The session goes on; it is tried again after the next set."
        )
        assert history.keep(replace(BENCH, number=2)) is None
        other.execute("ROLLBACK")
    assert history.keep(replace(BENCH, number=3)) is None
    history.close()
    history.close()
    assert len(rows(path)) == 3


@pytest.mark.slow
def test_a_history_in_use_when_it_is_opened_is_waited_for_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("PRAGMA journal_mode = WAL")
        other.execute("BEGIN IMMEDIATE")
        released = Timer(4 * BUSY_SECONDS, other.execute, ("ROLLBACK",))
        released.start()
        history = FileHistory(path, noon)
        released.join()
    assert history.notices == ()
    assert history.keep(BENCH) is None
    history.close()
    assert len(rows(path)) == 1


def test_two_sessions_at_once_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "history.db"
    one, two = FileHistory(path, noon), FileHistory(path, noon)
    one.keep(BENCH)
    two.keep(BENCH)
    one.keep(replace(BENCH, number=2))
    one.close()
    two.close()
    assert [row[:3] for row in rows(path)] == [(1, noon(), 1), (1, noon(), 2), (2, noon(), 1)]
