"""How well the ear hears through the coach's own sound: the canceller's figures, and commands said while it counts.

Everything runs in memory. The coach is a rehearsed set; a room made of numbers, or a measured one, brings it to the
microphone; commands by other voices lie over it, their level stated against the echo's, both over what is louder than
1 % of the loudest sample. Every figure is taken behind `EchoFreeEar`, as a live session has it.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from repcue.bench.machine import machine
from repcue.bench.sessions import run_session
from repcue.core.clip import Samples
from repcue.core.grammar import Grammar
from repcue.core.intent import Misunderstood, understand
from repcue.core.messages import AudioBlock, Intent, Lane, Partial, Utterance
from repcue.core.script import Line
from repcue.core.units import EAR_RATE, frames_from_seconds, gain_from_db
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room_response import room_response
from repcue.edges.clip_bank import ClipBank
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.edges.resample import StreamResampler, resample
from repcue.ports import Ear
from repcue.prepare import Prepared
from repcue.rehearse import OUTPUT_RATE

SET: Final = (Line(0.5, "bench press"), Line(5.0, "twenty reps"), Line(9.0, "every rep"), Line(13.0, "next set"))
SECONDS: Final = 120.0
FIRST_COMMAND_SECONDS: Final = 8.0
BETWEEN_SECONDS: Final = 1.6
DELAY_SECONDS: Final = 0.045
"""Of a sound card's own way out and in, as in the measurements that the goals come from."""

USER_BELOW_ECHO_DB: Final = 10.0
ECHO_GAIN: Final = 0.5
HISS: Final = 3e-4
"""-70 dBFS: a quiet microphone."""

EAR_BLOCK: Final = 160
LATE_SECONDS: Final = 1.0
STEADY_SECONDS: Final = 60.0

_COMMANDS: Final = (
    "stop|pause|rack it|done|next set|begin|slower|faster|resume|carry on|two more|last one|skip rest|time left|"
    "muscle cue|bar cue|another cue|how many reps|what tempo|louder|quieter|ten reps|sixty kilos|help me|less talking|"
    "no cues|warm up|repeat that|normal tempo|hold it|easier|harder"
)
PHRASES: Final = tuple(_COMMANDS.split("|"))
"""What is said: every intent that needs no exercise, short words above all."""

Progress = Callable[[float, float], None]


@dataclass(frozen=True, slots=True, eq=False)
class Spoken:
    """Commands on a track at 16 kHz, of unit loudness, and where each lies."""

    track: Samples
    commands: Sequence[tuple[int, int, str]]
    """First frame, first frame after the last, phrase."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A room and the clocks in it."""

    name: str
    response: NDArray[np.floating] | None
    """Impulse response at 16 kHz; None for headphones."""

    drift_ppm: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Scene:
    """What is heard and played at a place."""

    both: Samples
    user: Samples
    played: Samples
    spoken: Spoken


class _Tape:
    """An ear that only keeps what it is given."""

    engine = "none"
    model = "none"

    def __init__(self) -> None:
        self.samples: list[Samples] = []

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        self.samples.append(block.samples)
        return ()

    def close(self) -> None:
        pass


def usual_places() -> list[Place]:
    """Return the places that the goals are stated for: headphones, two rooms, and two clocks in the first."""
    delay_frames = frames_from_seconds(DELAY_SECONDS, EAR_RATE)
    small, hall = (room_response(rt60, delay_frames, direct_db=db) for rt60, db in ((0.35, 3.0), (1.5, 6.0)))
    drifting = [Place(f"rt60 0.35 s, {ppm:+} ppm", small, ppm) for ppm in (100.0, -100.0)]
    return [Place("no echo", None), Place("rt60 0.35 s", small), Place("rt60 1.5 s", hall), *drifting]


def measure(
    prepared: Prepared,
    clips: ClipBank,
    open_ear: Callable[[], Ear],
    voices: Sequence[ClipBank],
    *,
    rooms: Sequence[Place] = (),
    seconds: float = SECONDS,
    progress: Progress = lambda _, __: None,
) -> dict[str, object]:
    """Return every figure of `repcue bench echo`.

    Args:
        prepared: packs and grammar.
        clips: the coach's, at the output's rate.
        open_ear: opens a fresh ear for a run; it is closed after it.
        voices: who says the commands, at 16 kHz, `PHRASES` prepared.
        rooms: measured rooms besides the usual places.
        seconds: how long every run is.
        progress: told how much of how much is done.
    """
    played = run_session(prepared, clips, seconds, words=SET, keeps_sound=True).played
    spoken = spoken_by(voices, frames_from_seconds(seconds, EAR_RATE))
    places = [*usual_places(), *rooms]
    runs = []
    for number, place in enumerate(places):
        runs.append(_run(place, played, spoken, open_ear, prepared.grammar))
        progress(number + 1, len(places))
    ear = open_ear()
    ear.close()
    return {"benchmark": "echo", "machine": machine(), "engine": ear.engine, "model": ear.model, "runs": runs}


def spoken_by(voices: Sequence[ClipBank], frames: int, seed: int = 0) -> Spoken:
    """Return commands by turns, one after the other, each as loud as the others."""
    chance = np.random.default_rng(seed)
    lines = [(bank, phrase) for bank in voices for phrase in PHRASES]
    track, commands = np.zeros(frames, dtype=np.float32), []
    at = frames_from_seconds(FIRST_COMMAND_SECONDS, EAR_RATE)
    for index in chance.permutation(len(lines)):
        bank, phrase = lines[index]
        clip = bank.speech(phrase)
        if clip is None or at + clip.frames > frames - EAR_RATE:
            continue
        track[at : at + clip.frames] = clip.samples / active_rms(clip.samples)
        commands.append((at, at + clip.frames, phrase))
        at += clip.frames + frames_from_seconds(BETWEEN_SECONDS + chance.uniform(0.0, 0.6), EAR_RATE)
    return Spoken(track, commands)


def active_rms(samples: NDArray[np.floating]) -> float:
    """Return the root mean square over what is louder than 1 % of the loudest sample; tiny for silence."""
    loud = samples[np.abs(samples) > 0.01 * np.abs(samples).max(initial=0.0)]
    return float(np.sqrt(np.mean(np.square(loud, dtype=np.float64)))) if len(loud) else 1e-9


def _run(
    place: Place, played: Samples, spoken: Spoken, open_ear: Callable[[], Ear], grammar: Grammar
) -> dict[str, object]:
    frames = len(spoken.track)
    echo = _echo(place, resample(played, OUTPUT_RATE, EAR_RATE)[:frames], frames)
    loudness = active_rms(echo) if place.response is not None else active_rms(played) * ECHO_GAIN
    user = spoken.track * np.float32(loudness * gain_from_db(-USER_BELOW_ECHO_DB))
    hiss = (HISS * np.random.default_rng(7).standard_normal(frames)).astype(np.float32)
    alone, both = echo + hiss, np.clip(echo + user + hiss, -1.0, 1.0)
    tape, began = _Tape(), time.process_time()
    free = EchoFreeEar(tape, PlayedRing(OUTPUT_RATE))
    _listen(free, alone, played)
    cost = (time.process_time() - began) / (frames / EAR_RATE)
    left = np.concatenate(tape.samples)[free.delay_frames :]
    figures: dict[str, object] = {"place": place.name, "cancelling_ms_per_second": round(1000 * cost, 1)}
    if place.response is not None:
        figures |= _erle(echo, left) | {"found_delay_seconds": free.echo_delay_seconds, "found_ppm": free.drift_ppm}
    return figures | _recognised(_Scene(both, user, played, spoken), open_ear, grammar)


def _echo(place: Place, dry: Samples, frames: int) -> Samples:
    if place.response is None:
        return np.zeros(frames, dtype=np.float32)
    size = 1 << (frames + len(place.response)).bit_length()
    unit = place.response / np.sqrt(np.sum(np.square(place.response)))
    wet = ECHO_GAIN * np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(unit, size), size)[:frames]
    if place.drift_ppm:
        stream = StreamResampler(1_000_000, round(1_000_000 * (1 + place.drift_ppm * 1e-6)))
        wet = np.concatenate([stream.feed(wet.astype(np.float32)), stream.finish()])
    out = np.zeros(frames, dtype=np.float32)
    out[: min(frames, len(wet))] = wet[:frames]
    return out


def _listen(free: EchoFreeEar, heard: Samples, played: Samples) -> list[Utterance]:
    """Return what was decided; the ring runs 40 ms ahead of the microphone, as a mixer does."""
    said: list[Utterance] = []
    per_block = EAR_BLOCK * OUTPUT_RATE // EAR_RATE
    ring = free.played
    for start in range(0, len(heard) - EAR_BLOCK + 1, EAR_BLOCK):
        ring.write(played[ring.frames : start // EAR_BLOCK * per_block + 5 * per_block])
        block = AudioBlock(heard[start : start + EAR_BLOCK], start / EAR_RATE)
        said += [each for each in free.feed(block) if isinstance(each, Utterance)]
    return said


def _erle(echo: Samples, left: Samples) -> dict[str, object]:
    def fall_db(since: float, until: float) -> float:
        part = slice(frames_from_seconds(since, EAR_RATE), min(frames_from_seconds(until, EAR_RATE), len(left)))
        power = [float(np.sum(np.square(each[part], dtype=np.float64))) + 1e-12 for each in (echo, left)]
        return round(10.0 * float(np.log10(power[0] / power[1])), 1)

    first = float(np.flatnonzero(np.abs(echo) > 1e-3)[0]) / EAR_RATE
    fourth = _fall_after_sound(echo, left, 4.0)
    return {
        "erle_first_4_seconds_db": fall_db(first, first + 4.0),
        "erle_after_4_seconds_of_sound_db": fourth,
        "erle_steady_db": fall_db(STEADY_SECONDS, 1e9),
    }


def _fall_after_sound(echo: Samples, left: Samples, seconds: float) -> float:
    """Return the loss over the second of sound that follows after so many seconds with sound; pauses do not count."""
    sounding = np.flatnonzero(np.abs(echo[: len(left)]) > 1e-3)
    at = sounding[min(frames_from_seconds(seconds, EAR_RATE), len(sounding) - 1) :][:EAR_RATE]
    power = [float(np.sum(np.square(each[at], dtype=np.float64))) + 1e-12 for each in (echo, left)]
    return round(10.0 * float(np.log10(power[0] / power[1])), 1)


def _recognised(scene: _Scene, open_ear: Callable[[], Ear], grammar: Grammar) -> dict[str, object]:
    spoken, user = scene.spoken, scene.user
    tape = _Tape()
    free = EchoFreeEar(tape, PlayedRing(OUTPUT_RATE))
    _listen(free, scene.both, scene.played)
    left = np.concatenate(tape.samples)[free.delay_frames :]
    gains = [np.dot(left[a:b], user[a:b]) / np.dot(user[a:b], user[a:b]) for a, b, _ in spoken.commands]
    decided = []
    for played in (scene.played, np.zeros_like(scene.played)):
        ear = EchoFreeEar(open_ear(), PlayedRing(OUTPUT_RATE))
        decided.append(_listen(ear, scene.both, played))
        ear.close()
    right, others = _score(decided[0], spoken, grammar)
    count = max(1, len(spoken.commands))
    return {
        "near_end_gain_db": round(20.0 * float(np.log10(max(float(np.median(gains)), 1e-6))), 2),
        "commands": len(spoken.commands),
        "recognised": round(right / count, 3),
        "recognised_without_canceller": round(_score(decided[1], spoken, grammar)[0] / count, 3),
        "other_decisions": len(others),
    }


def _score(said: Sequence[Utterance], spoken: Spoken, grammar: Grammar) -> tuple[int, list[Utterance]]:
    """Return how many commands were understood in their time, and what else was decided."""
    left, right = list(said), 0
    for start, end, phrase in spoken.commands:
        since, until = start / EAR_RATE - 0.3, end / EAR_RATE + LATE_SECONDS
        wanted = _meaning(phrase, grammar)
        found = [
            each for each in left if since <= each.ended_at_seconds <= until and _meaning(each.text, grammar) == wanted
        ]
        if found:
            right += 1
            left.remove(found[0])
    return right, left


def _meaning(text: str, grammar: Grammar) -> tuple[str, dict[str, object]] | None:
    meant = understand(Utterance(text, "script", Lane.NORMAL, (), 0.0, 0.0, 0.0, 1.0), grammar)
    if isinstance(meant, Misunderstood):
        return None
    assert isinstance(meant, Intent)
    return meant.name, dict(meant.slots)
