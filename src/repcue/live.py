"""A live session: the pipeline between a real microphone and a real speaker.

Threads: PortAudio's two call the microphone's and the speaker's callbacks; the hearing thread feeds the ear; everything
else, the control loop, runs on the caller's. What was heard crosses from one to the other in a bounded queue; when the
control loop is too slow for it, the oldest is dropped and counted.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Final, Protocol

from repcue.core.clip import Samples
from repcue.core.errors import DeviceError
from repcue.core.messages import Partial, Utterance
from repcue.core.mixer import Mixer
from repcue.edges.clock import monotonic_seconds
from repcue.edges.speaker import DeviceSpeaker
from repcue.pipeline import Pipeline
from repcue.ports import Ear, Microphone

STEP_SECONDS: Final = 0.01
"""How long the control loop waits for something to be heard; moments and layouts are looked after as often."""

HEARD_QUEUE: Final = 64
"""Utterances and partials; the control loop takes them every 10 ms, an ear gives a few a second."""

READ_TIMEOUT_SECONDS: Final = 0.1
WATCH_SECONDS: Final = 0.5
SWITCH_INTERVAL_SECONDS: Final = 0.001
"""Longest callback under load fell from 28–38 ms to 7–13 ms with a shorter switch interval than Python's 5 ms."""

SPEAKER_GONE: Final = "The speaker is gone. Connect it again and type `repcue start`."
MICROPHONE_GONE: Final = "The microphone is gone; connect it again. The set is on hold meanwhile."
MICROPHONE_SILENT: Final = "The microphone delivers digital silence; check its switch and the permission to use it."
MICROPHONE_BROKEN: Final = "The microphone sends samples that are no numbers; they are taken for silence."
MICROPHONE_BACK: Final = "The microphone is back."
REOPEN_SECONDS: Final = 2.0
"""How often a lost microphone is tried again: a sound service that is asked ten times a second stalls."""

SILENT_DBFS: Final = -119.0
"""Above it something was heard; the meter's floor, which digital silence has, is -120."""

Problem = Callable[[str, int, str], None]


class Watched(Protocol):
    """What is asked of a device: `edges.microphone.DeviceMicrophone`, `edges.speaker.DeviceSpeaker`."""

    @property
    def failure(self) -> Exception | None:
        """What went wrong on the audio thread."""
        ...

    def is_lost(self, now_seconds: float) -> bool:
        """Return whether the device is gone."""
        ...


class WatchedMicrophone(Microphone, Watched, Protocol):
    """A microphone that tells how it fares. Its counts begin at 0."""

    @property
    def broken_blocks(self) -> int:
        """How many blocks held samples that are no numbers."""
        ...

    @property
    def level_dbfs(self) -> float:
        """How loud it is."""
        ...

    @property
    def is_digital_silence(self) -> bool:
        """Whether it delivers nothing but zeros."""
        ...


class WatchedSpeaker(Watched, Protocol):
    """A speaker that tells how it fares."""

    @property
    def underflows(self) -> int:
        """How many times the device ran dry."""
        ...


@dataclass(slots=True)
class Hearing:
    """The hearing thread: microphone → ear → queue."""

    microphone: WatchedMicrophone
    ear: Ear
    keep: Callable[[Samples], None] | None = None
    """Takes what is heard, at 16 kHz, for a recording."""

    open_again: Callable[[], WatchedMicrophone] | None = None
    """Opens the microphone anew after it was lost."""

    heard: "Queue[Partial | Utterance]" = field(default_factory=lambda: Queue(HEARD_QUEUE))
    lost: int = 0
    failure: BaseException | None = None
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def start(self) -> None:
        """Begin to listen."""
        self._thread = Thread(target=self._run, name="hearing", daemon=True)
        self._thread.start()

    def reopen(self) -> bool:
        """Return whether the microphone could be opened anew; the hearing thread goes on with it. Control thread."""
        if self.open_again is None:
            return False
        try:
            found = self.open_again()
        except DeviceError:
            return False
        lost, self.microphone = self.microphone, found
        lost.close()
        return True

    def close(self) -> None:
        """Close the microphone that is listened to now. Idempotent."""
        self.microphone.close()

    def stop(self) -> None:
        """Listen no more, and wait for the thread's end."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=2.0)

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                self._listen()
        except Exception as error:  # noqa: BLE001 - carried to the control thread, which raises it
            self.failure = error

    def _listen(self) -> None:
        block = self.microphone.read(READ_TIMEOUT_SECONDS)
        if block is None:
            return
        if self.keep is not None:
            self.keep(block.samples)
        for heard in self.ear.feed(block):
            self._put(heard)

    def _put(self, heard: Partial | Utterance) -> None:
        try:
            self.heard.put_nowait(heard)
        except Full:
            with suppress(Empty):  # the control loop has just taken them
                self.heard.get_nowait()
                self.lost += 1
            self.heard.put_nowait(heard)


class Watch:
    """Looks after the devices and reports what goes wrong, each trouble once or by its count."""

    def __init__(
        self, speaker: WatchedSpeaker, hearing: Hearing, report: Problem, tell_hearing: Callable[[bool], None]
    ) -> None:
        """Look after devices.

        Args:
            speaker: open.
            hearing: the microphone's.
            report: takes what went wrong.
            tell_hearing: told False when nothing can be heard any more, True when it can again.
        """
        self._speaker = speaker
        self._hearing = hearing
        self._report = report
        self._tell_hearing = tell_hearing
        self._is_deaf = False
        self._has_heard = False
        self._tried_at_seconds = 0.0
        self._counts = {"underflow": 0, "overflow": 0, "broken_sound": 0}
        self._microphone = hearing.microphone
        self._gone = {"overflow": 0, "broken_sound": 0}
        """What microphones counted that were lost meanwhile; each begins at 0."""

        self._told: set[str] = set()
        self.is_speaker_lost = False

    def look(self, now_seconds: float) -> None:
        """Report what is new; call it about twice a second with a clock that never goes back."""
        microphone = self._hearing.microphone
        self._tell_count("underflow", self._speaker.underflows, "The speaker ran dry; silence was played.")
        self._count_on_with(microphone)
        overflows = self._gone["overflow"] + microphone.overflows + self._hearing.lost
        self._tell_count("overflow", overflows, "Sound from the microphone was lost.")
        self._tell_count("broken_sound", self._gone["broken_sound"] + microphone.broken_blocks, MICROPHONE_BROKEN)
        self.is_speaker_lost = self._speaker.is_lost(now_seconds)
        if self.is_speaker_lost:
            self._tell_once("device_lost", SPEAKER_GONE)
        self._look_at(microphone, now_seconds)
        for failure in (self._speaker.failure, microphone.failure):
            if failure is not None:
                self._tell_once("callback", f"An audio callback failed: {failure!r}")

    def _look_at(self, microphone: WatchedMicrophone, now_seconds: float) -> None:
        is_lost = microphone.is_lost(now_seconds)
        self._has_heard = self._has_heard or microphone.level_dbfs > SILENT_DBFS
        if microphone.is_digital_silence:
            self._tell_once("digital_silence", MICROPHONE_SILENT)
        # Microphones with a noise gate deliver zeros between words: only one that never gave a sound is dead.
        is_deaf = is_lost or (microphone.is_digital_silence and not self._has_heard)
        if is_lost and not self._is_deaf:
            self._report("device_lost", 1, MICROPHONE_GONE)
        if is_deaf is not self._is_deaf:
            self._is_deaf = is_deaf
            self._tell_hearing(not is_deaf)
        if is_lost and now_seconds - self._tried_at_seconds >= REOPEN_SECONDS:
            self._tried_at_seconds = now_seconds
            if self._hearing.reopen():
                self._report("device_back", 1, MICROPHONE_BACK)

    def _count_on_with(self, microphone: WatchedMicrophone) -> None:
        if microphone is not self._microphone:
            self._gone["overflow"] += self._microphone.overflows
            self._gone["broken_sound"] += self._microphone.broken_blocks
            self._microphone = microphone

    def _tell_count(self, what: str, count: int, detail: str) -> None:
        if count > self._counts[what]:
            self._counts[what] = count
            self._report(what, count, detail)

    def _tell_once(self, what: str, detail: str) -> None:
        if detail not in self._told:
            self._told.add(detail)
            self._report(what, 1, detail)


@contextmanager
def steady() -> Iterator[None]:
    """Keep the interpreter's own pauses out of a session.

    Enter it before the speaker opens: the sweep at its beginning holds up every thread, and a speaker runs dry in it.
    """
    switch_interval_seconds = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_INTERVAL_SECONDS)
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.unfreeze()
        gc.enable()
        sys.setswitchinterval(switch_interval_seconds)


def run(
    pipeline: Pipeline,
    mixer: Mixer,
    speaker: DeviceSpeaker,
    hearing: Hearing,
    show: Callable[[float], None],
    *,
    is_asked_to_end: Callable[[], bool],
) -> None:
    """Hold a session until it is over, the speaker is lost, or somebody asks to end.

    Args:
        pipeline: opened.
        mixer: the pipeline's; the speaker plays it already.
        speaker: open.
        hearing: not started; it is stopped at the end, the devices are the caller's to close.
        show: called often with the seconds since the speaker opened.
        is_asked_to_end: asked as often.

    Raises:
        DeviceError: the speaker is lost.
        Exception: whatever failed on the hearing or audio thread, after the log was told.
    """

    def tell_hearing(is_heard: bool) -> None:
        tell = pipeline.regain_hearing if is_heard else pipeline.lose_hearing
        tell(mixer.frame)

    watch = Watch(speaker, hearing, pipeline.problem, tell_hearing)
    hearing.start()
    watched_at = 0.0
    try:
        while not is_asked_to_end() and (pipeline.finish_frame is None or mixer.frame < pipeline.finish_frame):
            _take_heard(hearing, pipeline, mixer)
            pipeline.step(mixer.frame)
            now_seconds = monotonic_seconds()
            if now_seconds - watched_at >= WATCH_SECONDS:
                watched_at = now_seconds
                watch.look(now_seconds)
            show(mixer.frame / mixer.sample_rate)
            failure = hearing.failure or speaker.failure or hearing.microphone.failure
            if failure is not None:
                watch.look(now_seconds)
                raise failure
            if watch.is_speaker_lost:
                raise DeviceError(SPEAKER_GONE)
    finally:
        hearing.stop()


def _take_heard(hearing: Hearing, pipeline: Pipeline, mixer: Mixer) -> None:
    """Wait a step for something heard, then take all there is."""
    try:
        heard = hearing.heard.get(timeout=STEP_SECONDS)
        while True:
            pipeline.hear(heard, mixer.frame)
            heard = hearing.heard.get_nowait()
    except Empty:
        return
