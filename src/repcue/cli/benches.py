"""`repcue bench`: measure this machine."""

import argparse
import json
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from repcue.bench import cost as cost_bench
from repcue.bench import timing as timing_bench
from repcue.bench.machine import machine_line
from repcue.cli.places import check_places
from repcue.cli.progress import SlowProgress
from repcue.cli.rehearsing import said_aloud
from repcue.core.errors import OutputError
from repcue.core.script import parse_script
from repcue.edges.clip_bank import ClipBank
from repcue.edges.ears.open_ear import OpenedEar
from repcue.prepare import Prepared, Wanted, prepare, prepare_clips, prepare_ear
from repcue.rehearse import OUTPUT_RATE

Figures = Mapping[str, object]


def timing(options: argparse.Namespace) -> int:
    """Measure how exactly ticks come, and how soon a stop is silence."""
    check_places({"--json": options.json}, {})
    prepared, clips, opened = _prepared(options)
    with SlowProgress("Measuring timing") as bar:
        figures = timing_bench.measure(prepared, clips, opened.ear, bar)
    opened.ear.close()
    return _tell(figures, options.json)


def cost(options: argparse.Namespace) -> int:
    """Measure the time, processor and memory that a session takes."""
    check_places({"--json": options.json}, {})
    prepared, clips, opened = _prepared(options)
    lines = parse_script((files("repcue") / "demo.txt").read_text(encoding="utf-8"), "demo.txt")
    spoken = said_aloud(lines, prepared.voice, 0.0)
    assert spoken.track is not None
    asked = [part for name in ("engine", "model") if (value := getattr(options, name)) for part in (f"--{name}", value)]
    with SlowProgress("Measuring cost") as bar:
        figures = cost_bench.measure(prepared, clips, opened.ear, spoken.track, options=asked, progress=bar)
    opened.ear.close()
    return _tell(figures, options.json)


def _prepared(options: argparse.Namespace) -> tuple[Prepared, ClipBank, OpenedEar]:
    prepared = prepare(Wanted(engine=options.engine, model=options.model))
    with SlowProgress("Rendering speech") as rendering:
        clips = prepare_clips(prepared, OUTPUT_RATE, rendering)
    return prepared, clips, prepare_ear(prepared)


def _tell(figures: Figures, path: Path | None) -> int:
    print(f"Measured on {machine_line()}.")
    for line in _lines(figures):
        print(line)
    if path is not None:
        _write(path, json.dumps(figures, indent=1) + "\n")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        print(text, file=sys.stderr)
        raise OutputError(
            f"The figures cannot be written to {str(path)!r} ({error.strerror}); they are above."
        ) from error


def _lines(figures: Figures, prefix: str = "") -> list[str]:
    """Return a line for every figure, nested ones by their path."""
    lines = []
    for name, value in figures.items():
        if name == "machine":
            continue
        if isinstance(value, Mapping):
            lines += _lines(value, f"{prefix}{name}.")
        else:
            lines.append(f"{prefix}{name}: {value}")
    return lines
