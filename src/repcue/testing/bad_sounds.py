"""What microphones do to sound, and what gyms do to microphones: damage to order, the same for the same seed."""

import numpy as np

from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE, gain_from_db
from repcue.dsp.spectrum import band_pass, filtered

TELEPHONE_HZ = (300.0, 3_400.0)
"""What a telephone line lets through (ITU-T G.712)."""


def clipped(samples: Samples, over_db: float) -> Samples:
    """Return the sound turned up until its peak lies `over_db` over full scale, and cut there."""
    gain = gain_from_db(over_db) / max(float(np.abs(samples).max()), 1e-9)
    return np.asarray(np.clip(samples * np.float32(gain), -1.0, 1.0), dtype=np.float32)


def with_hum(samples: Samples, hertz: float, dbfs: float, sample_rate: int = EAR_RATE) -> Samples:
    """Return the sound over mains hum: the frequency and its odd harmonics up to the ninth."""
    at_seconds = np.arange(len(samples)) / sample_rate
    hum = sum(np.sin(2 * np.pi * hertz * order * at_seconds) / order for order in (1, 3, 5, 7, 9))
    hum *= gain_from_db(dbfs) / np.sqrt(np.mean(np.square(hum)))
    return np.asarray(samples + hum, dtype=np.float32)


def with_gaps(samples: Samples, every_seconds: float, gap_seconds: float, sample_rate: int = EAR_RATE) -> Samples:
    """Return the sound with zeros in its place, at even intervals, as a bad cable or radio link leaves them."""
    at_seconds = np.arange(len(samples)) / sample_rate
    return np.where(at_seconds % every_seconds < gap_seconds, np.float32(0.0), samples)


def telephone(samples: Samples, sample_rate: int = EAR_RATE) -> Samples:
    """Return the sound as a telephone lets it through, 300 to 3,400 Hz."""
    narrow = band_pass(*TELEPHONE_HZ)
    for _ in range(3):
        samples = filtered(samples, sample_rate, narrow, there_and_back=True).astype(np.float32)
    return samples


def screams(seconds: float, seed: int, level: float = 0.5, sample_rate: int = EAR_RATE) -> Samples:
    """Return people, plates and machines at the top of their voices, without a quiet moment: no word in it.

    Voices that slide between 250 and 900 Hz with all their harmonics, the roar of noise under them, and metal that
    rings from time to time; clipped here and there.
    """
    chance = np.random.default_rng(seed)
    frames = round(seconds * sample_rate)
    sound = 0.3 * chance.standard_normal(frames)
    knots = np.arange(0, frames + sample_rate, sample_rate // 3)
    for _ in range(3):
        hertz = np.interp(np.arange(frames), knots, chance.uniform(250.0, 900.0, len(knots)))
        loudness = np.interp(np.arange(frames), knots, chance.uniform(0.1, 1.0, len(knots)))
        turns = np.cumsum(hertz) / sample_rate
        sound += loudness * sum(np.sin(2 * np.pi * order * turns) / order for order in range(1, 7))
    for strike in chance.integers(0, frames, round(2 * seconds)):
        ring = np.arange(min(sample_rate // 4, frames - strike)) / sample_rate
        tone = chance.uniform(1_500.0, 5_000.0)
        sound[strike : strike + len(ring)] += 3.0 * np.sin(2 * np.pi * tone * ring) * np.exp(-20.0 * ring)
    return np.clip(level * sound, -1.0, 1.0).astype(np.float32)
