"""`repcue tune-in`: noise, echo and three commands, and what to do about them."""

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Final, TextIO

from repcue.cli.progress import SlowProgress
from repcue.cli.start import Devices, chosen_devices
from repcue.core.errors import DeviceError
from repcue.core.mixer import Mixer
from repcue.core.tune_in import Phase, Step, steps_for
from repcue.core.tune_in_findings import Finding, findings_of, tuned_from
from repcue.core.tune_in_measures import Measured
from repcue.core.tuned import Tuned
from repcue.display.tune_in import plain_ascii, result_text, step_line
from repcue.dsp.reference import PlayedRing
from repcue.edges.clip_bank import ClipBank
from repcue.edges.clock import monotonic_seconds
from repcue.edges.devices import headset_warning
from repcue.edges.echo_free_ear import EchoFreeEar, kept_in
from repcue.edges.home import cache_folder
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.portaudio import only_python_on_stderr
from repcue.edges.speaker import DeviceSpeaker
from repcue.edges.tuned_file import keep_tuned, read_tuned
from repcue.edges.voices.open_voice import open_voice
from repcue.live import SPEAKER_GONE, steady
from repcue.prepare import Prepared, Wanted, check_choices, prepare, prepare_ear, voice_folders
from repcue.tuning import Ends, Showing, SoundKeeper, TuneIn

FIRST_PHRASES: Final = ("stop", "next set")
"""What has to work before anything else; an exercise's name is the third."""

WATCH_SECONDS: Final = 0.5
FRAMES_PER_SECOND: Final = 15


def tune_in(options: argparse.Namespace) -> int:
    """Guide the user through the check and keep what it finds."""
    prepared = prepare(Wanted(engine=options.engine, model=options.model, voice=options.voice))
    check_choices(prepared)
    settings = prepared.settings
    devices = chosen_devices(options.mic or settings.microphone, options.speaker or settings.speaker)
    steps = steps_for((*FIRST_PHRASES, next(iter(prepared.catalogue.aliases()))))
    with only_python_on_stderr():
        guidance = Guidance(sys.stderr if options.json else sys.stdout)
        measured = _measure(prepared, devices, steps, guidance)
    findings = findings_of(measured, sys.platform)
    tuned = tuned_from(measured, findings)
    problem = read_tuned().problem
    kept = keep_tuned(tuned) if tuned is not None else None
    if problem and kept:
        print(f"{kept} could not be read as it was; it is replaced.", file=sys.stderr)
    if options.json:
        print(json.dumps(_as_record(measured, findings, tuned, kept), ensure_ascii=False, indent=1))
    else:
        print(_drawable(result_text(measured, findings), sys.stdout), end="")
        if kept:
            pair = f"{devices.microphone.name!r} with {devices.speaker.name!r}"
            print(f"\nKept in {kept}; `repcue start` goes by it on {pair}.")
    return 0 if tuned is not None else 1


class Guidance:
    """Shows what is asked of the user: one line that moves on a terminal, a line for every step elsewhere."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._is_terminal = out.isatty()
        self._step: Step | None = None
        self._drawn_at_seconds = 0.0

    def show(self, showing: Showing) -> None:
        """Show where the tune-in stands."""
        if showing.phase is Phase.DONE:
            return
        if not self._is_terminal:
            if showing.step is not self._step:
                print(_drawable(showing.step.shown, self._out), file=self._out, flush=True)
            self._step = showing.step
            return
        now_seconds = monotonic_seconds()
        if now_seconds - self._drawn_at_seconds >= 1 / FRAMES_PER_SECOND or showing.step is not self._step:
            before = "\n" if self._step is not None and showing.step is not self._step else "\r"
            print(before + _drawable(step_line(showing), self._out), end="", file=self._out, flush=True)
            self._step, self._drawn_at_seconds = showing.step, now_seconds

    def close(self) -> None:
        """End the line that moves."""
        if self._is_terminal:
            print("\n", file=self._out, flush=True)


def _measure(prepared: Prepared, devices: Devices, steps: tuple[Step, ...], guidance: Guidance) -> Measured:
    with ExitStack() as stack:
        clips = _prompts(prepared, steps, devices.speaker_rate)
        opened = prepare_ear(prepared)
        stack.callback(opened.ear.close)
        print(opened.because, file=sys.stderr)
        if (warning := headset_warning(devices.microphone)) is not None:
            print(warning, file=sys.stderr)
        rate = devices.speaker_rate
        mixer, keeper, ear = Mixer(rate), SoundKeeper(), EchoFreeEar(opened.ear, PlayedRing(rate))
        stack.enter_context(steady())
        speaker = DeviceSpeaker(kept_in(ear.played, mixer.render_into), devices.speaker, rate)
        stack.callback(speaker.close)
        microphone = DeviceMicrophone(
            devices.microphone, devices.microphone_rate, lambda: mixer.frame, rate, tap=keeper.take
        )
        stack.callback(microphone.close)
        listens, plays = (devices.microphone.name, devices.microphone_rate), devices.speaker.name
        grammar, delivered = prepared.grammar, lambda: microphone.frames
        ends = Ends(microphone, *listens, delivered, keeper, plays, mixer, ear, clips, grammar)
        stack.callback(guidance.close)
        measured = TuneIn(ends, steps, _watching(speaker, guidance)).run()
        assert measured is not None  # nobody is asked whether to end: Ctrl-C interrupts
        return measured


def _prompts(prepared: Prepared, steps: tuple[Step, ...], sample_rate: int) -> ClipBank:
    """Return what is said, rendered."""
    with SlowProgress("Rendering speech") as rendering:
        clips = ClipBank(open_voice(prepared.voice, voice_folders()), cache_folder() / "clips", sample_rate)
        clips.prepare([step.said for step in steps if step.said], rendering)
    return clips


def _watching(speaker: DeviceSpeaker, guidance: Guidance) -> Callable[[Showing], None]:
    """Return what shows each block and ends it all when the speaker is gone: the clock would stand still."""
    watched_at_seconds = monotonic_seconds()

    def show(showing: Showing) -> None:
        nonlocal watched_at_seconds
        guidance.show(showing)
        now_seconds = monotonic_seconds()
        if now_seconds - watched_at_seconds >= WATCH_SECONDS:
            watched_at_seconds = now_seconds
            if speaker.is_lost(now_seconds):
                raise DeviceError(SPEAKER_GONE.replace("start", "tune-in"))

    return show


def _as_record(
    measured: Measured, findings: tuple[Finding, ...], tuned: Tuned | None, kept: Path | None
) -> dict[str, object]:
    return {
        "measured": asdict(measured),
        "findings": [{**asdict(finding), "verdict": finding.verdict.value} for finding in findings],
        "tuned": tuned.model_dump(mode="json") if tuned else None,
        "kept": str(kept) if kept else None,
    }


def _drawable(text: str, out: TextIO) -> str:
    return text if (out.encoding or "").lower().startswith("utf") else plain_ascii(text)
