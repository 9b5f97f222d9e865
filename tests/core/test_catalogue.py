"""Exercises are found by what people call them."""

import pytest

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError
from repcue.packs.schema import Cue, Exercise, Muscles, Pack


def exercise(exercise_id: str, *aliases: str, cue: str = "Push", sounds: dict[str, str] | None = None) -> Exercise:
    return Exercise(
        id=exercise_id,
        name=exercise_id.replace("-", " ").title(),
        aliases=aliases,
        muscles=Muscles(primary=("chest",)),
        cues=(Cue(focus="internal", rep="Squeeze your chest"), Cue(focus="external", rep=cue)),
        pronunciations=sounds or {},
    )


def pack(pack_id: str, *exercises: Exercise) -> Pack:
    return Pack(format="1", id=pack_id, title="T", version="1.0.0", author="A", licence="CC0-1.0", exercises=exercises)


BENCH = exercise("bench-press", "bench press", "bench", cue="Bend the bar")
ROW = exercise("cable-row", "cable row", cue="Pull", sounds={"row": "R OW"})
CURL = exercise("leg-curl", "leg curl", cue="Pull", sounds={"row": "R AW", "curl": "K ER L"})
CATALOGUE = Catalogue([pack("one", BENCH, ROW), pack("two", CURL)])


@pytest.mark.parametrize("name", ["bench", "Bench  Press", "bench-press", "BENCH PRESS"])
def test_an_exercise_is_found_by_alias_id_or_name(name: str) -> None:
    assert CATALOGUE.find(name) is BENCH
    assert CATALOGUE.exercise("bench-press") is BENCH


def test_an_alias_wins_over_another_exercises_name() -> None:
    named = exercise("chest-press", "press").model_copy(update={"name": "Bench"})
    assert Catalogue([pack("one", BENCH, named)]).find("bench") is BENCH


def test_exercises_keep_the_order_of_the_packs() -> None:
    assert CATALOGUE.exercises == (BENCH, ROW, CURL)
    assert [each.id for each in CATALOGUE.packs] == ["one", "two"]
    assert CATALOGUE.after("bench-press") is ROW
    assert CATALOGUE.before("leg-curl") is ROW
    assert CATALOGUE.after("leg-curl") is None
    assert CATALOGUE.before("bench-press") is None


def test_the_grammar_gets_every_alias_with_its_id() -> None:
    assert CATALOGUE.aliases() == {
        "bench press": "bench-press",
        "bench": "bench-press",
        "cable row": "cable-row",
        "leg curl": "leg-curl",
    }


def test_the_voice_gets_every_cue_once() -> None:
    assert CATALOGUE.cue_texts() == ("Squeeze your chest", "Bend the bar", "Pull")


def test_the_first_pronunciation_of_a_word_wins() -> None:
    assert CATALOGUE.pronunciations() == {"row": "R OW", "curl": "K ER L"}


def test_an_unknown_name_is_told_with_what_is_near_and_what_there_is() -> None:
    with pytest.raises(PackError) as caught:
        CATALOGUE.find("bensh")
    assert str(caught.value) == (
        "Unknown exercise 'bensh'. Did you mean 'bench'? There are: bench press, cable row, leg curl."
    )


def test_an_unknown_id_is_told_with_what_is_near_and_what_there_is() -> None:
    with pytest.raises(PackError) as caught:
        CATALOGUE.exercise("leg-curls")
    assert str(caught.value) == (
        "Unknown exercise 'leg-curls'. Did you mean 'leg-curl'? There are: bench-press, cable-row, leg-curl."
    )


def test_an_empty_catalogue_says_that_there_are_none() -> None:
    with pytest.raises(PackError) as caught:
        Catalogue().find("bench")
    assert str(caught.value) == "Unknown exercise 'bench'. There are none."


def test_two_packs_with_one_exercise_are_refused() -> None:
    with pytest.raises(PackError) as caught:
        Catalogue([pack("one", BENCH), pack("two", exercise("bench-press", "flat bench"))])
    assert str(caught.value) == (
        "Exercise 'bench-press' of pack 'two' is already in pack 'one'; each may be in one pack once. "
        "Use one of the two packs, or rename it in one."
    )


def test_two_packs_with_one_alias_are_refused() -> None:
    with pytest.raises(PackError) as caught:
        Catalogue([pack("one", BENCH), pack("two", exercise("flat-bench", "bench"))])
    assert str(caught.value).startswith("Alias 'bench' of pack 'two' is already in pack 'one';")


def test_what_a_catalogue_gives_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CATALOGUE.aliases()["x"] = "y"  # type: ignore[index]
    with pytest.raises(TypeError):
        CATALOGUE.pronunciations()["x"] = "y"  # type: ignore[index]
