"""`repcue rehearse`, and the demo."""

import argparse
import random
import sys
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from repcue.cli.lines import Lines
from repcue.cli.places import check_places
from repcue.cli.progress import SlowProgress
from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, RepcueError
from repcue.core.mixer import Mixer
from repcue.core.script import Line, parse_script
from repcue.core.sounds import sounds
from repcue.core.units import EAR_RATE, frames_from_seconds
from repcue.display.plain import line_of
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room import Echo, loudest_frame_rms, noise_at
from repcue.edges.audio_files import WavWriter, read_audio_at
from repcue.edges.echo_free_ear import EchoFreeEar, echo_delay_of
from repcue.edges.history import FileHistory
from repcue.edges.journal import FileJournal
from repcue.pipeline import Pipeline
from repcue.ports import Ear, Record
from repcue.prepare import (
    Prepared,
    Wanted,
    check_choices,
    open_clips,
    opened_record,
    prepare,
    prepare_clips,
    prepare_ear,
    remembering,
)
from repcue.rehearsal_defaults import DEFAULT_TAIL_SECONDS
from repcue.rehearse import OUTPUT_RATE, Rehearsal, Room, rehearse
from repcue.stages import Stages

LIFTER_VOICE: Final = "lifter"
"""Who says the script: another voice than the coach's, so that hearing is not tested on itself."""

OTHER_VOICE: Final = "coach"
_MOST_SCRIPT_BYTES: Final = 1_000_000
"""A day of phrases, one a second, and no more than a wrong file may cost."""

SILENT_RMS: Final = 0.05
"""Loudness of speech, -26 dBFS, that noise is mixed against when the microphone's file has no speech at all."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is said to the coach."""

    lines: tuple[Line, ...] = ()
    track: Samples | None = None
    """At 16 kHz; None where words are handed past the recogniser."""

    seconds: float = 0.0


def rehearse_command(options: argparse.Namespace) -> int:
    """Rehearse a script or a recording."""
    if options.words and options.script is None:
        raise RepcueError("--words needs --script FILE; a recording has no words to hand over.")
    for name in ("echo", "noise", "music"):
        if options.words and getattr(options, name) is not None:
            raise RepcueError(f"--words goes past the microphone, so --{name} would not be heard; leave one out.")
    reads = {f"--{name}": getattr(options, name) for name in ("script", "mic", "plan", "echo", "noise", "music")}
    check_places({"--out": options.out, "--events": options.events, "--history": options.history}, reads)
    prepared = prepare(wanted_from(options))
    check_choices(prepared)
    return run_rehearsal(prepared, _spoken(options, prepared.voice), options)


def demo(prepared: Prepared, out: Path, events: Path) -> int:
    """Rehearse the demo; leaves what was played and what happened."""
    check_places({"--out": out, "--events": events}, {})
    script = files("repcue") / "demo.txt"
    lines = parse_script(script.read_text(encoding="utf-8"), "demo.txt")
    options = argparse.Namespace(out=out, events=events, history=None, seed=0, echo=None, noise=None, music=None)
    status = run_rehearsal(prepared, said_aloud(lines, prepared.voice, DEFAULT_TAIL_SECONDS), options)
    print(f"What was played is in {out}, what happened in {events}.")
    return status


def wanted_from(options: argparse.Namespace) -> Wanted:
    """Return what the command line asks for."""
    packs = tuple(options.pack) if options.pack else None
    ear = {"engine": options.engine, "model": options.model}
    return Wanted(packs=packs, plan=options.plan, voice=options.voice, language=options.language, **ear)


def run_rehearsal(prepared: Prepared, spoken: Spoken, options: argparse.Namespace) -> int:
    """Run a session in memory and write what it leaves."""
    lines = Lines()
    for notice in prepared.notices:
        print(notice, file=sys.stderr)
    room = _room(spoken.track, spoken.seconds, options) if spoken.track is not None else None
    with SlowProgress("Rendering speech") as rendering:
        clips = prepare_clips(prepared, OUTPUT_RATE, rendering)
    for problem in clips.problems:
        print(problem, file=sys.stderr)
    with ExitStack() as stack:
        played = PlayedRing(OUTPUT_RATE) if room is not None and room.echo is not None else None
        ear = _ear(prepared, lines, played) if room is not None else None
        if ear is not None:
            stack.callback(ear.close)
        mixer = Mixer(OUTPUT_RATE)
        # Nothing is left by what fails before this.
        wav = stack.enter_context(WavWriter(options.out, OUTPUT_RATE)) if options.out else None
        journal = FileJournal(options.events) if options.events else None
        if journal is not None:
            stack.callback(journal.close)
        history = stack.enter_context(closing(FileHistory(options.history)))
        prepared = remembering(prepared, history.experience())
        for notice in history.notices:
            print(notice, file=sys.stderr)
        stages = Stages(
            prepared.grammar,
            clips,
            sounds(OUTPUT_RATE),
            mixer,
            _recorder(journal, lines),
            echo_delay_seconds=lambda: echo_delay_of(ear),
            keep=history.keep,
        )
        pipeline = Pipeline(stages, prepared.session, prepared.settings)
        engine, model = (ear.engine, ear.model) if ear else ("script", None)
        pipeline.open(opened_record(prepared, OUTPUT_RATE, engine, model))
        words = spoken.lines if room is None else ()
        write = wav.write if wav else lambda _: None
        with SlowProgress("Rehearsing") as bar:
            rehearsal = Rehearsal(spoken.seconds, words, room, ear, played=played)
            rehearse(rehearsal, pipeline, mixer, write, lambda done: bar(done, spoken.seconds))
    return 0


def _ear(prepared: Prepared, lines: Lines, played: PlayedRing | None) -> Ear:
    """Return the ear; where the room has an echo, one that takes what was played out of what is heard."""
    opened = prepare_ear(prepared)
    lines.tell(opened.because)
    return opened.ear if played is None else EchoFreeEar(opened.ear, played)


def _recorder(journal: FileJournal | None, lines: Lines) -> Callable[[Record], None]:
    def write(record: Record) -> None:
        if journal is not None:
            journal.write(record)
        if (line := line_of(record)) is not None:
            lines.tell(line)

    return write


def _spoken(options: argparse.Namespace, coach: str) -> Spoken:
    if options.mic is not None:
        track = read_audio_at(options.mic, EAR_RATE)
        return Spoken((), track, len(track) / EAR_RATE + options.tail)
    lines = parse_script(_script_text(options.script), str(options.script))
    if options.words:
        return Spoken(lines, None, lines[-1].at_seconds + options.tail)
    return said_aloud(lines, coach, options.tail)


def _script_text(path: Path) -> str:
    written = "it is a text file with lines `SECONDS phrase`, like 4 next set"
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_SCRIPT_BYTES + 1)
        if len(content) > _MOST_SCRIPT_BYTES:
            raise RepcueError(f"The script {str(path)!r} is longer than a megabyte; {written}.")
        return content.decode("utf-8-sig")
    except FileNotFoundError as error:
        raise RepcueError(f"There is no script {str(path)!r}; {written}.") from error
    except OSError as error:
        raise RepcueError(f"The script {str(path)!r} cannot be read ({error.strerror}); {written}.") from error
    except UnicodeDecodeError as error:
        raise RepcueError(f"The script {str(path)!r} is no text; {written}.") from error


def said_aloud(lines: tuple[Line, ...], coach: str, tail_seconds: float) -> Spoken:
    """Return the lines spoken by a voice other than the coach's, each at its time or after the one before."""
    voice = LIFTER_VOICE if coach != LIFTER_VOICE else OTHER_VOICE
    bank = open_clips(voice, EAR_RATE)
    bank.prepare([line.phrase for line in lines])
    pieces: list[tuple[int, Samples]] = []
    end = 0
    for line in lines:
        clip = bank.speech(line.phrase)
        if clip is not None:
            start = max(end, frames_from_seconds(line.at_seconds, EAR_RATE))
            pieces.append((start, clip.samples))
            end = start + clip.frames
    track = np.zeros(end, dtype=np.float32)
    for start, samples in pieces:
        track[start : start + len(samples)] = samples
    return Spoken(lines, track, max(end / EAR_RATE, lines[-1].at_seconds) + tail_seconds)


def _room(track: Samples, seconds: float, options: argparse.Namespace) -> Room:
    frames = frames_from_seconds(seconds, EAR_RATE)
    heard = np.zeros(frames, dtype=np.float32)
    heard[: len(track)] = track[:frames]
    speech_rms = loudest_frame_rms(track) or SILENT_RMS
    chance = random.Random(options.seed)
    for path, snr_db in ((options.noise, "snr"), (options.music, "music_snr")):
        if path is not None:
            noise = _sound_in(path)
            heard += noise_at(noise, speech_rms, getattr(options, snr_db), frames, chance.randrange(len(noise)))
    return Room(heard, _echo(options) if options.echo is not None else None)


def _sound_in(path: Path) -> Samples:
    samples = read_audio_at(path, EAR_RATE)
    if not samples.any():
        raise AudioFileError(f"{str(path)!r} holds nothing but silence; give a recording with sound in it.")
    return samples


def _echo(options: argparse.Namespace) -> Echo:
    delay_frames = frames_from_seconds(options.echo_delay_ms / 1000, EAR_RATE)
    return Echo(_sound_in(options.echo), options.echo_gain_db, delay_frames)
