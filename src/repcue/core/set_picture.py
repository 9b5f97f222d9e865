"""A set's timeline as a picture in characters, to scale, with what is said under the phase it is said in.

    rep 1   |lower--+-------+-------|hold---|lift---|
                            ========
                            Bend the bar inward

A bar `|` is a turn into a phase and `+` a second of it, each a tick; `=` is as long as the words under it take.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from repcue.core.set_timeline import SILENT, RepTimeline, SetTimeline, Span, SpokenCue

MARGIN: Final = 8
"""Columns before the picture, for `rep 100 `."""

PICTURE_COLUMNS: Final = 72
"""The widest picture: with the margin it fills a terminal of 80."""

MOST_COLUMNS_A_SECOND: Final = 8
FEWEST_COLUMNS_A_SECOND: Final = 1
LEGEND: Final = "| is a turn, + another second, each with a tick; = is how long the words under it take."

DOES: Final[Mapping[str, str]] = MappingProxyType(
    {"eccentric": "lower", "stretched": "hold", "concentric": "lift", "contracted": "hold"}
)
"""What one does in a phase, short enough for a second of it."""


def picture(first: SetTimeline, *others: SetTimeline) -> str:
    """Return a set to read at a glance: before it, its repetitions to scale, after it, and which cue it was, and why.

    Lines are at most 80 columns wide, but those that tell sentences, and repetitions and holds of more than 72 seconds.

    Args:
        first: the set, or its first side.
        others: the other side, where one is done at a time.
    """
    told = [cue for side in (first, *others) for cue in _told(side)]
    lines = [
        *([f"{first.side} side"] if others else []),
        *_set_lines(first),
        "",
        *_choice_lines(first, told),
        *_said_lines(first),
        "",
    ]
    before = first
    for other in others:
        pause_seconds = other.started_seconds - before.started_seconds - before.reps[-1].ended_seconds
        lines += [
            f"{other.side} side, begins {pause_seconds:.1f} s after the {before.side} one ends",
            *_set_lines(other),
            "",
        ]
        # Both sides have one cue; only where it is another, or is said otherwise, is that told again.
        unlike = [
            *_if_unlike(_choice_lines(other, told), _choice_lines(before, told)),
            *_if_unlike(_said_lines(other), _said_lines(before)),
        ]
        lines += [*unlike, ""] if unlike else []
        before = other
    return "\n".join(line.rstrip() for line in (*lines, LEGEND))


def _set_lines(timeline: SetTimeline) -> Iterator[str]:
    longest = max(rep.ended_seconds - rep.started_seconds for rep in timeline.reps)
    columns = max(FEWEST_COLUMNS_A_SECOND, min(MOST_COLUMNS_A_SECOND, int(PICTURE_COLUMNS / longest)))
    yield f"{'before':<{MARGIN}}{_said(timeline.before)}"
    for rep in timeline.reps:
        yield from _rep_lines(rep, columns, "hold" if timeline.hold_seconds else f"rep {rep.rep_number}")
    yield f"{'after':<{MARGIN}}{_said(timeline.after)}"


def _said(spans: Iterable[Span]) -> str:
    said = [span.text for span in spans if span.text and span.what != "tick"]
    return " / ".join(said) if said else "-"


def _rep_lines(rep: RepTimeline, columns: int, called: str) -> list[str]:
    def column(seconds: float) -> int:
        return max(0, round((seconds - rep.started_seconds) * columns))

    scale = [" "] * column(rep.ended_seconds)
    for phase in rep.phases:
        first, last = column(phase.started_seconds), column(phase.ended_seconds)
        scale[first:last] = f" {DOES.get(phase.what, phase.what)}".ljust(last - first, "-")[: last - first]
    spoken = []
    bars = [" "] * len(scale)
    for sound in rep.sounds:
        at = column(sound.started_seconds)
        if sound.what == "tick":
            is_turn = any(column(phase.started_seconds) == at for phase in rep.phases)
            scale[at : at + 1] = "|" if is_turn else "+"
        else:
            width = max(1, column(sound.ended_seconds) - at)
            bars[at : at + width] = "=" * width
            spoken.append((at, sound.text))
    name = f"{called:<{MARGIN}}"
    below = [bars, *side_by_side(spoken)] if spoken else []
    return [f"{name}{''.join(scale)}|", *(" " * MARGIN + "".join(line) for line in below)]


def side_by_side(words: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield lines with each text at its column; one that would run into another goes to the next line.

    >>> list(side_by_side([(0, "seventeen"), (4, "Bend"), (14, "two")]))
    ['seventeen     two', '    Bend']
    """
    left = list(words)
    while left:
        line, later = "", []
        for at, text in left:
            if line and len(line) >= at:
                later.append((at, text))
            else:
                line = line.ljust(at) + text
        yield line
        left = later


def _if_unlike(lines: Iterable[str], before: Iterable[str]) -> list[str]:
    """Return lines where one of them is another than before, else none."""
    told = list(lines)
    return [] if told == list(before) else told


def _told(timeline: SetTimeline) -> list[SpokenCue]:
    return [*timeline.cue_before, *(rep.cue for rep in timeline.reps if rep.cue is not None)]


def _choice_lines(timeline: SetTimeline, told: Iterable[SpokenCue]) -> Iterator[str]:
    """Yield which cue it was and why; where one side is silent, the other or the words before it have the reason."""
    for cue in _told(timeline)[-1:]:
        yield f"{'cue':<{MARGIN}}{cue.cue}, {cue.focus}, before the {cue.phase} phase"
        yield f"{'rule':<{MARGIN}}{cue.rule}. {_reason(cue, told)}"


def _reason(cue: SpokenCue, told: Iterable[SpokenCue]) -> str:
    """Return why it is this cue, which is told wherever it was said."""
    said = [each.reason for each in (cue, *told) if each.form != SILENT and each.cue == cue.cue]
    return said[0] if said else "It was never said."


def _said_lines(timeline: SetTimeline) -> Iterator[str]:
    """Yield in which form the cue was said in which repetitions, and where not."""
    told = _told(timeline)
    for index, (label, rep_numbers) in enumerate(_forms(told).items()):
        yield f"{'' if index else 'said':<{MARGIN}}{_where(rep_numbers)}: {label}"
    without = [rep.rep_number for rep in timeline.reps if rep.cue is None]
    if without:
        yield f"{'':<{MARGIN}}{_where(without)}: left out, it is not said on every repetition"


def _forms(told: Iterable[SpokenCue]) -> dict[str, list[int]]:
    """Return the repetitions by the form and words of the cue; where it is silent, by the reason."""
    forms: dict[str, list[int]] = {}
    for cue in told:
        label = f"{SILENT}, {cue.reason}" if cue.form == SILENT else f"{cue.form}, {cue.text!r}"
        forms.setdefault(label, []).append(cue.rep_number)
    return forms


def _where(rep_numbers: Sequence[int]) -> str:
    """Return repetitions to read.

    >>> _where([0]), _where([1, 2, 3, 6, 9, 10]), _where([4])
    ('before the set', 'reps 1-3, 6, 9-10', 'rep 4')
    """
    if tuple(rep_numbers) == (0,):
        return "before the set"
    runs: list[list[int]] = []
    for number in rep_numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return f"rep{'s' * (len(rep_numbers) > 1)} {', '.join('-'.join(map(str, run)) for run in runs)}"
