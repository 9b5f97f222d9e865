"""The figures of `repcue bench echo` as a table for people."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

HEADS: Final = (
    "room",
    "RT60",
    "user below echo",
    "clocks",
    "without echo",
    "with echo",
    "ratio",
    "bare",
    "ERLE",
    "cpu",
)


def table_lines(report: Mapping[str, Any]) -> list[str]:
    """Return the table, a row for each room, and a line on what the coach made of its own voice."""
    rows = [HEADS, *(_row(room) for room in report["rooms"])]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return [*lines, *_alone_lines(report["self_triggered"])]


def _row(room: Mapping[str, Any]) -> Sequence[str]:
    low, high = room["with_echo_95"]
    return (
        str(room["room"]),
        _or_dash(room["rt60_seconds"], "{:g} s"),
        _or_dash(room["user_below_echo_db"], "{:g} dB"),
        _clocks(room),
        f"{room['without_echo']:.3f}",
        f"{room['with_echo']:.3f} ({low:.3f} to {high:.3f})",
        f"{room['ratio']:.3f}",
        _or_dash(room.get("not_cancelled"), "{:.3f}"),
        _or_dash(room.get("erle_db"), "{:.0f} dB"),
        f"{100 * room['cpu_share']:.1f} %",
    )


def _clocks(room: Mapping[str, Any]) -> str:
    if room["delay_jump_seconds"]:
        return f"jump {1000 * room['delay_jump_seconds']:.0f} ms"
    return f"{room['drift_ppm']:+g} ppm" if room["drift_ppm"] else "same"


def _alone_lines(alone: Mapping[str, Any]) -> list[str]:
    if not alone["minutes"]:
        return []
    counts = ", ".join(f"{count} {reason}" for reason, count in alone["refused"].items()) or "none"
    head = f"Coach alone for {alone['minutes']:g} minutes: {alone['commands']} commands to itself; refused: {counts}."
    return [head, *(f"  {each}" for each in alone["what"])]


def _or_dash(value: float | None, written: str) -> str:
    return "-" if value is None else written.format(value)
