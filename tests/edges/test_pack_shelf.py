"""Installed packs: put there all or nothing, taken away cleanly, and the user's own changes kept."""

from pathlib import Path

import pytest

from repcue.core.errors import PackError
from repcue.edges import pack_shelf
from repcue.edges.pack_archive import build
from repcue.edges.pack_files import read_pack_file
from repcue.edges.pack_shelf import changed_by_hand, clashes, install, remove, shelved

SMALLEST = (Path(__file__).parents[1] / "packs" / "good" / "smallest.yaml").read_text(encoding="utf-8")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The user's folder, empty."""
    folder = tmp_path / "home"
    monkeypatch.setenv("REPCUE_HOME", str(folder))
    return folder


def archive_of(tmp_path: Path, text: str = SMALLEST) -> Path:
    folder = tmp_path / "made"
    folder.mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    return build(folder, tmp_path / "made.repcue").file


def left_in(home: Path) -> list[str]:
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


def test_an_installed_pack_is_found_by_its_name(home: Path, tmp_path: Path) -> None:
    done = install(archive_of(tmp_path))
    assert done.replaced is None
    assert [(each.name, each.is_own) for each in shelved() if each.is_own] == [("legs", True)]
    assert left_in(home) == ["packs/legs/manifest.json", "packs/legs/pack.yaml"]


def test_a_trial_changes_nothing(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path), is_trial=True)
    assert left_in(home) == []


def test_a_refused_archive_leaves_what_was_there(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path))
    before = left_in(home)
    broken = tmp_path / "broken.repcue"
    broken.write_bytes(b"PK")
    with pytest.raises(PackError):
        install(broken)
    assert left_in(home) == before


def test_a_newer_version_takes_the_place_of_the_older_and_says_what_changes(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path))
    newer = SMALLEST.replace("1.0.0", "1.1.0").replace("CC0-1.0", "CC-BY-4.0").replace("back-squat", "high-squat")
    done = install(archive_of(tmp_path, newer))
    assert done.replaced is not None
    assert done.replaced.version == "1.0.0"
    name = done.opened.pack.exercises[0].name
    assert done.changes[:2] == (f"New: {name}.", f"Gone: {name}.")
    assert done.kept is None
    assert left_in(home) == ["packs/legs/manifest.json", "packs/legs/pack.yaml"]


def test_an_older_version_is_refused_unless_it_is_wanted(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path, SMALLEST.replace("1.0.0", "1.10.0")))
    older = archive_of(tmp_path, SMALLEST.replace("1.0.0", "1.9.0"))
    with pytest.raises(PackError) as caught:
        install(older)
    assert str(caught.value) == (
        "legs 1.9.0 is older than the 1.10.0 that is installed. Add `--replace` to go back to it."
    )
    assert install(older, replaces=True).opened.pack.version == "1.9.0"


def test_what_the_user_changed_is_kept_aside(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path))
    mine = home / "packs" / "legs" / "pack.yaml"
    mine.write_text(SMALLEST.replace("title: Legs", "title: My legs"), encoding="utf-8")
    assert changed_by_hand(mine.parent)
    done = install(archive_of(tmp_path, SMALLEST.replace("1.0.0", "1.0.1")))
    assert done.kept == home / "kept-packs" / "legs-1"
    assert "My legs" in (done.kept / "pack.yaml").read_text(encoding="utf-8")
    assert not changed_by_hand(mine.parent)


def test_a_pack_of_the_users_own_making_counts_as_changed(home: Path) -> None:
    folder = home / "packs" / "legs"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    assert changed_by_hand(folder)


def test_a_pack_is_removed_without_a_trace(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path))
    folder, kept, linked_to = remove("legs")
    assert kept is linked_to is None
    assert not folder.exists()
    assert left_in(home) == []


def test_a_changed_pack_is_kept_when_it_is_removed(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path))
    (home / "packs" / "legs" / "notes.txt").write_text("mine", encoding="utf-8")
    _, kept, _ = remove("legs")
    assert kept == home / "kept-packs" / "legs-1"
    assert (kept / "notes.txt").is_file()


def test_a_pack_that_ships_stays(home: Path) -> None:
    with pytest.raises(PackError) as caught:
        remove("essentials")
    assert str(caught.value) == "The pack 'essentials' ships with RepCue and stays; leave it out with `--pack`."


def test_an_unknown_pack_is_told_with_what_there_is(home: Path, tmp_path: Path) -> None:
    install(archive_of(tmp_path))
    with pytest.raises(PackError) as caught:
        remove("leg")
    assert str(caught.value) == "Unknown installed pack 'leg'. Did you mean 'legs'? There are: legs."


def test_a_stranger_cannot_take_the_place_of_a_shipped_pack(home: Path, tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        install(archive_of(tmp_path, SMALLEST.replace("id: legs", "id: essentials")))
    assert str(caught.value) == ("A pack 'essentials' ships with RepCue; ask the author to give this one another id.")
    assert left_in(home) == []


def test_packs_that_say_the_same_are_told(home: Path, tmp_path: Path) -> None:
    done = install(archive_of(tmp_path, SMALLEST.replace("[squat, back squat]", "[bench press, box squat]")))
    assert done.beside[0].startswith("It cannot be used together with essentials: both have 'b")


def test_a_pack_that_is_checked_is_held_against_those_that_can_be_used(home: Path, tmp_path: Path) -> None:
    text = SMALLEST.replace("id: legs", "id: thighs").replace("[squat, back squat]", "[low squat, high squat]")
    install(archive_of(tmp_path, text.replace("back-squat", "low-squat")))
    file = tmp_path / "made" / "pack.yaml"
    file.write_text(SMALLEST.replace("[squat,", "[zercher, low squat,").replace("back", "deep"), encoding="utf-8")
    mine = [each for each in shelved() if each.is_own]
    (problem,) = clashes([read_pack_file(file)], mine)
    assert str(problem).removeprefix(f"{file.as_posix()}:").splitlines() == [
        "10:24: exercises[0].aliases[1]: warning: It cannot be used together with thighs: both have 'low squat'.",
        "    10 |     aliases: [zercher, low squat, deep squat]",
        "       |                        ^^^^^^^^^",
        "    Choose other ids and aliases, unless nobody needs both packs at once.",
    ]


def test_a_pack_does_not_clash_with_itself(home: Path, tmp_path: Path) -> None:
    done = install(archive_of(tmp_path))
    mine = [each for each in shelved() if each.is_own]
    assert clashes([read_pack_file(done.folder / "pack.yaml")], mine) == []


def test_a_folder_that_is_just_being_installed_is_no_pack(home: Path) -> None:
    coming = pack_shelf.own_packs_folder() / ".coming-x"
    coming.mkdir(parents=True)
    (coming / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    assert not [each for each in shelved() if each.is_own]


def link_to(folder: Path, home: Path, name: str = "legs") -> Path:
    """Link a folder among the user's packs."""
    link = home / "packs" / name
    link.parent.mkdir(parents=True, exist_ok=True)
    link.symlink_to(folder, target_is_directory=True)
    return link


def test_a_pack_that_is_linked_from_elsewhere_is_the_users_and_tells_where_it_lies(home: Path, tmp_path: Path) -> None:
    archive_of(tmp_path)
    link_to(tmp_path / "made", home)
    (mine,) = (each for each in shelved() if each.is_own)
    assert (mine.name, mine.linked_to) == ("legs", tmp_path / "made")
    assert mine.pack is not None
    assert [each.linked_to for each in shelved() if not each.is_own] == [None, None]


def test_of_a_linked_pack_only_the_link_is_removed(home: Path, tmp_path: Path) -> None:
    archive_of(tmp_path)
    link = link_to(Path("../../made"), home)
    removed = remove("legs")
    assert removed == (link, None, tmp_path / "made")
    assert not link.is_symlink()
    assert (tmp_path / "made" / "pack.yaml").read_text(encoding="utf-8") == SMALLEST
    assert left_in(home) == []


@pytest.mark.parametrize("target", ["gone", "legs"])
def test_a_link_that_leads_nowhere_or_to_itself_is_removed(home: Path, target: str) -> None:
    link = link_to(Path(target), home)
    assert remove("legs").folder == link
    assert not link.is_symlink()


def test_a_folder_of_packs_that_is_a_link_itself_links_no_pack(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    home.mkdir()
    (home / "packs").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    install(archive_of(tmp_path))
    assert [(each.name, each.linked_to) for each in shelved() if each.is_own] == [("legs", None)]
    assert remove("legs").linked_to is None
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.parametrize("is_trial", [True, False])
def test_nothing_is_installed_over_a_link(home: Path, tmp_path: Path, *, is_trial: bool) -> None:
    archive = archive_of(tmp_path)
    link = link_to(tmp_path / "made", home)
    with pytest.raises(PackError) as caught:
        install(archive, is_trial=is_trial)
    assert str(caught.value) == (
        f"'legs' among your packs is a link to '{(tmp_path / 'made').as_posix()}'. "
        "Take the link away first, which leaves that folder as it is: repcue pack remove legs"
    )
    assert link.is_symlink()
    assert left_in(home) == []
