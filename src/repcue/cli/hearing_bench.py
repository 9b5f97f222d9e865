"""`repcue bench hearing`: how well an ear hears labelled clips."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from typing import Any, Final

from repcue.bench.goal_run import read_grammar
from repcue.bench.hearing import measure
from repcue.bench.hearing_clips import KINDS, read_manifest, unknown_kinds
from repcue.bench.hearing_judge import session_judge
from repcue.bench.hearing_plot import check_matplotlib, plot
from repcue.bench.hearing_stream import Mixing, Surroundings
from repcue.bench.hearing_table import table_lines
from repcue.bench.machine import machine_line
from repcue.cli.places import check_places
from repcue.cli.progress import SlowProgress
from repcue.core.errors import OutputError, RepcueError
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import read_audio_at
from repcue.prepare import Wanted, prepare, prepare_ear

CLEAN: Final = "clean"
"""Stands among `--snr` for a run without the noise."""

LEAST_DB: Final = -30.0
MOST_DB: Final = 60.0


def hearing(options: argparse.Namespace) -> int:
    """Measure how well the ear hears labelled clips."""
    check_places({"--json": options.json, "--plot": options.plot}, {"--clips": options.clips})
    if options.plot:
        check_matplotlib()
    if unknown := unknown_kinds(options.clips):
        print(unknown, file=sys.stderr)
    prepared = prepare(Wanted(engine=options.engine, model=options.model))
    if options.grammar:
        prepared = replace(prepared, grammar=read_grammar(options.grammar, prepared.catalogue.aliases()))
    kinds = tuple(options.kind or KINDS)
    clips = read_manifest(options.clips, prepared.grammar, kinds=kinds, most_of_a_kind=options.limit, seed=options.seed)
    about = {
        "clips": str(options.clips),
        "grammar": options.grammar.name if options.grammar else "ours",
        "room": options.room.name if options.room else None,
        "seed": options.seed,
    }
    with SlowProgress("Listening") as bar:
        report = measure(
            clips,
            conditions_of(options),
            lambda: prepare_ear(prepared).ear,
            session_judge(prepared.grammar),
            seed=options.seed,
            about=about,
            progress=bar,
        ).as_json()
    _tell(report, options)
    return 0


def conditions_of(options: argparse.Namespace) -> list[Surroundings]:
    """Return the runs that the command line asks for: every noise at every level, `clean` once.

    Raises:
        RepcueError: levels without noise, or noise without levels.
    """
    snrs = snr_list(options.snr) if options.snr else []
    if bool(options.noise) != any(each is not None for each in snrs):
        raise RepcueError("--noise and --snr go together; give both, as in `--noise kitchen.wav --snr 24,12,6`.")
    room = read_audio_at(options.room, EAR_RATE) if options.room else None
    mixing = Mixing(options.mixing)
    quiet = [Surroundings(mixing=mixing, room=room)] if None in snrs or not options.noise else []
    noises = [(path.name, read_audio_at(path, EAR_RATE)) for path in options.noise or ()]
    return quiet + [
        Surroundings(name, noise, snr_db, mixing, room)
        for name, noise in noises
        for snr_db in snrs
        if snr_db is not None
    ]


def snr_list(written: str) -> list[float | None]:
    """Return the decibels of `24,12,6`; None for `clean`.

    Raises:
        RepcueError: it is no such list.

    >>> snr_list("clean,24,6")
    [None, 24.0, 6.0]
    """
    try:
        values = [None if part.strip() == CLEAN else float(part) for part in written.split(",")]
    except ValueError:
        values = [inf]
    if not all(value is None or LEAST_DB <= value <= MOST_DB for value in values):
        raise RepcueError(
            f"--snr {written!r} is no list of decibels from {LEAST_DB:g} to {MOST_DB:g}; write it like "
            f"`--snr 24,12,6`, with `{CLEAN}` for a run without the noise."
        )
    return values


def _tell(report: Mapping[str, Any], options: argparse.Namespace) -> None:
    print(f"Measured on {machine_line()}; ear: {report['engine']}, {report['model']}.")
    for line in table_lines(report):
        print(line)
    print("Right: share with its 95 % interval. Seconds: median / 95 % point from the end of the last word to the")
    print("decision, computing included. cpu: processor seconds per second in speech / in silence.")
    if options.json:
        _write(options.json, json.dumps(report, ensure_ascii=False, indent=1) + "\n")
    if options.plot:
        plot([report], options.plot)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise OutputError(f"The figures cannot be written to {str(path)!r} ({error.strerror}).") from error
