"""What a microphone hears while the coach counts: its echo by way of a room, commands by other voices, and hiss.

The user is always equally loud; a place says how much louder the coach's echo is than that, both over what is louder
than 1 % of the loudest sample. So the figure without echo is the same for every room.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.bench.sessions import run_session
from repcue.core.clip import Clips, Samples
from repcue.core.own_voice import Said
from repcue.core.script import Line
from repcue.core.units import EAR_RATE, frames_from_seconds, gain_from_db
from repcue.dsp.room_response import room_response
from repcue.edges.resample import StreamResampler, resample
from repcue.prepare import Prepared
from repcue.rehearse import OUTPUT_RATE

EXERCISES: Final = ("bench press", "squat", "deadlift", "lat pulldown", "overhead press", "barbell row")
"""Their cues hold "bar", "down", "up" and "press", as commands do."""

PACED_AT_SECONDS: Final = 13.0
SET_SECONDS: Final = 130.0
"""Longer than twenty repetitions at any of their tempos."""

DELAY_SECONDS: Final = 0.045
"""Of a sound card's own way out and in, as in the measurements that the goals come from."""

USER_RMS: Final = 0.02
"""-34 dBFS: somebody two metres from a laptop."""

HISS: Final = 3e-4
"""-70 dBFS: a quiet microphone."""

FIRST_COMMAND_SECONDS: Final = 8.0
BETWEEN_SECONDS: Final = (1.6, 2.2)

_DIRECT_DB: Final = {0.35: 3.0}
_DIRECT_DB_OF_LONG: Final = 6.0
"""Direct sound over the rest in longer rooms, as in the measurements that the goals come from."""


@dataclass(frozen=True, slots=True, eq=False)
class Coach:
    """What the coach plays, at the output's rate, and the words in it."""

    played: Samples
    said: Sequence[Said]


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """Commands on a track at 16 kHz, each of unit loudness, and where each lies."""

    track: Samples
    commands: Sequence[tuple[int, int, str]]
    """First frame, first frame after the last, phrase."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A room, how loud the coach is in it, and the clocks of its speaker and microphone."""

    name: str
    response: NDArray[np.floating] | None
    """Impulse response at 16 kHz; None for headphones."""

    rt60_seconds: float | None = None
    user_below_echo_db: float = 10.0
    drift_ppm: float = 0.0
    """How much faster than the speaker's clock the microphone's is, in millionths."""

    jump_seconds: float = 0.0
    """By how much the echo comes later in every other minute, as when a sound server fills its buffers anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is heard and played at a place; float32, 16 kHz unless it says otherwise."""

    echo: Samples
    user: Samples
    hiss: Samples
    played: Samples
    """At the output's rate."""

    @property
    def heard(self) -> Samples:
        """Everything that the microphone hears."""
        return _clipped(self.echo + self.user + self.hiss)

    @property
    def without_user(self) -> Samples:
        """The same if nobody spoke."""
        return _clipped(self.echo + self.hiss)


def modelled_room(rt60_seconds: float, user_below_echo_db: float, drift_ppm: float = 0.0) -> Place:
    """Return a room made of numbers, with the delay of a sound card."""
    direct_db = _DIRECT_DB.get(rt60_seconds, _DIRECT_DB_OF_LONG)
    response = room_response(rt60_seconds, frames_from_seconds(DELAY_SECONDS, EAR_RATE), direct_db=direct_db)
    return Place(f"modelled, RT60 {rt60_seconds:g} s", response, rt60_seconds, user_below_echo_db, drift_ppm)


def measured_room(name: str, response: Samples, user_below_echo_db: float, drift_ppm: float = 0.0) -> Place:
    """Return a measured room, with the delay of a sound card before its direct sound."""
    begin = max(0, int(np.argmax(np.abs(response))) - EAR_RATE // 200)
    delay = np.zeros(frames_from_seconds(DELAY_SECONDS, EAR_RATE), dtype=np.float32)
    delayed = np.concatenate((delay, response[begin:]))
    return Place(name, delayed, reverberation_seconds(response), user_below_echo_db, drift_ppm)


def reverberation_seconds(response: NDArray[np.floating]) -> float | None:
    """Return RT60 from the decay between -5 and -25 dB, extrapolated (ISO 3382); None where it decays too little.

    >>> round(reverberation_seconds(room_response(0.5, 100, direct_db=-20.0)), 1)
    0.5
    """
    left = np.cumsum(np.square(response, dtype=np.float64)[::-1])[::-1]
    decay_db = 10.0 * np.log10(left / left[0] + 1e-12)
    within = np.flatnonzero((decay_db <= -5.0) & (decay_db >= -25.0))
    if len(within) < EAR_RATE // 100 or decay_db[within[-1]] > -20.0:
        return None
    slope_db = float(np.polyfit(within / EAR_RATE, decay_db[within], 1)[0])
    return round(-60.0 / slope_db, 2)


def coaching(prepared: Prepared, clips: Clips, seconds: float) -> Coach:
    """Return sets of twenty with a cue on every repetition, one after the other without a rest; a second too many."""
    pieces: list[Samples] = []
    said: list[Said] = []
    frames = 0
    while frames < (seconds + 1.0) * OUTPUT_RATE:
        exercise = EXERCISES[len(pieces) % len(EXERCISES)]
        lines = ((0.5, exercise), (5.0, "twenty reps"), (9.0, "every rep"), (PACED_AT_SECONDS, "next set"))
        run = run_session(prepared, clips, SET_SECONDS, words=tuple(Line(*line) for line in lines), keeps_sound=True)
        begin = frames_from_seconds(PACED_AT_SECONDS, OUTPUT_RATE) if pieces else 0
        finished = [float(str(each["at_seconds"])) for each in run.of_kind("set") if each["outcome"] == "finished"]
        end = frames_from_seconds(finished[0], OUTPUT_RATE) if finished else len(run.played)
        moved = (frames - begin) / OUTPUT_RATE
        said += [
            each for each in _said_in(run.of_kind("play"), moved) if each.started_at_seconds * OUTPUT_RATE >= frames
        ]
        pieces.append(run.played[begin:end])
        frames += end - begin
    played = np.concatenate(pieces)[: frames_from_seconds(seconds + 1.0, OUTPUT_RATE)]
    return Coach(played, sorted(said, key=lambda each: each.started_at_seconds))


def _said_in(plays: Sequence[object], moved_seconds: float) -> list[Said]:
    """Return what was said and sounded, its times moved."""
    said = []
    for play in plays:
        assert isinstance(play, dict)
        if play["text"] and play["started_frame"] is not None:
            times = (play[f"{edge}_frame"] / OUTPUT_RATE + moved_seconds for edge in ("started", "ended"))
            said.append(Said(play["text"], *times))
    return said


def spoken_on_track(clips: Sequence[tuple[str, Samples]], seed: int = 0) -> Spoken:
    """Return commands one after the other, in an order that depends on the seed only, each as loud as the others.

    Args:
        clips: phrases and how they sound, at 16 kHz.
        seed: of order and gaps.
    """
    chance = np.random.default_rng(seed)
    at = frames_from_seconds(FIRST_COMMAND_SECONDS, EAR_RATE)
    commands, sounds = [], []
    for index in chance.permutation(len(clips)):
        phrase, samples = clips[index]
        commands.append((at, at + len(samples), phrase))
        sounds.append(samples / np.float32(active_rms(samples)))
        at += len(samples) + frames_from_seconds(float(chance.uniform(*BETWEEN_SECONDS)), EAR_RATE)
    # A whole number of ten milliseconds, as blocks come.
    track = np.zeros((at // EAR_RATE + 1) * EAR_RATE, dtype=np.float32)
    for (start, end, _), sound in zip(commands, sounds, strict=True):
        track[start:end] = sound
    return Spoken(track, commands)


def scene_at(place: Place, coach: Coach, spoken: Spoken) -> Scene:
    """Return what is heard at a place while the commands are spoken."""
    frames = len(spoken.track)
    echo = _echo(place, resample(coach.played, OUTPUT_RATE, EAR_RATE), frames)
    if place.response is not None:
        echo *= np.float32(USER_RMS * gain_from_db(place.user_below_echo_db) / active_rms(echo))
    hiss = (HISS * np.random.default_rng(7).standard_normal(frames)).astype(np.float32)
    return Scene(echo, spoken.track * np.float32(USER_RMS), hiss, coach.played)


def active_rms(samples: NDArray[np.floating]) -> float:
    """Return the root mean square over what is louder than 1 % of the loudest sample; tiny for silence."""
    loud = samples[np.abs(samples) > 0.01 * np.abs(samples).max(initial=0.0)]
    return float(np.sqrt(np.mean(np.square(loud, dtype=np.float64)))) if len(loud) else 1e-9


def _clipped(samples: Samples) -> Samples:
    """Return what a microphone makes of a sound."""
    return np.asarray(np.clip(samples, -1.0, 1.0), dtype=np.float32)


def _echo(place: Place, dry: Samples, frames: int) -> Samples:
    """Return the coach's sound at the microphone, at any loudness."""
    out = np.zeros(frames, dtype=np.float32)
    if place.response is None:
        return out
    size = 1 << (len(dry) + len(place.response)).bit_length()
    spectrum = np.fft.rfft(dry, size) * np.fft.rfft(place.response, size)
    wet = np.asarray(np.fft.irfft(spectrum, size)[: len(dry)], dtype=np.float32)
    if place.jump_seconds:
        wet = _jumping(wet, frames_from_seconds(place.jump_seconds, EAR_RATE))
    if place.drift_ppm:
        stream = StreamResampler(1_000_000, round(1_000_000 * (1 + place.drift_ppm * 1e-6)))
        wet = np.concatenate([stream.feed(wet), stream.finish()])
    kept = min(frames, len(wet))
    out[:kept] = wet[:kept]
    return out


def _jumping(wet: Samples, later_frames: int) -> Samples:
    """Return the sound, later in every other minute."""
    later = np.concatenate((np.zeros(later_frames, dtype=np.float32), wet))[: len(wet)]
    is_later = (np.arange(len(wet)) // (60 * EAR_RATE)) % 2 == 1
    return np.where(is_later, later, wet)
