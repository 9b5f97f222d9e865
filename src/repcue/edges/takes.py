"""One take of somebody speaking: from when they begin until they have been quiet for a while."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, DeviceError, OutputError
from repcue.core.units import frames_from_seconds
from repcue.dsp.endpoint import WINDOW_SECONDS, Endpointer
from repcue.dsp.speech import finished
from repcue.edges.audio_files import WavWriter
from repcue.packs.schema import Form
from repcue.ports import Microphone

PATIENCE_SECONDS: Final = 10.0
"""So long one may take to begin."""

LONGEST_SECONDS: Final = 10.0
QUIET_SECONDS: Final = 0.8
"""Ends a take; pauses inside a cue are shorter (`edges/ears/listener.py` measured 0.15 s)."""

BEFORE_SECONDS: Final = 0.4
"""Kept of what came before the voice stood out: soft first consonants."""

MOST_TAKE_SECONDS: Final[dict[Form, float]] = {"set": 10.0, "rep": 4.0, "key": 2.0}
"""Twice or more what fits (`packs/lengths.py`); what takes longer is no slow cue, but something else that was heard."""

_CALLED: Final[dict[Form, str]] = {"set": "a cue before a set", "rep": "a cue on a repetition", "key": "a key word"}
_READ_SECONDS: Final = 1.0


def record_take(microphone: Microphone, heard: Sequence[Samples], sample_rate: int) -> Samples:
    """Return what somebody says next, with a little silence around it.

    Args:
        microphone: where they speak; read until they have ended.
        heard: grows by all that is read, at the device's own rate; the microphone's tap fills it.
        sample_rate: that rate.

    Raises:
        DeviceError: the microphone sends nothing, or nobody spoke.
    """
    endpointer = Endpointer()
    windows, began = 0, 0
    while True:
        block = microphone.read(_READ_SECONDS)
        if block is None:
            raise DeviceError("The microphone sends nothing; check its switch and `repcue devices`.")
        windows += 1
        if endpointer.hear(block.samples):
            began = windows
        seconds = (windows - began) * WINDOW_SECONDS
        if not began and seconds >= PATIENCE_SECONDS:
            raise DeviceError(f"Nobody was heard for {PATIENCE_SECONDS:g} seconds; speak up, or name another `--mic`.")
        if began and (endpointer.quiet_seconds >= QUIET_SECONDS or seconds >= LONGEST_SECONDS):
            first_seconds = max(0.0, began * WINDOW_SECONDS - BEFORE_SECONDS)
            return np.concatenate(list(heard))[frames_from_seconds(first_seconds, sample_rate) :]


def keep_take(samples: Samples, sample_rate: int, path: Path, form: Form) -> float:
    """Write a take as a clip, trimmed, levelled and limited like every other; return its seconds.

    A former take at `path` stays as it is until this one is whole beside it, and when this one will not do.

    Args:
        samples: float32, shape (frames,), -1 to 1.
        sample_rate: frames per second; the file has the same.
        path: a WAV; its folder is made.
        form: which length of a cue it says.

    Raises:
        AudioFileError: there is only silence in it, or it is longer than `MOST_TAKE_SECONDS`.
        OutputError: it cannot be written.
    """
    clip = finished(samples, sample_rate)
    if not len(clip):
        raise AudioFileError("There is only silence in it; record it again.")
    seconds, most_seconds = len(clip) / sample_rate, MOST_TAKE_SECONDS[form]
    if seconds > most_seconds:
        raise AudioFileError(
            f"The take lasts {seconds:.1f} s; {_CALLED[form]} may last {most_seconds:g} s. "
            "Nothing was changed; say less, and record it again."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {str(path.parent)!r} cannot be made ({error.strerror}).") from error
    with WavWriter(path, sample_rate) as wav:
        wav.write(clip)
    return seconds
