"""The whole screen as a picture of a view: what goes where, and how much room each part gets.

    header      state, set, ears, microphone
    title       the exercise
    stage       the repetition and its phase, the rest, or what to say next
    cue         what the coach directs attention to
    heard       what was heard, and whether it was understood
    coach       the coach's last answer, or what is wrong
    hints       what can be said now

Block letters are used wherever they fit: a row of plain text is about 5 mm high on a laptop, too small to read from
two metres; three rows of block letters (15 mm) are not. Parts give way from the bottom up as the screen gets smaller.
"""

from dataclasses import dataclass, replace
from typing import Final

from rich.style import Style

from repcue.display import palette
from repcue.display.big_digits import wrapped_big_text
from repcue.display.canvas import Canvas, Frame, Region, shortened
from repcue.display.stages import draw_stage
from repcue.display.view import View

METER_CELLS: Final = 8
METER_FLOOR_DBFS: Final = -60.0
"""What the microphone's meter shows as nothing: a quiet room is near it. All cells lit (over -3.8) is too loud."""

FRESH_SECONDS: Final = 8.0
"""How long after it was heard a phrase is bright, and a problem on the screen."""

ALARM_SECONDS: Final = 4.0
"""How long a round of the alarm keeps the screen alarmed: longer than from one round to the next."""

SMALL_CUE_ROWS: Final = 4
"""A title and the smallest block letters; a cue that is too long for them gets a title and a row of text."""

HEARD_LARGE_SECONDS: Final = 2.5
"""How long it stands in the title's place where there is no room for both: long enough to look up from a bar."""

_STATES_WITH_CUE: Final = frozenset({"ready", "count-in", "lifting", "paused"})


@dataclass(frozen=True, slots=True)
class Rows:
    """How many rows each part gets; 0 leaves it out."""

    header: int
    title: int
    cue: int
    heard: int
    coach: int
    hints: int
    gap: int
    """Blank rows between title, stage, cue and what is under it."""


def rows_for(height: int, *, has_cue: bool) -> Rows:
    """Return the rows of each part on a screen of so many; what is left is the stage's.

    >>> rows_for(24, has_cue=True)
    Rows(header=1, title=3, cue=4, heard=1, coach=1, hints=1, gap=1)
    >>> rows_for(4, has_cue=True)
    Rows(header=1, title=0, cue=1, heard=0, coach=0, hints=0, gap=0)
    """
    roomy = height >= 34
    cue = (
        1
        if height < 16
        else 2
        if height < 18
        else SMALL_CUE_ROWS
        if height < 30
        else 6
        if height < 44
        else 2 + height // 7
    )
    return Rows(
        header=int(height >= 2),
        title=(4 if roomy else 3) if height >= 22 else int(height >= 7),
        cue=cue if has_cue and height >= 4 else 0,
        heard=(3 if roomy else 1) if height >= 6 else 0,
        coach=int(height >= 16),
        hints=int(height >= 9),
        gap=int(height >= 24),
    )


def screen(view: View, now_seconds: float, width: int, height: int) -> Frame:
    """Return the picture of `view` at a moment: exactly `height` lines of `width` columns, however few those are.

    Args:
        view: what to show.
        now_seconds: the time of looking, in seconds since the speaker opened.
        width: columns of the terminal, from 0.
        height: rows of the terminal, from 0.
    """
    canvas = Canvas(width, height, palette.BLANK)
    margin = 0 if width < 30 else 1 if width < 60 else 2
    inner = max(0, width - 2 * margin)
    rows = rows_for(height, has_cue=bool(view.cue) and view.state in _STATES_WITH_CUE)
    if rows.cue == SMALL_CUE_ROWS and not wrapped_big_text(view.cue, inner, rows.cue - 1):
        rows = replace(rows, cue=2)
    bottom = height - rows.hints - rows.coach - rows.heard
    cue_top = bottom - rows.gap - rows.cue
    title_top = rows.header + int(height >= 30)
    stage_top = title_top + rows.title + rows.gap
    stage_bottom = cue_top - (rows.gap if rows.cue else 0)
    if rows.header:
        _draw_header(canvas, Region(margin, 0, inner, 1), view)
    if rows.title:
        _draw_title(canvas, Region(margin, title_top, inner, rows.title), view, now_seconds)
    draw_stage(canvas, Region(margin, stage_top, inner, max(1, stage_bottom - stage_top)), view, now_seconds)
    if rows.cue:
        _draw_cue(canvas, Region(margin, cue_top, inner, rows.cue), view)
    if rows.heard:
        _draw_heard(canvas, Region(margin, bottom, inner, rows.heard), view, now_seconds)
    if rows.coach or is_alarmed(view, now_seconds) or _has_problem(view, now_seconds):
        _draw_coach(canvas, Region(margin, max(0, height - rows.hints - 1), inner, 1), view, now_seconds)
    if rows.hints:
        _draw_hints(canvas, Region(margin, height - 1, inner, 1), view)
    return canvas.frame()


def _draw_header(canvas: Canvas, region: Region, view: View) -> None:
    x = canvas.put(region.x, region.y, f" {view.state.upper()} ", palette.BADGE) + 2
    if view.set_number:
        of_planned = f" of {view.sets_planned}" if view.sets_planned else ""
        x = canvas.put(x, region.y, f"set {view.set_number}{of_planned}", palette.STRONG) + 2
    for part in (view.side, view.load):
        if part and x + len(part) < region.x + region.width - METER_CELLS - 5:
            x = canvas.put(x, region.y, part, palette.TEXT) + 2
    end = _draw_meter(canvas, region, view)
    ears = " · ".join(part for part in (view.engine, view.voice) if part)
    if x + len(ears) + 2 <= end:
        end -= len(ears) + 2
        canvas.put(end, region.y, ears, palette.QUIET)
    dry = f"{view.underflows} underflow{'s' if view.underflows > 1 else ''}" if view.underflows else ""
    if dry and x + len(dry) + 2 <= end:
        canvas.put(end - len(dry) - 2, region.y, dry, palette.WARNING)


def _draw_meter(canvas: Canvas, region: Region, view: View) -> int:
    """Draw the microphone's level at the right; return the column where it begins."""
    x = region.x + region.width - METER_CELLS - 4
    if view.level_dbfs is None:
        text = "no mic"
        return canvas.put(region.x + region.width - len(text), region.y, text, palette.QUIET) - len(text)
    canvas.put(x, region.y, "mic", palette.QUIET)
    lit = meter_cells(view.level_dbfs)
    style = palette.WARNING if lit == METER_CELLS else palette.GOOD
    canvas.put(x + 4, region.y, "■" * lit, style)
    canvas.put(x + 4 + lit, region.y, "·" * (METER_CELLS - lit), palette.QUIET)
    return x


def meter_cells(level_dbfs: float) -> int:
    """Return how many cells of the meter are lit.

    >>> [meter_cells(level_dbfs) for level_dbfs in (-120.0, -60.0, -30.0, 0.0)]
    [0, 0, 4, 8]
    """
    share = (level_dbfs - METER_FLOOR_DBFS) / -METER_FLOOR_DBFS
    return round(min(1.0, max(0.0, share)) * METER_CELLS)


def _draw_title(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    """Draw the exercise, or for a moment what was just heard where it has no large row of its own."""
    name, style = view.exercise or "RepCue", palette.TEXT
    is_new = view.heard and now_seconds - view.heard_at_seconds < HEARD_LARGE_SECONDS
    if is_new and region.height == 3:
        mark, style = _verdict(view)
        name = f"{mark} {view.heard}"
    rows = wrapped_big_text(name, region.width, region.height, at_most_lines=1)
    if rows:
        canvas.put_rows(region.x, region.y, rows, style)
    else:
        bold = style + Style(bold=True)
        canvas.put(region.x, region.y + region.height // 2, shortened(name.upper(), region.width), bold)


def _draw_cue(canvas: Canvas, region: Region, view: View) -> None:
    focus = view.focus if view.focus in palette.FOCUS_STYLES else "other"
    style, title = palette.FOCUS_STYLES[focus], palette.FOCUS_TITLES[focus]
    inside = region
    if region.height >= 6:
        _draw_box(canvas, region, title, style)
        inside = Region(region.x + 2, region.y + 1, region.width - 4, region.height - 2)
    elif region.height > 1:
        caption = shortened(f"── {title} ", region.width)
        canvas.put(region.x, region.y, caption + "─" * (region.width - len(caption)), style)
        inside = Region(region.x, region.y + 1, region.width, region.height - 1)
    rows = wrapped_big_text(view.cue, inside.width, inside.height) or (view.cue.upper(),)
    top = inside.y + (inside.height - len(rows)) // 2
    for index, row in enumerate(rows):
        canvas.put_centred(inside, top + index, row, style)


def _draw_box(canvas: Canvas, region: Region, title: str, style: Style) -> None:
    left, right, bottom = region.x, region.x + region.width - 1, region.y + region.height - 1
    caption = shortened(f"─ {title} ", region.width - 2)
    canvas.put(left, region.y, "╭" + caption + "─" * (region.width - 2 - len(caption)) + "╮", style)
    for y in range(region.y + 1, bottom):
        canvas.put(left, y, "│", style)
        canvas.put(right, y, "│", style)
    canvas.put(left, bottom, "╰" + "─" * (region.width - 2) + "╯", style)


def _draw_heard(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    if not view.heard:
        canvas.put(region.x, region.y + region.height // 2, shortened("listening", region.width), palette.QUIET)
        return
    mark, style = _verdict(view)
    is_fresh = now_seconds - view.heard_at_seconds < FRESH_SECONDS
    style = style if is_fresh else palette.QUIET
    because = f" — {view.refusal}" if view.refusal else ""
    rows = wrapped_big_text(f"{mark} {view.heard}", region.width - len(because), region.height, at_most_lines=1)
    if region.height < 3 or not rows:
        text = shortened(f"{mark} “{view.heard}”{because}", region.width)
        canvas.put(region.x, region.y + region.height // 2, text, style)
        return
    canvas.put_rows(region.x, region.y, rows, style)
    canvas.put(region.x + len(rows[0]), region.y + region.height // 2, because, style)


def _verdict(view: View) -> tuple[str, Style]:
    """Return the mark and style of what was heard: understood, refused, or not decided yet."""
    if view.refusal:
        return "✗", palette.WARNING
    return ("✓", palette.GOOD) if view.is_understood else ("·", palette.TEXT)


def is_alarmed(view: View, now_seconds: float) -> bool:
    """Return whether the alarm is sounding, or did a moment ago."""
    return view.alarm_at_seconds is not None and now_seconds - view.alarm_at_seconds < ALARM_SECONDS


def _has_problem(view: View, now_seconds: float) -> bool:
    return bool(view.problem) and now_seconds - view.problem_at_seconds < FRESH_SECONDS


def _draw_coach(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    if is_alarmed(view, now_seconds):
        text = " HELP IS CALLED FOR — “stop” ends the alarm"
        canvas.put(region.x, region.y, shortened(text, region.width).ljust(region.width), palette.ALARM)
    elif _has_problem(view, now_seconds):
        text = shortened(f" problem: {view.problem} ", region.width)
        canvas.put(region.x, region.y, text, palette.PROBLEM)
    elif view.reply:
        canvas.put(region.x, region.y, shortened(f"coach: {view.reply}", region.width), palette.TEXT)


def _draw_hints(canvas: Canvas, region: Region, view: View) -> None:
    hints = list(view.hints)
    while hints and len(text := "say: " + " · ".join(hints)) > region.width:
        hints.pop()
    if hints:
        canvas.put(region.x, region.y, text, palette.QUIET)
