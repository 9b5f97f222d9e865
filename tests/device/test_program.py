"""The actual program between a virtual microphone and a virtual speaker, from the spoken word to the sound."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from device.live_program import LiveProgram
from device.null_sinks import MICROPHONE, SAMPLE_RATE, NullSinks, Recording
from device.spoken_session import write_session
from repcue.core.sounds import sounds
from repcue.edges.audio_files import read_audio
from support.rendered_home import rendered_home

pytestmark = [pytest.mark.device, pytest.mark.slow]

DEVIATION_MS = 0.1
"""Standard deviation that is allowed at the recorder; a person notices 25 ms in a second (Friberg & Sundberg 1995)."""

AUDIBLE = 10 ** (-60 / 20)

STOP_SECONDS = 1.0
"""From the end of "stop" to the end of the last sound of the set."""

SEARCH_FRAMES = 240
"""5 ms to either side: fifty times what is allowed."""

PICK_AND_BEGIN = [(0.5, "incline bench"), (8.0, "next set")]

Samples = NDArray[np.float32]
Record = dict[str, Any]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with all speech of the default voice in it."""
    return rendered_home(tmp_path_factory.getbasetemp())


@dataclass(frozen=True)
class Held:
    """A session that was held."""

    code: int
    out: str
    err: str
    records: list[Record]
    recording: Samples

    def of_kind(self, kind: str) -> list[Record]:
        return [record for record in self.records if record["kind"] == kind]

    def ticks(self) -> list[Record]:
        return [record for record in self.of_kind("play") if record["class"] == "tick"]


@pytest.fixture(scope="module")
def whole(pulse: NullSinks, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """A whole session by voice: an exercise, four repetitions, the end."""
    folder = tmp_path_factory.mktemp("whole")
    said = [(0.5, "incline bench"), (8.0, "four reps"), (11.0, "next set"), (46.0, "end workout"), (52.0, "yes end it")]
    write_session(folder / "said.wav", home / "lifter", said, tail_seconds=4.0)
    recording = pulse.start_recording()
    program = LiveProgram(pulse, home, folder)
    pulse.play_to_microphone(folder / "said.wav")
    code, out, err = program.finish()
    return Held(code, out, err, program.records(), recording.stop())


def test_a_live_session_keeps_its_sets_in_the_users_history(whole: Held, home: Path) -> None:
    assert whole.of_kind("set")[-1]["outcome"] == "finished"
    with closing(sqlite3.connect(home / "history.db")) as connection:
        kept = connection.execute("SELECT exercise, outcome, reps FROM sets WHERE session_id = 1").fetchall()
    assert kept == [("incline-bench", "finished", 4)]


def test_a_session_by_voice_ends_well(whole: Held) -> None:
    assert whole.code == 0, whole.err
    assert "Traceback" not in whole.err
    assert "yes end it" in whole.out


def test_every_phrase_is_heard_by_the_bundled_ear(whole: Held) -> None:
    heard = [(record["text"], record["engine"]) for record in whole.of_kind("heard")]
    intents = [record["name"] for record in whole.of_kind("intent")]
    assert [engine for _, engine in heard] == ["bundled"] * 5
    assert [text for text, _ in heard][:3] == ["incline bench", "four reps", "next set"]
    assert intents == ["pick_exercise", "set_reps", "begin_set", "end_workout", "confirm_yes"]


def test_four_repetitions_are_paced_and_each_has_its_cue(whole: Held) -> None:
    sets = [(record["outcome"], record["exercise"], record["reps"]) for record in whole.of_kind("set")]
    assert sets == [("started", "incline-bench", 0), ("finished", "incline-bench", 4)]
    assert [record["rep_number"] for record in whole.of_kind("rep")] == [1, 2, 3, 4]
    cues = [(record["rep_number"], record["form"]) for record in whole.of_kind("cue")]
    assert cues == [(number, "key") for number in (1, 2, 3, 4)], "the line about safety came first"


def test_every_tick_is_played_when_it_is_due_and_nothing_runs_dry(whole: Held) -> None:
    ticks = whole.ticks()
    assert len(ticks) >= 4 * 5
    assert all(tick["outcome"] == "played" and tick["started_frame"] == tick["due_frame"] for tick in ticks)
    assert whole.records[-1]["kind"] == "closed"
    assert whole.records[-1]["underflows"] == 0
    assert whole.of_kind("problem") == []


def test_the_log_is_in_order_of_time(whole: Held) -> None:
    assert whole.records[0]["kind"] == "opened"
    times = [record["at_seconds"] for record in whole.records]
    assert times == sorted(times)


def test_ticks_are_heard_as_the_log_says(whole: Held) -> None:
    alone = [tick for tick in whole.ticks() if not is_spoken_over(tick, whole.of_kind("play"))]
    assert len(alone) >= 10
    onsets, due = heard_onsets(whole.recording, alone)
    deviations_ms = np.diff(onsets - due) / SAMPLE_RATE * 1000
    assert deviations_ms.std() <= DEVIATION_MS
    assert abs(deviations_ms).max() <= 1.0


def is_spoken_over(tick: Record, plays: list[Record]) -> bool:
    """Return whether something else sounds during a tick; its onset in the recording is then not sure to the frame."""
    return any(
        play is not tick
        and play["started_frame"] is not None
        and play["started_frame"] < tick["ended_frame"]
        and play["ended_frame"] > tick["started_frame"]
        for play in plays
    )


def test_the_coach_is_heard(whole: Held) -> None:
    assert abs(whole.recording).max() > 0.1


def heard_onsets(recording: Samples, ticks: list[Record]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return at which frame of the recording each tick begins, and at which frame of the session it was due."""
    clips = {clip.clip_id: clip.samples for clip in sounds(SAMPLE_RATE).all()}
    due = np.array([tick["due_frame"] for tick in ticks])
    expected = np.zeros(due[-1] + SAMPLE_RATE, dtype=np.float32)
    for tick in ticks:
        clip = clips[tick["clip"]]
        expected[tick["due_frame"] : tick["due_frame"] + len(clip)] += clip
    offset = best_shift(recording, expected)
    onsets = []
    for tick in ticks:
        clip, near = clips[tick["clip"]], tick["due_frame"] + offset - SEARCH_FRAMES
        around = recording[near : near + len(clip) + 2 * SEARCH_FRAMES]
        onsets.append(near + int(np.argmax(np.correlate(around, clip, mode="valid"))))
    return np.array(onsets), due


def best_shift(recording: Samples, expected: Samples) -> int:
    """Return where in the recording the expected sound begins: the peak of their correlation."""
    size = 1 << (len(recording) + len(expected)).bit_length()
    correlation = np.fft.irfft(np.fft.rfft(recording, size) * np.conj(np.fft.rfft(expected, size)), size)
    return int(np.argmax(correlation[: len(recording)]))


def test_a_spoken_stop_is_obeyed_at_once(pulse: NullSinks, home: Path, tmp_path: Path) -> None:
    said = [*PICK_AND_BEGIN, (22.7, "stop")]
    *_, stop_frame = write_session(tmp_path / "said.wav", home / "lifter", said, tail_seconds=6.0)
    microphone, speaker = pulse.start_recording(MICROPHONE), pulse.start_recording()
    program = LiveProgram(pulse, home, tmp_path)
    player = pulse.play_to_microphone(tmp_path / "said.wav")
    program.wait_for("set", outcome="stopped")
    ahead_frames = frames_ahead(microphone, speaker)
    player.wait(timeout=30)
    program.ask_to_end(signal.SIGTERM)
    code, _, err = program.finish()
    assert (code, err.count("Traceback")) == (0, 0), err
    records, played = program.records(), speaker.stop()
    assert records[-1]["kind"] == "closed"
    word_ends = best_shift(microphone.stop(), read_audio(tmp_path / "said.wav")[0]) + stop_frame - ahead_frames
    assert (last_sound_of_the_set(played, records) - word_ends) / SAMPLE_RATE <= STOP_SECONDS


def frames_ahead(first: Recording, second: Recording) -> int:
    """Return how many frames more one recording has than another that runs with it; each grows 20 ms at a time."""
    differences = []
    for _ in range(100):
        differences.append(first.frames - second.frames)
        time.sleep(0.0101)
    return round(float(np.mean(differences)))


def last_sound_of_the_set(played: Samples, records: list[Record]) -> int:
    """Return the frame of the recording in which the last tick, count or cue of the set fades."""
    plays = [record for record in records if record["kind"] == "play" and record["started_frame"] is not None]
    onsets, due = heard_onsets(played, [play for play in plays if play["class"] == "tick"])
    offset = int(onsets[0] - due[0])
    answer = min(
        play["started_frame"] for play in plays if play["class"] == "reply" and play["started_frame"] > due[-1]
    )
    return int(np.flatnonzero(abs(played[: answer + offset]) > AUDIBLE)[-1])


@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
def test_ended_in_the_middle_of_a_set_everything_is_closed(
    pulse: NullSinks, home: Path, tmp_path: Path, request_to_end: signal.Signals
) -> None:
    write_session(tmp_path / "said.wav", home / "lifter", PICK_AND_BEGIN, tail_seconds=20.0)
    program = LiveProgram(pulse, home, tmp_path, "--record", tmp_path / "kept")
    player = pulse.play_to_microphone(tmp_path / "said.wav")
    program.wait_for("phase", rep_number=1)
    program.ask_to_end(request_to_end)
    program.ask_to_end(request_to_end)
    code, out, err = program.finish()
    player.kill()
    assert (code, err.count("Traceback")) == (0, 0), err
    *_, last_set, closed = [record for record in program.records() if record["kind"] in ("set", "closed")]
    assert (last_set["outcome"], closed["kind"]) == ("stopped", "closed")
    assert "closed" in out.splitlines()[-1]
    assert_is_recorded(tmp_path / "kept", closed["frames"])


def assert_is_recorded(folder: Path, session_frames: int) -> None:
    assert sorted(path.name for path in folder.iterdir()) == ["heard.wav", "played.wav"]
    heard, heard_rate = read_audio(folder / "heard.wav")
    played, played_rate = read_audio(folder / "played.wav")
    assert (heard_rate, played_rate) == (16_000, SAMPLE_RATE)
    assert len(played) == session_frames
    assert abs(len(heard) / heard_rate - len(played) / played_rate) < 1.0
    assert min(abs(heard).max(), abs(played).max()) > 0.1


def test_a_microphone_without_any_sound_is_a_problem_and_a_lost_server_ends_the_session(
    mortal_pulse: NullSinks, home: Path, tmp_path: Path
) -> None:
    program = LiveProgram(mortal_pulse, home, tmp_path)
    problem = program.wait_for("problem", what="digital_silence")
    assert problem["detail"] == (
        "The microphone delivers digital silence; check its switch and the permission to use it."
    )
    mortal_pulse.kill()
    code, _, err = program.finish()
    assert code == 1
    assert err.splitlines()[-1] == "The speaker is gone. Connect it again and type `repcue start`."
    assert "Traceback" not in err
    assert [record["kind"] for record in program.records()][-1] == "closed"


def test_an_unknown_microphone_is_refused_with_the_list(pulse: NullSinks, home: Path, tmp_path: Path) -> None:
    options = ("--mic", "scarlet", "--events", tmp_path / "events.jsonl")
    done = pulse.start("repcue", "start", *options, REPCUE_HOME=str(home))
    out, err = done.communicate(timeout=60)
    assert (done.returncode, out) == (1, "")
    assert err.startswith("No microphone matches 'scarlet'. There are: [0] pulse (ALSA), ")
    assert err.endswith("Choose one by number or by a part of its name with --mic.\n")
    assert not (tmp_path / "events.jsonl").exists()


def test_without_devices_the_demo_is_rehearsed(home: Path, tmp_path: Path) -> None:
    env = {**os.environ, "REPCUE_HOME": str(home), "HOME": str(tmp_path), "PULSE_SERVER": "unix:/nowhere"}
    done = subprocess.run(
        [sys.executable, "-m", "repcue", "start", "--plain", "--engine", "bundled"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first_line, *_, last_line = done.stdout.splitlines()
    assert first_line == "No microphone was found, so the demo is rehearsed instead."
    assert last_line == "What was played is in demo.wav, what happened in demo.jsonl."
    records = [json.loads(line) for line in (tmp_path / "demo.jsonl").read_text().splitlines()]
    assert {"incline bench", "next set"} <= {record["text"] for record in records if record["kind"] == "heard"}
    played, sample_rate = read_audio(tmp_path / "demo.wav")
    assert (len(played), sample_rate) == (records[-1]["frames"], SAMPLE_RATE)
