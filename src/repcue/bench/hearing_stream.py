"""Clips as one long stream, as a microphone would hear them: at least a second of background between two.

The ear is told nothing about where clips begin or end.

Noise goes on throughout, always equally loud, as in a room; each clip is made louder or softer until it stands in the
wanted proportion to the noise *under it* (as the public speech-to-intent benchmark takes it, there noise is scaled,
clip by clip, which in a stream would make the room jump). The level of the noise is such that the clip in the middle,
ordered by its change, stays as loud as it was recorded.

Two proportions, `Mixing`. The sound of a quiet room lies under everything, with noise and without.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

import numpy as np

from repcue.bench.hearing_clips import LabelledClip
from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.core.units import EAR_RATE, gain_from_db
from repcue.dsp.room import loudest_frame_rms
from repcue.edges.audio_files import read_audio_at

BLOCK_FRAMES: Final = EAR_RATE // 100
GAP_SECONDS: Final = (1.0, 2.0)
"""Background between two clips: drawn evenly from this range."""

LEAD_SECONDS: Final = 2.0
"""Background before the first clip and after the last."""

ROOM_TONE_DB: Final = -66.0
"""A quiet room through a laptop's microphone, RMS re full scale, white. No room is digitally silent."""

_LOUDEST_PEAK: Final = 0.9
_ACTIVE: Final = 0.01
"""Speech counts as active above 1 % of full scale."""

_SPEECH_BELOW_PEAK_DB: Final = 30.0
"""The release of a final "p" or "t" is 20 to 28 dB below the vowel before it."""

_SPEECH_OVER_FLOOR_DB: Final = 10.0


class Mixing(StrEnum):
    """What "N dB" means."""

    PEAK = "peak"
    """The loudest frame of 2,048 samples of speech, over that of the noise under it."""

    ACTIVE = "active"
    """The RMS of speech over 1 % of full scale, over the RMS of the noise under it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the microphone hears besides, and the room between it and the speaker."""

    noise_name: str | None = None
    noise: Samples | None = None
    """float32, shape (frames,), at 16 kHz; repeated as needed."""

    snr_db: float | None = None
    mixing: Mixing = Mixing.PEAK
    room: Samples | None = None
    """An impulse response at 16 kHz."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a clip lies in the stream."""

    clip: LabelledClip
    start_frame: int
    frames: int
    gain: float
    speech_ended_at_seconds: float
    """End of the last word, from the clip itself."""

    @property
    def start_seconds(self) -> float:
        """When its first frame is heard."""
        return self.start_frame / EAR_RATE

    @property
    def end_frame(self) -> int:
        """First frame after it."""
        return self.start_frame + self.frames


class Stream:
    """All clips in one stream; may be heard any number of times, always the same."""

    def __init__(self, clips: Sequence[LabelledClip], surroundings: Surroundings, seed: int) -> None:
        """Read every clip once for its length and level.

        Raises:
            AudioFileError: a sound file is missing or broken.
        """
        self._surroundings = surroundings
        self._seed = seed
        draw = np.random.default_rng(seed)
        noise = surroundings.noise
        self._noise_start = int(draw.integers(len(noise))) if noise is not None else 0
        self.placed: list[Placed] = []
        frame, peaks = _frames(LEAD_SECONDS), []
        for clip in clips:
            dry = read_audio_at(clip.path, EAR_RATE)
            heard = self._in_room(dry)
            gain = self._gain_over(self._noise_under(frame, len(heard)), heard)
            ended_at = (frame + speech_end_frame(dry)) / EAR_RATE
            self.placed.append(Placed(clip, frame, len(heard), gain, ended_at))
            peaks.append(float(np.max(np.abs(heard), initial=0.0)))
            frame += len(heard) + _frames(draw.uniform(*GAP_SECONDS))
        self.frames = self.placed[-1].end_frame + _frames(LEAD_SECONDS)
        self._level = self._common_level(peaks)

    @property
    def seconds(self) -> float:
        """Length of the stream."""
        return self.frames / EAR_RATE

    def blocks(self) -> Iterator[AudioBlock]:
        """Yield the stream in blocks of 10 ms."""
        rest = np.zeros(0, dtype=np.float32)
        frame = 0
        for piece in self._pieces():
            samples = np.concatenate([rest, piece])
            whole = len(samples) - len(samples) % BLOCK_FRAMES
            for first in range(0, whole, BLOCK_FRAMES):
                yield AudioBlock(samples[first : first + BLOCK_FRAMES], frame / EAR_RATE)
                frame += BLOCK_FRAMES
            rest = samples[whole:]

    def _pieces(self) -> Iterator[Samples]:
        """Yield background and clips in turn."""
        tone = np.random.default_rng(self._seed + 1)
        edges = [0, *(place.start_frame for place in self.placed[1:]), self.frames]
        for place, (start, end) in zip(self.placed, pairwise(edges), strict=True):
            piece = tone.normal(0.0, gain_from_db(ROOM_TONE_DB), end - start).astype(np.float32)
            if self._surroundings.noise is not None:
                piece += self._noise_under(start, end - start) * np.float32(self._level)
            heard = self._in_room(read_audio_at(place.clip.path, EAR_RATE))
            first = place.start_frame - start
            piece[first : first + len(heard)] += heard * np.float32(place.gain * self._level)
            yield np.clip(piece, -1.0, 1.0)

    def _in_room(self, dry: Samples) -> Samples:
        """Return the clip as it arrives, aligned with its direct sound and equally loud."""
        room = self._surroundings.room
        if room is None:
            return dry
        size = 1 << (len(dry) + len(room) - 1).bit_length()
        wet = np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(room, size), size)
        direct = int(np.argmax(np.abs(room)))
        heard = wet[direct : len(dry) + len(room) - 1]
        scale = loudest_frame_rms(dry) / max(loudest_frame_rms(heard.astype(np.float32)), 1e-9)
        return (heard * scale).astype(np.float32)

    def _noise_under(self, frame: int, frames: int) -> Samples:
        noise = self._surroundings.noise
        if noise is None:
            return np.zeros(frames, dtype=np.float32)
        return noise[np.arange(self._noise_start + frame, self._noise_start + frame + frames) % len(noise)]

    def _gain_over(self, noise: Samples, speech: Samples) -> float:
        """Return by how much the speech is to be scaled to stand over this noise as wanted."""
        surroundings = self._surroundings
        if surroundings.snr_db is None or surroundings.noise is None:
            return 1.0
        is_peak = surroundings.mixing is Mixing.PEAK
        of_speech = loudest_frame_rms(speech) if is_peak else active_rms(speech)
        of_noise = loudest_frame_rms(noise) if is_peak else _rms(noise)
        return of_noise * gain_from_db(surroundings.snr_db) / max(of_speech, 1e-9)

    def _common_level(self, peaks: Sequence[float]) -> float:
        """Return the factor for everything: the middle clip as it was, and no clip beyond full scale."""
        loudest = max(peak * place.gain for peak, place in zip(peaks, self.placed, strict=True))
        middle = 1.0 / float(np.median([place.gain for place in self.placed]))
        return min(middle, _LOUDEST_PEAK / max(loudest, 1e-9)) if self._surroundings.noise is not None else 1.0


def active_rms(speech: Samples) -> float:
    """Return the root mean square of the samples above 1 % of full scale; of all where there are none."""
    active = speech[np.abs(speech) > _ACTIVE]
    return _rms(active if len(active) else speech)


def speech_end_frame(speech: Samples) -> int:
    """Return the frame after the last word: after the last 10 ms that stand out.

    They stand out within 30 dB of the loudest and 10 dB over the clip's own background (its softest tenth).
    """
    whole = len(speech) - len(speech) % BLOCK_FRAMES
    if not whole:
        return len(speech)
    power = np.mean(np.square(speech[:whole].reshape(-1, BLOCK_FRAMES), dtype=np.float64), axis=1)
    levels_db = 10.0 * np.log10(power + 1e-12)
    floor_db = float(np.percentile(levels_db, 10)) + _SPEECH_OVER_FLOOR_DB
    loudest_db = float(np.max(levels_db))
    threshold_db = max(loudest_db - _SPEECH_BELOW_PEAK_DB, min(floor_db, loudest_db - _SPEECH_OVER_FLOOR_DB))
    return (int(np.flatnonzero(levels_db >= threshold_db)[-1]) + 1) * BLOCK_FRAMES


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0


def _frames(seconds: float) -> int:
    return round(seconds * EAR_RATE)
