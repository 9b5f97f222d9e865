"""Exercises are found by what people call them."""

import pytest

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError
from repcue.edges.pack_files import read_packs
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


def test_a_warm_up_is_chosen_by_the_days_lifts_and_goes_from_raise_to_potentiate() -> None:
    catalogue = Catalogue(read_packs(["essentials"]).packs)
    drills = catalogue.warm_up_drills(["back-squat"])
    phases = [drill.phase for drill in drills]
    assert phases == sorted(phases, key=["raise", "activate", "potentiate"].index)
    activate = [drill.id for drill in drills if drill.phase == "activate"]
    assert activate[:3] == ["activate-glute-bridge", "activate-goblet-squat", "activate-nordic-curl"]
    assert "ankle-rocks" in activate
    assert "activate-pull-apart" not in activate
    assert [drill.id for drill in drills if drill.phase == "potentiate"] == ["ramp-sets"]


def test_every_lift_of_the_essentials_has_a_warm_up_that_raises() -> None:
    catalogue = Catalogue(read_packs(["essentials"]).packs)
    for exercise in catalogue.exercises:
        assert "raise" in [drill.phase for drill in catalogue.warm_up_drills([exercise.id])], exercise.id


def test_a_pack_warms_up_for_its_own_lifts_only() -> None:
    catalogue = Catalogue(read_packs(["essentials", "home-basics"]).packs)
    ids = {drill.id for drill in catalogue.warm_up_drills(["floor-push-up"])}
    assert {"living-room-march", "easy-wall-push-up"} <= ids
    assert "rowing-machine" not in ids
    assert catalogue.pack_of("floor-push-up").id == "home-basics"


def test_there_is_something_easier_and_something_harder() -> None:
    catalogue = Catalogue(read_packs(["essentials"]).packs)
    easier, harder = catalogue.easier("lat-pulldown"), catalogue.harder("lat-pulldown")
    assert easier is not None
    assert harder is not None
    assert (easier.id, harder.id) == ("band-pulldown", "pull-up")
    assert catalogue.easier("band-pulldown") is None


def test_no_lift_of_the_essentials_is_easier_than_itself_in_the_end() -> None:
    catalogue = Catalogue(read_packs(["essentials", "home-basics"]).packs)
    for exercise in catalogue.exercises:
        for step in (catalogue.easier, catalogue.harder):
            seen = [exercise.id]
            while (following := step(seen[-1])) is not None:
                assert following.id not in seen, seen
                seen.append(following.id)


def test_what_is_felt_in_the_wrong_place_has_a_correction() -> None:
    catalogue = Catalogue(read_packs(["essentials"]).packs)
    correction = catalogue.correction("back-squat", "Lower back")
    assert correction is not None
    assert correction.say.startswith("Tighten your abs")
    assert catalogue.correction("back-squat", "elbows") is None
    assert {"lower back", "shoulders", "hip flexors"} <= set(catalogue.places_of_feeling())


def test_a_muscle_can_be_flexed_and_felt_before_its_main_lift() -> None:
    catalogue = Catalogue(read_packs(["essentials"]).packs)
    assert [drill.id for drill in catalogue.flex_drills("chest")] == ["flex-chest"]
    assert len(catalogue.flex_drills()) == 9
    assert [feel_set.exercise for feel_set in catalogue.feel_sets_before("bench-press")] == [
        "cable-fly",
        "neutral-db-press",
    ]
    assert {"chest", "triceps", "abdominals"} <= set(catalogue.muscles())
    assert catalogue.muscle_name("back-squat", "quadriceps") == "quads"


def test_all_that_a_pack_can_say_is_known_beforehand() -> None:
    catalogue = Catalogue(read_packs(["essentials"]).packs)
    texts = {text for group in catalogue.texts_together() for text in group}
    assert set(catalogue.cue_texts()) <= texts
    for drill in catalogue.warm_up_drills(["deadlift"]):
        assert {drill.name, drill.say} <= texts
    assert {"chest", "inner biceps", "quads"} <= texts
