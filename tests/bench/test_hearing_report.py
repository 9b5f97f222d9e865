import argparse
from pathlib import Path
from typing import Any

import pytest
from tone_ear import ToneEar, grammar, manifest, tone, write

from repcue.bench.hearing import measure
from repcue.bench.hearing_clips import read_manifest
from repcue.bench.hearing_judge import session_judge
from repcue.bench.hearing_plot import accuracy_by_snr, plot, trade_off
from repcue.bench.hearing_stream import Surroundings
from repcue.bench.hearing_table import HEADS, table_lines
from repcue.cli.echo_bench import echo
from repcue.cli.hearing_bench import conditions_of, hearing, snr_list
from repcue.cli.parser import parser
from repcue.core.errors import OutputError, RepcueError


@pytest.fixture
def report(tmp_path: Path) -> dict[str, Any]:
    rows = [("command", "stop", tone(500)), ("command", "stop", tone(2000)), ("other_speech", "", tone(1000))]
    clips = read_manifest(manifest(tmp_path, rows), grammar())
    hum = tone(100, 1.0, 0.01)
    conditions = [Surroundings(), Surroundings("hum.wav", hum, 20.0), Surroundings("hum.wav", hum, 15.0)]
    return measure(clips, conditions, ToneEar, session_judge(grammar())).as_json()


def test_the_table_has_a_row_for_every_run_and_kind(report: dict[str, Any]) -> None:
    lines = table_lines(report)
    assert lines[0].split()[0] == HEADS[0]
    assert [line.split("  ")[0] for line in lines[1:]] == ["clean", "", "hum 20 dB peak", "", "hum 15 dB peak", ""]
    assert "0.500 (0.095 to 0.905)" in lines[1]


def test_the_curve_of_accuracy_joins_all_levels_and_the_clean_run(report: dict[str, Any]) -> None:
    curves = accuracy_by_snr(report)
    assert [at_db for at_db, _, _ in curves["command, hum (peak)"]] == [15.0, 20.0, 30.0]
    assert all(share == 0.5 for _, share, _ in curves["command, hum (peak)"])


def test_a_stricter_threshold_trades_misses_for_false_commands() -> None:
    decisions = [
        {"expected": {}, "decided": {}, "right": True, "score": 0.9},
        {"expected": {}, "decided": {}, "right": True, "score": 0.4},
        {"expected": {}, "decided": None, "right": False, "score": None},
        {"expected": {}, "decided": {}, "right": False, "score": 0.8},
        {"expected": None, "decided": {}, "right": False, "score": 0.5, "more": [{"score": 0.3}]},
        {"expected": None, "decided": None, "right": True, "score": None},
    ]
    points = trade_off({"decisions": decisions, "speech_hours": 0.5})
    assert points == [(0.0, 1.0), (0.0, 0.75), (2.0, 0.75), (2.0, 0.5), (4.0, 0.5)]


def test_without_other_speech_there_is_nothing_to_trade() -> None:
    assert trade_off({"decisions": [{"expected": {}, "right": True, "score": 1.0}], "speech_hours": 0.0}) == []


@pytest.mark.slow
def test_the_plot_is_a_png(report: dict[str, Any], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    plot([report], tmp_path / "hearing.png")
    assert (tmp_path / "hearing.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(OutputError, match=r"The plot cannot be written to '.*none/hearing\.png'"):
        plot([report], tmp_path / "none" / "hearing.png")


def options(*arguments: str) -> argparse.Namespace:
    return parser().parse_args(["bench", "hearing", "--clips", "m.csv", *arguments])


@pytest.mark.parametrize("option", ["--json", "--plot"])
def test_where_nothing_can_be_written_is_told_before_anything_is_measured(option: str, tmp_path: Path) -> None:
    place = tmp_path / "none" / "figures"
    with pytest.raises(OutputError) as told:
        hearing(options(option, str(place)))
    assert str(told.value) == (
        f"{str(place)!r} cannot be written: the folder {str(tmp_path / 'none')!r} does not exist. "
        f"Make it, or choose another place with {option}."
    )
    with pytest.raises(OutputError, match=f"is a folder; name a file in it with {option}"):
        hearing(options(option, str(tmp_path)))


def test_the_echos_figures_have_a_place_before_anything_is_measured(tmp_path: Path) -> None:
    wanted = parser().parse_args(["bench", "echo", "--json", str(tmp_path / "none" / "figures")])
    with pytest.raises(OutputError, match=r"does not exist\. Make it, or choose another place with --json"):
        echo(wanted)


def test_every_noise_is_heard_at_every_level_and_clean_once(tmp_path: Path) -> None:
    hum, hiss = (str(write(tmp_path / name, tone(100, 0.1))) for name in ("hum.wav", "hiss.wav"))
    conditions = conditions_of(options("--noise", hum, hiss, "--snr", "clean,24,6", "--mixing", "active"))
    assert [(each.noise_name, each.snr_db) for each in conditions] == [
        (None, None),
        ("hum.wav", 24.0),
        ("hum.wav", 6.0),
        ("hiss.wav", 24.0),
        ("hiss.wav", 6.0),
    ]
    assert {each.mixing.value for each in conditions} == {"active"}
    assert [each.noise for each in conditions_of(options())] == [None]


def test_noise_without_a_level_and_a_level_without_noise_are_refused(tmp_path: Path) -> None:
    hum = str(write(tmp_path / "hum.wav", tone(100, 0.1)))
    for arguments in (["--noise", hum], ["--snr", "6"]):
        with pytest.raises(RepcueError, match="--noise and --snr go together; give both"):
            conditions_of(options(*arguments))


@pytest.mark.parametrize("written", ["loud", "24;6", "", "99", "nan", "-31"])
def test_levels_that_are_none_are_refused_with_an_example(written: str) -> None:
    with pytest.raises(RepcueError, match=r"is no list of decibels from -30 to 60; write it like `--snr 24,12,6`"):
        snr_list(written)
