"""Commands run in this process, and what is asked of every message."""

import io
import json
import re
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from repcue.cli import main

SCRIPT = "0.5 bench press\n6 next set\n"

REHEARSE = ("rehearse", "--script", "script.txt", "--words", "--tail", "1")

_NOISE = re.compile(r"Traceback|\w+Error\b|\w*Exception\b|Errno|<class|<function| at 0x|PosixPath|\bNone\b|\bTrue\b")
"""What only programmers read."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The message, which has to be clear."""
        assert not _NOISE.search(self.err), self.err
        return self.err.removesuffix("\n")

    @property
    def usage_sentence(self) -> str:
        """The message below the usage."""
        return self.sentence.splitlines()[-1].partition("error: ")[2]


def run(*arguments: object) -> Done:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            code = main([str(argument) for argument in arguments])
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


def records_of(path: Path) -> list[dict[str, Any]]:
    """Return the records of an event log."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def left_in(folder: Path) -> list[str]:
    """Return what a command left beside the script."""
    return sorted(path.name for path in folder.iterdir() if path.name != "script.txt")


COMMAND = [
    sys.executable,
    "-c",
    "import sys; from repcue.cli import main; print('up', flush=True); sys.exit(main(sys.argv[1:]))",
]
"""The program as a child that says when it is about to begin."""
