"""Two plots in one PNG: accuracy over noise, and misses against false commands as the score's threshold moves.

The only importer of matplotlib, which is an extra: who measures wants a plot, who trains needs no 60 MB of it.
Figures that are kept are drawn by `goal_plots`.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from repcue.bench.hearing_table import condition_name
from repcue.core.errors import OutputError, RepcueError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CLEAN_AT_DB: Final = 30.0
"""Where "clean" stands on the axis of decibels."""

Point = tuple[float, float]


def plot(reports: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Draw the runs of one or more reports into a PNG.

    Raises:
        RepcueError: matplotlib is not installed.
        OutputError: the file cannot be written.
    """
    figure, (left, right) = new_figure((11.0, 4.5), columns=2)
    _draw_accuracy(left, reports)
    _draw_trade(right, reports)
    save(figure, path)


def check_matplotlib() -> None:
    """Make sure that something can be drawn.

    Raises:
        RepcueError: matplotlib is not installed.
    """
    new_figure((1.0, 1.0))


def new_figure(size_inches: tuple[float, float], *, columns: int = 1) -> tuple["Figure", Any]:
    """Return a figure and its axes, an array of them where there is more than one column.

    Raises:
        RepcueError: matplotlib is not installed.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise RepcueError(
            "A plot needs matplotlib; type `.venv/bin/pip install matplotlib`, or leave --plot out."
        ) from error
    figure = Figure(figsize=size_inches, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(1, columns)


def save(figure: "Figure", path: Path) -> None:
    """Write a figure as a PNG.

    Raises:
        OutputError: the file cannot be written.
    """
    try:
        figure.savefig(path, format="png", dpi=100, metadata={"Software": None})
    except OSError as error:
        raise OutputError(f"The plot cannot be written to {str(path)!r} ({error.strerror}).") from error


def accuracy_by_snr(report: Mapping[str, Any]) -> dict[str, list[tuple[float, float, Point]]]:
    """Return the points (dB, share right, its interval) by dB, for each noise and kind; "clean" joins every noise.

    Other speech is left out: what counts there is false commands per hour.
    """
    curves: dict[str, list[tuple[float, float, Point]]] = {}
    noises = dict.fromkeys((run["noise"], run["mixing"]) for run in report["runs"] if run["noise"])
    for noise, mixing in noises or {(None, None): None}:
        where = f", {str(noise).rpartition('.')[0]} ({mixing})" if noise else ""
        for run in report["runs"]:
            if run["noise"] is not None and (run["noise"], run["mixing"]) != (noise, mixing):
                continue
            at_db = _CLEAN_AT_DB if run["snr_db"] is None else run["snr_db"]
            for kind, counts in run["kinds"].items():
                if kind != "other_speech":
                    point = (at_db, counts["accuracy"], tuple(counts["accuracy_95"]))
                    curves.setdefault(f"{kind}{where}", []).append(point)
    return {name: sorted(points) for name, points in curves.items()}


def trade_off(run: Mapping[str, Any]) -> list[Point]:
    """Return (false commands per hour, share missed or wrong) for every threshold on the score, the strictest first.

    A decision below the threshold counts as not made. Empty where the run has no clip of either sort.
    """
    wanted = [each for each in run["decisions"] if each["expected"] is not None]
    others = [each for each in run["decisions"] if each["expected"] is None]
    hours = run["speech_hours"]
    if not wanted or not others or not hours:
        return []
    false_scores = [score for each in others if each["decided"] is not None for score in _scores(each)]
    right_scores = [each["score"] for each in wanted if each["right"]]
    points = [(0.0, 1.0)]
    for threshold in sorted({*false_scores, *right_scores}, reverse=True):
        false_per_hour = sum(score >= threshold for score in false_scores) / hours
        points.append((false_per_hour, 1.0 - sum(score >= threshold for score in right_scores) / len(wanted)))
    return points


def _scores(decision: Mapping[str, Any]) -> list[float]:
    return [decision["score"], *(each["score"] for each in decision.get("more", ()))]


def _draw_accuracy(axes: "Axes", reports: Sequence[Mapping[str, Any]]) -> None:
    for report in reports:
        for name, points in accuracy_by_snr(report).items():
            at_db, shares = [point[0] for point in points], [point[1] for point in points]
            below = [share - low for _, share, (low, _) in points]
            above = [high - share for _, share, (_, high) in points]
            axes.errorbar(
                at_db, shares, yerr=[below, above], marker="o", capsize=3, label=f"{report['engine']}: {name}"
            )
    axes.set(xlabel="speech over noise, dB (30: clean)", ylabel="right, with 95 % interval", ylim=(0.0, 1.02))
    axes.grid(alpha=0.3)
    axes.legend(fontsize=7)


def _draw_trade(axes: "Axes", reports: Sequence[Mapping[str, Any]]) -> None:
    for report in reports:
        for run in report["runs"]:
            points = trade_off(run)
            if points:
                rates, missed = zip(*points, strict=True)
                axes.plot(rates, missed, marker=".", drawstyle="steps-post", label=condition_name(run))
    axes.set_xscale("symlog", linthresh=1.0)
    axes.set(xlabel="false commands per hour of other speech", ylabel="commands missed or wrong", ylim=(0.0, 1.02))
    axes.grid(alpha=0.3)
    if axes.lines:
        axes.legend(fontsize=7)
    else:
        axes.text(0.5, 0.5, "needs commands and other speech in one run", ha="center", transform=axes.transAxes)
