"""Speech for tests, made by eSpeak NG in a process of its own: its library is one engine per process."""

import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE
from repcue.edges.resample import resample

Speaker = tuple[str, int]
"""A voice of eSpeak NG and its words per minute: `("en-us+m3", 170)`."""

_SYNTHESIS = """
import ctypes, json, sys
import espeakng_loader
import numpy as np

jobs, out = json.loads(sys.argv[1]), sys.argv[2]
library = ctypes.CDLL(espeakng_loader.get_library_path())
pieces = []

@ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)
def keep(samples, count, events):
    if count > 0:
        pieces.append(np.ctypeslib.as_array(samples, (count,)).copy())
    return 0

SYNCHRONOUS, RATE, UTF8 = 2, 1, 1
sample_rate = library.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
library.espeak_SetSynthCallback(keep)
clips = {"sample_rate": sample_rate}
for index, (text, voice, words_per_minute) in enumerate(jobs):
    pieces.clear()
    assert library.espeak_SetVoiceByName(voice.encode()) == 0, voice
    library.espeak_SetParameter(RATE, words_per_minute, 0)
    written = text.encode() + bytes(1)
    library.espeak_Synth(written, len(written), 0, 0, 0, UTF8, None, None)
    clips[str(index)] = np.concatenate(pieces)
np.savez(out, **clips)
"""


@cache
def spoken(phrases: tuple[str, ...], voice: str, words_per_minute: int) -> tuple[Samples, ...]:
    """Return every phrase as said by a voice: float32, 16 kHz, peak 0.2, cut after its last audible 10 ms."""
    jobs = json.dumps([(phrase, voice, words_per_minute) for phrase in phrases])
    with TemporaryDirectory() as folder:
        out = Path(folder) / "clips.npz"
        subprocess.run([sys.executable, "-c", _SYNTHESIS, jobs, str(out)], check=True, timeout=60)
        with np.load(out) as clips:
            rate = int(clips["sample_rate"])
            raw = [clips[str(index)].astype(np.float32) / 32768.0 for index in range(len(phrases))]
    return tuple(_trimmed(resample(samples, rate, EAR_RATE)) for samples in raw)


def _trimmed(samples: Samples) -> Samples:
    windows = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    levels = np.sqrt(np.mean(np.square(windows), axis=1))
    last = int(np.nonzero(levels > levels.max() * 10 ** (-36 / 20))[0][-1])
    kept = windows[: last + 1].reshape(-1)
    return np.asarray(kept * (0.2 / np.abs(kept).max()), dtype=np.float32)


def with_pauses(
    clips: Sequence[Samples], pause_seconds: float, *, noise_db: float = -65.0
) -> tuple[Samples, list[float]]:
    """Return the clips one after the other in a quiet room, and when each ends, in seconds.

    Args:
        clips: float32, 16 kHz.
        pause_seconds: before each clip, and after the last.
        noise_db: level of the room's white noise, dBFS.
    """
    pause = np.zeros(round(pause_seconds * EAR_RATE), dtype=np.float32)
    parts, ends, frames = [], [], 0
    for clip in clips:
        parts += [pause, clip]
        frames += len(pause) + len(clip)
        ends.append(frames / EAR_RATE)
    sound = np.concatenate([*parts, pause])
    noise = np.random.default_rng(7).normal(0.0, 10 ** (noise_db / 20), len(sound))
    return (sound + noise).astype(np.float32), ends
