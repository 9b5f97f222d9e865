"""Where a command may write, found out before it begins: nobody wants to hear it after the work."""

import os
from collections.abc import Mapping
from pathlib import Path

from repcue.core.errors import OutputError


def check_places(writes: Mapping[str, Path | None], reads: Mapping[str, Path | None]) -> None:
    """Make sure that files can be written where they are wanted, and that none of them is needed for something else.

    Args:
        writes: the files to be written, by their options; None is not wanted.
        reads: the files that are read, by their options.

    Raises:
        OutputError: a place that will not do.
    """
    taken = {path.resolve(): option for option, path in reads.items() if path is not None}
    for option, path in writes.items():
        if path is None:
            continue
        _check_place(option, path)
        if path.is_file() or not path.exists():
            other = taken.setdefault(path.resolve(), option)
            if other != option:
                raise OutputError(f"{option} and {other} name the same file, {str(path)!r}; give each its own.")


def _check_place(option: str, path: Path) -> None:
    folder = path.parent
    if path.is_dir():
        raise OutputError(f"{str(path)!r} is a folder; name a file in it with {option}.")
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "does not exist"
        raise OutputError(
            f"{str(path)!r} cannot be written: the folder {str(folder)!r} {what}. "
            f"Make it, or choose another place with {option}."
        )
    if not os.access(path if path.exists() else folder, os.W_OK):
        raise OutputError(f"{str(path)!r} may not be written by you; choose another place with {option}.")
