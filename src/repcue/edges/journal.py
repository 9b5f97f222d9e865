"""The event log: JSON Lines, one record a line, written in place and at once.

A live session's log must survive a killed program, so nothing is buffered and nothing is renamed at the end.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import FileIO
from math import isfinite
from numbers import Integral, Real
from pathlib import Path
from typing import Final

from repcue.core.errors import OutputError
from repcue.ports import Record

_DECIMALS: Final = 6
"""A microsecond: a twentieth of a frame at 48 kHz."""

_FIRST_KEYS: Final = ("kind", "at_seconds")


class FileJournal:
    """Appends records to a file. Used by the control thread only."""

    def __init__(self, path: Path) -> None:
        """Open the file; what was in it is lost.

        Raises:
            OutputError: the file cannot be written.
        """
        self._path = path
        self._lost_records = 0
        self._written_bytes = 0
        try:
            self._file: FileIO | None = FileIO(path, "w")
        except OSError as error:
            raise self._refusal(error) from error

    @property
    def lost_records(self) -> int:
        """How many records could not be written."""
        return self._lost_records

    def write(self, record: Record) -> None:
        """Append one record; it is in the file when this returns.

        Raises:
            OutputError: the disk is full or the file is gone. Only the first time: the log then ends with the last
                whole line, later records are counted in `lost_records`, and the session can go on.
        """
        if self._file is None:
            self._lost_records += 1
            return
        line = (line_from_record(record) + "\n").encode()
        rest = memoryview(line)
        try:
            while rest:  # a nearly full disk takes a part and refuses the rest
                rest = rest[self._file.write(rest) :]
        except OSError as error:
            self._give_up()
            raise self._refusal(error) from error
        self._written_bytes += len(line)

    def close(self) -> None:
        """Finish the log. Idempotent."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def _give_up(self) -> None:
        self._lost_records += 1
        if self._file is not None:
            with suppress(OSError):  # a device or pipe has no length to cut
                self._file.truncate(self._written_bytes)
        self.close()

    def _refusal(self, error: OSError) -> OutputError:
        why = error.strerror or str(error)
        return OutputError(
            f"The event log {str(self._path)!r} cannot be written ({why}); "
            "free the disk or choose another place with --events."
        )


def line_from_record(record: Record) -> str:
    """Return a record as one line of JSON, without the line's end.

    `kind` comes first and `at_seconds` second, the other fields in their order. Fractions have at most six decimals;
    what is no finite number is null.

    Raises:
        TypeError: a value is no text, number, truth value, None, sequence or mapping.

    >>> line_from_record({"at_seconds": 1 / 3, "kind": "rep", "rep_number": 1, "level": float("nan")})
    '{"kind":"rep","at_seconds":0.333333,"rep_number":1,"level":null}'
    """
    ordered = {key: record[key] for key in _FIRST_KEYS if key in record} | dict(record)
    return json.dumps(_plain(ordered), ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return round(float(value), _DECIMALS) + 0.0 if isfinite(value) else None  # + 0.0: never -0.0
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    raise TypeError(f"A record of the event log cannot hold {value!r}.")
