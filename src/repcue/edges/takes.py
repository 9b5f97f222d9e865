"""One take of somebody speaking: from when they begin until they have been quiet for a while."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, DeviceError, OutputError
from repcue.core.units import frames_from_seconds
from repcue.dsp.endpoint import WINDOW_SECONDS, Endpointer
from repcue.dsp.loudness import loudness_lufs
from repcue.dsp.over_noise import over_noise_db, voice_span
from repcue.dsp.speech import ready, trimmed, without_rumble
from repcue.edges.audio_files import WavWriter
from repcue.edges.pack_lint import FullScale, at_full_scale
from repcue.packs.lengths import MOST_CLIPPED_FRAMES, SOFTEST_LUFS, told_beside
from repcue.packs.schema import Form
from repcue.ports import Microphone

PATIENCE_SECONDS: Final = 10.0
"""So long one may take to begin."""

SETTLE_SECONDS: Final = 0.6
"""The room is heard so long before anybody is asked to speak: the endpointer assumes a quiet one for half a second, and
takes hiss of -50 dBFS for a voice until then."""

LEAST_SPOKEN_SECONDS: Final = 0.12
"""What is shorter is a knock, and is waited past: a burst that falls by 9 dB in 25 ms has 0.10 by the endpointer's
count. Of 257 spoken words in a quiet room 252 have as much or more, the shortest an "up"."""

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

_AROUND_SECONDS: Final = 0.4
"""Of the room around a voice, by which its noise is judged; a file may have much more of it."""


def record_take(
    microphone: Microphone, heard: Sequence[Samples], sample_rate: int, ask: Callable[[], None] = lambda: None
) -> Samples:
    """Return what somebody says next, with a little silence around it.

    Args:
        microphone: where they speak; read until they have ended.
        heard: grows by all that is read, at the device's own rate; the microphone's tap fills it.
        sample_rate: that rate.
        ask: told once when they may speak, on the calling thread: the room is known by then.

    Raises:
        DeviceError: the microphone sends nothing, or nobody spoke.
    """
    endpointer = Endpointer()
    for _ in range(_SETTLE_WINDOWS):
        endpointer.hear(_next_window(microphone))
    endpointer.end_segment()
    ask()
    windows, began = _SETTLE_WINDOWS, 0
    while True:
        windows += 1
        if endpointer.hear(_next_window(microphone)):
            began = windows
        is_over = bool(began) and endpointer.quiet_seconds >= QUIET_SECONDS
        if is_over and endpointer.spoken_seconds < LEAST_SPOKEN_SECONDS:
            endpointer.end_segment()
            is_over, began = False, 0
        if is_over or (began and (windows - began) * WINDOW_SECONDS >= LONGEST_SECONDS):
            first_seconds = max(0.0, began * WINDOW_SECONDS - BEFORE_SECONDS)
            return np.concatenate(list(heard))[frames_from_seconds(first_seconds, sample_rate) :]
        if not began and (windows - _SETTLE_WINDOWS) * WINDOW_SECONDS >= PATIENCE_SECONDS:
            raise DeviceError(f"Nobody was heard for {PATIENCE_SECONDS:g} seconds; speak up, or name another `--mic`.")


_SETTLE_WINDOWS: Final = round(SETTLE_SECONDS / WINDOW_SECONDS)


def _next_window(microphone: Microphone) -> Samples:
    block = microphone.read(_READ_SECONDS)
    if block is None:
        raise DeviceError("The microphone sends nothing; check its switch and `repcue devices`.")
    return block.samples


def keep_take(samples: Samples, sample_rate: int, path: Path, form: Form) -> float:
    """Write a take as a clip, trimmed, levelled and limited like every other; return its seconds.

    A former take at `path` stays as it is until this one is whole beside it, and when this one will not do.

    Args:
        samples: float32, shape (frames,), -1 to 1.
        sample_rate: frames per second; the file has the same.
        path: a WAV; its folder is made.
        form: which length of a cue it says.

    Raises:
        AudioFileError: there is only silence in it, it is overdriven, too soft or too noisy, or it is longer than
            `MOST_TAKE_SECONDS`; everything at once.
        OutputError: it cannot be written.
    """
    clean = without_rumble(samples, sample_rate)
    span = voice_span(clean, sample_rate)
    spoken = trimmed(clean[span], sample_rate)
    around = frames_from_seconds(_AROUND_SECONDS, sample_rate)
    over_db = over_noise_db(clean[max(0, span.start - around) : span.stop + around], sample_rate)
    _refuse_unusable(spoken, sample_rate, form, over_db, at_full_scale(samples[span]))
    clip = ready(spoken, sample_rate)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {str(path.parent)!r} cannot be made ({error.strerror}).") from error
    with WavWriter(path, sample_rate) as wav:
        wav.write(clip)
    return len(clip) / sample_rate


def _refuse_unusable(
    spoken: NDArray[np.float64], sample_rate: int, form: Form, over_db: float, full: FullScale
) -> None:
    """Judge a take without rumble, trimmed, before it is levelled: then hiss is as loud as a voice."""
    if not len(spoken):
        raise AudioFileError("There is only silence in it; record it again.")
    seconds, most_seconds = len(spoken) / sample_rate, MOST_TAKE_SECONDS[form]
    lufs = loudness_lufs(spoken, sample_rate)
    found = {
        f"The take is too loud and distorted: {full.frames} samples are cut off at full scale (0 dBFS), up to "
        f"{full.in_a_row} in a row. Turn the microphone down, or go farther away.": (
            full.in_a_row > MOST_CLIPPED_FRAMES
        ),
        f"The take is too soft: {told_beside(lufs, SOFTEST_LUFS)} LUFS where {SOFTEST_LUFS:g} or more is needed. "
        "Go nearer, or speak up.": lufs < SOFTEST_LUFS,
        f"It stands out from its noise by {told_beside(over_db, LEAST_OVER_NOISE_DB)} dB where {LEAST_OVER_NOISE_DB:g} "
        "or more are needed. Go nearer, or find a quieter room.": over_db < LEAST_OVER_NOISE_DB,
        f"It lasts {told_beside(seconds, most_seconds, 1)} s where {_CALLED[form]} may last {most_seconds:g} s. "
        "Say less.": seconds > most_seconds,
    }
    if told := [sentence for sentence, is_so in found.items() if is_so]:
        raise AudioFileError(f"{' '.join(told)} Nothing was changed; record it again.")
