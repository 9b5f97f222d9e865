"""One take of somebody speaking: from when they begin until they have been quiet for a while."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, DeviceError, OutputError
from repcue.core.units import frames_from_seconds
from repcue.dsp.endpoint import WINDOW_SECONDS, Endpointer
from repcue.dsp.loudness import loudness_lufs
from repcue.dsp.over_noise import over_noise_db
from repcue.dsp.speech import ready, trimmed, without_rumble
from repcue.edges.audio_files import WavWriter
from repcue.packs.lengths import SOFTEST_LUFS
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

LEAST_OVER_NOISE_DB: Final = 10.0
"""Speech of eSpeak NG with white noise 5 dB below it has 9 to 12, with 10 dB 14 to 16; the least of 35 spoken phrases,
cut close to the voice, has 18 (`dsp/over_noise.py` measures)."""

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
        AudioFileError: there is only silence in it, it is too soft or too noisy, or it is longer than
            `MOST_TAKE_SECONDS`; everything at once.
        OutputError: it cannot be written.
    """
    clean = without_rumble(samples, sample_rate)
    spoken = trimmed(clean, sample_rate)
    _refuse_unusable(clean, spoken, sample_rate, form)
    clip = ready(spoken, sample_rate)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {str(path.parent)!r} cannot be made ({error.strerror}).") from error
    with WavWriter(path, sample_rate) as wav:
        wav.write(clip)
    return len(clip) / sample_rate


def _refuse_unusable(clean: NDArray[np.float64], spoken: NDArray[np.float64], sample_rate: int, form: Form) -> None:
    """Judge a take without rumble, whole and trimmed, before it is levelled: then hiss is as loud as a voice."""
    if not len(spoken):
        raise AudioFileError("There is only silence in it; record it again.")
    seconds, most_seconds = len(spoken) / sample_rate, MOST_TAKE_SECONDS[form]
    lufs, over_db = loudness_lufs(spoken, sample_rate), over_noise_db(clean, sample_rate)
    found = {
        f"The take is too soft: {lufs:.0f} LUFS where {SOFTEST_LUFS:g} or more is needed. Go nearer, or speak up.": (
            lufs < SOFTEST_LUFS
        ),
        f"It stands out from its noise by {over_db:.0f} dB where {LEAST_OVER_NOISE_DB:g} or more are needed. "
        "Go nearer, or find a quieter room.": over_db < LEAST_OVER_NOISE_DB,
        f"It lasts {seconds:.1f} s where {_CALLED[form]} may last {most_seconds:g} s. Say less.": (
            seconds > most_seconds
        ),
    }
    if told := [sentence for sentence, is_so in found.items() if is_so]:
        raise AudioFileError(f"{' '.join(told)} Nothing was changed; record it again.")
