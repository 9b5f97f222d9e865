"""`repcue pack`: what a trainer and who gets the pack see."""

import json
from pathlib import Path

import pytest

from cli.running import run

SMALLEST = (Path(__file__).parents[1] / "packs" / "good" / "smallest.yaml").read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, own_folder: Path) -> Path:
    """A user's folder of its own: installed packs are seen by nobody else."""
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    legs = own_folder / "legs"
    legs.mkdir()
    (legs / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    return tmp_path / "home"


def test_a_pack_is_built_installed_listed_and_removed(own_home: Path) -> None:
    built = run("pack", "build", "legs")
    assert built.code == 0
    assert built.out.splitlines()[1] == "Whoever has it types: repcue pack install legs-1.0.0.repcue"
    installed = run("pack", "install", "legs-1.0.0.repcue")
    assert installed.code == 0
    lines = installed.out.splitlines()
    assert lines[0].startswith("Legs 1.0.0 by ")
    assert lines[1].startswith("Licence: ")
    assert lines[-2] == f"Installed in {own_home.as_posix()}/packs/legs."
    assert lines[-1] == "Use it: repcue start --pack legs"
    listed = json.loads(run("pack", "list", "--json").out)
    assert [each["installed"] for each in listed if each["name"] == "legs"] == [True]
    assert any(line.startswith("legs 1.0.0: ") and "(yours)" in line for line in run("pack", "list").out.splitlines())
    removed = run("pack", "remove", "legs")
    assert removed.out == f"Removed legs; nothing is left of it in {own_home.as_posix()}/packs.\n"


def test_a_dry_run_says_what_it_would_do(own_home: Path) -> None:
    run("pack", "build", "legs")
    tried = run("pack", "install", "legs-1.0.0.repcue", "--dry-run")
    assert tried.out.splitlines()[-1] == f"Nothing was changed; it would go to {own_home.as_posix()}/packs/legs."
    assert not (own_home / "packs" / "legs").exists()


def test_a_folder_without_a_pack_is_told() -> None:
    Path("empty").mkdir()
    done = run("pack", "build", "empty")
    assert done.code == 1
    assert done.sentence == "There is no pack in 'empty': no pack.yaml there."


def test_an_update_says_what_changes(own_home: Path) -> None:
    run("pack", "build", "legs")
    run("pack", "install", "legs-1.0.0.repcue")
    Path("legs/pack.yaml").write_text(SMALLEST.replace("1.0.0", "1.0.1").replace("title: Legs", "title: Thighs"))
    run("pack", "build", "legs")
    lines = run("pack", "install", "legs-1.0.1.repcue").out.splitlines()
    assert "In place of version 1.0.0:" in lines
    assert "  The title changes from 'Legs' to 'Thighs'." in lines
