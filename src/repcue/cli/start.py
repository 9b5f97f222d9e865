"""`repcue start`: a live session."""

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from repcue.cli.lines import Lines
from repcue.cli.places import check_places
from repcue.cli.progress import SlowProgress
from repcue.cli.rehearsing import demo, wanted_from
from repcue.cli.tuned import level_guess, tuned_for
from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.errors import DeviceError, OutputError
from repcue.core.mixer import Mixer
from repcue.core.sayable import not_heard_sentence
from repcue.core.sounds import sounds
from repcue.core.tuned import Tuned
from repcue.display.fold import view_after
from repcue.display.plain import line_of
from repcue.display.setup import setup_record
from repcue.display.terminal import TerminalDisplay, can_draw
from repcue.display.view import View, with_level
from repcue.dsp.reference import PlayedRing
from repcue.edges.clip_bank import ClipBank
from repcue.edges.devices import Device, Direction, find_device, headset_warning, list_devices, own_rate
from repcue.edges.ears.open_ear import OpenedEar
from repcue.edges.echo_free_ear import EchoFreeEar, echo_delay_of, kept_in
from repcue.edges.history import FileHistory, history_path
from repcue.edges.interruption import requests_held
from repcue.edges.journal import FileJournal
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.portaudio import only_python_on_stderr
from repcue.edges.recorder import Recorder
from repcue.edges.speaker import DeviceSpeaker
from repcue.edges.tuned_file import read_tuned
from repcue.live import Hearing, run, steady
from repcue.live_packs import live_packs
from repcue.pipeline import Pipeline
from repcue.ports import Ear, History, Record
from repcue.prepare import Prepared, check_choices, opened_record, prepare, prepare_clips, prepare_ear, remembering
from repcue.stages import Stages

DEMO_WAV: Final = Path("demo.wav")
DEMO_EVENTS: Final = Path("demo.jsonl")
DEMO_PACKS: Final = ("essentials",)
"""Where the lifts are that the demo names."""


@dataclass(frozen=True, slots=True)
class Devices:
    """Where a session listens and plays."""

    microphone: Device
    microphone_rate: int
    speaker: Device
    speaker_rate: int


def start(options: argparse.Namespace) -> int:
    """Hold a live session, or the demo where there is no microphone or speaker."""
    check_places({"--events": options.events}, {"--plan": options.plan})
    wanted = wanted_from(options)
    prepared = prepare(wanted)
    check_choices(prepared)
    mic, speaker = options.mic or prepared.settings.microphone, options.speaker or prepared.settings.speaker
    try:
        devices = chosen_devices(mic, speaker)
    except DeviceError as error:
        if mic is not None or speaker is not None:
            raise
        what_is_missing = str(error).partition(". ")[0].rstrip(".")
        print(f"{what_is_missing}, so the demo is rehearsed instead.", flush=True)
        return demo(prepare(replace(wanted, packs=DEMO_PACKS, plan=None)), DEMO_WAV, options.events or DEMO_EVENTS)
    with only_python_on_stderr():
        _hold(prepared, devices, options, _tuned(devices))
    return 0


def chosen_devices(mic: str | None, speaker: str | None) -> Devices:
    """Return the devices that are named, or the system's own, with the rates to open them at.

    Raises:
        DeviceError: one is missing or unknown, or nothing can be played at all here.
    """
    devices = list_devices()
    listens = find_device(devices, mic, Direction.MICROPHONE)
    plays = find_device(devices, speaker, Direction.SPEAKER)
    return Devices(listens, own_rate(listens, Direction.MICROPHONE), plays, own_rate(plays, Direction.SPEAKER))


def _prepare_both(prepared: Prepared, sample_rate: int, tuned: Tuned | None) -> tuple[ClipBank, OpenedEar]:
    """Load clips and ear at the same time; both wait for libraries and disks."""
    with ThreadPoolExecutor(1) as pool, SlowProgress("Rendering speech") as rendering:
        ear = pool.submit(prepare_ear, prepared, level_guess(tuned))
        clips = prepare_clips(prepared, sample_rate, rendering)
        return clips, ear.result()


class Screen:
    """Shows the session: on the terminal's screen, or as lines."""

    def __init__(self, pipeline: Pipeline, level_dbfs: Callable[[], float], *, is_plain: bool) -> None:
        self._pipeline = pipeline
        self._level_dbfs = level_dbfs
        self._view = View()
        self._lines = Lines()
        if is_plain:
            self._lines.tell("Listening.")
        self._display = None if is_plain else TerminalDisplay()

    def tell(self, record: Record) -> None:
        """Take a record of the event log into account."""
        self._view = view_after(self._view, record)
        if self._display is None and (line := line_of(record)) is not None:
            self._lines.tell(line)

    def show(self, now_seconds: float) -> None:
        """Draw, if it is time."""
        if self._display is not None:
            self._view = view_after(self._view, setup_record(self._pipeline.session))
            self._display.show(with_level(self._view, self._level_dbfs()), now_seconds)

    def close(self) -> None:
        """Give the terminal back. Idempotent."""
        if self._display is not None:
            self._display.close()


def _hold(prepared: Prepared, devices: Devices, options: argparse.Namespace, tuned: Tuned | None) -> None:
    with ExitStack() as stack:
        clips, opened = _prepare_both(prepared, devices.speaker_rate, tuned)
        stack.callback(opened.ear.close)
        history = stack.enter_context(closing(FileHistory(history_path())))
        prepared = remembering(prepared, history.experience())
        for notice in (*_of_ear(opened, prepared), *clips.problems, *history.notices, *_warnings(devices)):
            print(notice, file=sys.stderr)
        recorder = stack.enter_context(Recorder(options.record, devices.speaker_rate)) if options.record else None
        told: list[Record] = []
        mixer, ear = Mixer(devices.speaker_rate), _without_echo(opened.ear, devices.speaker_rate, tuned)
        pipeline = _opened_pipeline(prepared, clips, mixer, ear, told, history=history, tuned=tuned)
        render = kept_in(ear.played, mixer.render_into)
        render = recorder.tapped(render) if recorder else render
        is_plain = options.plain or not _can_draw()
        stack.enter_context(steady())
        packs = stack.enter_context(live_packs(prepared, clips, opened.ear))
        speaker = DeviceSpeaker(render, devices.speaker, devices.speaker_rate)
        stack.callback(speaker.close)

        def open_microphone() -> DeviceMicrophone:
            rate = devices.microphone_rate
            return DeviceMicrophone(devices.microphone, rate, lambda: mixer.frame, devices.speaker_rate)

        hearing = Hearing(open_microphone(), ear, recorder.heard if recorder else None, open_microphone)
        stack.callback(hearing.close)
        # Whatever fails before this leaves no log; from here to the end a request to end has to wait for its moment.
        is_asked_to_end = stack.enter_context(requests_held())
        journal = FileJournal(options.events) if options.events else None
        if journal is not None:
            stack.callback(journal.close)
        screen = Screen(pipeline, lambda: hearing.microphone.level_dbfs, is_plain=is_plain)
        stack.callback(screen.close)
        keeping = Keeping(told, screen, journal)

        def show(now_seconds: float) -> None:
            if recorder is not None and (failure := recorder.write_pending()) is not None:
                pipeline.problem("disk", 1, failure)
            keeping.pass_on()
            packs.step(pipeline, mixer.frame)
            screen.show(now_seconds)

        try:
            run(pipeline, mixer, speaker, hearing, show, is_asked_to_end=is_asked_to_end)
        finally:
            hearing.close()
            speaker.close()
            pipeline.close(speaker.underflows)
            keeping.pass_on()
            if recorder is not None:
                recorder.close()


def _of_ear(opened: OpenedEar, prepared: Prepared) -> list[str]:
    """Return which ear it is and why, which names it never hears, and what else the packs leave to say."""
    unheard = not_heard_sentence(prepared.catalogue.aliases(), opened.ear.unhearable)
    return [opened.because, *([unheard] if unheard else []), *prepared.notices]


def _tuned(devices: Devices) -> Tuned | None:
    """Return what a tune-in has left for these devices, and tell what the user should know of it."""
    tuned, notices = tuned_for(devices.microphone.name, devices.speaker.name, read_tuned())
    for notice in notices:
        print(notice, file=sys.stderr)
    return tuned


def _without_echo(ear: Ear, sample_rate: int, tuned: Tuned | None) -> EchoFreeEar:
    delay_seconds = tuned.echo_delay_seconds if tuned else None
    return EchoFreeEar(ear, PlayedRing(sample_rate), expected_delay_seconds=delay_seconds)


def _opened_pipeline(
    prepared: Prepared,
    clips: ClipBank,
    mixer: Mixer,
    ear: EchoFreeEar,
    told: list[Record],
    *,
    history: History,
    tuned: Tuned | None,
) -> Pipeline:
    stages = Stages(
        prepared.grammar,
        clips,
        sounds(mixer.sample_rate),
        mixer,
        told.append,
        lambda: echo_delay_of(ear),
        history.keep,
        tuned.needed_score_for(ear.engine) if tuned else CERTAIN_SCORE,
    )
    pipeline = Pipeline(stages, prepared.session, prepared.settings)
    pipeline.open(opened_record(prepared, mixer.sample_rate, ear.engine, ear.model))
    return pipeline


class Keeping:
    """Hands records on to the log and the screen, and sound to its files; a full disk ends these, not the session."""

    def __init__(self, told: list[Record], screen: Screen, journal: FileJournal | None) -> None:
        self._told = told
        self._screen = screen
        self._journal = journal

    def pass_on(self) -> None:
        """Hand on what was told since the last call."""
        told, self._told[:] = list(self._told), []
        for record in told:
            if self._journal is not None:
                self._write(record)
            self._screen.tell(record)

    def _write(self, record: Record) -> None:
        assert self._journal is not None
        try:
            self._journal.write(record)
        except OutputError as error:
            problem = {"kind": "problem", "at_seconds": record["at_seconds"], "what": "disk", "count": 1}
            self._screen.tell(problem | {"detail": str(error)})


def _can_draw() -> bool:
    from rich.console import Console

    return can_draw(Console())


def _warnings(devices: Devices) -> list[str]:
    warning = headset_warning(devices.microphone)
    return [warning] if warning else []
