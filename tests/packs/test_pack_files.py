"""Packs on disk: found by name or path, refused alone, and never reading outside their folder."""

from pathlib import Path

import pytest

from repcue.core.errors import PackError
from repcue.edges.pack_files import available_packs, check_pack, locate_pack, read_packs, sounds_in

SMALLEST = (Path(__file__).parent / "good" / "smallest.yaml").read_text(encoding="utf-8")
ROW = SMALLEST.replace("legs", "back").replace("back-squat", "row").replace("[squat, back squat]", "[cable row]")
LEGS = SMALLEST.replace("away}", "away, recording: clips/push.wav}")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Three packs: legs with a recording, back, and a broken one."""
    for name, text in {"legs": LEGS, "back": ROW, "broken": ROW.replace("internal", "inside")}.items():
        (tmp_path / name / "clips").mkdir(parents=True)
        (tmp_path / name / "pack.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "legs" / "clips" / "push.wav").write_bytes(b"RIFF")
    return tmp_path


def test_packs_are_found_by_name_in_the_first_folder_that_has_them(shelf: Path, tmp_path: Path) -> None:
    nearer = tmp_path / "mine"
    (nearer / "legs").mkdir(parents=True)
    (nearer / "legs" / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    assert list(available_packs([nearer, shelf])) == ["back", "broken", "legs"]
    assert locate_pack("legs", [nearer, shelf]) == nearer / "legs" / "pack.yaml"


def test_the_shipped_pack_is_found() -> None:
    assert "essentials" in available_packs()
    assert [pack.id for pack in read_packs(["essentials"]).packs] == ["essentials"]


def test_a_path_names_a_folder_or_its_file(shelf: Path) -> None:
    assert locate_pack(f"{shelf}/legs", []) == shelf / "legs" / "pack.yaml"
    assert locate_pack(f"{shelf}/legs/pack.yaml", []) == shelf / "legs" / "pack.yaml"


def test_an_unknown_pack_is_told_with_what_there_is(shelf: Path) -> None:
    with pytest.raises(PackError) as caught:
        read_packs(["leggs"], [shelf])
    assert str(caught.value) == (
        "Unknown pack 'leggs'. Did you mean 'legs'? There are: back, broken, legs. "
        "A path to a pack's folder has a / in it."
    )


def test_a_path_to_no_pack_is_told(tmp_path: Path) -> None:
    with pytest.raises(PackError) as caught:
        read_packs([f"{tmp_path}/nothing"], [])
    assert str(caught.value) == (
        f"There is no pack '{tmp_path}/nothing': {tmp_path.as_posix()}/nothing/pack.yaml does not exist. "
        "Check the path."
    )


def test_a_broken_pack_is_refused_and_the_others_are_used(shelf: Path) -> None:
    read = read_packs(["legs", "broken", "back"], [shelf])
    assert [pack.id for pack in read.packs] == ["legs", "back"]
    assert read.refused == ("broken",)
    [problem] = read.problems
    assert problem.sentence == "'inside' is no focus."
    assert problem.source.endswith("broken/pack.yaml")


def test_when_every_pack_is_broken_the_report_is_raised(shelf: Path) -> None:
    with pytest.raises(PackError) as caught:
        read_packs(["broken"], [shelf])
    assert "'inside' is no focus." in str(caught.value)
    assert str(caught.value).endswith("\n\n1 problem in 1 pack.")


def test_a_pack_named_twice_is_read_once(shelf: Path) -> None:
    assert len(read_packs(["legs", f"{shelf}/legs", "legs"], [shelf]).packs) == 1


def test_packs_that_clash_are_refused_from_the_second_on(shelf: Path) -> None:
    (shelf / "more").mkdir()
    (shelf / "more" / "pack.yaml").write_text(SMALLEST, encoding="utf-8")
    read = read_packs(["legs", "more"], [shelf])
    assert (len(read.packs), read.refused, len(read.problems)) == (1, ("more",), 3)


def test_recordings_are_given_by_the_words_they_replace(shelf: Path) -> None:
    file = (shelf / "legs" / "clips" / "push.wav").resolve()
    assert read_packs(["legs"], [shelf]).recordings == {("Push the floor away", str(file)): file}


def test_each_pack_has_its_own_recording_of_the_same_words(shelf: Path) -> None:
    text = (shelf / "legs" / "pack.yaml").read_text(encoding="utf-8")
    other = text.replace("id: legs", "id: thighs").replace("back-squat", "hack-squat")
    for name, pack in (
        ("thighs", other.replace("squat", "hack").replace("hack-hack", "hack-squat")),
        (
            "bare",
            other.replace("squat", "dip").replace("id: thighs", "id: bare").replace(", recording: clips/push.wav", ""),
        ),
    ):
        (shelf / name / "clips").mkdir(parents=True)
        (shelf / name / "pack.yaml").write_text(pack, encoding="utf-8")
        (shelf / name / "clips" / "push.wav").write_bytes(b"RIFF")
    read = read_packs(["legs", "thighs", "bare"], [shelf])
    cues = [cue for pack in read.packs for cue in pack.exercises[0].cues if cue.rep == "Push the floor away"]
    played = [recording and Path(recording).parts[-3] for cue in cues for recording in [cue.recorded("rep")]]
    assert played == ["legs", "thighs", None]
    assert {file.parts[-3] for file in read.recordings.values()} == {"legs", "thighs"}


def test_a_recording_that_is_a_link_to_elsewhere_is_not_there(shelf: Path) -> None:
    clip = shelf / "legs" / "clips" / "push.wav"
    clip.rename(shelf / "secret.wav")
    clip.symlink_to(shelf / "secret.wav")
    with pytest.raises(PackError) as caught:
        read_packs(["legs"], [shelf])
    assert "there is no file 'clips/push.wav' in the pack's folder." in str(caught.value)


@pytest.mark.parametrize("target", ["secret.txt", "nowhere", "again/pack.yaml"])
def test_a_pack_file_that_leads_elsewhere_is_not_read(shelf: Path, target: str) -> None:
    (shelf / "secret.txt").write_text("password: [hunter2\n", encoding="utf-8")
    (shelf / "again").mkdir()
    (shelf / "again" / "pack.yaml").symlink_to("../back/pack.yaml")
    file = shelf / "back" / "pack.yaml"
    file.unlink()
    file.symlink_to(shelf / target)
    pack, problems = check_pack(file, source="back/pack.yaml")
    assert pack is None
    assert [str(problem) for problem in problems] == [
        "back/pack.yaml:1:1: this file is a link that leads out of the pack's folder, and is not read.\n"
        "    Put the file itself into the folder, or delete the link."
    ]


def test_a_pack_may_be_a_link_as_a_whole_and_have_links_within(shelf: Path) -> None:
    (shelf / "linked").symlink_to(shelf / "back", target_is_directory=True)
    (shelf / "back" / "pack.yaml").rename(shelf / "back" / "real.yaml")
    (shelf / "back" / "pack.yaml").symlink_to("real.yaml")
    assert check_pack(shelf / "linked" / "pack.yaml")[0] is not None


def test_a_folder_that_is_a_link_to_elsewhere_is_not_entered(shelf: Path) -> None:
    (shelf / "back" / "more").symlink_to(shelf / "legs" / "clips", target_is_directory=True)
    (shelf / "back" / "own.wav").write_bytes(b"RIFF")
    (shelf / "back" / "own link.wav").symlink_to(shelf / "back" / "own.wav")
    assert sounds_in(shelf / "back") == {"own.wav", "own link.wav"}


def test_a_pack_that_is_no_text_is_told(shelf: Path) -> None:
    (shelf / "legs" / "pack.yaml").write_bytes(SMALLEST.encode("utf-16"))
    with pytest.raises(PackError, match=r"pack.yaml:1:1: the file is no UTF-8 text\."):
        read_packs(["legs"], [shelf])
