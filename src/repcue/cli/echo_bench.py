"""`repcue bench echo`: how well the ear hears through the coach's own sound."""

import argparse
import json
from collections.abc import Mapping
from math import inf
from pathlib import Path
from typing import Any, Final

from repcue.bench.echo import JUMP_SECONDS, PHRASES, Wants, measure, usual_rooms, with_troubles
from repcue.bench.echo_scene import Place, measured_room
from repcue.bench.echo_table import table_lines
from repcue.bench.hearing_clips import read_manifest
from repcue.bench.machine import machine_line
from repcue.cli.places import check_places
from repcue.cli.progress import SlowProgress
from repcue.core.clip import Samples
from repcue.core.errors import OutputError, RepcueError
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import read_audio_at
from repcue.edges.clip_bank import ClipBank
from repcue.edges.home import cache_folder
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.prepare import Prepared, Wanted, prepare, prepare_clips, prepare_ear
from repcue.rehearse import OUTPUT_RATE

VOICES: Final = (("en-us+m3", 150), ("en-us+f2", 170), ("en-gb-x-rp", 165), ("en-gb-scotland", 155))
"""Who says the commands where no clips are given: other voices than the coach's."""

MOST_DRIFT_PPM: Final = 300.0
LOUDEST_DB: Final = 40.0


def echo(options: argparse.Namespace) -> int:
    """Measure how well the ear hears through the coach's own sound."""
    check_places({"--json": options.json}, {"--clips": options.clips})
    rooms = _rooms(options)
    prepared = prepare(Wanted(engine=options.engine, model=options.model))
    with SlowProgress("Rendering speech") as bar:
        clips = prepare_clips(prepared, OUTPUT_RATE, bar, everything=True)
    wants = Wants(rooms, _phrases(options, prepared), options.minutes, options.bare, options.seed)
    with SlowProgress("Listening") as bar:
        report = measure(
            prepared,
            clips,
            lambda: prepare_ear(prepared).ear,
            wants,
            progress=bar,
            keep=lambda part: _write(options.json, part),
        )
    _tell(report)
    return 0


def decibels_and_ppm(written: str, option: str, most: float, example: str) -> list[float]:
    """Return the numbers of a list like `10,20`.

    Raises:
        RepcueError: it is no such list, or a number is farther from 0 than `most`.

    >>> decibels_and_ppm("0,100,-100", "--drift", 300, "0,100")
    [0.0, 100.0, -100.0]
    """
    try:
        values = [float(part) for part in written.split(",")]
    except ValueError:
        values = [inf]
    if not all(abs(value) <= most for value in values):
        raise RepcueError(
            f"{option} {written!r} is no list of numbers from -{most:g} to {most:g}; write it like "
            f"`{option} {example}`."
        )
    return values


def _rooms(options: argparse.Namespace) -> list[Place]:
    levels = decibels_and_ppm(options.level, "--level", LOUDEST_DB, "10,20")
    drifts = decibels_and_ppm(options.drift, "--drift", MOST_DRIFT_PPM, "0,100,-100")
    if not options.room:
        return with_troubles(usual_rooms(levels), drifts, JUMP_SECONDS)
    responses = [(path.name, read_audio_at(path, EAR_RATE)) for path in options.room]
    rooms = [measured_room(name, response, level) for level in levels for name, response in responses]
    return with_troubles(rooms, drifts, JUMP_SECONDS)


def _phrases(options: argparse.Namespace, prepared: Prepared) -> list[tuple[str, Samples]]:
    """Return the commands that are spoken: the manifest's, or ours by a few voices."""
    if options.clips:
        labelled = read_manifest(
            options.clips, prepared.grammar, kinds=("command",), most_of_a_kind=options.limit, seed=options.seed
        )
        return [(each.text, read_audio_at(each.path, EAR_RATE)) for each in labelled]
    phrases = []
    for voice, rate in VOICES:
        bank = ClipBank(Pyttsx3Voice(voice, rate), cache_folder() / "clips", EAR_RATE)
        bank.prepare(PHRASES)
        phrases += [(text, clip.samples) for text in PHRASES if (clip := bank.speech(text)) is not None]
    # Every so many, so that each voice and phrase has its part.
    step = max(1, len(phrases) // options.limit) if options.limit else 1
    return phrases[::step][: options.limit]


def _tell(report: Mapping[str, Any]) -> None:
    print(f"Measured on {machine_line()}; ear: {report['engine']}, {report['model']}.")
    for line in table_lines(report):
        print(line)
    print("With echo: share of commands obeyed, with its 95 % interval. ERLE: how far the echo sinks once the room is")
    print("known. Cpu: of one core, for the canceller alone.")


def _write(path: Path | None, report: Mapping[str, object]) -> None:
    if path is None:
        return
    try:
        path.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"The figures cannot be written to {str(path)!r} ({error.strerror}).") from error
