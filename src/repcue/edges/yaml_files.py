"""Files that people write: read whole, never longer than the readers take, and named as people know them."""

from pathlib import Path

from repcue.core.errors import RepcueError
from repcue.packs.report import Problem
from repcue.packs.yaml_nodes import MOST_CHARACTERS, text_from_bytes


def read_text(path: Path, error: type[RepcueError], *, what: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a file, or None and why it has none.

    Args:
        path: the file.
        error: what is raised when the file cannot be opened at all.
        what: what such a file is called: "pack", "plan".

    Raises:
        RepcueError: of the class `error`; there is no such file, or it may not be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(4 * MOST_CHARACTERS + 1)
    except FileNotFoundError as missing:
        raise error(f"There is no {what} {shown_path(path)!r}. Check the path.") from missing
    except OSError as failure:
        raise error(f"The {what} {shown_path(path)!r} cannot be read: {failure.strerror}.") from failure
    return text_from_bytes(content, shown_path(path))


def shown_path(path: Path) -> str:
    """Return a path as it is shown: from the current folder where it lies there, with `/` between folders."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
