"""What a rehearsal promises: the options, the fields of the log, the same bytes from the same input."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest

from cli.running import Done, left_in, records_of, run
from repcue.edges.audio_files import WavWriter, read_audio
from repcue.edges.home import shipped_folder

pytestmark = pytest.mark.slow

REPOSITORY: Final = Path(__file__).parents[2]

FIELDS: Final = {
    "opened": "sample_rate engine model voice packs version",
    "heard": "text engine lane words ended_at_seconds decided_at_seconds decode_ms score",
    "refused": "text reason said",
    "intent": "name slots text",
    "state": "from to because",
    "set": "outcome exercise set_number target_reps reps tempo load_kg load_percent side",
    "rep": "rep_number started_frame ended_frame",
    "phase": "rep_number phase due_frame duration_frames",
    "cue": "rep_number exercise cue focus form text rule phase reason",
    "play": "class clip text due_frame started_frame ended_frame anchor_frame outcome reason",
    "rest": "planned_seconds left_seconds change",
    "closed": "frames underflows dropped peak_dbfs",
}
"""Every kind of record but `problem`, which a rehearsal without trouble does not have."""

SPOKEN = "0.5 incline bench\n6.5 three reps\n8.5 stop\n11 next set\n"


def rehearsed(*options: object) -> tuple[Done, list[dict[str, Any]]]:
    done = run("rehearse", "--engine", "bundled", "--out", "out.wav", "--events", "log.jsonl", *options)
    assert done.code == 0, done.err
    return done, records_of(Path("log.jsonl"))


def of_kind(records: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [record for record in records if record["kind"] == kind]


def write_wav(name: str, samples: np.ndarray, sample_rate: int = 16_000) -> None:
    with WavWriter(Path(name), sample_rate) as wav:
        wav.write(samples.astype(np.float32))


@pytest.fixture
def spoken() -> None:
    Path("script.txt").write_text(SPOKEN, encoding="utf-8")


@pytest.mark.usefixtures("spoken")
def test_a_spoken_script_is_heard_paced_and_logged_whole() -> None:
    done, records = rehearsed("--script", "script.txt", "--tail", "40")
    assert done.out.startswith("Hearing with the bundled ear, as asked.\n")
    assert [(record["name"], record["slots"]) for record in of_kind(records, "intent")] == [
        ("pick_exercise", {"exercise": "incline-bench"}),
        ("set_reps", {"reps": 3}),
        ("stop_set", {}),
        ("begin_set", {}),
    ]
    assert {record["engine"] for record in of_kind(records, "heard")} == {"bundled"}
    assert {record["kind"] for record in records} == set(FIELDS)
    for record in records:
        assert list(record)[:2] == ["kind", "at_seconds"]
        assert set(FIELDS[record["kind"]].split()) <= set(record), record
    assert all(now["at_seconds"] <= then["at_seconds"] for now, then in pairwise(records))
    cues = [record["rep_number"] for record in of_kind(records, "cue") if record["form"] in ("rep", "key")]
    assert cues == [record["rep_number"] for record in of_kind(records, "rep")] == [1, 2, 3]
    ticks = [record for record in of_kind(records, "play") if record["class"] == "tick"]
    assert all(tick["started_frame"] == tick["due_frame"] for tick in ticks if tick["outcome"] == "played")
    samples, sample_rate = read_audio(Path("out.wav"))
    assert (len(samples), sample_rate) == (records[-1]["frames"], records[0]["sample_rate"])


@pytest.mark.usefixtures("spoken")
def test_the_same_input_and_seed_give_the_same_bytes() -> None:
    write_wav("noise.wav", np.random.default_rng(3).normal(0, 0.1, 40_000))
    results = []
    for seed in (7, 7):
        _, records = rehearsed(
            "--script", "script.txt", "--tail", "8", "--noise", "noise.wav", "--snr", "20", "--seed", seed
        )
        results.append((Path("out.wav").read_bytes(), [record | {"decode_ms": 0} for record in records]))
    assert results[0] == results[1]


@pytest.mark.usefixtures("spoken")
def test_another_process_gives_the_same_bytes_too() -> None:
    rehearsed("--script", "script.txt", "--tail", "8")
    command = ["rehearse", "--script", "script.txt", "--tail", "8", "--engine", "bundled", "--out", "other.wav"]
    subprocess.run([sys.executable, "-m", "repcue", *command], check=True, capture_output=True)
    assert Path("other.wav").read_bytes() == Path("out.wav").read_bytes()


@pytest.mark.usefixtures("spoken")
def test_music_far_louder_than_speech_is_in_the_microphone() -> None:
    write_wav("music.wav", np.random.default_rng(1).normal(0, 0.1, 160_000))
    _, quiet = rehearsed("--script", "script.txt", "--tail", "3")
    _, loud = rehearsed("--script", "script.txt", "--tail", "3", "--music", "music.wav", "--music-snr", "-12")
    assert len(of_kind(loud, "intent")) < len(of_kind(quiet, "intent")) == 4


@pytest.mark.usefixtures("spoken")
def test_in_a_room_that_echoes_the_session_is_paced_all_the_same() -> None:
    decay = np.exp(-np.arange(4_000) / 600) * np.random.default_rng(1).normal(0, 0.2, 4_000)
    decay[0] = 1.0
    write_wav("room.wav", decay / abs(decay).max())
    options = ("--echo", "room.wav", "--echo-gain-db", "-20", "--echo-delay-ms", "35")
    _, records = rehearsed("--script", "script.txt", "--tail", "30", *options)
    ticks = [record for record in of_kind(records, "play") if record["class"] == "tick"]
    assert all(tick["started_frame"] == tick["due_frame"] for tick in ticks if tick["outcome"] == "played")
    assert records[-1]["kind"] == "closed"


def test_a_recording_is_heard_with_its_tail() -> None:
    write_wav("mic.wav", np.random.default_rng(1).normal(0, 1e-4, 32_000))
    _, records = rehearsed("--mic", "mic.wav", "--tail", "1.5")
    assert of_kind(records, "heard") == []
    assert 3.5 <= records[-1]["frames"] / 48_000 < 3.6


def test_nothing_more_is_said_after_no_tail() -> None:
    Path("script.txt").write_text("3 bench press\n", encoding="utf-8")
    _, records = rehearsed("--script", "script.txt", "--words", "--tail", "0")
    assert records[-1]["frames"] / 48_000 < 3.1


def test_a_plan_is_followed() -> None:
    Path("script.txt").write_text("0.1 next exercise\n8 next set\n30 stop\n40 next exercise\n", encoding="utf-8")
    plan = REPOSITORY / "examples" / "plan.yaml"
    _, records = rehearsed("--script", "script.txt", "--words", "--tail", "1", "--plan", plan)
    started = next(record for record in of_kind(records, "set"))
    assert (started["exercise"], started["target_reps"], started["tempo"]) == ("cable-fly", 15, "4-0-1-0")
    assert {record["focus"] for record in of_kind(records, "cue")} == {"internal"}
    assert [record["name"] for record in of_kind(records, "intent")] == [
        "next_exercise",
        "begin_set",
        "stop_set",
        "next_exercise",
    ]


def test_a_pack_is_found_by_its_path() -> None:
    pack = shipped_folder("cue_packs") / "essentials"
    _, records = rehearsed("--script", "script.txt", "--words", "--tail", "1", "--pack", pack)
    assert records[0]["packs"] == ["essentials"]


def test_a_recording_is_played_in_its_own_pack_only() -> None:
    legs = (REPOSITORY / "tests" / "packs" / "good" / "smallest.yaml").read_text(encoding="utf-8")
    legs = legs.replace("{focus: internal, rep: Push with your quads}\n      - ", "")
    hack = legs.replace("id: legs", "id: hack").replace("back-squat", "hack-squat").replace("squat, back", "hack, deep")
    for name, text in {"legs": legs.replace("away}", "away, recording: push.wav}"), "hack": hack}.items():
        Path(name).mkdir()
        Path(name, "pack.yaml").write_text(text, encoding="utf-8")
    write_wav("legs/push.wav", 0.3 * np.sin(2 * np.pi * 220 * np.arange(12_800) / 16_000))
    Path("script.txt").write_text("0.5 hack\n2 next set\n16 cue\n20 stop\n22 squat\n24 next set\n42 stop\n", "utf-8")
    _, records = rehearsed("--words", "--script", "script.txt", "--tail", "2", "--pack", "./legs", "--pack", "./hack")
    said = [record for record in of_kind(records, "play") if record["text"] == "Push the floor away"]
    clips = {record["clip"]: record["due_frame"] / 48_000 for record in said}
    assert set(clips) == {"say.push-the-floor-away", "recording.push"}
    assert clips["say.push-the-floor-away"] < 22 < clips["recording.push"]


def test_a_wav_that_was_there_is_replaced_only_when_the_new_one_is_whole(own_folder: Path) -> None:
    Path("out.wav").write_bytes(b"the one before")
    done = run("rehearse", "--script", "script.txt", "--words", "--out", "out.wav", "--events", "/dev/full")
    assert done.code == 1
    assert Path("out.wav").read_bytes() == b"the one before"
    assert left_in(own_folder) == ["out.wav"]
    rehearsed("--script", "script.txt", "--words", "--tail", "1")
    assert read_audio(Path("out.wav"))[1] == 48_000


EXAMPLES = sorted((REPOSITORY / "examples").glob("*.txt"))


@pytest.mark.parametrize("script", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_every_example_script_is_understood_from_its_first_to_its_last_line(script: Path) -> None:
    first_line = script.read_text(encoding="utf-8").splitlines()[0]
    plan = ("--plan", REPOSITORY / "examples" / "plan.yaml") if "plan.yaml" in first_line else ()
    _, records = rehearsed("--script", script, "--words", *plan)
    assert of_kind(records, "refused") == []
    assert records[-2]["kind"] in ("play", "rest")
    assert of_kind(records, "state")[-1]["to"] == "finished"
