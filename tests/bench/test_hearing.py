import json
from pathlib import Path
from typing import Any

import pytest
from tone_ear import QUIET_BLOCKS, ToneEar, grammar, manifest, tone

from repcue.bench.hearing import Report, measure
from repcue.bench.hearing_clips import read_manifest
from repcue.bench.hearing_judge import session_judge
from repcue.bench.hearing_stream import Surroundings
from repcue.core.clip import Samples
from repcue.core.messages import Intent, Lane, Utterance

STOP, LARGE, SMALL, HELLO = tone(500), tone(1000), tone(1500), tone(2000)

CONTRACT = {
    "noise",
    "snr_db",
    "mixing",
    "clips",
    "right",
    "accuracy",
    "wrong",
    "missed",
    "false_commands",
    "speech_hours",
    "false_per_hour",
    "latency_urgent_seconds",
    "latency_normal_seconds",
    "computing_seconds_per_second",
    "decisions",
}
DECISION = {"file", "kind", "expected", "decided", "score", "reason", "latency_seconds"}


def heard(folder: Path, rows: list[tuple[str, str, Samples]], ear: ToneEar | None = None) -> Report:
    clips = read_manifest(manifest(folder, rows), grammar())
    return measure(clips, [Surroundings()], lambda: ear or ToneEar(), session_judge(grammar()))


def the_run(folder: Path, rows: list[tuple[str, str, Samples]], ear: ToneEar | None = None) -> dict[str, Any]:
    [run] = heard(folder, rows, ear).runs
    return run


def counts(run: dict[str, Any]) -> tuple[object, ...]:
    return tuple(run[name] for name in ("clips", "right", "wrong", "missed", "false_commands"))


def test_the_report_has_every_name_that_others_read(tmp_path: Path) -> None:
    rows = [("command", "stop", STOP), ("other_speech", "hello", HELLO)]
    document = json.loads(json.dumps(heard(tmp_path, rows).as_json()))
    assert {"engine", "model", "machine", "runs"} <= document.keys()
    assert (document["engine"], document["model"]) == ("tones", "sine")
    [run] = document["runs"]
    assert run.keys() >= CONTRACT
    assert all(decision.keys() >= DECISION for decision in run["decisions"])
    assert run["latency_urgent_seconds"].keys() == {"p50", "p95"}


def test_what_is_decided_as_it_was_meant_is_right(tmp_path: Path) -> None:
    rows = [("command", "stop", STOP), ("order", '{"size": " large"}', LARGE), ("word", "stop", STOP)]
    run = the_run(tmp_path, rows)
    assert counts(run) == (3, 3, 0, 0, 0)
    assert (run["accuracy"], run["false_per_hour"]) == (1.0, None)


def test_another_slot_or_another_intent_is_wrong(tmp_path: Path) -> None:
    rows = [("command", "large coffee", SMALL), ("command", "stop", LARGE), ("command", "large coffee", LARGE)]
    run = the_run(tmp_path, rows)
    assert counts(run) == (3, 1, 2, 0, 0)
    assert run["wrong_for_what_else_was_decided"] == 0


def test_what_nobody_understood_is_missed(tmp_path: Path) -> None:
    run = the_run(tmp_path, [("command", "stop", HELLO), ("command", "stop", tone(500, level=0.05))])
    assert counts(run) == (2, 0, 0, 2, 0)
    decisions = run["decisions"]
    assert isinstance(decisions, list)
    assert sorted(str(each["reason"]) for each in decisions) == ["None", "not_a_command"]


def test_a_command_that_fires_twice_is_wrong(tmp_path: Path) -> None:
    run = the_run(tmp_path, [("command", "stop", STOP)], ToneEar(times=2))
    assert counts(run) == (1, 0, 1, 0, 0)
    [decision] = run["decisions"]
    assert len(decision["more"]) == 1
    assert run["wrong_for_what_else_was_decided"] == 1


def test_commands_in_other_speech_are_counted_by_its_length(tmp_path: Path) -> None:
    long_talk = tone(500, 36.0)
    rows = [("other_speech", "don't stop", long_talk), ("word", "coffee", HELLO), ("command", "stop", STOP)]
    run = the_run(tmp_path, rows)
    assert counts(run) == (3, 2, 0, 0, 1)
    assert run["speech_hours"] == pytest.approx(36.4 / 3600, abs=1e-4)
    assert run["false_per_hour"] == pytest.approx(3600 / 36.4, rel=1e-3)
    low, high = run["false_per_hour_95"]
    assert low < 99 < high
    assert run["false_commands_that_were_phrases"] == 0


def test_a_phrase_among_other_speech_counts_as_false_and_is_told_apart(tmp_path: Path) -> None:
    run = the_run(tmp_path, [("other_speech", "stop", STOP)])
    assert (run["false_commands"], run["false_commands_that_were_phrases"]) == (1, 1)


def test_latency_runs_from_the_end_of_the_word_and_is_told_by_lane(tmp_path: Path) -> None:
    run = the_run(tmp_path, [("command", "stop", STOP), ("command", "large coffee", LARGE)])
    for lane in Lane:
        of_sound = run[f"latency_{lane.value}_of_sound_seconds"]["p50"]
        with_computing = run[f"latency_{lane.value}_seconds"]["p50"]
        assert of_sound == pytest.approx(0.01 * QUIET_BLOCKS, abs=0.011)
        assert with_computing >= of_sound


def test_wrong_decisions_have_no_part_in_the_latency(tmp_path: Path) -> None:
    run = the_run(tmp_path, [("command", "stop", LARGE)])
    assert run["latency_normal_seconds"] == {"p50": None, "p95": None}


def test_every_run_has_a_fresh_ear_and_closes_it(tmp_path: Path) -> None:
    ears: list[ToneEar] = []

    def opened() -> ToneEar:
        ears.append(ToneEar())
        return ears[-1]

    clips = read_manifest(manifest(tmp_path, [("command", "stop", STOP)]), grammar())
    noisy = Surroundings("hum.wav", tone(100, 1.0, 0.01), 20.0)
    report = measure(clips, [Surroundings(), noisy], opened, session_judge(grammar()))
    assert [ear.is_closed for ear in ears] == [True, True]
    assert [(run["noise"], run["snr_db"], run["mixing"]) for run in report.runs] == [
        (None, None, None),
        ("hum.wav", 20.0, "peak"),
    ]


def test_the_same_seed_gives_the_same_decisions(tmp_path: Path) -> None:
    rows = [("command", "stop", STOP), ("command", "large coffee", SMALL), ("other_speech", "", HELLO)]
    decided = [[(each["file"], each["decided"]) for each in the_run(tmp_path, rows)["decisions"]] for _ in range(2)]
    assert decided[0] == decided[1]


def test_only_the_urgent_lane_acts_on_what_is_not_certain() -> None:
    judge = session_judge(grammar())

    def said(text: str, lane: Lane, score: float) -> Intent | str:
        return judge(Utterance(text, "tones", lane, (), 1.0, 1.2, 1.0, score))

    assert said("large coffee", Lane.NORMAL, 0.3) == "uncertain"
    assert isinstance(said("large coffee", Lane.NORMAL, 0.9), Intent)
    assert isinstance(said("stop", Lane.URGENT, 0.3), Intent)
    assert said("hello there", Lane.URGENT, 1.0) == "not_a_command"
