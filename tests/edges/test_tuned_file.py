"""What tune-ins leave on disk, and what comes of a broken file."""

import json
from pathlib import Path

import pytest

from repcue.core.errors import OutputError
from repcue.core.tuned import LEAST_NEEDED_SCORE, Tuned
from repcue.edges.tuned_file import keep_tuned, read_tuned


def tuned(microphone: str = "USB mic", speaker: str = "earbuds", noise_dbfs: float = -60.0) -> Tuned:
    return Tuned(
        microphone=microphone,
        speaker=speaker,
        engine="bundled",
        echo_delay_seconds=0.143,
        noise_dbfs=noise_dbfs,
        speech_dbfs=-30.0,
        needed_score=0.45,
        troubles=("You are very soft.",),
    )


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert read_tuned(tmp_path / "tuned.json").by_pair == {}
    assert read_tuned(tmp_path / "tuned.json").problem == ""


def test_what_is_kept_is_read_again(tmp_path: Path) -> None:
    path = keep_tuned(tuned(), tmp_path / "new folder" / "tuned.json")
    assert read_tuned(path).by_pair == {("USB mic", "earbuds"): tuned()}
    assert [file.name for file in path.parent.iterdir()] == ["tuned.json"]


def test_each_pair_of_devices_has_its_own_entry_and_the_latest_counts(tmp_path: Path) -> None:
    path = tmp_path / "tuned.json"
    for each in (tuned(), tuned(speaker="speakers"), tuned(noise_dbfs=-40.0)):
        keep_tuned(each, path)
    kept = read_tuned(path).by_pair
    assert {pair: each.noise_dbfs for pair, each in kept.items()} == {
        ("USB mic", "speakers"): -60.0,
        ("USB mic", "earbuds"): -40.0,
    }


def test_more_than_fifty_pairs_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "tuned.json"
    entries = [tuned(microphone=f"mic {number}").model_dump(mode="json") for number in range(60)]
    path.write_text(json.dumps({"devices": entries}), encoding="utf-8")
    keep_tuned(tuned(), path)
    kept = read_tuned(path).by_pair
    assert len(kept) == 50
    assert ("mic 11", "earbuds") in kept
    assert ("mic 10", "earbuds") not in kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"devices": 3}',
        b'{"devices": null}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b" " * 1_000_001,
    ],
)
def test_a_broken_file_is_told_and_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "tuned.json"
    path.write_bytes(content)
    read = read_tuned(path)
    assert read.by_pair == {}
    assert read.problem == f"The file {str(path)!r} cannot be read; type `repcue tune-in` to write it anew."
    keep_tuned(tuned(), path)
    assert read_tuned(path).problem == ""


def test_a_folder_in_its_place_is_told_twice(tmp_path: Path) -> None:
    path = tmp_path / "tuned.json"
    path.mkdir()
    assert read_tuned(path).problem.startswith(f"The file {str(path)!r} cannot be read;")
    with pytest.raises(OutputError, match=r"cannot be written .* set REPCUE_HOME to a folder that you may write to\."):
        keep_tuned(tuned(), path)
    assert [file.name for file in tmp_path.iterdir()] == ["tuned.json"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("needed_score", 0.1),
        ("needed_score", 0.9),
        ("needed_score", float("nan")),
        ("echo_delay_seconds", 9.0),
        ("noise_dbfs", "loud"),
        ("microphone", ""),
    ],
)
def test_an_entry_out_of_bounds_is_left_out_and_the_others_are_read(tmp_path: Path, field: str, value: object) -> None:
    path = tmp_path / "tuned.json"
    broken = tuned(microphone="other").model_dump(mode="json") | {field: value}
    entries = [broken, tuned().model_dump(mode="json")]
    path.write_text(json.dumps({"format": 1, "devices": entries}), encoding="utf-8")
    read = read_tuned(path)
    assert list(read.by_pair) == [("USB mic", "earbuds")]
    assert read.problem == (
        f"1 of 2 entries of {str(path)!r} cannot be read and are left out; type `repcue tune-in` to replace them."
    )


def test_no_file_can_lower_what_a_command_needs_below_the_least(tmp_path: Path) -> None:
    path = tmp_path / "tuned.json"
    entry = tuned().model_dump(mode="json") | {"needed_score": LEAST_NEEDED_SCORE - 0.01}
    path.write_text(json.dumps({"devices": [entry]}), encoding="utf-8")
    assert read_tuned(path).by_pair == {}
