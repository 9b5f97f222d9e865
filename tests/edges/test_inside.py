"""Whether a file lies inside a folder: what counts is where links lead, not how they are called."""

from pathlib import Path

import pytest

from repcue.edges.inside import leads_out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A pack's folder beside somebody's own files."""
    (tmp_path / "pack" / "clips").mkdir(parents=True)
    (tmp_path / "pack" / "clips" / "push.wav").write_bytes(b"sound")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "secret.wav").write_bytes(b"secret")
    (tmp_path / "pack-2").mkdir()
    return tmp_path / "pack"


@pytest.mark.parametrize("name", ["clips/push.wav", "clips", "", "not-there.wav", "clips/../clips/push.wav"])
def test_what_lies_in_a_folder_or_would_lie_there_is_inside(folder: Path, name: str) -> None:
    assert not leads_out(folder / name, folder)


@pytest.mark.parametrize(
    "name", ["..", "../own/secret.wav", "clips/../../own", "../pack-2", "../Pack/../own", "/etc/hostname", "a\0b"]
)
def test_two_dots_an_absolute_path_and_a_neighbour_with_a_longer_name_lead_out(folder: Path, name: str) -> None:
    assert leads_out(folder / name, folder)


def test_a_link_leads_where_it_points(folder: Path) -> None:
    (folder / "within.wav").symlink_to("clips/push.wav")
    (folder / "out.wav").symlink_to("../own/secret.wav")
    (folder / "out").symlink_to(folder.parent / "own", target_is_directory=True)
    (folder / "twice").symlink_to("out", target_is_directory=True)
    (folder / "nowhere.wav").symlink_to("../own/not-there.wav")
    assert not leads_out(folder / "within.wav", folder)
    for name in ("out.wav", "out", "out/secret.wav", "out/not-there.wav", "twice/secret.wav", "nowhere.wav"):
        assert leads_out(folder / name, folder)


def test_links_in_a_circle_lead_out(folder: Path) -> None:
    (folder / "a.wav").symlink_to("b.wav")
    (folder / "b.wav").symlink_to("a.wav")
    assert leads_out(folder / "a.wav", folder)


def test_the_folder_itself_may_be_a_link(folder: Path) -> None:
    linked = folder.with_name("linked")
    linked.symlink_to(folder, target_is_directory=True)
    assert not leads_out(linked / "clips" / "push.wav", linked)
    assert not leads_out(folder / "clips" / "push.wav", linked)
    assert leads_out(linked / ".." / "own", linked)


def test_on_a_disk_that_knows_cases_another_case_is_another_folder(folder: Path) -> None:
    if not (folder.parent / "PACK").exists():
        assert leads_out(folder.parent / "PACK" / "push.wav", folder)
