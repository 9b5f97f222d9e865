"""`repcue start`: a live session."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repcue.cli.progress import SlowProgress
from repcue.cli.rehearsing import demo, wanted_from
from repcue.core.errors import DeviceError, OutputError
from repcue.core.mixer import Mixer
from repcue.core.sounds import sounds
from repcue.display.fold import view_after
from repcue.display.plain import line_of
from repcue.display.setup import setup_record
from repcue.display.terminal import TerminalDisplay, can_draw
from repcue.display.view import View, with_level
from repcue.edges.clip_bank import ClipBank
from repcue.edges.devices import Device, Direction, find_device, headset_warning, list_devices, own_rate
from repcue.edges.ears.open_ear import OpenedEar
from repcue.edges.journal import FileJournal
from repcue.edges.microphone import DeviceMicrophone
from repcue.edges.portaudio import only_python_on_stderr
from repcue.edges.recorder import Recorder
from repcue.edges.speaker import DeviceSpeaker
from repcue.live import Hearing, run
from repcue.pipeline import Pipeline, Stages
from repcue.ports import Record
from repcue.prepare import Prepared, opened_record, prepare, prepare_clips, prepare_ear

DEMO_WAV: Final = Path("demo.wav")
DEMO_EVENTS: Final = Path("demo.jsonl")


@dataclass(frozen=True, slots=True)
class Devices:
    """Where a session listens and plays."""

    microphone: Device
    microphone_rate: int
    speaker: Device
    speaker_rate: int


def start(options: argparse.Namespace) -> int:
    """Hold a live session, or the demo where there is no microphone or speaker."""
    prepared = prepare(wanted_from(options))
    mic, speaker = options.mic or prepared.settings.microphone, options.speaker or prepared.settings.speaker
    try:
        devices = _devices(mic, speaker)
    except DeviceError as error:
        if mic is not None or speaker is not None:
            raise
        print(f"{error} The demo is rehearsed instead.")
        return demo(DEMO_WAV, options.events or DEMO_EVENTS, engine=options.engine)
    with _terminable(), only_python_on_stderr():
        _hold(prepared, devices, options)
    return 0


def _devices(mic: str | None, speaker: str | None) -> Devices:
    devices = list_devices()
    listens = find_device(devices, mic, Direction.MICROPHONE)
    plays = find_device(devices, speaker, Direction.SPEAKER)
    return Devices(listens, own_rate(listens, Direction.MICROPHONE), plays, own_rate(plays, Direction.SPEAKER))


@contextmanager
def _terminable() -> Iterator[None]:
    """Let a request to end (SIGTERM) close everything, as Ctrl-C does."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _prepare_both(prepared: Prepared, sample_rate: int) -> tuple[ClipBank, OpenedEar]:
    """Load clips and ear at the same time; both wait for libraries and disks."""
    with ThreadPoolExecutor(1) as pool, SlowProgress("Rendering speech") as rendering:
        ear = pool.submit(prepare_ear, prepared)
        clips = prepare_clips(prepared, sample_rate, rendering)
        return clips, ear.result()


class Screen:
    """Shows the session: on the terminal's screen, or as lines."""

    def __init__(self, pipeline: Pipeline, level_dbfs: Callable[[], float], *, is_plain: bool) -> None:
        self._pipeline = pipeline
        self._level_dbfs = level_dbfs
        self._view = View()
        self._display = None if is_plain else TerminalDisplay()

    def tell(self, record: Record) -> None:
        """Take a record of the event log into account."""
        self._view = view_after(self._view, record)
        if self._display is None and (line := line_of(record)) is not None:
            print(line, flush=True)

    def show(self, now_seconds: float) -> None:
        """Draw, if it is time."""
        if self._display is not None:
            self._view = view_after(self._view, setup_record(self._pipeline.session))
            self._display.show(with_level(self._view, self._level_dbfs()), now_seconds)

    def close(self) -> None:
        """Give the terminal back. Idempotent."""
        if self._display is not None:
            self._display.close()


def _hold(prepared: Prepared, devices: Devices, options: argparse.Namespace) -> None:
    with ExitStack() as stack:
        journal = FileJournal(options.events) if options.events else None
        if journal is not None:
            stack.callback(journal.close)
        clips, opened = _prepare_both(prepared, devices.speaker_rate)
        stack.callback(opened.ear.close)
        for notice in (opened.because, *prepared.notices, *clips.problems, *_warnings(devices)):
            print(notice, file=sys.stderr)
        mixer = Mixer(devices.speaker_rate)
        recorder = stack.enter_context(Recorder(options.record, devices.speaker_rate)) if options.record else None
        render = recorder.tapped(mixer.render_into) if recorder else mixer.render_into
        told: list[Record] = []
        stages = Stages(prepared.grammar, clips, sounds(devices.speaker_rate), mixer, told.append)
        pipeline = Pipeline(stages, prepared.session, prepared.settings)
        pipeline.open(opened_record(prepared, devices.speaker_rate, opened.ear.engine, opened.ear.model))
        speaker = DeviceSpeaker(render, devices.speaker, devices.speaker_rate)
        stack.callback(speaker.close)
        microphone = DeviceMicrophone(
            devices.microphone, devices.microphone_rate, lambda: mixer.frame, devices.speaker_rate
        )
        stack.callback(microphone.close)
        is_plain = options.plain or not _can_draw()
        if is_plain:
            print("Listening.", flush=True)
        screen = Screen(pipeline, lambda: microphone.level_dbfs, is_plain=is_plain)
        stack.callback(screen.close)
        writing = Writing(told, screen, journal)

        def show(now_seconds: float) -> None:
            writing.pass_on()
            if recorder is not None:
                recorder.write_pending()
            screen.show(now_seconds)

        hearing = Hearing(microphone, opened.ear, recorder.heard if recorder else None)
        try:
            run(pipeline, mixer, speaker, hearing, show)
        except KeyboardInterrupt:
            pass  # how a session is ended by hand
        finally:
            microphone.close()
            speaker.close()
            pipeline.close(speaker.underflows)
            writing.pass_on()


class Writing:
    """Hands records on to the log and the screen; a full disk ends the log, not the session."""

    def __init__(self, told: list[Record], screen: Screen, journal: FileJournal | None) -> None:
        self._told = told
        self._screen = screen
        self._journal = journal

    def pass_on(self) -> None:
        """Hand on what was told since the last call."""
        told, self._told[:] = list(self._told), []
        for record in told:
            self._screen.tell(record)
            if self._journal is not None:
                self._write(record)

    def _write(self, record: Record) -> None:
        assert self._journal is not None
        try:
            self._journal.write(record)
        except OutputError as error:
            problem = {"kind": "problem", "at_seconds": record["at_seconds"], "what": "log", "count": 1}
            self._screen.tell(problem | {"detail": str(error)})


def _can_draw() -> bool:
    from rich.console import Console

    return can_draw(Console())


def _warnings(devices: Devices) -> list[str]:
    warning = headset_warning(devices.microphone)
    return [warning] if warning else []
