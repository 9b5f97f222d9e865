"""Files that people write: read whole, never longer than the readers take, and named as people know them."""

import os
import re
import shlex
from pathlib import Path
from typing import Final

from repcue.core.errors import RepcueError
from repcue.edges.inside import leads_out
from repcue.packs.report import Problem
from repcue.packs.yaml_nodes import MOST_CHARACTERS, text_from_bytes


def read_text(
    path: Path, error: type[RepcueError], *, what: str, is_of_pack: bool = False
) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a file, or None and why it has none.

    Args:
        path: the file.
        error: what is raised when the file cannot be opened at all.
        what: what such a file is called: "pack", "plan".
        is_of_pack: whether it belongs to a pack, which may come from a stranger: a link that leads out of its folder is
            not followed, so that no line of another file is ever shown.

    Raises:
        RepcueError: of the class `error`; there is no such file, or it may not be read.
    """
    if is_of_pack and leads_out(path, path.parent):
        return None, (Problem(shown_path(path), 1, 1, "", _LEADS_OUT, _PUT_IT_THERE),)
    try:
        with path.open("rb") as file:
            content = file.read(4 * MOST_CHARACTERS + 1)
    except FileNotFoundError as missing:
        raise error(f"There is no {what} {shown_path(path)!r}. Check the path.") from missing
    except OSError as failure:
        raise error(f"The {what} {shown_path(path)!r} cannot be read: {failure.strerror}.") from failure
    return text_from_bytes(content, shown_path(path))


_LEADS_OUT: Final = "this file is a link that leads out of the pack's folder, and is not read."
_PUT_IT_THERE: Final = "Put the file itself into the folder, or delete the link."


def typed_path(path: Path) -> str:
    """Return a path as it is typed in a command, from the current folder where it lies there."""
    shown = shown_path(path)
    return typed(f"./{shown}" if shown.startswith("-") else shown)


def typed(word: str, *, is_windows: bool = os.name == "nt") -> str:
    """Return a word of a command as it is typed: quoted where it must be.

    In double quotes, which every shell takes, unless it has a sign that means something to a POSIX shell also there.

    Args:
        word: a name, a path.
        is_windows: whether the command is for a shell of Windows, where no name has such a sign.

    >>> typed("legs"), typed("Mein Pack"), typed("my pack!", is_windows=False), typed("my pack!", is_windows=True)
    ('legs', '"Mein Pack"', "'my pack!'", '"my pack!"')
    """
    if shlex.quote(word) == word:
        return word
    return f'"{word}"' if is_windows or not re.search(r'["$`\\!]', word) else shlex.quote(word)


def shown_path(path: Path) -> str:
    """Return a path as it is shown: from the current folder where it lies there, with `/` between folders."""
    try:
        return path.absolute().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()
