"""`repcue rehearse`, and the demo."""

import argparse
import random
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final

import numpy as np

from repcue.cli.progress import SlowProgress
from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, RepcueError
from repcue.core.mixer import Mixer
from repcue.core.script import Line, parse_script
from repcue.core.sounds import sounds
from repcue.core.units import EAR_RATE, frames_from_seconds
from repcue.display.plain import line_of
from repcue.dsp.room import Echo, loudest_frame_rms, noise_at
from repcue.edges.audio_files import WavWriter, read_audio_at
from repcue.edges.clip_bank import ClipBank
from repcue.edges.home import cache_folder
from repcue.edges.journal import FileJournal
from repcue.edges.voices.open_voice import open_voice
from repcue.pipeline import Pipeline, Stages
from repcue.ports import Ear, Record
from repcue.prepare import Prepared, Wanted, opened_record, prepare, prepare_clips, prepare_ear, voice_folders
from repcue.rehearsal_defaults import DEFAULT_TAIL_SECONDS
from repcue.rehearse import OUTPUT_RATE, Rehearsal, Room, rehearse

LIFTER_VOICE: Final = "lifter"
"""Who says the script: another voice than the coach's, so that hearing is not tested on itself."""

OTHER_VOICE: Final = "coach"
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
    prepared = prepare(wanted_from(options))
    spoken = _spoken(options, prepared.voice)
    return run_rehearsal(prepared, spoken, options)


def demo(out: Path, events: Path, *, engine: str | None = None) -> int:
    """Rehearse the demo; leaves what was played and what happened."""
    prepared = prepare(Wanted(engine=engine))
    script = files("repcue") / "demo.txt"
    lines = parse_script(script.read_text(encoding="utf-8"), "demo.txt")
    options = argparse.Namespace(
        out=out, events=events, tail=DEFAULT_TAIL_SECONDS, seed=0, echo=None, noise=None, music=None, words=False
    )
    status = run_rehearsal(prepared, said_aloud(lines, prepared.voice, options.tail), options)
    print(f"What was played is in {out}, what happened in {events}.")
    return status


def wanted_from(options: argparse.Namespace) -> Wanted:
    """Return what the command line asks for."""
    packs = tuple(options.pack) if options.pack else None
    return Wanted(packs=packs, plan=options.plan, engine=options.engine, model=options.model, voice=options.voice)


def run_rehearsal(prepared: Prepared, spoken: Spoken, options: argparse.Namespace) -> int:
    """Run a session in memory and write what it leaves."""
    for notice in prepared.notices:
        print(notice, file=sys.stderr)
    with ExitStack() as stack:
        journal = FileJournal(options.events) if options.events else None
        if journal is not None:
            stack.callback(journal.close)
        wav = stack.enter_context(WavWriter(options.out, OUTPUT_RATE)) if options.out else None
        with SlowProgress("Rendering speech") as rendering:
            clips = prepare_clips(prepared, OUTPUT_RATE, rendering)
        ear = _ear(prepared) if spoken.track is not None else None
        if ear is not None:
            stack.callback(ear.close)
        write = _recorder(journal)
        mixer = Mixer(OUTPUT_RATE)
        stages = Stages(prepared.grammar, clips, sounds(OUTPUT_RATE), mixer, write)
        pipeline = Pipeline(stages, prepared.session, prepared.settings)
        engine, model = (ear.engine, ear.model) if ear else ("script", None)
        pipeline.open(opened_record(prepared, OUTPUT_RATE, engine, model))
        room = _room(spoken.track, spoken.seconds, options) if spoken.track is not None else None
        words = spoken.lines if spoken.track is None else ()
        rehearsal = Rehearsal(spoken.seconds, words, room, ear)
        with SlowProgress("Rehearsing") as bar:
            rehearse(
                rehearsal,
                pipeline,
                mixer,
                wav.write if wav else lambda _: None,
                lambda done: bar(done, spoken.seconds),
            )
    return 0


def _ear(prepared: Prepared) -> Ear:
    opened = prepare_ear(prepared)
    print(opened.because)
    return opened.ear


def _recorder(journal: FileJournal | None) -> Callable[[Record], None]:
    def write(record: Record) -> None:
        line = line_of(record)
        if line is not None:
            print(line)
        if journal is not None:
            journal.write(record)

    return write


def _spoken(options: argparse.Namespace, coach: str) -> Spoken:
    if options.mic is not None:
        track = read_audio_at(options.mic, EAR_RATE)
        return Spoken((), track, len(track) / EAR_RATE + options.tail)
    try:
        text = options.script.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise RepcueError(
            f"The script {str(options.script)!r} cannot be read; it is a text file with lines `SECONDS phrase`."
        ) from error
    lines = parse_script(text, str(options.script))
    if options.words:
        return Spoken(lines, None, lines[-1].at_seconds + options.tail)
    return said_aloud(lines, coach, options.tail)


def said_aloud(lines: tuple[Line, ...], coach: str, tail_seconds: float) -> Spoken:
    """Return the lines spoken by a voice other than the coach's, each at its time or after the one before."""
    voice = LIFTER_VOICE if coach != LIFTER_VOICE else OTHER_VOICE
    bank = ClipBank(open_voice(voice, voice_folders()), cache_folder() / "clips", EAR_RATE)
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
