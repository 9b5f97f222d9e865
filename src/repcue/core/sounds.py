"""The sounds that are no speech: ticks, pips, earcons and the alarm, computed exactly for any sample rate.

What they have to do:

- A tick's first frame is its onset: nothing leads it, so its place in a WAV is its due frame.
- Each phase has its own pitch, a minor third from the next: lowest while lowering and highest while lifting; the turn
  into a phase sounds the same pitch with the fifth above it, so an accent differs by pitch and timbre, and not only by
  its 3 dB.
- 20 to 30 ms between 1 and 2.5 kHz: short enough to say when, high enough for a phone's loudspeaker, below the band
  where hearing fades first.
- Nothing but the alarm is louder than -12 dBFS; speech stands above it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Clip
from repcue.core.tempo import Phase
from repcue.core.units import frames_from_seconds, gain_from_db

PHASE_HERTZ: Final[Mapping[Phase, float]] = MappingProxyType(
    {Phase.ECCENTRIC: 1000.0, Phase.STRETCHED: 1189.2, Phase.CONTRACTED: 1414.2, Phase.CONCENTRIC: 1681.8}
)
"""A phase's pitch: steps of a minor third (2 ** (3/12)), many times what is told apart in 20 ms (1 to 2 %)."""

FIFTH: Final = 1.5
"""The accent's second tone, at most 2523 Hz."""

_ACCENT_DBFS: Final = -12.0
_PLAIN_DBFS: Final = -15.0
_EARCON_DBFS: Final = -14.0
_UNSURE_DBFS: Final = -16.0
"""Softer than the other earcons: it tells of a doubt, and somebody who talked to nobody must not start at it."""

_ALARM_DBFS: Final = -3.0
_ACCENT_SECONDS: Final = 0.030
_PLAIN_SECONDS: Final = 0.020
_ATTACK_SECONDS: Final = 0.0005
"""Sharp, yet not a click; at 48 kHz the first sample is 28 dB below the peak."""

_RELEASE_SECONDS: Final = 0.005


@dataclass(frozen=True, slots=True)
class Note:
    """A stretch of steady pitch."""

    hertz: Sequence[float]
    """The tones that sound together, equally loud."""

    seconds: float
    fades_by: float = 1.0
    """Exponential decay over the note, as a power of e: 1 for a steady tone, 4 for a struck one."""


@dataclass(frozen=True, slots=True)
class Sounds:
    """Every sound that is no speech, at one sample rate."""

    accents: Mapping[Phase, Clip]
    """The turn into each phase."""

    ticks: Mapping[Phase, Clip]
    """The further seconds of each phase."""

    count_in: Clip
    """A second before the first repetition."""

    rest_pip: Clip
    """Three, two, one before a rest is over."""

    rest_over: Clip
    accepted: Clip
    """Rising: understood."""

    refused: Clip
    """Falling: understood, but not now."""

    unsure: Clip
    """Two knocks of one pitch: something was heard, and what it was is not certain."""

    alarm: Clip
    """One round of the call for help, to be repeated."""

    def tick(self, phase: Phase, *, is_accent: bool) -> Clip:
        """Return the tick of a phase: its accent at the turn, its plain one within."""
        return (self.accents if is_accent else self.ticks)[phase]

    def all(self) -> tuple[Clip, ...]:
        """Return every clip, each once."""
        earcons = (self.accepted, self.refused, self.unsure)
        others = (self.count_in, self.rest_pip, self.rest_over, *earcons, self.alarm)
        return (*self.accents.values(), *self.ticks.values(), *others)


@lru_cache(maxsize=8)
def sounds(sample_rate: int) -> Sounds:
    """Return every sound that is no speech.

    Args:
        sample_rate: frames per second, 8000 or more.

    >>> sounds(48_000).tick(Phase.ECCENTRIC, is_accent=True).clip_id
    'tick.eccentric.accent'
    >>> sounds(48_000).tick(Phase.ECCENTRIC, is_accent=False).frames
    960
    """

    def clip(clip_id: str, peak_dbfs: float, *notes: Note) -> Clip:
        return Clip(clip_id, "", _sounded(notes, peak_dbfs, sample_rate), sample_rate)

    return Sounds(
        accents=MappingProxyType(
            {
                phase: clip(f"tick.{phase}.accent", _ACCENT_DBFS, Note((hertz, FIFTH * hertz), _ACCENT_SECONDS, 3.0))
                for phase, hertz in PHASE_HERTZ.items()
            }
        ),
        ticks=MappingProxyType(
            {
                phase: clip(f"tick.{phase}.plain", _PLAIN_DBFS, Note((hertz,), _PLAIN_SECONDS, 3.0))
                for phase, hertz in PHASE_HERTZ.items()
            }
        ),
        count_in=clip("tick.count-in", _ACCENT_DBFS, Note((2000.0, 2400.0), _ACCENT_SECONDS, 4.0)),
        rest_pip=clip("rest.pip", _EARCON_DBFS, Note((880.0,), 0.1)),
        rest_over=clip("rest.over", _EARCON_DBFS, Note((1760.0,), 0.4)),
        accepted=clip("earcon.accepted", _EARCON_DBFS, Note((1046.5,), 0.06, 2.0), Note((1568.0,), 0.1, 3.0)),
        refused=clip("earcon.refused", _EARCON_DBFS, Note((587.3, 622.3), 0.1), Note((415.3, 440.0), 0.18, 2.0)),
        unsure=clip("earcon.unsure", _UNSURE_DBFS, Note((740.0,), 0.07, 4.0), Note((740.0,), 0.07, 4.0)),
        alarm=clip("alarm", _ALARM_DBFS, *_ALARM_ROUND),
    )


_ALARM_ROUND: Final = (
    Note((960.0, 2880.0), 0.125, 0.2),
    Note((1280.0, 3840.0), 0.125, 0.2),
) * 4
"""Two tones in turn, four times a second, with their third harmonics: within 500 to 4000 Hz and a pulse of 0.5 to 4 Hz,
where ISO 7731 puts danger signals, and like nothing else that RepCue plays."""


def _sounded(notes: Sequence[Note], peak_dbfs: float, sample_rate: int) -> NDArray[np.float32]:
    """The notes one after another; their peak is exact, every sample on the grid of 16-bit samples."""
    wave = np.concatenate([_tone(note, sample_rate) for note in notes])
    wave *= gain_from_db(peak_dbfs) / np.max(np.abs(wave))
    return (np.round(wave * 32768) / 32768 + 0.0).astype(np.float32)


def _tone(note: Note, sample_rate: int) -> NDArray[np.float64]:
    """One note: cosines that begin at their crest, so that the first sample is already heard."""
    frames = frames_from_seconds(note.seconds, sample_rate)
    at_seconds = np.arange(frames) / sample_rate
    audible = [hertz for hertz in note.hertz if hertz < 0.45 * sample_rate]
    wave = np.sum([np.cos(2 * np.pi * hertz * at_seconds) for hertz in audible], axis=0)
    attack = np.minimum(1.0, (np.arange(frames) + 1) / max(1.0, _ATTACK_SECONDS * sample_rate))
    release = np.minimum(1.0, (frames - np.arange(frames)) / max(1.0, _RELEASE_SECONDS * sample_rate))
    decay = np.exp(-note.fades_by * at_seconds / note.seconds)
    return np.asarray(wave * attack * release * decay)
