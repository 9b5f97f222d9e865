"""What is said suits what is lifted: a bar that is racked, a weight in the hands, a machine, or only oneself."""

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.courses import warm_up
from repcue.core.session import advance
from repcue.core.session_state import Session
from repcue.core.situation import Level
from repcue.core.weight import weight_of
from repcue.packs.drills import Drills
from repcue.packs.schema import Exercise, Pack
from repcue.testing.sessions import BENCH_PRESS, LAT_PULLDOWN, PLANK, SQUAT, gym, session_after

PUSH_UP = BENCH_PRESS.model_copy(update={"id": "push-up", "name": "Push-up", "aliases": ("push up",), "equipment": ()})
RAMP = {
    "id": "ramp",
    "name": "Ramp",
    "phase": "potentiate",
    "say": "Ramp up.",
    "ramp": [{"load_percent": 0, "reps": 8}],
}


def done(exercise: str) -> tuple[ev.Event, ...]:
    return (ev.PickExercise(exercise), ev.BeginSet(), ev.CountInDone(), ev.RepDone(100, is_last=True))


def at(*exercises: Exercise) -> Session:
    drills = Drills.model_validate({"warm_up": [RAMP]})
    named = {"id": "at", "title": "At", "version": "1.0.0", "author": "A", "licence": "CC0-1.0"}
    return Session(Catalogue([Pack(format="1", exercises=exercises, drills=drills, **named)]))  # type: ignore[arg-type]


def said(*happened: ev.Event, session: Session | None = None) -> str:
    _, effects = advance(session_after(*happened[:-1], session=session), happened[-1])
    (texts,) = [effect.texts for effect in effects if isinstance(effect, fx.Say)]
    return " ".join(texts)


@pytest.mark.parametrize(
    ("equipment", "weight"),
    [
        ((), "none"),
        (("mat",), "none"),
        (("wall",), "none"),
        (("box",), "none"),
        (("pull-up bar",), "none"),
        (("dip bars",), "none"),
        (("resistance band",), "none"),
        (("knee pad", "foot anchor"), "none"),
        (("barbell", "bench", "rack"), "racked"),
        (("barbell",), "held"),
        (("curl bar", "bench"), "held"),
        (("Dumbbells",), "held"),
        (("backpack",), "held"),
        (("pull-up bar", "weight vest"), "held"),
        (("cable machine", "rope"), "stack"),
        (("leg press machine",), "stack"),
        (("pec deck",), "stack"),
    ],
)
def test_the_weight_is_known_by_the_equipment(equipment: tuple[str, ...], weight: str) -> None:
    assert weight_of(SQUAT.model_copy(update={"equipment": equipment})) == weight


@pytest.mark.parametrize(
    ("exercise", "words"),
    [
        ("back-squat", "Rack it."),
        ("deadlift", "Put it down."),
        ("lat-pulldown", "Let it down."),
        ("plank", "And relax."),
    ],
)
def test_after_the_last_repetition_the_words_suit_the_weight(exercise: str, words: str) -> None:
    assert said(*done(exercise)).startswith(words)


def test_after_a_push_up_nothing_is_racked() -> None:
    assert said(*done("push-up"), session=at(PUSH_UP)).startswith("And relax. Rest")


@pytest.mark.parametrize(
    ("exercise", "reminder"),
    [
        (BENCH_PRESS, "Leave your ego at the door. Take less, and own every rep."),
        (PUSH_UP, "Leave your ego at the door. Do fewer, and own every one."),
        (PLANK, "Leave your ego at the door. Less time, but all of it your own."),
    ],
)
def test_the_reminder_after_trouble_names_what_there_is_to_do_less_of(exercise: Exercise, reminder: str) -> None:
    fails = (ev.BeginSet(), ev.CountInDone(), ev.Failed())
    assert said(ev.PickExercise(exercise.id), *fails, *fails, session=at(exercise)).endswith(reminder)


@pytest.mark.parametrize(
    ("exercise", "offer"),
    [
        (BENCH_PRESS, "Say tap it, or flex and the muscle, or take less weight."),
        (PUSH_UP, "Say tap it, or flex and the muscle, or do fewer, and slower."),
    ],
)
def test_what_helps_to_feel_a_muscle_takes_no_weight_off_where_there_is_none(exercise: Exercise, offer: str) -> None:
    light = (ev.PickExercise(exercise.id), ev.SetReps(20), ev.BeginSet(), ev.CountInDone(), ev.StopSet())
    again = (ev.FeelScore(1), ev.BeginSet(), ev.CountInDone(), ev.StopSet(), ev.FeelScore(1))
    assert said(*light, *again, session=at(exercise)).endswith(offer)


@pytest.mark.parametrize(
    ("exercise", "correction"),
    [
        (LAT_PULLDOWN, "Take less weight, and go slower. If it hurts, stop."),
        (PUSH_UP, "Do fewer, and go slower. If it hurts, stop."),
        (PLANK, "Take a break, and set up anew. If it hurts, stop."),
    ],
)
def test_without_a_correction_of_the_packs_the_general_one_suits_the_lift(exercise: Exercise, correction: str) -> None:
    assert said(ev.PickExercise(exercise.id), ev.FeltWrongly("toes"), session=at(exercise)) == correction


def test_a_push_up_with_a_weight_that_was_named_may_be_done_with_less() -> None:
    told = said(ev.PickExercise("push-up"), ev.SetKilos(10), ev.FeltWrongly("toes"), session=at(PUSH_UP))
    assert told == "Take less weight, and go slower. If it hurts, stop."


def test_a_lift_without_a_weight_has_no_ramp() -> None:
    catalogue = at(PUSH_UP, SQUAT).catalogue
    assert warm_up(catalogue, ["push-up"], Level.TRAINED, None) == ()
    assert [step.name for step in warm_up(catalogue, ["back-squat"], Level.TRAINED, None)] == ["Ramp"]
    assert [step.name for step in warm_up(catalogue, ["push-up"], Level.TRAINED, 20.0)] == ["Ramp"]


def test_the_gym_has_a_lift_of_every_kind() -> None:
    assert {weight_of(exercise).value for exercise in gym().exercises} == {"racked", "held", "stack", "none"}
