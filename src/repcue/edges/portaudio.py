"""PortAudio, through sounddevice: the only module that imports it, and not before it is needed.

PortAudio learns which devices exist when it is initialised, and never again; `restart` looks anew.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import ModuleType
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from repcue.core.errors import DeviceError

Block = NDArray[np.float32]
"""What PortAudio hands to a callback: float32, shape (frames, channels), valid during the call only."""

_REMEDIES: Final = {
    "linux": "install libportaudio2 (sudo apt install libportaudio2; Fedora: portaudio; Arch: portaudio)",
    "darwin": "install it (brew install portaudio)",
    "win32": "install sounddevice anew, which brings it along (pip install --force-reinstall sounddevice)",
}

_INVALID_CHANNELS: Final = -9998
_INVALID_RATE: Final = -9997
_UNAVAILABLE: Final = -9985
"""`paInvalidChannelCount`, `paInvalidSampleRate` and `paDeviceUnavailable` of portaudio.h."""


class Flags(Protocol):
    """What a callback is told about lost sound."""

    output_underflow: bool
    input_overflow: bool


StreamCallback = Callable[[Block, int, object, Flags], None]
"""`(samples, frames, time, status)`, called by PortAudio on its audio thread; must not block or raise."""


class Stream(Protocol):
    """An open stream of sounddevice."""

    latency: float
    """Seconds, as PortAudio reports them."""

    cpu_load: float
    """Share of the block's time spent in the callback."""

    def start(self) -> None:
        """Begin to call the callback."""

    def stop(self) -> None:
        """Play what is pending, then call no more."""

    def close(self) -> None:
        """Give the device back."""


@cache
def sounddevice() -> ModuleType:
    """Return the sounddevice module with PortAudio initialised.

    Raises:
        DeviceError: the PortAudio library is not installed; the message says how to install it.
    """
    try:
        with quiet_stderr():
            import sounddevice as library
    except OSError as error:
        raise DeviceError(missing_library_sentence(sys.platform)) from error
    return library  # type: ignore[no-any-return]


def missing_library_sentence(platform: str) -> str:
    """Return what to do about a missing PortAudio library; `platform` as in `sys.platform`."""
    remedy = _REMEDIES.get(platform, _REMEDIES["linux"])
    return (
        f"Live sound needs the PortAudio library, which is not installed; {remedy}. Everything else works without it."
    )


def restart() -> None:
    """Learn anew which devices exist. Call it only while no stream is open: it would end with the library."""
    library = sounddevice()
    with quiet_stderr():
        library._terminate()
        library._initialize()


@contextmanager
def quiet_stderr() -> Iterator[None]:
    """Send to nowhere what C libraries write to stderr: ALSA and JACK tell every device that they try."""
    try:
        kept = os.dup(2)
    except OSError:  # there is no stderr to keep clean
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    sys.stderr.flush()
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


@contextmanager
def only_python_on_stderr() -> Iterator[None]:
    """Keep C libraries off the screen for a whole session, while `sys.stderr` still reaches it.

    PortAudio and ALSA write to stderr from their own threads, also in the middle of a set: when a sound server dies,
    or a device runs dry. Child processes inherit the quiet stderr.
    """
    python_stderr = sys.stderr
    try:
        screen = os.fdopen(os.dup(2), "w", buffering=1, encoding=python_stderr.encoding, errors="backslashreplace")
    except OSError:  # there is no stderr to keep clean
        yield
        return
    with screen, quiet_stderr():
        sys.stderr = screen
        try:
            yield
        finally:
            sys.stderr = python_stderr


def open_stream(
    direction: str,
    device_id: int,
    device_name: str,
    *,
    sample_rate: int,
    block_frames: int,
    channels: int,
    latency_seconds: float,
    callback: StreamCallback,
    finished: Callable[[], None],
) -> Stream:
    """Return a running stream of float32 blocks, each of exactly `block_frames` frames.

    Args:
        direction: `speaker` or `microphone`.
        device_id: PortAudio's number of the device.
        device_name: what the device is called in messages.
        sample_rate: frames per second.
        block_frames: frames of one callback. A fixed size also makes PortAudio over PulseAudio steady: with any size
            allowed it delivered blocks of 1 to 1024 frames and under- and overflow flags.
        channels: how many channels each block has.
        latency_seconds: how much sound the device should hold.
        callback: called for every block, on the audio thread.
        finished: called when the stream has ended, by us or because the device is gone.

    Raises:
        DeviceError: the device cannot be opened like this.
    """
    library = sounddevice()
    stream_class = library.OutputStream if direction == "speaker" else library.InputStream
    try:
        with quiet_stderr():
            stream: Stream = stream_class(
                device=device_id,
                samplerate=sample_rate,
                blocksize=block_frames,
                channels=channels,
                dtype="float32",
                latency=latency_seconds,
                callback=callback,
                finished_callback=finished,
            )
            stream.start()
    except library.PortAudioError as error:
        raise DeviceError(refusal_sentence(direction, device_name, sample_rate, channels, error.args)) from error
    return stream


def accepts(direction: str, device_id: int, sample_rate: int) -> bool:
    """Return whether a device opens with one channel at `sample_rate` frames per second."""
    library = sounddevice()
    check = library.check_output_settings if direction == "speaker" else library.check_input_settings
    try:
        with quiet_stderr():
            check(device=device_id, channels=1, dtype="float32", samplerate=sample_rate)
    except library.PortAudioError:
        return False
    return True


def refusal_sentence(direction: str, name: str, sample_rate: int, channels: int, reason: tuple[object, ...]) -> str:
    """Return the sentence for a device that could not be opened.

    Args:
        direction: `speaker` or `microphone`.
        name: the device's name.
        sample_rate: the frames per second that were asked for.
        channels: the channels that were asked for.
        reason: arguments of sounddevice's `PortAudioError`: its text, then PortAudio's number of the error.
    """
    code = reason[1] if len(reason) > 1 else None
    option = "--speaker" if direction == "speaker" else "--mic"
    what = {
        _INVALID_RATE: f"does not work at {sample_rate} frames per second;",
        _INVALID_CHANNELS: f"does not work with {channels} channel{'s' if channels > 1 else ''};",
        _UNAVAILABLE: "is in use by another program or was unplugged; close that program, plug it in again, or",
    }.get(code if isinstance(code, int) else 0, f"cannot be opened ({str(reason[0]).removesuffix('.')});")
    return f"The {direction} {name!r} {what} choose another with {option} ('repcue devices' lists them)."
