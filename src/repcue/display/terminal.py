"""The screen in a real terminal: the alternate screen, and only the lines that have changed.

Rewriting changed lines only keeps the picture still (nothing is ever cleared) and costs little over a slow
connection: 0.26 ms a frame at 120x40, where rich's `Live`, which writes every line every time, took 0.93 ms.
One thread calls `show`; the terminal is given back by `close`, on leaving a `with`, and at the interpreter's exit.
"""

import atexit
from dataclasses import replace
from math import floor
from types import TracebackType
from typing import Final, Self

from rich.console import Console
from rich.control import Control
from rich.segment import Segment, Segments

from repcue.display import palette
from repcue.display.canvas import Line, in_ascii
from repcue.display.screen import (
    FRESH_SECONDS,
    HEARD_LARGE_SECONDS,
    METER_CELLS,
    METER_FLOOR_DBFS,
    is_alarmed,
    meter_cells,
    screen,
)
from repcue.display.view import View

FRAMES_PER_SECOND: Final = 15
"""A bar of 110 columns that fills in 3 s then moves 2.4 columns a frame: smooth enough to follow."""

FLASH_SECONDS: Final = 0.15
"""One white flash a round of the alarm, which lasts a second: below the 3 a second that can harm (WCAG 2.3.1)."""

REPAINT_SECONDS: Final = 10.0
"""How often everything is written anew, should something else have written to the terminal."""


def can_draw(console: Console) -> bool:
    """Return whether the console is a terminal that can be drawn on; else lines have to do (`plain`)."""
    return console.is_terminal and not console.is_dumb_terminal


class TerminalDisplay:
    """Shows views on the terminal's alternate screen. All methods are called on one thread."""

    def __init__(self, console: Console | None = None, *, flashes_on_alarm: bool = False) -> None:
        """Take the screen over.

        Args:
            console: where to draw; standard output when left out.
            flashes_on_alarm: whether each round of the alarm turns the screen white for a moment. Off unless asked for:
                flashes can harm people with photosensitive epilepsy.
        """
        self._console = console or Console(highlight=False)
        self._flashes_on_alarm = flashes_on_alarm
        self._is_ascii = not self._console.encoding.lower().startswith("utf")
        self._lines: tuple[Line, ...] = ()
        self._looks: tuple[View, float, bool] | None = None
        self._size = (0, 0)
        self._shown_at_seconds = -REPAINT_SECONDS
        self._repainted_at_seconds = -REPAINT_SECONDS
        self._is_open = True
        atexit.register(self.close)
        self._console.set_alt_screen(True)
        self._console.show_cursor(False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def show(self, view: View, now_seconds: float) -> bool:
        """Draw `view`, unless the last picture is too young or would be the same; return whether anything was written.

        Args:
            view: what to show.
            now_seconds: seconds since the speaker opened; also the clock for the frame rate.
        """
        if not self._is_open or 0 <= now_seconds - self._shown_at_seconds < 1 / FRAMES_PER_SECOND:
            return False
        size = self._console.size
        is_flashing = self._is_flashing(view, now_seconds)
        is_repaint = size != self._size or not 0 <= now_seconds - self._repainted_at_seconds < REPAINT_SECONDS
        looks = (_with_metered_level(view), _moment(view, now_seconds), is_flashing)
        if looks == self._looks and not is_repaint:
            return False
        if is_repaint:
            self._lines, self._repainted_at_seconds = (), now_seconds
        self._size, self._looks, self._shown_at_seconds = size, looks, now_seconds
        lines = _white(*size) if is_flashing else screen(view, now_seconds, *size).lines
        return self._write(lines)

    def close(self) -> None:
        """Give the terminal back as it was. Idempotent."""
        if not self._is_open:
            return
        self._is_open = False
        atexit.unregister(self.close)
        try:
            self._console.show_cursor(True)
            self._console.set_alt_screen(False)
        except OSError:
            # The terminal itself is gone; there is nothing left to restore.
            return

    def _is_flashing(self, view: View, now_seconds: float) -> bool:
        at_seconds = view.alarm_at_seconds
        return self._flashes_on_alarm and at_seconds is not None and 0 <= now_seconds - at_seconds < FLASH_SECONDS

    def _write(self, lines: tuple[Line, ...]) -> bool:
        """Write the lines that differ from those on the screen."""
        parts: list[Segment] = []
        for y, line in enumerate(lines):
            if y >= len(self._lines) or line != self._lines[y]:
                parts.append(Control.move_to(0, y).segment)
                parts.extend(in_ascii(line) if self._is_ascii else line)
        self._lines = lines
        if not parts:
            return False
        try:
            self._console.print(Segments(parts), end="", crop=False, no_wrap=True, overflow="ignore")
        except OSError:
            # The terminal is gone (its window was closed); the coach goes on by ear.
            self.close()
        return self._is_open


def _with_metered_level(view: View) -> View:
    """Return the view with the level as coarse as the meter shows it, so that noise alone redraws nothing."""
    if view.level_dbfs is None:
        return view
    share = meter_cells(view.level_dbfs) / METER_CELLS
    return replace(view, level_dbfs=METER_FLOOR_DBFS * (1 - share))


def _moment(view: View, now_seconds: float) -> float:
    """Return what of the time the picture depends on; the passing things pass one after the other."""
    if view.state == "lifting":
        return now_seconds
    if view.state == "resting":
        return floor((now_seconds - view.rest_ends_at_seconds) * 4)
    heard_for, problem_for = now_seconds - view.heard_at_seconds, now_seconds - view.problem_at_seconds
    passing = (heard_for < HEARD_LARGE_SECONDS, heard_for < FRESH_SECONDS, problem_for < FRESH_SECONDS)
    return sum(passing) + is_alarmed(view, now_seconds)


def _white(width: int, height: int) -> tuple[Line, ...]:
    return ((Segment(" " * width, palette.ALARM),),) * height
