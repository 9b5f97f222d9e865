"""What could be better in a pack, as far as it has no mistakes: its words, their lengths, its recordings."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError
from repcue.dsp.loudness import loudness_lufs
from repcue.dsp.over_noise import over_noise_db, voice_span
from repcue.dsp.speech import trimmed, without_rumble
from repcue.edges.audio_files import read_audio
from repcue.edges.pack_files import sounds_in
from repcue.packs.keys import missing_keys
from repcue.packs.lengths import Measures, Recorded, lengths
from repcue.packs.load import PackReading
from repcue.packs.report import Problem, in_order
from repcue.packs.schema import Pack
from repcue.packs.wording import wording

_FULL_SCALE: Final = 0.999
SecondsOf = Callable[[str, Pack], Callable[[str], float | None]]
"""For a language and the pack in it: how long its texts take."""


def lint_pack(reading: PackReading, folder: Path, seconds_of: SecondsOf, voice: str) -> tuple[Problem, ...]:
    """Return what could be better in what is sound of a pack; its mistakes are told by `read_pack_file`.

    Args:
        reading: the pack.
        folder: where it lies, with its recordings.
        seconds_of: tells how long texts take in a language.
        voice: the voice that says them, as it is called.
    """
    return in_order(_findings(reading, folder, seconds_of, voice))


def _findings(reading: PackReading, folder: Path, seconds_of: SecondsOf, voice: str) -> Iterator[Problem]:
    recordings = {name: recorded_in(folder / name) for name in sorted(sounds_in(folder))}
    for sound in reading.in_languages[:1]:
        yield from missing_keys(sound)
    for place, sound in enumerate(reading.in_languages):
        yield from wording(sound)
        seconds, called = seconds_of(sound.language, sound.pack), voice if place == 0 else sound.language
        measures = Measures(seconds, recordings.get, called, recordings.__contains__)
        yield from lengths(sound, measures)


def recorded_in(path: Path) -> Recorded | None:
    """Return how a recording sounds; None where it cannot be read."""
    try:
        samples, rate = read_audio(path)
    except AudioFileError:
        return None
    clean = without_rumble(samples, rate)
    spoken = trimmed(clean[voice_span(clean, rate)], rate)
    loudness, clipped = loudness_lufs(spoken, rate), at_full_scale(samples).in_a_row
    return Recorded(len(spoken) / rate, loudness, clipped, over_noise_db(clean, rate))


class FullScale(NamedTuple):
    """How much of a sound is as loud as a sample can be."""

    frames: int
    in_a_row: int
    """The longest run of them."""


def at_full_scale(samples: Samples) -> FullScale:
    """Return how many frames are at full scale, as they are where a microphone or its amplifier is overdriven.

    Args:
        samples: float32, shape (frames,), -1 to 1.
    """
    is_full = np.concatenate(([False], np.abs(samples) >= _FULL_SCALE, [False]))
    edges = np.flatnonzero(np.diff(is_full.astype(np.int8)))
    return FullScale(int(np.count_nonzero(is_full)), int(np.max(edges[1::2] - edges[::2], initial=0)))
