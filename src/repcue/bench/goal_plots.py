"""Two plots of stored figures: accuracy over noise, and misses against false commands as the thresholds move."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from repcue.bench.hearing_plot import new_figure, save
from repcue.bench.hearing_threshold import SHIFTS
from repcue.core.errors import OutputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SNR_PLOT: Final = "hearing-snr.png"
TRADE_PLOT: Final = "hearing-trade.png"
_SIZE_INCHES: Final = (7.0, 4.0)
_CLEAN_AT_DB: Final = 30.0

Document = Mapping[str, Any]
Point = tuple[float, float]


def draw(document: Document, folder: Path) -> list[Path]:
    """Draw those plots for which there are figures; return their files.

    Raises:
        RepcueError: matplotlib is not installed.
        OutputError: a file cannot be written.
    """
    drawn: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The plots cannot be written to {str(folder)!r} ({error.strerror}).") from error
    rows = document["rows"]
    if "sweep" in rows:
        figure, axes = new_figure(_SIZE_INCHES)
        _draw_accuracy(axes, rows)
        save(figure, folder / SNR_PLOT)
        drawn.append(folder / SNR_PLOT)
    if trade_points(rows):
        figure, axes = new_figure(_SIZE_INCHES)
        _draw_trade(axes, rows)
        save(figure, folder / TRADE_PLOT)
        drawn.append(folder / TRADE_PLOT)
    return drawn


def trade_points(rows: Document) -> list[tuple[float, Point]]:
    """Return (shift of the thresholds, (false commands per hour, share of commands missed or wrong)).

    Empty where our commands or other people's talk were not measured.
    """
    talk = [rows[name] for name in ("talk", "short_talk") if name in rows]
    if "commands" not in rows or not talk:
        return []
    hours, clips = sum(each["speech_hours"] for each in talk), rows["commands"]["clips"]
    right = rows["commands"]["by_threshold"]["right"]
    false = [sum(counts) for counts in zip(*(each["by_threshold"]["false_commands"] for each in talk), strict=True)]
    return [(shift, (false[index] / hours, 1.0 - right[index] / clips)) for index, shift in enumerate(SHIFTS) if hours]


def _draw_accuracy(axes: "Axes", rows: Document) -> None:
    levels = rows["sweep"]["levels"]
    clean = rows.get("commands")
    for sound in dict.fromkeys(each["sound"] for each in levels):
        points = [(each["snr_db"], each["right"] / each["clips"], each["accuracy_95"]) for each in levels]
        points = [point for point, each in zip(points, levels, strict=True) if each["sound"] == sound]
        if clean:
            points.append((_CLEAN_AT_DB, clean["accuracy"], clean["accuracy_95"]))
        at_db, shares = [point[0] for point in points], [point[1] for point in points]
        below = [max(0.0, share - low) for _, share, (low, _) in points]
        above = [max(0.0, high - share) for _, share, (_, high) in points]
        axes.errorbar(at_db, shares, yerr=[below, above], marker="o", capsize=3, label=sound)
    ticks = sorted({each["snr_db"] for each in levels})
    axes.set_xticks([*ticks, _CLEAN_AT_DB], [*(f"{tick:g}" for tick in ticks), "clean"])
    axes.set(xlabel="speech over noise, dB (active mixing)", ylabel="commands right, 95 % interval", ylim=(0.0, 1.02))
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")


def _draw_trade(axes: "Axes", rows: Document) -> None:
    points = trade_points(rows)
    rates, missed = zip(*(point for _, point in points), strict=True)
    axes.plot(rates, missed, marker=".", drawstyle="steps-post", label="all thresholds shifted at once")
    (here,) = [point for shift, point in points if shift == 0.0]
    axes.plot(*here, marker="o", markersize=10, linestyle="none", label="thresholds in use")
    axes.set_xscale("symlog", linthresh=1.0)
    axes.set_xlim(left=-0.1)
    axes.set(xlabel="false commands per hour of other people's talk", ylabel="our commands missed or wrong")
    axes.set_ylim(bottom=0.0)
    axes.grid(alpha=0.3)
    axes.legend()
