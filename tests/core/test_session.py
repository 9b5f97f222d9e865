"""What a lifter does in a session, and what follows."""

from dataclasses import replace

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core import replies
from repcue.core.session import advance
from repcue.core.session_state import Session, State
from repcue.core.situation import CueFrequency, FocusChoice
from repcue.testing.sessions import PLAN, SQUAT, gym, session_after

PICKED = (ev.PickExercise("back-squat"),)
COUNTED_IN = (*PICKED, ev.BeginSet())
LIFTING = (*COUNTED_IN, ev.CountInDone())
FIRST_REP = (*LIFTING, ev.RepDone(1, is_last=False))
RESTED = (*LIFTING, ev.RepDone(3, is_last=True))
PLANNED = Session(gym(), plan=PLAN)


def said(effects: tuple[fx.Effect, ...]) -> str:
    (texts,) = [effect.texts for effect in effects if isinstance(effect, fx.Say | fx.AskConfirmation)]
    return " ".join(texts)


def kinds(effects: tuple[fx.Effect, ...]) -> list[type[fx.Effect]]:
    return [type(effect) for effect in effects]


def refused(sentence: str, *, is_spoken: bool = True) -> tuple[fx.Effect, ...]:
    return (fx.Refuse("wrong_state", sentence, is_spoken=is_spoken),)


def test_naming_an_exercise_takes_its_own_numbers() -> None:
    session, effects = advance(Session(gym()), ev.PickExercise("back-squat"))
    assert said(effects) == "squat three reps. Tempo four zero one zero"
    assert (session.state, session.target_reps, str(session.tempo)) == (State.READY, 3, "4-0-1-0")
    assert (session.set_number, session.sets_planned, session.rest_seconds) == (1, 2, 60)


def test_naming_an_exercise_of_the_plan_takes_the_plans_numbers() -> None:
    session = session_after(ev.PickExercise("bench-press"), session=PLANNED)
    assert (session.plan_index, session.target_reps, str(session.tempo)) == (1, None, "3-1-X-0")
    assert (session.load_kg, session.sets_planned, session.focus_choice) == (62.5, 1, FocusChoice.INTERNAL)


def test_naming_an_exercise_that_comes_twice_in_the_plan_takes_the_one_ahead() -> None:
    session = session_after(ev.PickExercise("bench-press"), ev.PickExercise("back-squat"), session=PLANNED)
    assert (session.plan_index, session.target_reps) == (2, 8)


def test_naming_the_chosen_exercise_again_keeps_the_count_of_its_sets() -> None:
    session, effects = advance(session_after(*RESTED), ev.PickExercise("back-squat"))
    assert said(effects) == "squat Set two three reps. Tempo four zero one zero"
    assert (session.set_number, session.reps_done) == (2, 3)


def test_naming_the_chosen_exercise_after_its_last_set_begins_it_anew() -> None:
    done = session_after(*RESTED, ev.BeginSet(), ev.CountInDone(), ev.RepDone(3, is_last=True))
    assert done.set_number == 3
    assert session_after(ev.PickExercise("back-squat"), session=done).set_number == 1


def test_the_lifters_own_rest_beats_the_exercises_and_the_plan_beats_both() -> None:
    own = Session(gym(), usual_rest_seconds=45)
    assert session_after(*PICKED, session=own).rest_seconds == 45
    plan = (PLAN[0].model_copy(update={"rest_seconds": 200}),)
    assert session_after(*PICKED, session=replace(own, plan=plan)).rest_seconds == 200


def test_next_exercise_follows_the_plan_and_ends_with_it() -> None:
    session = PLANNED
    for index, exercise in enumerate(("back-squat", "bench-press", "back-squat")):
        session = session_after(ev.NextExercise(), session=session)
        assert session.exercise is not None
        assert (session.plan_index, session.exercise.id) == (index, exercise)
    assert advance(session, ev.NextExercise()) == (session, refused("That was the last exercise."))
    back = session_after(ev.LastExercise(), ev.LastExercise(), session=session)
    assert back.plan_index == 0
    assert advance(back, ev.LastExercise())[1] == refused("That is the first exercise.")


def test_next_exercise_without_a_plan_follows_the_packs() -> None:
    session = session_after(ev.NextExercise(), ev.NextExercise())
    assert session.exercise is not None
    assert session.exercise.id == "back-squat"
    assert advance(Session(gym()), ev.LastExercise())[1] == refused("That is the first exercise.")


def test_a_set_goes_from_ready_by_the_count_in_and_lifting_to_the_rest() -> None:
    counting, effects = advance(session_after(*PICKED), ev.BeginSet())
    assert effects == (fx.StartCountIn(("squat", "Set", "one", "three", "reps."), is_short=False),)
    lifting, effects = advance(counting, ev.CountInDone())
    assert effects == (fx.LogSet("started"),)
    lifting, effects = advance(lifting, ev.RepDone(1, is_last=False))
    assert (lifting.state, lifting.reps_done, effects) == (State.LIFTING, 1, ())
    resting, effects = advance(lifting, ev.RepDone(3, is_last=True))
    assert kinds(effects) == [fx.LogSet, fx.Say, fx.StartRest]
    assert said(effects) == "Rack it. Rest one minute."
    assert (resting.state, resting.set_number, resting.reps_done) == (State.RESTING, 2, 3)
    assert advance(resting, ev.RestDone()) == (replace(resting, state=State.READY), ())


def test_the_last_set_of_an_exercise_says_so() -> None:
    resting = session_after(*RESTED, ev.BeginSet(), ev.CountInDone())
    assert "That was the last set." in said(advance(resting, ev.RepDone(3, is_last=True))[1])


def test_beginning_in_a_rest_ends_it() -> None:
    session, effects = advance(session_after(*RESTED), ev.BeginSet())
    assert kinds(effects) == [fx.EndRest, fx.StartCountIn]
    assert session.state is State.COUNT_IN


def test_another_exercise_in_a_rest_is_the_next_sets() -> None:
    session, effects = advance(session_after(*RESTED, ev.PickExercise("deadlift")), ev.BeginSet())
    assert effects[1] == fx.StartCountIn(("deadlift", "Set", "one", "five", "reps."), is_short=False)
    assert str(session.tempo) == "2-0-X-1"


def test_stop_in_a_set_logs_its_repetitions_and_begins_the_rest() -> None:
    session, effects = advance(session_after(*FIRST_REP), ev.StopSet())
    assert (*effects[:2], effects[3]) == (fx.StopPacing("stopped"), fx.LogSet("stopped"), fx.StartRest(60))
    assert said(effects) == "Stopped. one rep. Rest one minute."
    assert (session.state, session.reps_done) == (State.RESTING, 1)


def test_stop_in_the_count_in_logs_no_set_and_keeps_its_number() -> None:
    session, effects = advance(session_after(*COUNTED_IN), ev.StopSet())
    assert effects == (fx.StopPacing("stopped"), fx.Say(("Stopped.",)))
    assert (session.state, session.set_number) == (State.READY, 1)


def test_pain_ends_the_set_with_advice_also_in_the_count_in() -> None:
    advice = "Set stopped. If it stays, stop training and get advice."
    assert said(advance(session_after(*FIRST_REP), ev.Hurts())[1]) == f"{advice} Rest one minute."
    assert said(advance(session_after(*COUNTED_IN), ev.Hurts())[1]) == advice


def test_a_failed_repetition_does_not_count() -> None:
    _, effects = advance(session_after(*FIRST_REP), ev.Failed())
    assert effects[1] == fx.LogSet("failed")
    assert said(effects) == "Set over. one rep. Rest one minute."


def test_a_paused_set_goes_on_after_three_beats() -> None:
    paused, effects = advance(session_after(*FIRST_REP), ev.PauseSet())
    assert effects == (fx.StopPacing("paused"), fx.Say(("Paused.",)))
    session, effects = advance(paused, ev.ResumeSet())
    assert effects == (fx.StartCountIn((), is_short=True),)
    assert advance(session, ev.CountInDone())[1] == ()
    assert session.reps_done == 1


def test_a_pause_in_the_count_in_starts_the_set_in_the_log_only_when_it_goes_on() -> None:
    resumed = session_after(*COUNTED_IN, ev.PauseSet(), ev.ResumeSet())
    assert advance(resumed, ev.CountInDone())[1] == (fx.LogSet("started"),)


def test_stop_while_paused_in_the_count_in_leaves_no_set_behind() -> None:
    session, effects = advance(session_after(*COUNTED_IN, ev.PauseSet()), ev.StopSet())
    assert (session.state, effects[-1]) == (State.READY, fx.Say(("Stopped.",)))


def test_resuming_a_set_whose_target_is_reached_is_refused() -> None:
    paused = session_after(*FIRST_REP, ev.PauseSet(), ev.SetReps(1))
    assert advance(paused, ev.ResumeSet()) == (paused, refused("All reps are done. Say two more, or stop."))
    more, effects = advance(paused, ev.MoreReps(2))
    assert (more.target_reps, said(effects)) == (3, "two more")
    assert advance(more, ev.ResumeSet())[0].state is State.COUNT_IN


def test_two_more_counts_after_the_repetition_under_way() -> None:
    session, effects = advance(session_after(*FIRST_REP), ev.MoreReps(2))
    assert (session.target_reps, said(effects)) == (4, "two more")
    assert said(advance(session_after(*FIRST_REP), ev.MoreReps(3))[1]) == "three reps."


def test_last_one_makes_the_repetition_under_way_the_last() -> None:
    session, effects = advance(session_after(*FIRST_REP), ev.LastRep())
    assert (session.target_reps, said(effects)) == (2, "last one")


def test_two_more_and_last_one_are_for_the_set_under_way_and_the_next_has_the_usual_target() -> None:
    for change in (ev.LastRep(), ev.MoreReps(1)):
        resting, _ = advance(session_after(*FIRST_REP, change), ev.StopSet())
        assert resting.target_reps == 3
    asked = session_after(*FIRST_REP, ev.LastRep(), ev.SetReps(5), ev.MoreReps(1), ev.StopSet())
    assert asked.target_reps == 5


def test_before_the_first_repetition_there_are_none_more_and_no_last_one() -> None:
    counting_in = session_after(*PICKED, ev.BeginSet())
    for change in (ev.LastRep(), ev.MoreReps(2)):
        session, effects = advance(counting_in, change)
        assert session == counting_in
        assert effects == (fx.Refuse("wrong_state", "No set is running.", is_spoken=False),)


def test_last_one_after_the_next_repetition_was_laid_out_still_ends_the_set() -> None:
    session, effects = advance(session_after(*FIRST_REP, ev.LastRep()), ev.RepDone(2, is_last=False))
    assert session.state is State.RESTING
    assert kinds(effects) == [fx.StopPacing, fx.LogSet, fx.Say, fx.StartRest]


def test_more_after_the_last_was_laid_out_counts_in_and_goes_on() -> None:
    session, effects = advance(session_after(*FIRST_REP, ev.MoreReps(4)), ev.RepDone(3, is_last=True))
    assert (session.state, effects) == (State.COUNT_IN, (fx.StartCountIn((), is_short=True),))


def test_an_open_ended_set_goes_on_until_stop() -> None:
    session = session_after(*PICKED, ev.SetReps(0), ev.BeginSet(), ev.CountInDone())
    for rep in range(1, 50):
        session, effects = advance(session, ev.RepDone(rep, is_last=False))
        assert (session.state, effects) == (State.LIFTING, ())
    assert "forty nine reps." in said(advance(session, ev.StopSet())[1])


def test_a_target_below_what_is_done_ends_the_set_with_the_repetition_under_way() -> None:
    session = session_after(*LIFTING, ev.SetReps(9), *(ev.RepDone(rep, is_last=False) for rep in (1, 2, 3)))
    session = session_after(ev.SetReps(2), session=session)
    assert session.state is State.LIFTING
    assert session_after(ev.RepDone(4, is_last=True), session=session).state is State.RESTING


def test_slower_and_faster_change_the_lowering_by_a_second_within_limits() -> None:
    session, effects = advance(session_after(*PICKED), ev.Slower())
    assert (str(session.tempo), said(effects)) == ("5-0-1-0", "Tempo five zero one zero")
    slowest = session_after(*PICKED, *[ev.Slower()] * 4)
    assert advance(slowest, ev.Slower()) == (
        slowest,
        (fx.Refuse("bad_value", "That is the slowest.", is_spoken=True),),
    )
    fastest = session_after(*PICKED, *[ev.Faster()] * 3)
    assert str(fastest.tempo) == "1-0-1-0"
    assert advance(fastest, ev.Faster())[1] == (fx.Refuse("bad_value", "That is the fastest.", is_spoken=True),)


def test_in_a_set_a_word_is_enough_for_slower_and_faster() -> None:
    assert said(advance(session_after(*FIRST_REP), ev.Slower())[1]) == "Slower."
    assert said(advance(session_after(*COUNTED_IN), ev.Faster())[1]) == "Faster."


def test_normal_tempo_is_the_exercises_own() -> None:
    assert str(session_after(*PICKED, ev.SetTempo("2", "0", "X", "0"), ev.NormalTempo()).tempo) == "4-0-1-0"


def test_a_tempo_of_four_zeros_is_refused() -> None:
    session = session_after(*PICKED)
    refusal = fx.Refuse("bad_value", "A rep of no length can not be paced.", is_spoken=True)
    assert advance(session, ev.SetTempo("0", "0", "0", "0")) == (session, (refusal,))


def test_a_repetition_over_ten_seconds_is_asked_back() -> None:
    asked, effects = advance(session_after(*PICKED), ev.SetTempo("8", "1", "2", "0"))
    assert asked.state is State.CONFIRMING
    question = "Tempo eight one two zero That is over ten seconds a rep. Say yes do it, or no carry on."
    assert said(effects) == question
    yes = session_after(ev.ConfirmYes(), session=asked)
    assert (yes.state, str(yes.tempo)) == (State.READY, "8-1-2-0")
    assert str(session_after(ev.Undo(), session=yes).tempo) == "4-0-1-0"
    for event in (ev.ConfirmNo(), ev.ConfirmExpired(), ev.StopSet(), ev.ResumeSet()):
        no, effects = advance(asked, event)
        assert (no.state, str(no.tempo), said(effects)) == (State.READY, "4-0-1-0", "Carrying on.")


def test_a_repetition_of_ten_seconds_is_not_asked_back() -> None:
    assert session_after(*PICKED, ev.SetTempo("8", "0", "2", "0")).state is State.READY


def test_a_long_tempo_in_a_set_is_refused_without_a_word() -> None:
    lifting = session_after(*FIRST_REP)
    assert advance(lifting, ev.SetTempo("8", "1", "2", "0")) == (
        lifting,
        (fx.Refuse("needs_confirmation", replies.ASK_LONG_TEMPO, is_spoken=False),),
    )


def test_again_does_the_last_set_once_more() -> None:
    rested = session_after(*PICKED, ev.SetReps(2), ev.BeginSet(), ev.CountInDone(), ev.RepDone(2, is_last=True))
    session, effects = advance(rested, ev.RepeatSet())
    assert (session.target_reps, session.set_number) == (2, 2)
    assert kinds(effects) == [fx.EndRest, fx.StartCountIn]


def test_again_after_another_exercise_goes_back_to_the_last_one() -> None:
    planned = session_after(ev.NextExercise(), ev.BeginSet(), ev.CountInDone(), session=PLANNED)
    moved_on = session_after(ev.RepDone(5, is_last=True), ev.NextExercise(), session=planned)
    session, effects = advance(moved_on, ev.RepeatSet())
    assert session.exercise is not None
    assert (session.exercise.id, session.plan_index, session.set_number) == ("back-squat", 0, 2)
    assert effects[-1] == fx.StartCountIn(("squat", "Set", "two", "five", "reps."), is_short=False)


def test_again_takes_what_was_said_in_the_set_and_after_it() -> None:
    in_set = session_after(*FIRST_REP, ev.Faster(), ev.SetPercent(70), ev.MoreReps(2))
    rested = session_after(ev.StopSet(), ev.SetKilos(62.5), session=in_set)
    session, _ = advance(rested, ev.RepeatSet())
    following, _ = advance(rested, ev.BeginSet())
    assert (str(session.tempo), session.load_percent, session.load_kg) == (str(in_set.tempo), 70, 62.5)
    assert session.target_reps == following.target_reps == SQUAT.reps
    assert session == following


def test_again_after_another_exercise_is_as_the_last_set_ended() -> None:
    in_set = session_after(*FIRST_REP, ev.Faster(), ev.SetPercent(70), ev.MoreReps(2))
    moved_on = session_after(ev.StopSet(), ev.PickExercise("bench-press"), ev.SetKilos(40), session=in_set)
    session, _ = advance(moved_on, ev.RepeatSet())
    assert (session.exercise, session.load_percent, session.load_kg) == (SQUAT, 70, None)
    assert (session.tempo, session.target_reps, session.set_number) == (in_set.tempo, SQUAT.reps, 2)


def test_again_after_a_set_left_in_its_count_in_takes_what_was_said_in_it() -> None:
    left = session_after(*PICKED, ev.BeginSet(), ev.SetKilos(80), ev.StopSet())
    session, _ = advance(left, ev.RepeatSet())
    assert (session.load_kg, session.set_number) == (80, 1)


def test_again_before_any_set_is_refused() -> None:
    session = session_after(*PICKED)
    assert advance(session, ev.RepeatSet()) == (session, refused("There is no last set."))


@pytest.mark.parametrize(
    ("event", "answer"),
    [
        (ev.SetReps(8), "eight reps."),
        (ev.SetReps(0), "Open ended."),
        (ev.SetKilos(62.5), "sixty two and a half kilos."),
        (ev.SetPounds(135), "one hundred thirty five pounds."),
        (ev.SetPounds(660), "six hundred sixty pounds."),
        (ev.SetPercent(70), "seventy percent."),
        (ev.Slower(), "Tempo five zero one zero"),
        (ev.MuscleCue(), "Muscle cue."),
        (ev.BarCue(), "Bar cue."),
        (ev.LessTalking(), "Less talking."),
        (ev.FadingCues(), "Cues that get fewer."),
        (ev.CuesOnRequest(), "Cues when you ask."),
        (ev.NoCues(), "No cues."),
        (ev.Louder(), "Louder."),
        (ev.Quieter(), "Quieter."),
        (ev.PickExercise("deadlift"), "deadlift five reps. Tempo two zero explosive one"),
    ],
)
def test_every_setting_is_answered_and_can_be_taken_back(event: ev.Event, answer: str) -> None:
    before = session_after(*PICKED)
    changed, effects = advance(before, event)
    assert said(effects) == answer
    undone, effects = advance(changed, ev.Undo())
    assert said(effects) == "Undone."
    assert replace(undone, last_answer=()) == replace(before, before=None, last_answer=())
    assert advance(undone, ev.Undo())[1] == refused("Nothing to undo.")


def test_pounds_are_kept_in_kilograms() -> None:
    assert session_after(*PICKED, ev.SetPounds(135)).load_kg == 61.2


def test_the_volume_has_limits() -> None:
    session = session_after(*[ev.Louder()] * 2)
    assert session.volume_db == 6.0
    assert advance(session, ev.Louder())[1] == (fx.Refuse("bad_value", "That is the loudest.", is_spoken=True),)
    quiet = replace(session, volume_db=-30.0)
    assert advance(quiet, ev.Quieter())[1] == (fx.Refuse("bad_value", "That is the quietest.", is_spoken=True),)
    assert advance(session, ev.Quieter())[1][0] == fx.ChangeVolume(3.0)
    assert advance(session, ev.Undo())[1][0] == fx.ChangeVolume(3.0)


def test_undoing_the_first_exercise_leaves_none() -> None:
    session = session_after(*PICKED, ev.Undo())
    assert (session.state, session.exercise) == (State.IDLE, None)


def test_undo_opens_a_set_again_that_was_stopped_by_mistake() -> None:
    session, effects = advance(session_after(*FIRST_REP, ev.StopSet()), ev.Undo())
    assert kinds(effects) == [fx.EndRest, fx.Say]
    assert said(effects) == "The set is open again. Say resume, or stop."
    assert (session.state, session.set_number, session.reps_done, session.is_set_open) == (State.PAUSED, 1, 1, True)
    lifting, effects = advance(session_after(ev.ResumeSet(), session=session), ev.CountInDone())
    assert (lifting.state, effects) == (State.LIFTING, ())


def test_undo_after_the_rest_opens_the_set_again_too() -> None:
    _, effects = advance(session_after(*FIRST_REP, ev.StopSet(), ev.RestDone()), ev.Undo())
    assert kinds(effects) == [fx.Say]


def test_undo_after_a_stop_in_the_count_in_holds_it() -> None:
    session, effects = advance(session_after(*COUNTED_IN, ev.StopSet()), ev.Undo())
    assert (session.state, session.is_set_open) == (State.PAUSED, False)
    assert said(effects) == "Undone. Say resume, or stop."


def test_undo_after_all_repetitions_says_how_to_go_on() -> None:
    session, effects = advance(session_after(*RESTED), ev.Undo())
    assert said(effects) == "The set is open again. All reps are done. Say two more, or stop."
    assert session_after(ev.MoreReps(2), ev.ResumeSet(), session=session).target_reps == 5


def test_undoing_twice_takes_a_wrong_last_one_back() -> None:
    ended = session_after(*FIRST_REP, ev.LastRep(), ev.RepDone(2, is_last=True))
    session = session_after(ev.Undo(), ev.Undo(), session=ended)
    assert (session.state, session.target_reps, session.reps_done) == (State.PAUSED, 3, 2)
    assert advance(session, ev.ResumeSet())[0].state is State.COUNT_IN


def test_undo_after_an_answer_takes_the_answer_back_and_opens_no_set() -> None:
    answered = session_after(*RESTED, ev.SetKilos(60), ev.FeelScore(2), ev.FeelScore(4))
    session, effects = advance(answered, ev.Undo())
    assert (session.state, [felt.score for felt in session.felt]) == (State.RESTING, [2])
    assert effects == (fx.TakeBack(fx.SetNotes(1, feel=2)), fx.Say(("Undone.",)))
    session, effects = advance(session, ev.Undo())
    assert (session.felt, effects[0]) == ((), fx.TakeBack(fx.SetNotes(1)))
    assert advance(session, ev.Undo())[0].load_kg is None


def test_a_change_in_a_count_in_that_is_undone_in_the_set_takes_nothing_else_back() -> None:
    changed = session_after(*RESTED, ev.FeelScore(2), ev.BeginSet(), ev.SetKilos(60), ev.CountInDone())
    session, effects = advance(changed, ev.Undo())
    assert (session.load_kg, session.notes, effects) == (None, fx.SetNotes(2), (fx.Say(("Undone.",)),))


def test_undo_in_a_set_keeps_what_has_been_lifted() -> None:
    changed = session_after(*COUNTED_IN, ev.Slower(), ev.CountInDone(), ev.RepDone(1, is_last=False))
    session = session_after(ev.Undo(), session=changed)
    assert (session.state, session.reps_done, session.is_set_open) == (State.LIFTING, 1, True)
    assert str(session.tempo) == "4-0-1-0"


def test_a_new_set_leaves_nothing_to_undo() -> None:
    assert advance(session_after(*PICKED, ev.Slower(), ev.BeginSet()), ev.Undo())[1] == refused("Nothing to undo.")


def test_the_rest_can_be_skipped_and_extended() -> None:
    resting = session_after(*RESTED)
    ended = (fx.EndRest(), fx.Say(("Rest ended.",)))
    for event, follows in ((ev.SkipRest(), ended), (ev.StopSet(), (fx.StopPacing("stopped"), *ended))):
        session, effects = advance(resting, event)
        assert (session.state, effects) == (State.READY, follows)
    assert advance(resting, ev.AddRest(30)) == (resting, (fx.ChangeRest(30),))
    assert advance(resting, ev.TimeLeft())[1] == (fx.SayTimeLeft(),)
    too_long = fx.Refuse("bad_value", "That rest is too long.", is_spoken=True)
    assert advance(resting, ev.AddRest(3601)) == (resting, (too_long,))


def test_end_workout_asks_and_a_yes_ends_it() -> None:
    asked, effects = advance(session_after(*RESTED), ev.EndWorkout())
    assert effects == (fx.AskConfirmation(("End the workout? Say yes end it, or no carry on.",)),)
    finished, effects = advance(asked, ev.ConfirmYes())
    assert (finished.state, kinds(effects)) == (State.FINISHED, [fx.EndRest, fx.Say, fx.Close])


@pytest.mark.parametrize("event", [ev.ConfirmNo(), ev.ConfirmExpired(), ev.StopSet(), ev.ResumeSet()])
def test_anything_but_a_yes_leads_back(event: ev.Event) -> None:
    resting = session_after(*RESTED)
    session, effects = advance(session_after(ev.EndWorkout(), session=resting), event)
    assert said(effects) == "Carrying on."
    assert replace(session, last_answer=(), return_state=State.IDLE) == replace(resting, last_answer=())


def test_a_question_is_answered_before_anything_else() -> None:
    asked = session_after(ev.EndWorkout())
    assert advance(asked, ev.Louder()) == (asked, refused("Say yes do it, or no carry on."))


def test_a_rest_that_ends_during_a_question_or_sleep_is_over_afterwards() -> None:
    asked = session_after(*RESTED, ev.EndWorkout(), ev.RestDone())
    assert session_after(ev.ConfirmNo(), session=asked).state is State.READY
    asleep = session_after(*RESTED, ev.Sleep(), ev.RestDone())
    assert session_after(ev.Wake(), session=asleep).state is State.READY


def test_asleep_only_waking_and_help_are_heard() -> None:
    asleep, effects = advance(session_after(*PICKED), ev.Sleep())
    assert said(effects) == "Going to sleep. Say coach wake up."
    assert advance(asleep, ev.BeginSet()) == (asleep, refused(replies.ASLEEP, is_spoken=False))
    awake, effects = advance(asleep, ev.Wake())
    assert (awake.state, said(effects)) == (State.READY, "I am listening.")
    assert advance(asleep, ev.Help())[1] == (fx.RaiseAlarm(),)


def test_help_holds_a_set_and_two_words_lead_back_into_it() -> None:
    alarmed, effects = advance(session_after(*FIRST_REP), ev.Help())
    assert effects == (fx.StopPacing("help"), fx.RaiseAlarm())
    assert (alarmed.state, alarmed.is_alarm_on) == (State.PAUSED, True)
    assert advance(alarmed, ev.BeginSet())[0] is alarmed
    held, effects = advance(alarmed, ev.ResumeSet())
    assert (held.state, held.is_alarm_on, effects) == (
        State.PAUSED,
        False,
        (fx.EndAlarm(), fx.Say(("Paused.", "Say resume, or stop."))),
    )
    assert session_after(ev.ResumeSet(), session=held).state is State.COUNT_IN


def test_the_alarm_lasts_through_a_question_that_expires() -> None:
    session, _ = advance(session_after(*RESTED, ev.EndWorkout(), ev.Help()), ev.ConfirmExpired())
    assert (session.state, session.is_alarm_on) == (State.RESTING, True)


@pytest.mark.parametrize(
    ("happened", "answer"),
    [
        ((), "Next: bench press"),
        (PICKED, "Next: squat Set one three reps."),
        (FIRST_REP, "Next: squat Set two three reps."),
        (RESTED, "Next: squat Set two three reps."),
        ((*RESTED, *LIFTING[1:], ev.RepDone(3, is_last=True)), "Next: deadlift"),
        ((ev.PickExercise("lat-pulldown"), *[ev.BeginSet(), ev.CountInDone(), ev.StopSet()] * 3), ""),
    ],
)
def test_whats_next_is_the_next_set_or_the_next_exercise(happened: tuple[ev.Event, ...], answer: str) -> None:
    assert said(advance(session_after(*happened), ev.WhatsNext())[1]) == (answer or "Nothing is planned next.")


def test_questions_are_answered() -> None:
    lifting = session_after(*FIRST_REP)
    assert said(advance(lifting, ev.HowManyReps())[1]) == "one rep."
    assert said(advance(lifting, ev.WhatTempo())[1]) == "Tempo four zero one zero"
    assert advance(lifting, ev.SayCue())[1] == (fx.SayCueNow(),)


@pytest.mark.parametrize(
    ("happened", "answer"),
    [
        ((), "Say an exercise, like bench press."),
        (PICKED, "Say next set, ten reps, slower, or another exercise."),
        (COUNTED_IN, "Say stop, pause, slower, or last one."),
        (LIFTING, "Say stop, pause, slower, or last one."),
        ((*LIFTING, ev.PauseSet()), "Say resume, or stop."),
        (RESTED, "Say next set, skip rest, or time left."),
    ],
)
def test_what_can_i_say_names_what_makes_sense_now(happened: tuple[ev.Event, ...], answer: str) -> None:
    assert said(advance(session_after(*happened), ev.WhatCanISay())[1]) == answer


def test_repeat_that_says_the_last_answer_again() -> None:
    assert said(advance(Session(gym()), ev.RepeatThat())[1]) == "I have said nothing yet."
    session = session_after(*PICKED, ev.SetReps(8), ev.RepeatThat())
    assert said(advance(session, ev.RepeatThat())[1]) == "eight reps."


def test_cue_settings_are_kept() -> None:
    session = session_after(*PICKED, ev.MuscleCue(), ev.LessTalking())
    assert (session.focus_choice, session.cue_frequency) == (FocusChoice.INTERNAL, CueFrequency.LESS)
    session = session_after(ev.CoachDecides(), session=session)
    assert (session.focus_choice, session.cue_frequency) == (FocusChoice.COACH, CueFrequency.COACH)
    session = session_after(ev.EveryRep(), session=session)
    assert (session.focus_choice, session.cue_frequency) == (FocusChoice.COACH, CueFrequency.EVERY_REP)


REFUSALS = [
    ((), ev.BeginSet(), "Pick an exercise first."),
    ((), ev.StopSet(), "No set is running."),
    (PICKED, ev.ResumeSet(), "Nothing is paused."),
    (PICKED, ev.SkipRest(), "You are not resting."),
    (PICKED, ev.TimeLeft(), "No rest is running."),
    (PICKED, ev.ConfirmYes(), "I asked nothing."),
    (PICKED, ev.Wake(), "I am listening."),
    (PICKED, ev.MoreReps(2), "No set is running."),
    ((*LIFTING, ev.PauseSet()), ev.BeginSet(), "Say resume, or stop."),
    ((*RESTED, ev.Undo()), ev.BeginSet(), "All reps are done. Say two more, or stop."),
    (RESTED, ev.PauseSet(), "No set is running."),
]


@pytest.mark.parametrize(("happened", "event", "sentence"), REFUSALS)
def test_what_makes_no_sense_is_refused_in_its_own_words(
    happened: tuple[ev.Event, ...], event: ev.Event, sentence: str
) -> None:
    assert advance(session_after(*happened), event)[1] == refused(sentence)


def test_another_exercise_in_a_set_is_refused_without_a_word() -> None:
    lifting = session_after(*LIFTING)
    refusal = refused("Finish the set first.", is_spoken=False)
    assert advance(lifting, ev.PickExercise("deadlift")) == (lifting, refusal)
