"""What is wrong in a file, and how that is shown: place, sentence, line with caret, what is allowed.

cue_packs/legs/pack.yaml:14:14: exercises[0].cues[1].phase: 'ecentric' is no phase.
    14 |       phase: ecentric
       |              ^^^^^^^^
    Use one of: eccentric, stretched, concentric, contracted. Did you mean 'eccentric'?

1 problem in 1 pack.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from unicodedata import east_asian_width

WIDEST_LINE: Final = 100
"""Columns of the file's line that are shown; with the margin it fits a terminal of 120."""


class Severity(StrEnum):
    """Whether a problem stops a file from being used."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or unusual, in a file."""

    source: str
    """The file, as it is shown; or what was typed, like `--title`."""

    line: int
    """From 1; 0 for what was typed and is in no file."""

    column: int
    """From 1, in characters."""

    path: str
    """Where in the file's structure: `exercises[2].cues[0].phase`; empty for the whole of it."""

    sentence: str
    """What is wrong with the value as given."""

    hint: str = ""
    """What is allowed, what to do."""

    source_line: str = ""
    width: int = 1
    """How many characters of the line are meant."""

    severity: Severity = Severity.ERROR

    names_line: int = 0
    """The line of the same file that the sentence ends with, where the other of two is; 0 where it names none."""

    def __str__(self) -> str:
        source = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        place = ": ".join(part for part in (source, self.path) if part)
        mark = "warning: " if self.severity is Severity.WARNING else ""
        lines = [f"{place}: {mark}{self.sentence}", *self._excerpt(), *([f"    {self.hint}"] if self.hint else [])]
        return "\n".join(printable(line) for line in lines)

    def _excerpt(self) -> list[str]:
        if not self.source_line.strip():
            return []
        first = max(0, self.column - 1 - WIDEST_LINE // 2) if len(self.source_line) > WIDEST_LINE else 0
        shown = printable(self.source_line[first : first + WIDEST_LINE])
        caret = self.column - 1 - first
        before, meant = shown[:caret], shown[caret : caret + self.width]
        margin = " " * len(str(self.line))
        return [
            f"    {self.line} | {shown}",
            f"    {margin} | {' ' * _cells(before)}{'^' * max(1, _cells(meant))}",
        ]


def has_errors(problems: Iterable[Problem]) -> bool:
    """Return whether any problem stops its file from being used."""
    return any(problem.severity is Severity.ERROR for problem in problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by file, line and column, each once."""
    unique = dict.fromkeys(problems)
    return tuple(sorted(unique, key=lambda problem: (problem.source, problem.line, problem.column, problem.path)))


def report(problems: Sequence[Problem], *, what: str = "file") -> str:
    """Return all problems as text, in order, with their count in the last line.

    Args:
        problems: of any number of files.
        what: what such a file is called: "pack", "plan", "file".

    >>> report([])
    'No problems.'
    >>> print(report([Problem("a.yaml", 1, 1, "title", "is empty.")], what="pack"))
    a.yaml:1:1: title: is empty.
    <BLANKLINE>
    1 problem in 1 pack.
    """
    if not problems:
        return "No problems."
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    counts = [_counted(errors, "problem")] if errors else []
    counts += [_counted(warnings, "warning")] if warnings else []
    files = len({problem.source for problem in problems if problem.line})
    total = " and ".join(counts) + (f" in {_counted(files, what)}." if files else ".")
    return "\n\n".join([*(str(problem) for problem in in_order(problems)), total])


def printable(text: str) -> str:
    """Return text that a terminal shows as it is: tabs as one blank, control signs as `�`.

    >>> printable("a" + chr(9) + "b" + chr(27) + "[2J")
    'a b�[2J'
    """
    return "".join(sign if sign.isprintable() else " " if sign == "\t" else "�" for sign in text)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _cells(text: str) -> int:
    """How many columns of a terminal the text takes; East Asian wide signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
