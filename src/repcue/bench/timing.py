"""How exactly ticks come, and how soon "stop" is silence."""

from collections.abc import Callable
from fractions import Fraction
from hashlib import sha256
from typing import Final

import numpy as np

from repcue.bench.machine import machine
from repcue.bench.sessions import Run, run_session
from repcue.core.clip import Samples
from repcue.core.script import Line
from repcue.core.units import EAR_RATE
from repcue.edges.clip_bank import ClipBank
from repcue.ports import Ear
from repcue.prepare import Prepared, open_clips
from repcue.rehearse import OUTPUT_RATE

TICKS: Final = 10_000
EXPLOSIVE_SECONDS: Final = 0.3
"""The shortest phase there may be, and no whole number of control steps: rounding errors would show soonest."""

BLOCKS: Final = (1, 7, 64, 480, 2048)
BLOCK_TEST_SECONDS: Final = 40.0
STOPS: Final = 24
STOP_VOICES: Final = ("lifter", "coach")
STOP_CYCLE_SECONDS: Final = 20.0
STOP_AFTER_SECONDS: Final = 15.5
"""From "next set" to "stop": past the count-in, into the second repetition."""

Progress = Callable[[float, float], None]


def measure(prepared: Prepared, clips: ClipBank, ear: Ear, progress: Progress) -> dict[str, object]:
    """Return every figure of `repcue bench timing`.

    Args:
        prepared: packs and grammar.
        clips: rendered, at the output's rate.
        ear: the ear that hears the stops.
        progress: told how much of how much is done.
    """
    return {
        "benchmark": "timing",
        "machine": machine(),
        "engine": ear.engine,
        "model": ear.model,
        "voice": prepared.voice,
        "ticks": measure_ticks(prepared, clips, lambda done: progress(0.6 * done, 1.0)),
        "blocks": measure_blocks(prepared, clips),
        "stop": measure_stops(prepared, clips, ear, lambda done: progress(0.6 + 0.4 * done, 1.0)),
    }


def measure_ticks(prepared: Prepared, clips: ClipBank, progress: Callable[[float], None]) -> dict[str, object]:
    """Return how far ticks are from arithmetic, in the log and in the sound."""
    seconds = TICKS * EXPLOSIVE_SECONDS + 20.0
    words = (
        Line(0.1, "bench press"),
        Line(0.2, "no target"),
        Line(0.3, "no cues"),
        Line(0.4, _TEMPO),
        Line(6.0, "begin"),
    )
    run = run_session(
        prepared,
        clips,
        seconds,
        words=words,
        explosive_seconds=EXPLOSIVE_SECONDS,
        keeps_sound=True,
        progress=lambda done: progress(done / seconds),
    )
    ticks = [play for play in run.of_kind("play") if str(play["clip"]).startswith("tick.") and play["started_frame"]]
    in_set = [play for play in ticks if play["clip"] != "tick.count-in"][:TICKS]
    zero = _number(in_set[0]["due_frame"])
    step = Fraction(3, 10) * OUTPUT_RATE
    errors = [abs(_number(play["started_frame"]) - (zero + round(step * index))) for index, play in enumerate(in_set)]
    late = [play for play in in_set if play["started_frame"] != play["due_frame"]]
    return {
        "ticks": len(in_set),
        "not_at_due_frame": len(late),
        "largest_error_frames": max(errors),
        "onsets_not_at_started_frame": _misplaced_onsets(run, in_set),
        "session_seconds": run.seconds,
        "seconds_per_second": run.wall_seconds / run.seconds,
    }


_TEMPO: Final = "tempo explosive zero explosive zero"


def _misplaced_onsets(run: Run, plays: list) -> int:  # type: ignore[type-arg]
    """Return how many ticks do not begin to sound in the frame the log says, of those with nothing before them."""
    wrong = 0
    for play in plays:
        frame = _number(play["started_frame"])
        if run.played[frame - 1] == 0.0 and run.played[frame] == 0.0:
            wrong += 1
    return wrong


def measure_blocks(prepared: Prepared, clips: ClipBank) -> dict[str, object]:
    """Return whether the same session sounds the same whatever the size of the speaker's blocks."""
    words = (Line(0.1, "bench press"), Line(1.0, "next set"), Line(20.0, "slower"), Line(30.0, "stop"))
    digests = {}
    for block_frames in BLOCKS:
        run = run_session(prepared, clips, BLOCK_TEST_SECONDS, words=words, block_frames=block_frames, keeps_sound=True)
        digests[block_frames] = sha256(run.played.tobytes()).hexdigest()
    return {"block_frames": list(BLOCKS), "are_same_bytes": len(set(digests.values())) == 1}


def measure_stops(
    prepared: Prepared, clips: ClipBank, ear: Ear, progress: Callable[[float], None]
) -> dict[str, object]:
    """Return how long it takes from the end of a spoken "stop" to silence at the speaker."""
    track, ends_at = _spoken_stops()
    seconds = len(track) / EAR_RATE + 2.0
    words = [Line(0.1, "bench press"), Line(0.2, "no target")]
    words += [Line(index * STOP_CYCLE_SECONDS + 3.0, "next set") for index in range(STOPS)]
    run = run_session(
        prepared, clips, seconds, words=words, track=track, ear=ear, progress=lambda done: progress(done / seconds)
    )
    delays = [delay for end in ends_at if (delay := _silence_after(run, end)) is not None]
    decided = [
        _seconds(record["decided_at_seconds"]) - end
        for end in ends_at
        for record in run.of_kind("heard")
        if record["text"] == "stop" and 0 <= _seconds(record["decided_at_seconds"]) - end < 2.0
    ]
    return {
        "spoken": len(ends_at),
        "stopped": len(delays),
        "voices": list(STOP_VOICES),
        "to_decision_seconds": _percentiles(decided),
        "to_silence_seconds": _percentiles(delays),
    }


def _spoken_stops() -> tuple[Samples, list[float]]:
    """Return a track of stops, each in its own set, and when each word ends."""
    spoken = []
    for name in STOP_VOICES:
        bank = open_clips(name, EAR_RATE)
        bank.prepare(["stop"])
        clip = bank.speech("stop")
        assert clip is not None
        spoken.append(clip)
    track = np.zeros(round((STOPS * STOP_CYCLE_SECONDS + 5.0) * EAR_RATE), dtype=np.float32)
    ends_at = []
    for index in range(STOPS):
        clip = spoken[index % len(spoken)]
        # The stops fall all over the repetition: on ticks, in cues, in counts.
        offset_seconds = 3.0 + STOP_AFTER_SECONDS + 0.21 * (index % 12)
        start = round((index * STOP_CYCLE_SECONDS + offset_seconds) * EAR_RATE)
        track[start : start + clip.frames] += clip.samples
        ends_at.append((start + clip.frames) / EAR_RATE)
    return track, ends_at


def _silence_after(run: Run, end_seconds: float) -> float | None:
    """Return the seconds from the end of the word to silence: when the last sound of the set had faded."""
    stopped = [
        record
        for record in run.of_kind("play")
        if record["reason"] == "stopped" and 0 <= _seconds(record["at_seconds"]) - end_seconds < 2.0
    ]
    if not stopped:
        return None
    return max(_seconds(record["at_seconds"]) for record in stopped) - end_seconds


def _percentiles(values: list[float]) -> dict[str, float | None]:
    if not values:
        return {"p50": None, "p95": None}
    p50, p95 = np.percentile(values, [50, 95])
    return {"p50": round(float(p50), 3), "p95": round(float(p95), 3)}


def _number(value: object) -> int:
    assert isinstance(value, int)
    return value


def _seconds(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)
