"""The figures as a table for people, with 95 % intervals."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

HEADS: Final = ("condition", "kind", "clips", "right", "wrong", "missed", "false/h", "urgent s", "others s", "cpu s/s")
"""Latencies are median and 95 % point, computing included; the last column is in speech and in silence."""


def table_lines(report: Mapping[str, Any]) -> list[str]:
    """Return the table, a row for each run and kind of clip."""
    rows: list[tuple[str, ...]] = [HEADS]
    for run in report["runs"]:
        kinds: Mapping[str, Any] = run["kinds"]
        rows += [_row(run, kind, kinds[kind], is_first=not number) for number, kind in enumerate(kinds)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def condition_name(run: Mapping[str, Any]) -> str:
    """Return what a run was heard in: `kitchen 6 dB peak`.

    >>> condition_name({"noise": "kitchen.flac", "snr_db": 6.0, "mixing": "peak", "has_room": False})
    'kitchen 6 dB peak'
    >>> condition_name({"noise": None, "snr_db": None, "mixing": None, "has_room": True})
    'clean, in a room'
    """
    noise = f"{str(run['noise']).rpartition('.')[0]} {run['snr_db']:g} dB {run['mixing']}" if run["noise"] else "clean"
    return f"{noise}, in a room" if run.get("has_room") else noise


def _row(run: Mapping[str, Any], kind: str, counts: Mapping[str, Any], *, is_first: bool) -> tuple[str, ...]:
    low, high = counts["accuracy_95"]
    return (
        condition_name(run) if is_first else "",
        kind,
        str(counts["clips"]),
        f"{counts['accuracy']:.3f} ({low:.3f} to {high:.3f})",
        str(counts["wrong"]),
        str(counts["missed"]),
        _rate(counts),
        _pair(run["latency_urgent_seconds"]) if is_first else "",
        _pair(run["latency_normal_seconds"]) if is_first else "",
        _costs(run) if is_first else "",
    )


def _rate(counts: Mapping[str, Any]) -> str:
    if counts["false_per_hour"] is None:
        return "-"
    low, high = counts["false_per_hour_95"]
    return f"{counts['false_per_hour']:.1f} ({low:.1f} to {high:.1f})"


def _pair(latency: Mapping[str, float | None]) -> str:
    return "-" if latency["p50"] is None else f"{latency['p50']:.2f} / {latency['p95']:.2f}"


def _costs(run: Mapping[str, Any]) -> str:
    shares: Sequence[float | None] = (
        run["processor_speech_seconds_per_second"],
        run["processor_silence_seconds_per_second"],
    )
    return " / ".join("-" if share is None else f"{share:.3f}" for share in shares)
