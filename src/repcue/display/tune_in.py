"""A tune-in as text: the line while it goes on, then the levels as a picture, the findings as a table, the advice.

    listening  Say “next set”.              ■■■■■■········   4 s

Plain text without colour; what a terminal cannot draw, the caller has put into ASCII (`plain_ascii`).
"""

from collections.abc import Sequence
from typing import Final

from repcue.core.tune_in import Phase
from repcue.core.tune_in_findings import COACH_SPEECH_DBFS, Finding, Verdict
from repcue.core.tune_in_measures import Measured
from repcue.tuning import Showing

BAR_CELLS: Final = 30
FLOOR_DBFS: Final = -90.0
"""What a bar shows as nothing; three decibels a cell."""

MARKS: Final = {Verdict.FINE: "✓", Verdict.NOTE: "·", Verdict.TROUBLE: "✗"}

_SHOWN_CELLS: Final = 38
_ASCII: Final = str.maketrans(
    {"■": "#", "·": ".", "✓": "+", "✗": "x", "“": '"', "”": '"', "│": "|", "–": "-", "…": "~"}
)


def bar(dbfs: float, cells: int = BAR_CELLS) -> str:
    """Return a level as a bar of so many cells, -90 dBFS to 0.

    >>> bar(-45.0, cells=8), bar(-120.0, cells=4), bar(3.0, cells=4)
    ('■■■■····', '····', '■■■■')
    """
    lit = round(cells * min(1.0, max(0.0, 1.0 - dbfs / FLOOR_DBFS)))
    return "■" * lit + "·" * (cells - lit)


def step_line(showing: Showing) -> str:
    """Return the line of a step under way: what is asked, how loud it is, and how long it still listens."""
    is_listening = showing.phase is Phase.LISTEN
    what = "listening" if is_listening else "wait"
    left = f"{showing.left_seconds:3.0f} s" if is_listening else ""
    return f"{what:<9}  {showing.step.shown:<{_SHOWN_CELLS}}  {bar(showing.level_dbfs)}  {left:<5}"


def result_text(measured: Measured, findings: Sequence[Finding]) -> str:
    """Return everything that a tune-in has found, to read at a glance; every line ends in a newline."""
    parts = [_picture(measured), _table(findings), _advice(findings)]
    return "\n".join(part for part in parts if part)


def plain_ascii(text: str) -> str:
    """Return the text for a terminal that has no block characters.

    >>> plain_ascii("✓ “stop” ■■··")
    '+ "stop" ##..'
    """
    return text.translate(_ASCII)


def _picture(measured: Measured) -> str:
    """Return the levels that belong together, one bar under the other."""
    loud = [take.speech_dbfs for take in measured.takes if take.speech_dbfs is not None]
    levels = [("background", measured.quiet.noise_dbfs)] if measured.quiet.frames and not measured.is_dead else []
    if loud:
        levels.append(("your voice", sum(loud) / len(loud)))
    if measured.echo.gain_db is not None:
        levels.append(("coach", COACH_SPEECH_DBFS + measured.echo.gain_db))
    if not levels:
        return ""
    scale = f"{'':<12} -90       -60       -30         0 dBFS\n"
    return scale + "".join(f"  {name:<10} {bar(dbfs)} {dbfs:4.0f}\n" for name, dbfs in levels)


def _table(findings: Sequence[Finding]) -> str:
    width = max((len(finding.name) for finding in findings), default=0)
    return "".join(f"{MARKS[each.verdict]} {each.name:<{width}}  {each.value}\n" for each in findings)


def _advice(findings: Sequence[Finding]) -> str:
    """Return what to do, the worst first."""
    told = [finding for finding in findings if finding.advice]
    told.sort(key=lambda finding: finding.verdict is not Verdict.TROUBLE)
    return "".join(f"{number}. {finding.advice}\n" for number, finding in enumerate(told, 1))
