"""Pain, feeling unwell and failing: what is answered at any time, and what is written of the set before."""

from dataclasses import replace

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.session import advance
from repcue.core.session_moves import Next
from repcue.core.session_state import Session, State
from repcue.testing.sessions import gym, session_after
from support.english import english

LIFTING = (ev.PickExercise("back-squat"), ev.BeginSet(), ev.CountInDone())
RESTED = (*LIFTING, ev.RepDone(3, is_last=True))
ONE_SIDE = (ev.PickExercise("one-arm-row"), ev.BeginSet(), ev.CountInDone())
BETWEEN_SIDES = (*ONE_SIDE, ev.RepDone(3, is_last=True))
ADVICE = "If it stays, stop training and get advice."
SIT_DOWN = "Sit down and breathe. If it stays, call a doctor."


def last_of(*happened: ev.Event) -> Next:
    return advance(session_after(*happened[:-1]), happened[-1])


def said(effects: tuple[fx.Effect, ...]) -> str:
    (texts,) = [effect.texts for effect in effects if isinstance(effect, fx.Say)]
    return " ".join(texts)


def amended(effects: tuple[fx.Effect, ...]) -> list[fx.Effect]:
    return [effect for effect in effects if isinstance(effect, fx.AmendSet)]


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("that hurts", ADVICE),
        ("it hurts", ADVICE),
        ("my back hurts", ADVICE),
        ("my knee hurts", ADVICE),
        ("i am dizzy", SIT_DOWN),
        ("i'm dizzy", SIT_DOWN),
        ("i feel dizzy", SIT_DOWN),
        ("chest pain", SIT_DOWN),
        ("my chest hurts", SIT_DOWN),
    ],
)
def test_before_any_exercise_is_chosen_pain_gets_its_advice(phrase: str, answer: str) -> None:
    intent = english().understand(phrase)
    assert intent is not None
    event = ev.Unwell() if intent.name == "unwell" else ev.Hurts()
    assert intent.name in ("hurts", "unwell")
    before = Session(gym())
    assert advance(before, event)[1] == (fx.Say((answer,), is_of_safety=True),)
    assert advance(before, event)[0].state is State.IDLE


@pytest.mark.parametrize("event", [ev.Hurts(), ev.Unwell()])
def test_with_an_exercise_chosen_and_no_set_begun_nothing_is_written(event: ev.Event) -> None:
    session, effects = last_of(ev.PickExercise("back-squat"), event)
    assert (session.state, amended(effects)) == (State.READY, [])
    assert said(effects) in (ADVICE, SIT_DOWN)


def test_that_hurts_in_the_count_in_stops_it_with_the_whole_advice() -> None:
    session, effects = last_of(*LIFTING[:2], ev.Hurts())
    assert session.state is State.READY
    assert said(effects) == f"Set stopped. {ADVICE}"


def test_that_hurts_in_a_set_ends_it_and_is_written_of_it_before_the_advice() -> None:
    session, effects = last_of(*LIFTING, ev.RepDone(1, is_last=False), ev.Hurts())
    assert session.state is State.RESTING
    assert [type(effect) for effect in effects] == [fx.StopPacing, fx.LogSet, fx.AmendSet, fx.Say, fx.StartRest]
    assert amended(effects) == [fx.AmendSet(symptom="pain")]
    assert said(effects) == f"Set stopped. {ADVICE} Rest one minute."


def test_i_am_dizzy_in_a_set_ends_it_and_says_to_sit_down() -> None:
    _, effects = last_of(*LIFTING, ev.Unwell())
    assert amended(effects) == [fx.AmendSet(symptom="unwell")]
    assert said(effects) == f"Set stopped. {SIT_DOWN} Rest one minute."


def test_that_hurts_just_after_a_set_is_written_of_it_and_the_rest_goes_on() -> None:
    session, effects = last_of(*RESTED, ev.Hurts())
    assert (session.state, session.set_number) == (State.RESTING, 2)
    assert effects == (fx.HushRest(), fx.AmendSet(symptom="pain"), fx.Say((ADVICE,), is_of_safety=True))


def test_after_the_last_set_nothing_is_said_of_it_or_of_a_rest_to_who_is_hurt() -> None:
    _, effects = last_of(*RESTED, ev.BeginSet(), ev.CountInDone(), ev.Unwell())
    assert said(effects) == f"Set stopped. {SIT_DOWN}"
    assert fx.StartRest(60, is_quiet=True) in effects


def test_that_hurts_while_a_question_is_open_is_answered_and_the_question_stays_open() -> None:
    session, effects = last_of(*RESTED, ev.EndWorkout(), ev.Hurts())
    assert (session.state, said(effects)) == (State.CONFIRMING, ADVICE)


def test_that_hurts_between_two_sides_leaves_the_right_one_out_and_rests() -> None:
    session, effects = last_of(*BETWEEN_SIDES, ev.Hurts())
    assert (session.state, session.side, session.set_number, session.goes_on) == (State.RESTING, "left", 2, False)
    assert fx.LogSkippedSide("one-arm-row", 1) in effects
    assert said(effects) == f"{ADVICE} The right side is skipped. Rest one minute."


def test_that_hurts_on_the_left_side_leaves_the_right_one_out_and_says_so() -> None:
    session, effects = last_of(*ONE_SIDE, ev.Hurts())
    assert (session.side, session.set_number) == ("left", 2)
    assert fx.LogSkippedSide("one-arm-row", 1) in effects
    assert said(effects) == f"Set stopped. {ADVICE} The right side is skipped. Rest one minute."


def test_failed_just_after_a_finished_set_marks_it_and_takes_its_last_repetition_away() -> None:
    session, effects = last_of(*RESTED, ev.Failed())
    assert effects == (fx.AmendSet("failed", 2), fx.Say(("Noted, not finished.", "two", "reps.")))
    assert (session.state, session.reps_done, session.troubles) == (State.RESTING, 2, 1)


def test_failed_said_twice_takes_one_repetition_away() -> None:
    session, effects = last_of(*RESTED, ev.Failed(), ev.Failed())
    assert (session.reps_done, amended(effects)) == (2, [])
    assert said(effects) == "Noted, not finished. two reps."


def test_failed_after_a_stop_keeps_the_repetitions_that_were_counted() -> None:
    _, effects = last_of(*LIFTING, ev.RepDone(1, is_last=False), ev.StopSet(), ev.Failed())
    assert effects == (fx.AmendSet("failed", 1), fx.Say(("Noted, not finished.", "one", "rep.")))


def test_failed_after_a_hold_keeps_its_seconds() -> None:
    held = (ev.PickExercise("plank"), ev.BeginSet(), ev.CountInDone(), ev.RepDone(1, is_last=True))
    _, effects = last_of(*held, ev.Failed())
    assert said(effects) == "Noted, not finished. thirty seconds."


def test_two_sets_that_are_told_to_have_failed_bring_the_same_advice_as_two_that_failed() -> None:
    again = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(3, is_last=True))
    _, effects = last_of(*RESTED, ev.Failed(), *again, ev.Failed())
    assert said(effects).startswith("Noted, not finished. two reps. Leave your ego")


def test_failed_between_two_sides_makes_the_right_one_wait() -> None:
    session, effects = last_of(*BETWEEN_SIDES, ev.Failed())
    assert (session.side, session.goes_on, session.is_first_side_short) == ("right", False, True)
    assert said(effects) == "Noted, not finished. two reps. Change sides. Say next set to begin."


@pytest.mark.parametrize("after", [ev.RestDone(), ev.PickExercise("bench-press")])
def test_failed_is_refused_once_the_rest_is_over_or_another_exercise_is_chosen(after: ev.Event) -> None:
    _, effects = last_of(*RESTED, after, ev.Failed())
    assert effects == (fx.Refuse("wrong_state", "No set is running.", is_spoken=True),)


FELL_SHORT = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(1, is_last=False))
RANGE = "Sit down as deep as you can."


@pytest.mark.parametrize("event", [ev.Hurts(), ev.Unwell()])
def test_after_pain_no_full_range_less_weight_or_easier_exercise_is_urged(event: ev.Event) -> None:
    squat = gym().exercise("back-squat")
    for exercise in (squat, squat.model_copy(update={"range": RANGE}), squat.model_copy(update={"easier": "plank"})):
        begun = replace(session_after(ev.PickExercise("back-squat")), exercise=exercise, troubles=2, sets_planned=3)
        _, effects = advance(session_after(*FELL_SHORT, session=begun), event)
        assert said(effects) == f"Set stopped. {SIT_DOWN if isinstance(event, ev.Unwell) else ADVICE} Rest one minute."


def test_a_set_that_ended_because_something_hurts_is_no_trouble_of_the_exercise() -> None:
    session, _ = last_of(*LIFTING, ev.StopSet(), *FELL_SHORT, ev.Hurts())
    assert session.troubles == 1
    session, _ = last_of(*LIFTING, ev.StopSet(), *FELL_SHORT, ev.StopSet(), ev.Hurts())
    assert session.troubles == 1
    session, effects = last_of(*LIFTING, ev.StopSet(), *FELL_SHORT, ev.Hurts(), ev.Failed())
    assert (session.troubles, said(effects)) == (1, "Noted, not finished. one rep.")


def test_a_stop_that_is_taken_back_and_said_again_is_one_trouble() -> None:
    session, effects = last_of(*LIFTING, ev.StopSet(), ev.Undo(), ev.StopSet())
    assert session.troubles == 1
    assert said(effects) == "Stopped. zero reps. Rest one minute."


def test_what_hurts_while_a_question_is_open_is_written_of_the_set_that_is_rested_from() -> None:
    session, effects = last_of(*RESTED, ev.EndWorkout(), ev.Hurts())
    assert (session.state, amended(effects)) == (State.CONFIRMING, [fx.AmendSet(symptom="pain")])
    session, effects = last_of(*BETWEEN_SIDES, ev.EndWorkout(), ev.Hurts())
    assert (session.state, session.goes_on, amended(effects)) == (
        State.CONFIRMING,
        False,
        [fx.AmendSet(symptom="pain")],
    )


PAUSED_AND_ASKED = (*LIFTING, ev.RepDone(1, is_last=False), ev.PauseSet(), ev.EndWorkout())


@pytest.mark.parametrize(("event", "symptom"), [(ev.Hurts(), "pain"), (ev.Unwell(), "unwell")])
def test_what_hurts_while_a_question_is_open_in_a_paused_set_ends_that_set_and_is_written_of_it(
    event: ev.Event, symptom: fx.Symptom
) -> None:
    session, effects = last_of(*PAUSED_AND_ASKED, event)
    assert [type(effect) for effect in effects] == [fx.StopPacing, fx.LogSet, fx.AmendSet, fx.Say, fx.StartRest]
    assert amended(effects) == [fx.AmendSet(symptom=symptom)]
    assert (session.state, session.return_state, session.is_set_open) == (State.CONFIRMING, State.RESTING, False)


def test_after_that_yes_still_ends_the_workout_and_no_leads_to_the_rest() -> None:
    session, _ = last_of(*PAUSED_AND_ASKED, ev.Hurts())
    assert session_after(ev.ConfirmYes(), session=session).state is State.FINISHED
    assert session_after(ev.ConfirmNo(), session=session).state is State.RESTING
    assert session_after(ev.RestDone(), ev.ConfirmNo(), session=session).state is State.READY


def test_nobody_who_is_hurt_is_told_to_carry_on_when_a_question_stays_without_an_answer() -> None:
    session, _ = last_of(*PAUSED_AND_ASKED, ev.Hurts())
    following, effects = advance(session, ev.ConfirmExpired())
    assert (following.state, effects) == (State.RESTING, ())
    assert said(advance(session, ev.ConfirmNo())[1]) == "Carrying on."


def test_what_hurts_on_a_paused_left_side_while_a_question_is_open_leaves_the_right_one_out() -> None:
    session, effects = last_of(*ONE_SIDE, ev.PauseSet(), ev.EndWorkout(), ev.Hurts())
    assert (session.side, session.set_number) == ("left", 2)
    assert [each for each in effects if isinstance(each, fx.LogSkippedSide)] == [fx.LogSkippedSide("one-arm-row", 1)]
    assert "The right side is skipped." in said(effects)
    after_no, effects = advance(session, ev.ConfirmNo())
    assert (after_no.state, said(effects)) == (State.RESTING, "Carrying on.")


def test_what_hurts_while_asked_in_a_paused_count_in_leaves_the_set() -> None:
    session, effects = last_of(*LIFTING[:2], ev.PauseSet(), ev.EndWorkout(), ev.Hurts())
    assert (session.return_state, amended(effects)) == (State.READY, [])
    assert said(effects) == f"Set stopped. {ADVICE}"


def test_a_set_that_pain_ended_while_asked_can_be_opened_again() -> None:
    session, _ = last_of(*PAUSED_AND_ASKED, ev.Hurts(), ev.ConfirmNo(), ev.Undo())
    assert (session.state, session.reps_done, session.pending) == (State.PAUSED, 1, None)
