from pathlib import Path

import pytest

from repcue.core.errors import ModelError
from repcue.edges.ears.pronunciation import Pronunciations, pronunciations_for, read_pronunciations

DICTIONARY = {
    "bridge": "B R IH JH",
    "dead": "D EH D",
    "down": "D AW N",
    "kilos": "K IY L OW Z",
    "lift": "L IH F T",
    "pull": "P UH L",
}


def written(folder: Path, text: str) -> Path:
    path = folder / "pronunciations.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("word", "phonemes"),
    [
        ("lift", ("L IH F T",)),
        ("deadlift", ("D EH D L IH F T",)),
        ("deadlifts", ("D EH D L IH F T S",)),
        ("pulldowns", ("P UH L D AW N Z",)),
        ("bridges", ("B R IH JH IH Z",)),
        ("bridgedown", ("B R IH JH D AW N",)),
        ("kilos", ("K IY L OW Z", "K IH L OW Z")),
        ("blork", ()),
        ("s", ()),
    ],
)
def test_a_word_is_known_listed_compound_plural_or_unknown(word: str, phonemes: tuple[str, ...]) -> None:
    listed = Pronunciations({"kilos": ("K IY L OW Z", "K IH L OW Z")})
    assert listed.phonemes_of(word, DICTIONARY.get) == phonemes


def test_what_the_caller_adds_wins() -> None:
    ours = pronunciations_for("en").with_words({"rdl": "R AH D AH L"})
    assert ours.phonemes_of("rdl", DICTIONARY.get) == ("R AH D AH L",)


def test_a_word_without_phonemes_is_split_or_written_as_it_sounds() -> None:
    ours = Pronunciations({}, {"rdl": ("are dee el", "r d l")})
    known = {"r", "d", "l", "pull", "down", "pulld", "own"}.__contains__
    assert ours.split("rdl", known) == (("r", "d", "l"),)
    assert ours.split("pulldown", known) == (("pull", "down"),)
    assert ours.split("blork", known) == ()


def test_something_that_is_no_phoneme_is_told() -> None:
    with pytest.raises(ModelError) as told:
        Pronunciations().with_words({"rdl": "AA R DE"})
    assert str(told.value).startswith("The pronunciation of 'rdl': 'DE' is no phoneme. There are: AA, AE, ")
    with pytest.raises(ModelError, match=r"The pronunciation of 'rdl': An empty text is no phoneme\."):
        Pronunciations().with_words({"rdl": " "})


def test_every_shipped_pronunciation_is_made_of_phonemes() -> None:
    shipped = pronunciations_for("en")
    assert shipped.words["kilos"] == ("K IY L OW Z", "K IH L OW Z")
    assert shipped.sounds_like["rdl"] == ("r d l", "are dee el")
    assert pronunciations_for("xx") == Pronunciations()


def test_a_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"cannot be read: .*No such file"):
        read_pronunciations(tmp_path / "none.yaml")
    with pytest.raises(ModelError, match="are no list of words; see the file that ships with RepCue"):
        read_pronunciations(written(tmp_path, "- a list"))
    with pytest.raises(ModelError, match="'QQ' is no phoneme"):
        read_pronunciations(written(tmp_path, "words: {rdl: [QQ]}"))
