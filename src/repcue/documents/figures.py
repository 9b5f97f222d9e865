"""Stored results of `repcue bench` → docs/figures.md, and the table in README.

Nothing is measured here. Each file in `benchmarks/figures` is what `repcue bench timing|cost --json FILE` wrote;
results of the same ear, voice and machine stand in one column.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from statistics import median
from typing import Any, Final

Result = Mapping[str, Any]
"""What a benchmark wrote: `benchmark`, `machine`, `engine`, `model`, `voice`, and figures."""

COMMANDS: Final = (
    "repcue bench timing --engine bundled --json benchmarks/figures/timing-bundled.json",
    "repcue bench cost --engine bundled --json benchmarks/figures/cost-bundled.json",
    "repcue bench timing --engine vosk --json benchmarks/figures/timing-vosk.json",
    "repcue bench cost --engine vosk --json benchmarks/figures/cost-vosk.json",
)

NONE_STORED: Final = "No figures are stored yet: `docs/figures.md` says how they are measured."
NO_ENGLISH_VOSK: Final = (
    "Vosk's English model is not among them: it could not be fetched on the machine that measured.\n"
    "The column of an ear that was not measured is left out, not estimated."
)
HEAD: Final = """\
# Measured figures

What `repcue bench` measured, and nothing else; every column names its ear, its voice and its machine.
These commands measure your machine and store the figures; `make docs` then writes this page and the table in README:

```sh
{commands}
```

*Rehearsed* figures come from sessions in memory, where a spoken word's end and every frame are known exactly.
*Live* figures come from `repcue start` on the machine's own microphone and speaker, or on a sound server's.
From a stop to silence: from the end of the spoken word to the last frame of the set's sound, the device's own latency
left out.
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table."""

    name: str
    goal: str
    benchmark: str
    told: Callable[[Result], str]
    """Writes the figure out; a result that lacks it raises `KeyError`."""


def _count(section: str, part: str, whole: str) -> Callable[[Result], str]:
    return lambda result: f"{result[section][part]:,} of {result[section][whole]:,}"


def _percentiles(result: Result) -> str:
    found = result["stop"]["to_silence_seconds"]
    return "–" if found["p50"] is None else f"{found['p50']:.2f} s, 95 % within {found['p95']:.2f} s"


def _speed(key: str) -> Callable[[Result], str]:
    def told(result: Result) -> str:
        seconds = float(result[key])
        return f"{seconds:.3f} s a second, {1 / seconds:.0f} times faster than real time"

    return told


def _live(key: str, write: Callable[[Any], str]) -> Callable[[Result], str]:
    def told(result: Result) -> str:
        live = result["live"]
        if key not in live:
            return f"not measured: {live.get('not_measured') or live['usage_not_measured']}"
        return write(live[key])

    return told


FIGURES: Final = (
    Figure(
        "Ticks that began in another frame than planned", "none", "timing", _count("ticks", "not_at_due_frame", "ticks")
    ),
    Figure(
        "Largest distance of a tick from where arithmetic puts it",
        "0 frames",
        "timing",
        lambda result: f"{result['ticks']['largest_error_frames']} frames",
    ),
    Figure(
        "The same bytes for blocks of 1 to 2048 frames",
        "yes",
        "timing",
        lambda result: "yes" if result["blocks"]["are_same_bytes"] else "no",
    ),
    Figure("Spoken stops that stopped the set", "all", "timing", _count("stop", "stopped", "spoken")),
    Figure("From the end of a spoken stop to silence, median", "0.5 s", "timing", _percentiles),
    Figure("Rehearsing a session that is handed words", "–", "cost", _speed("rehearse_words_seconds_per_second")),
    Figure("Rehearsing a session that is heard", "–", "cost", _speed("rehearse_heard_seconds_per_second")),
    Figure(
        "From `repcue start` to listening, warm caches",
        "under 3 s",
        "cost",
        _live("start_to_listening_seconds", lambda seconds: f"{median(seconds):.1f} s"),
    ),
    Figure(
        "Share of one core while live",
        "under 20 %",
        "cost",
        _live("cpu_share_of_one_core", lambda share: f"{100 * share:.0f} %"),
    ),
    Figure(
        "Memory while live",
        "under 300 MB",
        "cost",
        _live("resident_megabytes", lambda megabytes: f"{megabytes:.0f} MB"),
    ),
)


def figures_table(results: Sequence[Result]) -> str:
    """Return what was measured as a Markdown table, a column for each ear, voice and machine, with what is missing."""
    columns: dict[tuple[str, str], dict[str, Result]] = {}
    for result in results:
        columns.setdefault((_set_up(result), _machine(result)), {})[str(result["benchmark"])] = result
    if not columns:
        return NONE_STORED
    machines = list(dict.fromkeys(machine for _, machine in columns))
    heads = [f"{set_up} [{machines.index(machine) + 1}]" for set_up, machine in columns]
    rows = [[each.name, each.goal, *(_told(each, column) for column in columns.values())] for each in FIGURES]
    table = [["measured", "goal", *heads], ["---"] * (2 + len(columns)), *rows]
    lines = [f"| {' | '.join(row)} |" for row in table]
    notes = [f"[{number}] {machine}." for number, machine in enumerate(machines, start=1)]
    return "\n".join([*lines, "", *notes, *([] if _has_english_vosk(results) else [NO_ENGLISH_VOSK])])


def figures_markdown(results: Sequence[Result]) -> str:
    """Return the whole page: how to measure, the table, and every single figure."""
    parts = [HEAD.format(commands="\n".join(COMMANDS)), figures_table(results), ""]
    for result in sorted(results, key=lambda each: (str(each["engine"]), str(each["benchmark"]))):
        parts += [f"## `repcue bench {result['benchmark']}`, {_set_up(result)}", "", f"{_machine(result)}.", ""]
        parts += [
            "| figure | value |",
            "| --- | --- |",
            *(f"| `{name}` | {value} |" for name, value in _flat(result)),
            "",
        ]
    return "\n".join(parts)


def _told(figure: Figure, column: Mapping[str, Result]) -> str:
    result = column.get(figure.benchmark)
    return figure.told(result).replace("|", "\\|") if result is not None else "not measured"


def _set_up(result: Result) -> str:
    model = PurePath(str(result["model"])).name if result.get("model") else ""
    return f"{result['engine']} ear{f' ({model})' if model else ''}, voice {result['voice']}"


def _machine(result: Result) -> str:
    about = result["machine"]
    versions = f"Python {about['python']}, RepCue {about['repcue']}"
    return f"{about['processor']}, {about['cores']} cores, {about['system']}, {versions}"


def _has_english_vosk(results: Sequence[Result]) -> bool:
    return any(result["engine"] == "vosk" and "en-us" in str(result["model"]) for result in results)


def _flat(figures: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """Return every figure with its path, nested ones taken apart."""
    rows: list[tuple[str, str]] = []
    for name, value in figures.items():
        if isinstance(value, Mapping):
            rows += _flat(value, f"{prefix}{name}.")
        elif name not in {"benchmark", "engine", "model", "voice"}:
            rows.append((f"{prefix}{name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)))
    return rows
