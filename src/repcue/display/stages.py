"""The middle of the screen: what matters most in each state, as large as the room allows."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from math import ceil
from types import MappingProxyType
from typing import Final

from rich.style import Style

from repcue.core.tempo import PHASES
from repcue.display import palette
from repcue.display.big_digits import SIZES, Size, big_text, big_width, largest_size, wrapped_big_text
from repcue.display.canvas import Canvas, Region
from repcue.display.view import PhaseSpan, View, hold_left_at, phase_at, phase_fraction_at, rep_number_at, rest_left_at

_COUNT_WORDS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNT_DIGITS: Final = MappingProxyType({word: str(number) for number, word in enumerate(_COUNT_WORDS, 1)})

Stage = Callable[[Canvas, Region, View, float], None]
"""Draws a state into a region, at a time in seconds."""


def draw_stage(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    """Draw what matters most in the view's state into `region`."""
    _STAGES.get(view.state, _ready)(canvas, region, view, now_seconds)


def _announce(canvas: Canvas, region: Region, headline: str, style: Style, below: Sequence[str]) -> None:
    """Draw a headline as large as it fits, and lines under it, those in block letters too where there is room."""
    blocks = [block for line in below if line for block in _line_block(line, region)]
    blocks = blocks[: max(0, region.height - 1)]
    room = region.height - len(blocks)
    rows = wrapped_big_text(headline, region.width, room) or (headline,)
    top = region.y + max(0, region.height - len(rows) - len(blocks)) // 2
    for index, row in enumerate(rows[: max(1, room)]):
        canvas.put_centred(region, top + index, row, style)
    for index, row in enumerate(blocks):
        canvas.put_centred(region, top + len(rows) + index, row, palette.TEXT)


def _line_block(line: str, region: Region) -> tuple[str, ...]:
    """Return the rows of a line under a headline, with the gap above it."""
    if region.height < 8:
        return (line,)
    rows = wrapped_big_text(line, region.width, 3, at_most_lines=1) if region.height >= 14 else ()
    return ("", *(rows or (line,)))


def _idle(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    _announce(canvas, region, "say an exercise", palette.STRONG, ["like “incline bench”"])


def _ready(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    headline = f"set {view.set_number}" if view.set_number else "ready"
    if view.set_number and view.sets_planned:
        headline += f"/{view.sets_planned}"
    _announce(canvas, region, headline, palette.STRONG, [_prescription(view), "say “next set”"])


def _count_in(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    count = _COUNT_DIGITS.get(view.count.lower().strip(" .…"), "")
    _announce(canvas, region, count or "get ready", palette.STRONG, [_prescription(view)])


def _paused(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    done = f"{view.rep_number} of {view.target_reps} reps done" if view.target_reps else f"{view.rep_number} reps done"
    done = done if view.hold_seconds is None else _prescription(view)
    _announce(canvas, region, "paused", palette.WARNING, [done, "say “resume”"])


def _confirming(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    question = view.reply[: view.reply.find("?") + 1]
    _announce(canvas, region, question or "sure?", palette.WARNING, ["say “yes end it” or “no carry on”"])


def _asleep(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    _announce(canvas, region, "asleep", palette.QUIET, ["say “coach wake up”"])


def _finished(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    _announce(canvas, region, "done", palette.GOOD, [])


def _resting(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    left_seconds = rest_left_at(view, now_seconds)
    shown = ceil(left_seconds)
    bar_rows = _bar_rows(region.height)
    top = Region(region.x, region.y, region.width, region.height - bar_rows - (1 if region.height > 6 else 0))
    style = palette.WARNING if shown <= 10 else palette.STRONG
    _announce(canvas, top, f"{shown // 60}:{shown % 60:02}", style, [_after_rest(view)])
    bar = Region(region.x, region.y + region.height - bar_rows, region.width, bar_rows)
    fraction = left_seconds / view.rest_planned_seconds if view.rest_planned_seconds else 0.0
    canvas.put_bar(bar, fraction, style, palette.TRACK)


def _lifting(canvas: Canvas, region: Region, view: View, now_seconds: float) -> None:
    span = phase_at(view, now_seconds)
    bar_rows = _bar_rows(region.height)
    top_rows = max(1, region.height - bar_rows - (1 if region.height > 6 else 0))
    digits_width = _draw_reps(canvas, Region(region.x, region.y, region.width, top_rows), view, now_seconds)
    gap = min(6, max(2, region.width // 20))
    x = region.x + digits_width + gap
    _draw_phase(canvas, Region(x, region.y, region.width - digits_width - gap, top_rows), view, span)
    if region.height > 1:
        bar = Region(region.x, region.y + region.height - bar_rows, region.width, bar_rows)
        style = palette.PHASE_STYLES[span.phase] if span else palette.QUIET
        canvas.put_bar(bar, phase_fraction_at(view, now_seconds), style, palette.TRACK)


def _draw_reps(canvas: Canvas, region: Region, view: View, now_seconds: float) -> int:
    """Draw the repetition and its target, or the seconds left of a hold.

    Return how many columns they keep, the same throughout a set.
    """
    number = str(max(1, rep_number_at(view, now_seconds)))
    target = f"/{view.target_reps}" if view.target_reps else ""
    widest = "8" * max(len(number), len(target) - 1 if target else 2)
    if view.hold_seconds is not None:
        number, target, widest = str(hold_left_at(view, now_seconds)), "", "8" * max(2, len(str(view.hold_seconds)))
    # Three fifths at most: the rest tells the phase.
    sizes = _rep_sizes(widest, target, region.width * 3 // 5, region.height)
    if sizes is None:
        return canvas.put(region.x, region.y, f"{number}{target}", palette.STRONG) - region.x
    size, target_size = sizes
    top = region.y + (region.height - size.rows) // 2
    kept = big_width(widest, size)
    canvas.put_rows(region.x + kept - big_width(number, size), top, big_text(number, size), palette.STRONG)
    if not target:
        return kept
    bottom = top + size.rows - target_size.rows
    canvas.put_rows(region.x + kept + 2, bottom, big_text(target, target_size), palette.QUIET)
    return kept + 2 + big_width(target, target_size)


@lru_cache(maxsize=64)
def _rep_sizes(widest: str, target: str, columns: int, rows: int) -> tuple[Size, Size] | None:
    """Return the largest sizes for number and target, the target about half as high."""
    for size in reversed(SIZES):
        target_size = next((each for each in reversed(SIZES) if each.rows * 2 <= size.rows + 1), SIZES[0])
        width = big_width(widest, size) + (2 + big_width(target, target_size) if target else 0)
        if size.rows <= rows and width <= columns:
            return size, target_size
    return None


def _draw_phase(canvas: Canvas, region: Region, view: View, span: PhaseSpan | None) -> None:
    """Draw the phase's word and, under it, the tempo with the phase's number lit."""
    word = palette.PHASE_WORDS[span.phase] if span else ""
    style = palette.PHASE_STYLES[span.phase] if span else palette.QUIET
    tempo_size = largest_size(view.tempo or " ", region.width, min(max(3, region.height // 3), 8))
    tempo_rows = tempo_size.rows if tempo_size and region.height >= 7 else 1
    word_room = region.height - tempo_rows - 1
    size = largest_size(palette.WIDEST_PHASE_WORD, region.width, max(word_room, min(region.height, 4)))
    word_rows = size.rows if size else 1
    has_tempo = word_rows + tempo_rows <= region.height
    used = word_rows + (tempo_rows + 1 if has_tempo else 0)
    top = region.y + max(0, region.height - used) // 2
    canvas.put_rows(region.x, top, big_text(word, size) if size and word else (word,), style)
    if has_tempo:
        tempo_top = min(top + word_rows + 1, region.y + region.height - tempo_rows)
        _draw_tempo(canvas, Region(region.x, tempo_top, region.width, tempo_rows), view.tempo, span)


def _draw_tempo(canvas: Canvas, region: Region, tempo: str, span: PhaseSpan | None) -> None:
    x, y = region.x, region.y
    size = largest_size(tempo or " ", region.width, region.height)
    for index, part in enumerate(tempo.split("-")):
        is_on = span is not None and index < len(PHASES) and PHASES[index] is span.phase
        style = palette.PHASE_STYLES[PHASES[index]] if is_on else palette.QUIET
        for text, ink in (("-" if index else "", palette.TRACK), (part, style)):
            if text and size:
                canvas.put_rows(x, y, big_text(text, size), ink)
                x += big_width(text, size) + size.scale
            elif text:
                x = canvas.put(x, y, text, ink)


def _bar_rows(rows: int) -> int:
    """Return how thick a bar is: a tenth of the room or so."""
    return 1 if rows < 9 else min(4, rows // 7 + 1)


def _prescription(view: View) -> str:
    reps = f"{view.target_reps} reps" if view.target_reps else ""
    tempo = f"tempo {view.tempo}" if view.tempo else ""
    if view.hold_seconds is not None:
        reps, tempo = f"hold {view.hold_seconds} s", ""
    return " · ".join(part for part in (reps, tempo, view.load, view.side) if part)


def _after_rest(view: View) -> str:
    if not view.set_number:
        return f"then {view.next_exercise}" if view.next_exercise else ""
    of_planned = f" of {view.sets_planned}" if view.sets_planned else ""
    return " · ".join(part for part in (f"then set {view.set_number}{of_planned}", _prescription(view)) if part)


_STAGES: Final[Mapping[str, Stage]] = MappingProxyType(
    {
        "idle": _idle,
        "ready": _ready,
        "count-in": _count_in,
        "lifting": _lifting,
        "paused": _paused,
        "resting": _resting,
        "confirming": _confirming,
        "asleep": _asleep,
        "finished": _finished,
    }
)
