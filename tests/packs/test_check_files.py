"""Packs and plans are checked by path, alone or by the folder."""

from pathlib import Path

import pytest

from repcue.core.errors import PackError
from repcue.edges.check_files import check_files
from repcue.edges.pack_archive import build
from repcue.edges.pack_files import locate_pack
from repcue.packs.report import Severity

ROOT = Path(__file__).parents[2]
SMALLEST = (Path(__file__).parent / "good" / "smallest.yaml").read_text(encoding="utf-8")


def shelf(folder: Path, **packs: str) -> Path:
    """Write packs into folders of these names, which are their ids too."""
    for name, text in packs.items():
        (folder / name).mkdir()
        (folder / name / "pack.yaml").write_text(text.replace("id: legs", f"id: {name}"), encoding="utf-8")
    return folder


def test_what_ships_is_clean() -> None:
    checked = check_files([ROOT / "cue_packs", ROOT / "examples" / "plan.yaml"])
    assert checked.problems == ()
    assert [file.name for file in checked.files] == ["pack.yaml", "pack.yaml", "plan.yaml"]


def test_every_pack_of_a_folder_is_checked_by_itself(tmp_path: Path) -> None:
    shelf(tmp_path, one=SMALLEST, same=SMALLEST, broken=SMALLEST.replace("internal", "inside"))
    checked = check_files([tmp_path, tmp_path / "one"])
    assert len(checked.files) == 3
    assert [problem.sentence for problem in checked.problems] == ["'inside' is no focus."]


def test_a_plan_is_checked_against_the_packs_beside_it(tmp_path: Path) -> None:
    shelf(tmp_path, one=SMALLEST, same=SMALLEST)
    plan = tmp_path / "plan.yaml"
    plan.write_text("format: 1\ntitle: T\nexercises: [{exercise: squat}, {exercise: incline bench}]\n")
    checked = check_files([tmp_path, plan])
    assert [problem.sentence for problem in checked.problems] == ["Unknown exercise 'incline bench'. There are: squat."]
    assert check_files([plan]).problems == ()


def test_a_folder_without_packs_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        check_files([tmp_path])
    assert str(caught.value) == (
        f"There is no pack in '{tmp_path.as_posix()}': no pack.yaml there or one folder below."
    )


@pytest.mark.parametrize("name", ["pack.yaml.txt", "pack.yml", "Pack.YML"])
def test_a_pack_under_another_name_is_told_what_to_call_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(SMALLEST, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        check_files([tmp_path])
    assert str(caught.value).endswith(
        f": no pack.yaml there or one folder below. {name!r} lies there; call it pack.yaml."
    )
    with pytest.raises(PackError, match=r"does not exist\. '.*' lies there; call it pack\.yaml\.$"):
        locate_pack(f"{tmp_path.as_posix()}/")


def test_a_path_that_leads_nowhere_is_told(tmp_path: Path) -> None:
    nowhere = r"^There is no file or folder '.*/nothing\.yaml'; name a pack's folder, its file, or a plan\.$"
    with pytest.raises(PackError, match=nowhere):
        check_files([tmp_path / "nothing.yaml"])
    with pytest.raises(PackError, match=nowhere.replace("nothing", "pack")):
        check_files([tmp_path / "pack.yaml"])


def test_a_pack_that_is_built_is_told_how_it_is_checked(tmp_path: Path) -> None:
    shelf(tmp_path, legs=SMALLEST)
    built = build(tmp_path / "legs", tmp_path / "my legs.repcue").file
    with pytest.raises(PackError) as caught:
        check_files([built])
    assert str(caught.value) == (
        f"{built.as_posix()!r} is a pack that is built; this checks it and changes nothing: "
        f'repcue pack install "{built.as_posix()}" --dry-run'
    )


def test_own_changes_are_checked_against_the_pack_they_are_named_after(tmp_path: Path) -> None:
    shelf(tmp_path, legs=SMALLEST)
    changes = tmp_path / "overrides" / "legs.yaml"
    changes.parent.mkdir()
    changes.write_text("exercises: {back-squat: {reps: 5}, front-squat: {reps: 3}}\n", encoding="utf-8")
    checked = check_files([tmp_path / "legs", changes])
    assert [problem.sentence for problem in checked.problems] == ["pack 'legs' has no exercise 'front-squat'."]


def test_changes_to_a_pack_that_is_not_there_hide_nothing_else(tmp_path: Path) -> None:
    shelf(tmp_path, legs=SMALLEST)
    (tmp_path / "overrides").mkdir()
    changes, strange = (tmp_path / "overrides" / f"{name}.yaml" for name in ("legs", "leggs"))
    changes.write_text("exercises: {front-squat: {reps: 3}}\n", encoding="utf-8")
    strange.write_text("exercises: {back-squat: {reps: 5}}\n", encoding="utf-8")
    more, unknown = check_files([tmp_path / "legs", strange, changes]).problems[::-1]
    assert more.sentence == "pack 'legs' has no exercise 'front-squat'."
    assert str(unknown) == (
        f"{strange.as_posix()}: Unknown pack 'leggs'. Did you mean 'legs'? There are: legs.\n"
        "    The changes are for the pack that the file is named after; call it as the pack's id."
    )


def test_changes_to_a_pack_with_mistakes_are_told_as_far_as_can_be(tmp_path: Path) -> None:
    shelf(tmp_path, legs=SMALLEST.replace("internal", "inside"))
    changes = tmp_path / "overrides" / "legs.yaml"
    changes.parent.mkdir()
    changes.write_text("exercises: {back-squat: {reps: many}, front-squat: {reps: 3}}\n", encoding="utf-8")
    problems = check_files([tmp_path / "legs", changes]).problems
    assert [problem.sentence for problem in problems] == ["'inside' is no focus.", "'many' is no whole number."]


@pytest.mark.parametrize("name", ["leg", "legs-2", "Legs press"])
def test_a_pack_whose_folder_has_another_name_is_told(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "pack.yaml"
    file.parent.mkdir()
    file.write_text(SMALLEST, encoding="utf-8")
    for path in (tmp_path, file.parent, file):
        (problem,) = check_files([path]).problems
        assert problem.severity is Severity.WARNING
        assert str(problem).removeprefix(file.as_posix()).splitlines() == [
            f":2:5: id: warning: the pack's folder is called {name!r}, not 'legs'.",
            "    2 | id: legs",
            "      |     ^^^^",
            "    Call both the same: among yours a pack is found by its folder's name, and your changes to it by "
            "its id.",
        ]


@pytest.mark.parametrize("name", ["legs", "Legs", "LEGS ", "legs!"])
def test_blanks_capitals_and_signs_make_no_other_name_of_a_folder(tmp_path: Path, name: str) -> None:
    file = tmp_path / name / "pack.yaml"
    file.parent.mkdir()
    file.write_text(SMALLEST, encoding="utf-8")
    assert check_files([file.parent]).problems == ()


def test_a_folder_is_called_what_it_is_wherever_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "legs" / "clips").mkdir(parents=True)
    (tmp_path / "legs" / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "legs")
    assert check_files([Path()]).problems == check_files([Path("pack.yaml")]).problems == ()
    monkeypatch.chdir("clips")
    assert check_files([Path("..")]).problems == ()


def test_an_id_that_is_none_is_not_held_against_the_folder(tmp_path: Path) -> None:
    shelf(tmp_path, other=SMALLEST.replace("id: legs", "id: Legs and more"))
    assert [problem.sentence for problem in check_files([tmp_path]).problems] == ["'Legs and more' is no id."]


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_broken_list_of_what_is_kept_is_told_once(tmp_path: Path, language: str) -> None:
    shelf(
        tmp_path,
        legs=SMALLEST.replace("language: en\n", "").replace("format: 1\n", f"format: 1\nlanguage: {language}\n"),
    )
    (tmp_path / "legs" / "accepted.yaml").write_text("accepted: &a [*a]\n", encoding="utf-8")
    sentences = [problem.sentence for problem in check_files([tmp_path]).problems]
    assert sentences == ["the anchor &a is not read.", "the alias *a is not read."]
