"""A lifter's session as sound: phrases by the lifter's voice, at stated seconds, over the faintest noise."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from repcue.edges.audio_files import WavWriter
from repcue.edges.clip_bank import ClipBank
from repcue.edges.home import shipped_folder
from repcue.edges.voices.open_voice import open_voice

SAMPLE_RATE = 48_000
NOISE_RMS = 10 ** (-90 / 20)
"""A few steps of 16-bit sound, so that the microphone is no digital silence."""


def write_session(path: Path, clips_folder: Path, lines: Sequence[tuple[float, str]], tail_seconds: float) -> list[int]:
    """Write a WAV of phrases, each beginning at its seconds, and return the frame that each ends before."""
    bank = ClipBank(open_voice("lifter", [shipped_folder("voices")]), clips_folder, SAMPLE_RATE)
    bank.prepare([phrase for _, phrase in lines])
    clips = [(round(at_seconds * SAMPLE_RATE), bank.speech(phrase)) for at_seconds, phrase in lines]
    frames = round((lines[-1][0] + tail_seconds) * SAMPLE_RATE)
    track = np.random.default_rng(1).normal(0.0, NOISE_RMS, frames).astype(np.float32)
    for start, clip in clips:
        assert clip is not None
        track[start : start + clip.frames] += clip.samples
    with WavWriter(path, SAMPLE_RATE) as wav:
        wav.write(track)
    return [start + clip.frames for start, clip in clips if clip is not None]
