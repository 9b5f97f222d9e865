"""The lifter's history: an SQLite file with every set that was lifted, what was focused on and what was felt.

A set is in the file when `keep` returns: each is one transaction, in a write-ahead log, so that a killed program loses
nothing and leaves nothing half-written. `keep` takes well under a millisecond, since the log is only flushed by the
system (`synchronous = NORMAL`): a power cut may cost the last sets, never the file.

Used by the control thread only, the one that opened it. Nothing here stops a session: what cannot be opened, read or
written is told in a sentence, and the session goes on with a history in memory.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import astuple, fields
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from repcue.core.errors import RepcueError
from repcue.core.experience import MOST_EPLEY_REPS, Experience, LiftedSet, one_rep_max_kg
from repcue.edges.home import home_folder

if TYPE_CHECKING:
    from sqlite3 import Connection

BUSY_SECONDS: Final = 0.05
"""How long another program is waited for: sounds are laid out 0.3 s ahead, and a step may not take more than that."""

OPENING_BUSY_SECONDS: Final = 2.0
"""How long another program is waited for before the session: nothing is paced yet, and what cannot be opened then is
not kept at all."""

MOST_WAITING: Final = 1000
"""Sets kept back while the file cannot be written; a session has a few dozen."""

_COLUMNS: Final = tuple(each.name for each in fields(LiftedSet))
_IS_DONE: Final = "(reps > 0 OR held_seconds > 0)"
"""Of `LiftedSet.is_done`."""

_STEPS: Final = (
    (
        "CREATE TABLE sessions (session_id INTEGER PRIMARY KEY, started_at TEXT NOT NULL)",
        """
        CREATE TABLE sets (
            session_id INTEGER NOT NULL REFERENCES sessions,
            ended_at TEXT NOT NULL,
            number INTEGER NOT NULL,
            exercise TEXT NOT NULL,
            set_number INTEGER NOT NULL,
            set_type TEXT NOT NULL,
            outcome TEXT NOT NULL,
            target_reps INTEGER,
            reps INTEGER NOT NULL,
            load_kg REAL,
            load_percent REAL,
            tempo TEXT NOT NULL,
            focus TEXT NOT NULL,
            cue TEXT NOT NULL,
            rule TEXT NOT NULL,
            feel INTEGER,
            wrong_feel TEXT,
            PRIMARY KEY (session_id, number)
        )
        """,
        "CREATE INDEX sets_all_out ON sets (session_id, number) WHERE outcome = 'failed' OR set_type = 'max'",
    ),
    (
        "ALTER TABLE sets ADD COLUMN symptom TEXT",
        "ALTER TABLE sets ADD COLUMN side TEXT",
        "ALTER TABLE sets ADD COLUMN hold_seconds INTEGER",
        "ALTER TABLE sets ADD COLUMN held_seconds INTEGER",
        "DROP INDEX IF EXISTS sets_lifted",
        f"CREATE INDEX sets_lifted ON sets (exercise, session_id) WHERE {_IS_DONE}",
    ),
)
"""What makes each version of the file's shape of the one before, from nothing on; no set is lost on the way."""

SCHEMA_VERSION: Final = len(_STEPS)

_KEEP: Final = (
    f"INSERT OR REPLACE INTO sets (session_id, ended_at, {', '.join(_COLUMNS)}) "
    f"VALUES ({', '.join('?' * (len(_COLUMNS) + 2))})"
)
_SESSIONS: Final = f"SELECT exercise, COUNT(DISTINCT session_id) FROM sets WHERE {_IS_DONE} GROUP BY exercise"
_HOLDS: Final = (
    "SELECT exercise, MAX(held_seconds) FROM sets WHERE held_seconds > 0 GROUP BY exercise, session_id "
    "ORDER BY session_id"
)
_MAXIMA: Final = (
    "SELECT exercise, load_kg, reps FROM sets WHERE (outcome = 'failed' OR set_type = 'max') "
    f"AND load_kg > 0 AND reps BETWEEN 1 AND {MOST_EPLEY_REPS} ORDER BY session_id, number"
)


def history_path() -> Path:
    """Return where the user's history lies; there need not be any."""
    return home_folder() / "history.db"


def utc_now() -> str:
    """Return the time as the history has it: `2026-01-31T17:04:05+00:00`."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class FileHistory:
    """A history in a file, or in memory where there can be none. Implements `ports.History`."""

    def __init__(self, path: Path | None, now: Callable[[], str] = utc_now) -> None:
        """Open a history, and make it where there is none.

        Args:
            path: the file; None keeps everything in memory.
            now: tells the time.
        """
        self._now = now
        self._session_id: int | None = None
        self._waiting: list[tuple[str, LiftedSet]] = []
        self._is_trouble_told = False
        self.notices: tuple[str, ...] = ()
        """What the user should know about the file, a sentence each."""

        self._connection: Connection | None = self._opened(path)

    def keep(self, lifted: LiftedSet) -> str | None:
        """Write a set, in place of the one with the same number in this session; it is in the file on return.

        Returns:
            a sentence the first time that the file cannot be written, else None. What could not be written is tried
            again with the next set and at the end.
        """
        self._waiting = [*self._waiting, (self._now(), lifted)][-MOST_WAITING:]
        why_not = self._write_waiting()
        if why_not is None or self._is_trouble_told:
            return None
        self._is_trouble_told = True
        return f"Your history cannot be written ({why_not}). The session goes on; it is tried again after the next set."

    def experience(self) -> Mapping[str, Experience]:
        """Return what is known with each exercise, by its id."""
        from sqlite3 import Error

        if self._connection is None:
            return {}
        try:
            sessions = dict(self._connection.execute(_SESSIONS).fetchall())
            maxima = {name: one_rep_max_kg(load, reps) for name, load, reps in self._connection.execute(_MAXIMA)}
            holds = dict(self._connection.execute(_HOLDS).fetchall())
        except Error as error:
            self.notices += (f"Your history cannot be read ({error}); the coach goes by what you tell.",)
            return {}
        return {name: Experience(count, maxima.get(name), holds.get(name)) for name, count in sessions.items()}

    def close(self) -> None:
        """Write what is left to write, and close the file. Idempotent."""
        if self._connection is not None:
            self._write_waiting()
            self._connection.close()
            self._connection = None

    def _write_waiting(self) -> str | None:
        """Write in one transaction all that waits; return why that failed."""
        from sqlite3 import Error

        connection = self._connection
        if connection is None or not self._waiting:
            return None
        try:
            connection.execute("BEGIN IMMEDIATE")
            session_id = self._session_id or self._begun_session(connection)
            for ended_at, lifted in self._waiting:
                connection.execute(_KEEP, (session_id, ended_at, *astuple(lifted)))
            connection.execute("COMMIT")
        except Error as error:
            with suppress(Error):  # the disk may be too full for that, too
                connection.rollback()
            return str(error)
        self._session_id = session_id
        self._waiting = []
        return None

    def _begun_session(self, connection: "Connection") -> int:
        row = connection.execute("INSERT INTO sessions (started_at) VALUES (?)", (self._waiting[0][0],))
        assert row.lastrowid is not None
        return row.lastrowid

    def _opened(self, path: Path | None) -> "Connection":
        """Return a connection to the file; to memory, with a notice, where the file cannot be used."""
        from sqlite3 import Error

        if path is None:
            return connected(":memory:")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return connected(path)
        except NewerHistoryError as error:
            self.notices += (str(error),)
            return connected(":memory:")
        except (Error, OSError) as error:
            aside = set_aside(path) if is_broken(error) else None
            if aside is not None:
                self.notices += (
                    f"Your history {path.name} was broken ({error}); it is kept as {aside.name}, and a new one begins.",
                )
                return self._opened(path)
            self.notices += (f"Your history {path.name} cannot be used ({error}); this session is not kept.",)
            return connected(":memory:")


class NewerHistoryError(RepcueError):
    """The file was written by a newer RepCue, whose shape is not known here."""


def connected(path: Path | str) -> "Connection":
    """Return a connection to a history of our shape, which is made where there is none.

    Raises:
        NewerHistoryError: its shape is of a later version.
        sqlite3.Error: it cannot be opened, or is broken; `is_broken` tells which.
    """
    import sqlite3

    connection = sqlite3.connect(path, timeout=OPENING_BUSY_SECONDS, isolation_level=None)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise NewerHistoryError(
                f"Your history was written by a newer RepCue (version {version} of its shape, this one knows "
                f"{SCHEMA_VERSION}); this session is not kept. Update RepCue."
            )
        if version == 0 and connection.execute("SELECT name FROM sqlite_master LIMIT 1").fetchone():
            raise sqlite3.DatabaseError("it is no history of RepCue")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        # The log is put into the file at the end: flushing the disk between two sets would take milliseconds.
        connection.execute("PRAGMA wal_autocheckpoint = 0")
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        if version < SCHEMA_VERSION:
            _bring_up_to_date(connection)
        connection.execute(f"SELECT session_id, ended_at, {', '.join(_COLUMNS)} FROM sets LIMIT 1")
        connection.execute(f"PRAGMA busy_timeout = {round(1000 * BUSY_SECONDS)}")
    except BaseException:
        connection.close()
        raise
    return connection


def _bring_up_to_date(connection: "Connection") -> None:
    """Take the file's shape from its version to ours, all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another program may have done it since the version was asked for.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for statement in chain.from_iterable(_STEPS[version:]):
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {max(version, SCHEMA_VERSION)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.rollback()
        raise


def is_broken(error: Exception) -> bool:
    """Return whether a file is no history, or one that cannot be read any more: neither in use nor out of reach."""
    import sqlite3

    if not isinstance(error, sqlite3.Error):
        return False
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
    return code in (sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_NOTADB)


def set_aside(path: Path) -> Path | None:
    """Return where a broken file was moved to, beside it, with what SQLite keeps along; None where it cannot be."""
    number = next(each for each in range(1, 10_000) if not _aside(path, each).exists())
    aside = _aside(path, number)
    try:
        path.rename(aside)
        for ending in ("-wal", "-shm"):
            kept_along = path.with_name(path.name + ending)
            if kept_along.exists():
                kept_along.rename(aside.with_name(aside.name + ending))
    except OSError:
        return None
    return aside


def _aside(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-broken-{number}{path.suffix}")
