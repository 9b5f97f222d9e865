"""Packs and archives as no author would write them: refused with a sentence, or read; never anything else.

`benchmarks/fuzz_packs.py` tries ten thousand.
"""

from pathlib import Path

import pytest

from repcue.core.errors import RepcueError
from repcue.edges.pack_archive import build
from repcue.edges.pack_files import read_pack_file
from repcue.edges.pack_lint import lint_pack
from repcue.edges.pack_shelf import install
from repcue.packs.report import report
from repcue.testing.mutations import mutated_bytes, mutated_texts

FULLEST = (Path(__file__).parent / "good" / "smallest.yaml").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_changed_pack_is_read_or_told_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "pack.yaml"
    read = 0
    for content in mutated_texts(FULLEST, 400, seed=1):
        file.write_bytes(content)
        reading = read_pack_file(file)
        assert reading.pack is not None or reading.problems
        judged = lint_pack(reading, tmp_path, lambda *_: lambda text: len(text) / 15, "a voice")
        assert report([*reading.problems, *judged], what="pack")
        read += reading.pack is not None
    assert 0 < read < 400


@pytest.mark.slow
def test_a_changed_archive_is_refused_and_nothing_is_left_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    (tmp_path / "made").mkdir()
    (tmp_path / "made" / "pack.yaml").write_text(FULLEST, encoding="utf-8")
    file = tmp_path / "tried.repcue"
    content = build(tmp_path / "made", file).file.read_bytes()
    refused = 0
    for changed in mutated_bytes(content, 200, seed=1):
        file.write_bytes(changed)
        try:
            install(file)
        except RepcueError:
            refused += 1
    assert refused > 150
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "made", "tried.repcue"]
    assert not list((tmp_path / "home" / "packs").glob(".*"))
