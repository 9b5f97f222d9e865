"""Packs saved in a session: when they are read, and what the session makes of them."""

from dataclasses import replace

import pytest

from repcue.core.coaching import cue_for
from repcue.core.courses import Step
from repcue.core.errors import PackError
from repcue.core.events import BeginSet, Event, PickExercise, RepeatSet, SetReps, SetTempo, Undo
from repcue.core.saved_packs import LOOK_SECONDS, SETTLE_SECONDS, PacksSaved, SaveWatch
from repcue.core.session_state import Session, State
from repcue.core.tempo import Tempo
from repcue.testing.sessions import BENCH_PRESS, CHANGED_GYM, PLAN, SQUAT, gym, session_after, sessions_in

SAVED = PacksSaved((CHANGED_GYM,))
SQUATTING: tuple[Event, ...] = (PickExercise("back-squat"),)


def test_a_file_that_is_still_being_written_is_not_read() -> None:
    watch = SaveWatch({"a": (1, 10)})
    for step in range(8):
        assert not watch.is_to_be_read({"a": (2 + step, 10 * step)}, step * SETTLE_SECONDS)
    assert watch.next_look_seconds == SETTLE_SECONDS
    assert watch.is_to_be_read({"a": (9, 70)}, 8 * SETTLE_SECONDS)
    assert watch.next_look_seconds == LOOK_SECONDS


def test_a_file_that_is_gone_for_a_moment_was_not_saved() -> None:
    watch = SaveWatch({"a": (1, 10)})
    assert not watch.is_to_be_read({"a": None}, 1.0)
    assert not watch.is_to_be_read({"a": (1, 10)}, 1.25)
    assert watch.next_look_seconds == LOOK_SECONDS


def test_a_file_that_stays_away_is_to_be_told() -> None:
    watch = SaveWatch({"a": (1, 10)})
    assert [watch.is_to_be_read({"a": None}, at) for at in (1.0, 1.25, 2.25)] == [False, True, False]


def test_the_next_set_has_the_tempo_and_the_repetitions_that_were_saved() -> None:
    session = session_after(*SQUATTING, SAVED)
    assert (str(session.tempo), session.target_reps) == ("5-0-1-0", 4)
    assert session.state is State.READY
    assert session.exercise == CHANGED_GYM.exercises[1]


def test_what_the_lifter_asked_for_stays() -> None:
    session = session_after(*SQUATTING, SetTempo("2", "0", "2", "0"), SetReps(12), SAVED)
    assert (str(session.tempo), session.target_reps) == ("2-0-2-0", 12)


def test_what_the_plan_says_stays_and_the_rest_is_as_saved() -> None:
    session = session_after(*SQUATTING, session=Session(gym(), plan=PLAN))
    assert (session.target_reps, session.sets_planned) == (5, 2)
    session = session_after(SAVED, session=session)
    assert (str(session.tempo), session.target_reps, session.sets_planned) == ("5-0-1-0", 5, 2)


def test_another_wording_is_said_from_the_next_set_on_and_again() -> None:
    said = SQUAT.cues[0].model_copy(update={"rep": "Drive the floor down"})
    pack = gym().packs[0].model_copy(update={"exercises": (BENCH_PRESS, SQUAT.model_copy(update={"cues": (said,)}))})
    (rested, *_) = [each for each in sessions_in(State.RESTING) if each.exercise == SQUAT]
    session = session_after(PacksSaved((pack,)), session=rested)
    for event in (BeginSet(), RepeatSet()):
        assert cue_for(session_after(event, session=session)).cue == said


def test_undo_does_not_bring_the_version_before_back() -> None:
    session = session_after(*SQUATTING, SetReps(12), SAVED, Undo())
    assert session.exercise == CHANGED_GYM.exercises[1]
    assert session.target_reps == 4


@pytest.mark.parametrize("state", [State.COUNT_IN, State.LIFTING, State.PAUSED, State.CONFIRMING, State.ASLEEP])
def test_nothing_changes_in_a_set_or_while_something_else_is_waited_for(state: State) -> None:
    for session in sessions_in(state):
        assert session_after(SAVED, session=session) == session


def test_an_exercise_that_is_gone_stays_until_another_is_picked() -> None:
    session = session_after(PickExercise("deadlift"), SAVED)
    assert session.exercise == gym().exercise("deadlift")
    assert session_after(BeginSet(), session=session).state is State.COUNT_IN
    picked = session_after(PickExercise("back-squat"), session=session)
    assert picked.exercise == CHANGED_GYM.exercises[1]


def test_nobody_is_led_to_an_exercise_that_is_gone_but_its_name_is_still_heard() -> None:
    catalogue = session_after(SAVED).catalogue
    assert "deadlift" not in [exercise.id for exercise in catalogue.exercises]
    assert catalogue.after("back-squat") == catalogue.exercise("lat-pulldown")
    assert catalogue.after("deadlift") == catalogue.exercises[0]
    assert catalogue.before("deadlift") is None
    assert catalogue.pack_of("deadlift").id == "gym"
    assert session_after(SAVED, PickExercise("deadlift")).exercise == gym().exercise("deadlift")
    with pytest.raises(PackError, match="Unknown exercise 'deadlift'"):
        catalogue.find("deadlift")


def test_what_is_gone_stays_over_several_saves() -> None:
    session = session_after(SAVED, PacksSaved((CHANGED_GYM,)), PickExercise("deadlift"))
    assert session.exercise == gym().exercise("deadlift")


def test_a_warm_up_under_way_goes_on_and_the_lift_after_it_is_as_saved() -> None:
    marching = SQUAT.model_copy(update={"id": "march"})
    march = Step("March", "March", ("March on the spot.",), marching, Tempo(2, 0, 2, 0), 5)
    before = session_after(*SQUATTING)
    session = replace(before, exercise=march.exercise, course=(march,), before_course=before)
    saved = session_after(SAVED, session=session)
    assert (saved.exercise, saved.course) == (march.exercise, (march,))
    assert saved.before_course is not None
    assert saved.before_course.exercise == CHANGED_GYM.exercises[1]
    assert session_after(SAVED, session=replace(session, course=())).exercise == march.exercise
