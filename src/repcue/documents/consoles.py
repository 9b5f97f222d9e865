"""Runs the commands that the documentation shows, in a scratch folder with nothing of the user's in it."""

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from repcue.core.errors import RepcueError
from repcue.display.fold import view_after
from repcue.display.screen import screen
from repcue.display.view import View, with_level

PROGRAMS: Final = {"repcue": ("-m", "repcue"), "python": ()}
"""What a shown command may begin with, and how this Python runs it."""

TIMEOUT_SECONDS: Final = 120.0
"""The longest renders every phrase of a session: 8 s on two busy cores."""

SCREEN_COLUMNS: Final = 72
SCREEN_ROWS: Final = 22
_LEVEL_DBFS: Final = -30.0
"""A quiet room with somebody talking; a rehearsal has no microphone."""


class Scratch:
    """A folder that looks like the checkout to the commands that are run in it."""

    def __init__(self, folder: Path, repository: Path) -> None:
        """Copy what commands may name: the examples.

        Args:
            folder: empty.
            repository: the checkout.
        """
        self.folder = folder
        shutil.copytree(repository / "examples", folder / "examples", dirs_exist_ok=True)
        self._environment = os.environ | {"REPCUE_HOME": str(folder / "home"), "NO_COLOR": "1", "COLUMNS": "100"}

    def run(self, command: str) -> str:
        """Return what a command prints.

        Raises:
            RepcueError: it is none that may be run, or it failed.
        """
        program, *arguments = shlex.split(command)
        if program not in PROGRAMS:
            raise RepcueError(f"{command!r} cannot be run for the documentation; use one of: {', '.join(PROGRAMS)}.")
        ran = subprocess.run(
            [sys.executable, *PROGRAMS[program], *arguments],
            cwd=self.folder,
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIMEOUT_SECONDS,
            check=False,
        )
        if ran.returncode != 0:
            raise RepcueError(f"{command!r} ended with exit code {ran.returncode}: {ran.stderr.strip()}")
        return ran.stdout


def screen_text(events: Path, at_seconds: float) -> str:
    """Return what the terminal showed at a moment of a session, by its event log.

    Args:
        events: the log.
        at_seconds: since the speaker opened.
    """
    view = View()
    for record in map(json.loads, events.read_text(encoding="utf-8").splitlines()):
        if record["at_seconds"] <= at_seconds:
            view = view_after(view, record)
    lines = screen(with_level(view, _LEVEL_DBFS), at_seconds, SCREEN_COLUMNS, SCREEN_ROWS).lines
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines)
