"""What packs add to what can be said, and how it is told when an ear has learnt it, or could not."""

from repcue.core.catalogue import Catalogue
from repcue.core.sayable import (
    kept_words_sentence,
    learnt_sentence,
    names_not_known,
    not_heard_sentence,
    sayable,
)
from repcue.testing.sessions import BENCH_PRESS, CHANGED_GYM, SQUAT, gym


def test_names_that_are_others_or_mean_something_else_are_not_known() -> None:
    renamed = SQUAT.model_copy(update={"aliases": ("squat", "low bar squat")})
    moved = BENCH_PRESS.model_copy(update={"id": "flat-bench"})
    pack = gym().packs[0].model_copy(update={"exercises": (moved, renamed)})
    before, saved, slower = (sayable(each).names for each in (gym(), Catalogue([pack]), Catalogue([CHANGED_GYM])))
    assert names_not_known(before, saved) == ("bench press", "bench", "low bar squat")
    assert names_not_known(before, slower) == ()


def test_a_pack_with_other_cues_adds_the_same_to_what_can_be_said() -> None:
    (pack,) = gym().packs
    slower = SQUAT.model_copy(update={"tempo": "5-0-1-0"})
    exercises = tuple(slower if each.id == SQUAT.id else each for each in pack.exercises)
    assert sayable(Catalogue([pack.model_copy(update={"exercises": exercises})])) == sayable(gym())
    sound = SQUAT.model_copy(update={"pronunciations": {"squat": "S K W AA T"}})
    exercises = tuple(sound if each.id == SQUAT.id else each for each in pack.exercises)
    assert sayable(Catalogue([pack.model_copy(update={"exercises": exercises})])) != sayable(gym())


def test_of_many_names_a_few_are_told() -> None:
    names = {f"press {number}": "press" for number in ("one", "two", "three", "four", "five")}
    assert learnt_sentence({}, names, ()) == 'The ear now knows "press one", "press two", "press three" and 2 more.'


def test_words_that_are_not_known_are_told_with_the_names_that_have_them() -> None:
    names = ("bench", "blork press", "blork row", "xyzzyq")
    assert not_heard_sentence(names, ("blork", "xyzzyq")) == (
        'The ear does not know how "blork", "xyzzyq" sound and never hears "blork press", "blork row", "xyzzyq"; '
        "write their sounds under pronunciations."
    )
    assert not_heard_sentence(names, ()) == ""


def test_a_name_with_an_unknown_word_that_was_there_before_is_not_told_again() -> None:
    before = {"blork": "a"}
    assert learnt_sentence(before, {**before, "low bar": "a"}, ("blork",)) == 'The ear now knows "low bar".'


def test_an_ear_that_keeps_its_words_names_what_waits_for_a_restart_if_anything_does() -> None:
    assert kept_words_sentence("It broke.", {"a": "b"}, {"a": "b"}) == "It broke. The ear hears what it heard before."
