"""Warm-ups, feel sets, flexing, tapping and what is felt, with the shipped pack."""

from functools import cache

import pytest

from repcue.core import courses, replies
from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.coaching import cue_for, is_set_to_follow, situation_of
from repcue.core.records import set_record
from repcue.core.session import advance
from repcue.core.session_course import announced, begun
from repcue.core.session_state import Session, State
from repcue.core.situation import CueFrequency, Level, SetType
from repcue.edges.pack_files import read_packs
from repcue.packs.drills import Drills
from repcue.packs.schema import Tap
from repcue.plans.schema import PlanEntry


@cache
def gym() -> Catalogue:
    """Return the shipped pack."""
    return Catalogue(read_packs(["essentials"]).packs)


def after(*happened: ev.Event, session: Session | None = None) -> Session:
    now = session or Session(gym())
    for event in happened:
        now, _ = advance(now, event)
    return now


def answered(session: Session, event: ev.Event) -> tuple[Session, tuple[fx.Effect, ...]]:
    return advance(session, event)


def said(effects: tuple[fx.Effect, ...]) -> str:
    return " ".join(text for effect in effects if isinstance(effect, fx.Say) for text in effect.texts)


def a_set(reps: int) -> tuple[ev.Event, ...]:
    return ev.BeginSet(), ev.CountInDone(), ev.RepDone(reps, is_last=True)


DEADLIFT = (ev.PickExercise("deadlift"), ev.SetKilos(100.0))


def test_a_warm_up_raises_once_activates_up_to_four_times_and_ramps_the_lift() -> None:
    steps = courses.warm_up(gym(), ("deadlift",), Level.TRAINED, 100.0)
    names = list(dict.fromkeys(step.name for step in steps))
    assert steps[0].seconds == 180
    assert "Single-leg glute bridge" in names
    assert len(names) == 1 + courses.MOST_ACTIVATING + 1
    ramp = steps[-4:]
    assert [step.load_kg for step in ramp] == [None, 40.0, 60.0, 80.0]
    assert [step.reps for step in ramp] == [8, 6, 4, 2]
    assert {step.set_type for step in steps} == {SetType.WARM_UP}


def test_a_squat_day_has_the_drills_that_it_is_known_for() -> None:
    names = {step.name for step in courses.warm_up(gym(), ("back-squat",), Level.TRAINED, None)}
    assert {"Single-leg glute bridge", "Goblet squat with a pause", "Assisted Nordic curl"} <= names


def test_a_novice_is_spared_what_makes_sore_before_a_heavy_hinge() -> None:
    novice = {step.name for step in courses.warm_up(gym(), ("deadlift",), Level.NOVICE, None)}
    assert "Assisted Nordic curl" not in novice


def test_the_ramp_goes_up_in_steps_that_plates_can_make() -> None:
    ramp = courses.warm_up(gym(), ("deadlift",), Level.TRAINED, 62.5)[-4:]
    assert [step.load_kg for step in ramp] == [None, 25.0, 37.5, 50.0]


def test_every_line_of_a_warm_up_is_among_the_words_that_are_rendered() -> None:
    vocabulary = set(replies.vocabulary(gym()))
    for exercise in gym().exercises:
        for step in courses.warm_up(gym(), (exercise.id,), Level.TRAINED, 100.0):
            assert set(step.say) <= vocabulary
            assert step.remind is None or step.remind in vocabulary
            assert step.exercise is None or step.exercise.spoken_name in vocabulary


def test_warm_up_begins_with_a_time_to_spend_and_its_reminder() -> None:
    session, effects = answered(after(*DEADLIFT), ev.WarmUp())
    assert session.state is State.RESTING
    rest = next(effect for effect in effects if isinstance(effect, fx.StartRest))
    assert (rest.seconds, rest.remind) == (180, "Half way. You should breathe a little faster by now.")
    assert said(effects) == "March briskly on the spot, and swing your arms. three minutes."


def test_no_cue_of_the_lift_is_due_while_somebody_marches_before_it() -> None:
    lifting = after(*DEADLIFT, *a_set(5))
    assert is_set_to_follow(lifting)
    assert not is_set_to_follow(after(*DEADLIFT, ev.WarmUp()))
    assert not is_set_to_follow(after(ev.WarmUp(), session=lifting))


def test_each_step_follows_when_the_rest_after_the_one_before_is_over() -> None:
    session, effects = answered(after(*DEADLIFT, ev.WarmUp()), ev.RestDone())
    assert session.exercise is not None
    assert (session.exercise.id, session.target_reps, session.set_type) == ("glute-bridge", 8, SetType.WARM_UP)
    assert said(effects).endswith("Left side. eight reps. Say next set to begin.")
    rested = after(*a_set(8), session=session)
    assert (rested.state, rested.rest_seconds) == (State.RESTING, 10)
    assert after(ev.RestDone(), session=rested).state is State.READY


def test_next_set_in_a_rest_between_drills_begins_the_next_drill_at_once() -> None:
    session = after(*DEADLIFT, ev.WarmUp(), ev.SkipRest(), *a_set(8))
    begun, effects = answered(session, ev.BeginSet())
    assert begun.state is State.COUNT_IN
    assert isinstance(effects[0], fx.EndRest)
    assert len(begun.course) == len(session.course) - 1
    introduction = next(effect.introduction for effect in effects if isinstance(effect, fx.StartCountIn))
    assert " ".join(introduction) == "Single-leg glute bridge Right side. eight reps."


def test_next_set_never_leaves_out_what_a_drill_is_or_cautions_against() -> None:
    session, heard = after(*DEADLIFT, ev.WarmUp()), list[str]()
    while session.course:
        session, effects = answered(session, ev.BeginSet())
        heard += [text for effect in effects if isinstance(effect, fx.StartCountIn) for text in effect.introduction]
        heard += [text for effect in effects if isinstance(effect, fx.Say) for text in effect.texts]
        if session.state is State.COUNT_IN:
            session = after(ev.CountInDone(), ev.RepDone(session.target_reps or 1, is_last=True), session=session)
    told = " ".join(heard)
    assert "This one makes you sore. Do only a few, and keep them easy." in told
    assert "Now ramp up to your working weight." in told
    assert "With next to no weight." in told
    assert "eighty kilos." in told


@pytest.mark.parametrize("done", [(), (ev.RestDone(), *a_set(8))], ids=["marching", "after a drill"])
def test_who_is_hurt_in_a_warm_up_is_told_of_no_drill_until_they_ask_for_the_next(done: tuple[ev.Event, ...]) -> None:
    hurt, effects = answered(after(*DEADLIFT, ev.WarmUp(), *done), ev.Hurts())
    assert fx.HushRest() in effects
    rested, effects = answered(hurt, ev.RestDone())
    assert (rested.state, effects) == (State.READY, ())
    following, effects = answered(rested, ev.BeginSet())
    drill = following.course[0]
    assert following.state is State.COUNT_IN
    assert len(following.course) == len(hurt.course) - 1
    assert [effect.introduction[:1] for effect in effects if isinstance(effect, fx.StartCountIn)] == [drill.say[:1]]


def test_sides_are_told_and_logged() -> None:
    session = after(*DEADLIFT, ev.WarmUp(), ev.SkipRest())
    assert set_record(after(ev.BeginSet(), session=session), "started")["side"] == "left"
    right = after(*a_set(8), ev.RestDone(), session=session)
    assert set_record(after(ev.BeginSet(), session=right), "started")["side"] == "right"


def test_next_exercise_in_a_warm_up_goes_on_in_the_plan() -> None:
    plan = tuple(PlanEntry(exercise=name) for name in ("bench-press", "lat-pulldown", "leg-extension"))
    session = after(
        ev.NextExercise(), ev.NextExercise(), ev.WarmUp(), ev.NextExercise(), session=Session(gym(), plan=plan)
    )
    assert session.exercise is not None
    assert session.exercise.id == "leg-extension"


def test_a_drill_without_a_cue_says_so() -> None:
    session = after(ev.Flex("chest"))
    for event in (ev.SayCue(), ev.WhyCue()):
        assert answered(session, event)[1] == (fx.Refuse("wrong_state", replies.NO_CUE_HERE, is_spoken=True),)


def test_after_the_last_step_everything_is_as_it_was_before() -> None:
    before = session = after(*DEADLIFT, ev.SetReps(6))
    session = after(ev.WarmUp(), session=session)
    steps = 0
    while session.course:
        steps += 1
        if session.state is State.READY:
            session = after(*a_set(session.target_reps or 1), session=session)
        session = after(ev.RestDone(), session=session)
    assert steps > 8
    for name in ("exercise", "tempo", "target_reps", "set_number", "load_kg", "set_type"):
        assert getattr(session, name) == getattr(before, name)
    assert session.state is State.READY


def test_picking_an_exercise_leaves_the_warm_up() -> None:
    session = after(*DEADLIFT, ev.WarmUp(), ev.SkipRest(), ev.PickExercise("back-squat"))
    assert not session.course
    assert session.set_type is SetType.WORK


def test_the_plan_tells_the_days_lifts() -> None:
    session = Session(gym(), plan=(PlanEntry(exercise="back-squat"), PlanEntry(exercise="leg-curl")))
    warming, _ = answered(session, ev.WarmUp())
    assert warming.course
    assert after(*[ev.RestDone()] * 1, session=warming).course


def test_warming_up_for_nothing_is_refused() -> None:
    assert answered(Session(gym()), ev.WarmUp())[1] == (
        fx.Refuse("wrong_state", "Pick an exercise first.", is_spoken=True),
    )


def test_drills_without_a_lift_to_go_back_to_end_with_a_whole_sentence() -> None:
    flexing = after(ev.Flex("chest"), ev.BeginSet(), ev.CountInDone(), ev.RepDone(3, is_last=True))
    idle, effects = answered(flexing, ev.RestDone())
    assert (idle.state, said(effects)) == (State.IDLE, "All drills are over.")


def test_picking_a_lift_while_marching_ends_the_march() -> None:
    marching = after(ev.PickExercise("back-squat"), ev.WarmUp())
    assert marching.state is State.RESTING
    picked, effects = answered(marching, ev.PickExercise("bench-press"))
    assert (picked.state, picked.course) == (State.READY, ())
    assert effects[0] == fx.EndRest()
    assert said(effects).startswith("bench press eight reps.")


def test_picking_a_lift_in_the_rest_after_a_drill_leaves_the_rest() -> None:
    flexed = after(ev.Flex("chest"), ev.BeginSet(), ev.CountInDone(), ev.RepDone(3, is_last=True))
    picked, effects = answered(flexed, ev.PickExercise("bench-press"))
    assert (picked.state, picked.course, fx.EndRest() in effects) == (State.RESTING, (), False)


def test_a_feel_set_is_light_slow_and_asked_about_and_so_is_the_lift_after_it() -> None:
    session, effects = answered(after(ev.PickExercise("bench-press")), ev.DoFeelSet())
    assert session.exercise is not None
    assert (session.exercise.id, session.target_reps, str(session.tempo)) == ("cable-fly", 15, "4-0-1-0")
    assert said(effects).startswith("A feel set first.")
    lifting = after(ev.BeginSet(), ev.CountInDone(), session=session)
    rested, effects = answered(lifting, ev.RepDone(15, is_last=True))
    assert said(effects).endswith(replies.ASK_FEEL)
    scored, effects = answered(rested, ev.FeelScore(2))
    assert effects == (fx.KeepFeel(2), fx.Say(("two", "Noted.")))
    back = after(ev.SkipRest(), ev.BeginSet(), ev.CountInDone(), session=scored)
    assert back.exercise is not None
    assert back.exercise.id == "bench-press"
    rested, effects = answered(back, ev.RepDone(8, is_last=True))
    assert said(effects).endswith(replies.ASK_FEEL)
    scored, effects = answered(rested, ev.FeelScore(4))
    assert said(effects) == "four Noted. More than before."
    again = after(ev.BeginSet(), ev.CountInDone(), session=scored)
    assert replies.ASK_FEEL not in said(answered(again, ev.RepDone(8, is_last=True))[1])


FELT = (ev.PickExercise("bench-press"), ev.DoFeelSet(), *a_set(15))
MAIN = (ev.SkipRest(), *a_set(8))


@pytest.mark.parametrize(
    ("first", "second", "told"), [(3, 3, replies.FELT_SAME), (4, 2, replies.FELT_LESS), (2, 4, replies.FELT_MORE)]
)
def test_the_lift_is_compared_with_the_feel_set_before_it(first: int, second: int, told: str) -> None:
    session = after(*FELT, ev.FeelScore(first), *MAIN)
    assert said(answered(session, ev.FeelScore(second))[1]).endswith(told)


def test_a_second_answer_for_a_set_corrects_the_first_one_and_is_compared_as_that_would_have_been() -> None:
    corrected, effects = answered(after(*FELT, ev.FeelScore(2)), ev.FeelScore(4))
    assert (said(effects), [each.score for each in corrected.felt]) == ("four Noted.", [4])
    lifted = after(*MAIN, ev.FeelScore(5), session=corrected)
    corrected, effects = answered(lifted, ev.FeelScore(3))
    assert said(effects) == f"three Noted. {replies.FELT_LESS}"
    assert [each.score for each in corrected.felt] == [4, 3]


def test_only_the_first_set_after_a_feel_set_is_compared_and_no_other_lift() -> None:
    session = after(*FELT, ev.FeelScore(2), *MAIN, ev.FeelScore(3), *a_set(8))
    assert said(answered(session, ev.FeelScore(5))[1]) == "five Noted."
    session = after(*FELT, ev.FeelScore(2), ev.PickExercise("back-squat"), *a_set(8))
    assert said(answered(session, ev.FeelScore(5))[1]) == "five Noted."
    session = after(ev.PickExercise("bench-press"), *a_set(8), ev.FeelScore(3), *a_set(8))
    assert said(answered(session, ev.FeelScore(5))[1]) == "five Noted."


def test_a_score_that_is_told_after_another_lift_was_chosen_says_what_it_is_of() -> None:
    session = after(ev.PickExercise("bench-press"), *a_set(8), ev.PickExercise("back-squat"))
    assert said(answered(session, ev.FeelScore(4))[1]) == "bench press four Noted."


def test_a_set_that_is_left_in_its_count_in_is_not_the_last_set() -> None:
    session = after(ev.PickExercise("bench-press"), ev.BeginSet(), ev.StopSet())
    assert answered(session, ev.FeelScore(4))[1] == (fx.Refuse("wrong_state", replies.NO_LAST_SET, is_spoken=True),)


def test_after_a_flex_drill_nobody_is_asked_how_well_it_was_felt() -> None:
    session = after(*FELT, ev.FeelScore(4), ev.SkipRest(), ev.Flex("chest"), ev.BeginSet(), ev.CountInDone())
    rested, effects = answered(session, ev.StopSet())
    assert replies.ASK_FEEL not in said(effects)
    back = after(*MAIN[:-1], session=rested)
    assert replies.ASK_FEEL in said(answered(back, ev.RepDone(8, is_last=True))[1])


def test_a_muscle_that_is_hardly_felt_in_two_sets_with_a_light_load_is_offered_drills() -> None:
    light = (ev.PickExercise("bench-press"), ev.SetPercent(50), *a_set(8), ev.FeelScore(2))
    assert replies.OFFER_DRILLS not in said(answered(after(*light), ev.FeelScore(1))[1])
    assert replies.OFFER_DRILLS in said(answered(after(*light, *a_set(8)), ev.FeelScore(1))[1])
    heavy = after(ev.PickExercise("bench-press"), ev.SetPercent(85), *a_set(8), ev.FeelScore(2), *a_set(8))
    assert replies.OFFER_DRILLS not in said(answered(heavy, ev.FeelScore(1))[1])


def test_of_a_flex_drill_it_is_told_how_often_it_was_held() -> None:
    flexing = after(ev.Flex("chest"), ev.BeginSet(), ev.CountInDone(), ev.RepDone(1, is_last=False))
    assert said(answered(flexing, ev.StopSet())[1]) == "Stopped. Flexed once. Rest fifteen seconds."
    twice = after(ev.RepDone(2, is_last=False), session=flexing)
    assert said(answered(twice, ev.HowManyReps())[1]) == "Flexed two times."


def test_between_two_drills_a_word_leaves_the_next_one_out_and_what_comes_then_is_said() -> None:
    for word in (ev.SkipRest(), ev.StopSet()):
        session = after(ev.PickExercise("bench-press"), ev.WarmUp(), ev.SkipRest())
        assert session.state is State.READY
        left, effects = answered(session, word)
        assert left.course == session.course[1:]
        assert said(effects).endswith(replies.SAY_NEXT_SET)
        while left.course:
            left, effects = answered(left, word)
        assert said(effects) == "All drills are over. Back to bench press Say next set to begin."


@pytest.mark.parametrize(("word", "why"), [(ev.SkipRest(), replies.NOT_RESTING), (ev.StopSet(), replies.NOT_LIFTING)])
def test_where_there_are_no_drills_there_is_nothing_to_leave_out(word: ev.Event, why: str) -> None:
    session = after(ev.PickExercise("bench-press"))
    assert answered(session, word) == (session, (fx.Refuse("wrong_state", why, is_spoken=True),))


def test_a_score_for_no_set_is_refused() -> None:
    assert answered(after(ev.PickExercise("bench-press")), ev.FeelScore(3))[1] == (
        fx.Refuse("wrong_state", replies.NO_LAST_SET, is_spoken=True),
    )


def test_flexing_is_timed_holds_with_a_release_after_each() -> None:
    session, effects = answered(after(ev.PickExercise("bench-press")), ev.Flex("chest"))
    assert session.exercise is not None
    assert (session.exercise.starts, str(session.tempo), session.target_reps) == ("concentric", "10-0-1-8", 3)
    assert said(effects).startswith("Press your palms together")
    assert said(effects).endswith("three holds, eight seconds. Say next set to begin.")
    over = after(*a_set(3), ev.RestDone(), session=session)
    assert over.exercise is not None
    assert over.exercise.id == "bench-press"


def test_flexing_needs_no_exercise() -> None:
    session = after(ev.Flex("biceps"), *a_set(3), ev.RestDone())
    assert session.state is State.IDLE


def test_a_muscle_without_a_drill_is_told() -> None:
    assert answered(Session(gym()), ev.Flex("shoulders"))[1] == (
        fx.Refuse("wrong_state", replies.NO_DRILL, is_spoken=True),
    )


def test_tapping_says_where_and_who() -> None:
    curl = gym().exercise("single-arm-cable-curl")
    assert curl.tap is not None
    session = after(ev.PickExercise("single-arm-cable-curl"))
    assert said(answered(session, ev.TapIt())[1]) == curl.tap.say


def test_every_lift_that_ships_says_where_to_tap_or_why_not() -> None:
    for exercise in gym().exercises:
        answer = said(answered(after(ev.PickExercise(exercise.id)), ev.TapIt())[1])
        assert exercise.tap is not None
        assert answer == exercise.tap.say
        assert (exercise.tap.by == "partner") is ("partner" in answer), exercise.id
        assert (exercise.tap.by == "nobody") is ("nobody taps here" in answer), exercise.id


def test_a_pack_without_a_spot_is_told() -> None:
    refused = answered(after(ev.PickExercise("squat"), session=with_tap(None)), ev.TapIt())[1]
    assert refused == (fx.Refuse("wrong_state", replies.NO_TAP, is_spoken=True),)


def with_tap(spot: Tap | None, *equipment: str) -> Session:
    [pack] = read_packs(["essentials"]).packs
    squat = pack.exercises[0].model_copy(update={"id": "squat", "tap": spot, "equipment": equipment})
    return Session(Catalogue([pack.model_copy(update={"exercises": (squat,), "drills": Drills()})]))


@pytest.mark.parametrize(
    ("equipment", "is_busy"), [("barbell", True), ("Dumbbells", True), ("leg extension machine", False), ("box", False)]
)
def test_who_holds_something_in_both_hands_is_sent_to_a_partner(equipment: str, is_busy: bool) -> None:
    session = with_tap(Tap(where="thigh", when="during", say="Tap your thighs."), equipment)
    answer = said(answered(after(ev.PickExercise("squat"), session=session), ev.TapIt())[1])
    assert answer == (f"{replies.ASK_PARTNER} Tap your thighs." if is_busy else "Tap your thighs.")


def test_easier_and_harder_lead_along_the_pack() -> None:
    session = after(ev.PickExercise("lat-pulldown"), ev.Easier())
    assert session.exercise is not None
    assert session.exercise.id == "band-pulldown"
    back = after(ev.Harder(), session=session)
    assert back.exercise is not None
    assert back.exercise.id == "lat-pulldown"


def test_the_end_of_the_line_is_told() -> None:
    easiest = next(exercise for exercise in gym().exercises if exercise.easier is None)
    effects = answered(after(ev.PickExercise(easiest.id)), ev.Easier())[1]
    assert effects == (fx.Refuse("wrong_state", replies.NO_EASIER, is_spoken=True),)


def test_an_easier_exercise_is_offered_after_two_sets_that_fell_short() -> None:
    short = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(1, is_last=False))
    session = after(ev.PickExercise("lat-pulldown"), *short, ev.Failed(), *short)
    rested, effects = answered(session, ev.Failed())
    assert said(effects).endswith(replies.OFFER_EASIER)
    third = after(*short, session=rested)
    assert said(answered(third, ev.Failed())[1]).endswith(replies.LEAVE_EGO)


SHORT = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(1, is_last=False), ev.Failed())


def test_nothing_is_urged_in_drills_whatever_went_wrong_in_the_lift_before() -> None:
    tired = after(ev.PickExercise("bench-press"), *SHORT, *SHORT, *SHORT, ev.Flex("chest"))
    assert tired.troubles == 3
    assert "ego" not in said(answered(after(*a_set(2)[:2], session=tired), ev.StopSet())[1])


def test_the_ego_is_spoken_of_once_in_a_session_in_whatever_words() -> None:
    first = after(ev.PickExercise("lat-pulldown"), *SHORT, *SHORT, *SHORT)
    assert replies.LEAVE_EGO in first.told
    unloaded = after(ev.PickExercise("push-up"), *SHORT, *SHORT, *SHORT, session=first)
    assert unloaded.troubles == 3
    assert not {replies.LEAVE_EGO_UNLOADED, replies.LEAVE_EGO_HELD} & unloaded.told


def test_why_that_cue_in_a_drill_without_cues_tells_of_none_before_it() -> None:
    flexing = after(ev.PickExercise("bench-press"), *a_set(8), ev.Flex("chest"))
    for session in (flexing, after(*a_set(3), session=flexing)):
        assert session.cued_rule is not None
        refused = fx.Refuse("wrong_state", replies.NO_CUE_HERE, is_spoken=True)
        assert answered(session, ev.WhyCue())[1] == (refused,)


def test_another_cue_in_the_rest_after_a_feel_set_is_one_of_the_lift() -> None:
    picked = after(ev.PickExercise("bench-press"), ev.DoFeelSet(), *a_set(15))
    rested, effects = answered(picked, ev.AnotherCue())
    assert said(effects) == "Another cue from the next set."
    usual, other = (after(ev.BeginSet(), ev.BeginSet(), session=each) for each in (picked, rested))
    assert (usual.course, other.course) == ((), ())
    assert cue_for(usual).cue != cue_for(other).cue


def test_how_many_is_said_once_where_the_words_of_a_drill_tell_it() -> None:
    steps = courses.warm_up(gym(), ("bench-press",), Level.TRAINED, None)
    told = [" ".join(announced(step)) for step in steps if any("twelve of them" in line for line in step.say)]
    assert told
    assert all("twelve reps." not in each for each in told)


def test_another_cue_between_drills_is_refused() -> None:
    drill = after(ev.PickExercise("bench-press"), ev.WarmUp(), ev.SkipRest(), ev.BeginSet(), ev.CountInDone())
    rested = after(ev.StopSet(), session=drill)
    assert answered(rested, ev.AnotherCue())[1][0] == fx.Refuse("bad_value", replies.NO_OTHER_CUE, is_spoken=True)


def test_a_set_that_is_finished_forgets_the_trouble_before() -> None:
    short = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(1, is_last=False), ev.Failed())
    assert after(ev.PickExercise("lat-pulldown"), *short, *a_set(10)).troubles == 0


def test_the_range_is_reminded_of_once_after_the_first_set() -> None:
    reminder = gym().exercise("bench-press").range
    assert reminder is not None
    session = after(ev.PickExercise("bench-press"), ev.BeginSet(), ev.CountInDone())
    rested, effects = answered(session, ev.RepDone(8, is_last=True))
    assert said(effects).endswith(reminder)
    again = after(ev.PickExercise("back-squat"), ev.PickExercise("bench-press"), ev.BeginSet(), session=rested)
    again = after(ev.CountInDone(), session=again)
    assert reminder not in said(answered(again, ev.RepDone(8, is_last=True))[1])


def test_what_to_watch_is_said_the_first_time_an_exercise_is_picked() -> None:
    safety = gym().exercise("bench-press").safety[0]
    session, effects = answered(Session(gym()), ev.PickExercise("bench-press"))
    assert said(effects).endswith(safety)
    again = after(ev.PickExercise("back-squat"), session=session)
    assert safety in said(answered(again, ev.PickExercise("bench-press"))[1]), "it may have been cut short"
    lifted = after(*a_set(8), ev.PickExercise("back-squat"), session=session)
    assert safety not in said(answered(lifted, ev.PickExercise("bench-press"))[1])


def test_what_is_felt_in_the_wrong_place_is_corrected_and_kept() -> None:
    wrong = gym().exercise("bench-press").wrong_feel[0]
    session = after(ev.PickExercise("bench-press"))
    assert answered(session, ev.FeltWrongly(wrong.feel))[1] == (fx.Say((wrong.say,)),), "there is no set to note it of"
    other = after(*a_set(8), ev.PickExercise("back-squat"), session=session)
    assert [type(effect) for effect in answered(other, ev.FeltWrongly("toes"))[1]] == [fx.Say]
    session = after(*a_set(8), session=session)
    assert answered(session, ev.FeltWrongly(wrong.feel))[1] == (
        fx.KeepFeel(None, wrong.feel),
        fx.Say((wrong.say,)),
    )
    unknown = answered(session, ev.FeltWrongly("toes"))[1]
    assert said(unknown) == "Take less weight, and go slower. If it hurts, stop."


def test_next_exercise_in_a_warm_up_follows_the_lift_and_not_the_drill() -> None:
    session = after(*DEADLIFT, ev.WarmUp(), ev.SkipRest())
    following = gym().after("deadlift")
    assert following is not None
    moved = after(ev.NextExercise(), session=session)
    assert moved.exercise == following
    assert not moved.course
    assert after(ev.Flex("chest"), ev.NextExercise()).exercise == gym().exercises[0]


def test_what_comes_next_in_a_warm_up_is_the_next_drill() -> None:
    session = after(*DEADLIFT, ev.WarmUp())
    assert said(answered(session, ev.WhatsNext())[1]) == "Next: Single-leg glute bridge"


def test_again_in_a_warm_up_repeats_the_drill() -> None:
    session = after(*DEADLIFT, ev.WarmUp(), ev.SkipRest(), *a_set(8))
    again = after(ev.RepeatSet(), session=session)
    assert again.state is State.COUNT_IN
    assert again.course == session.course


def test_saying_the_lift_in_its_own_ramp_leaves_the_warm_up() -> None:
    ramp = courses.warm_up(gym(), ("deadlift",), Level.TRAINED, None)[-1:]
    session = begun(after(*DEADLIFT), ramp)[0]
    assert not after(ev.PickExercise("deadlift"), session=session).course


def test_a_drill_without_cues_of_its_own_is_done_in_silence() -> None:
    session = after(ev.PickExercise("bench-press"), ev.EveryRep(), ev.Flex("chest"))
    assert situation_of(session).frequency is CueFrequency.NONE
    assert situation_of(after(ev.RestDone(), session=after(*DEADLIFT, ev.WarmUp()))).frequency is not CueFrequency.NONE


A_FLEX_DRILL = (ev.PickExercise("bench-press"), ev.Flex("chest"))


def test_the_same_again_after_the_last_drill_is_that_drill_once_more_and_then_the_lift() -> None:
    over = after(*A_FLEX_DRILL, *a_set(3), ev.RestDone())
    assert (over.exercise and over.exercise.id, over.course) == ("bench-press", ())
    again = after(ev.RepeatSet(), session=over)
    assert (again.state, [step.name for step in again.course]) == (State.COUNT_IN, ["Palm press"])
    for resting in (again, after(ev.CountInDone(), ev.RepDone(3, is_last=True), session=again)):
        assert said(answered(resting, ev.WhatsNext())[1]) == "Next: bench press"
    back = after(ev.CountInDone(), ev.RepDone(3, is_last=True), ev.RestDone(), session=again)
    assert (back.state, back.exercise, back.course) == (State.READY, over.exercise, ())


def test_the_same_again_before_another_drill_is_the_last_one_and_the_other_waits() -> None:
    picked = after(ev.PickExercise("bench-press"), ev.WarmUp(), ev.SkipRest())
    first = picked.course[0]
    waiting = after(*a_set(first.reps or 1), ev.RestDone(), session=picked)
    again = after(ev.RepeatSet(), session=waiting)
    assert [step.name for step in again.course] == [first.name, *(step.name for step in waiting.course)]


def test_a_set_of_the_lift_again_leaves_the_drills() -> None:
    lifted = after(ev.PickExercise("bench-press"), *a_set(10), ev.RestDone(), ev.Flex("chest"))
    again = after(ev.RepeatSet(), session=lifted)
    assert (again.exercise and again.exercise.id, again.course) == ("bench-press", ())


def test_a_set_of_the_lift_again_after_the_drills_has_what_was_said_of_it_before_them() -> None:
    waiting = after(ev.PickExercise("bench-press"), *a_set(10), ev.SetKilos(80), ev.RestDone(), ev.Flex("chest"))
    again = after(ev.RepeatSet(), session=waiting)
    assert (again.load_kg, again.set_number, again.course) == (80, 2, ())


def test_a_drill_again_has_the_tempo_it_was_given() -> None:
    rested = after(ev.PickExercise("bench-press"), ev.DoFeelSet(), ev.BeginSet(), ev.CountInDone(), ev.Slower())
    again = after(ev.RepDone(15, is_last=True), ev.RepeatSet(), session=rested)
    assert (again.tempo, again.course) == (rested.tempo, rested.course)


def test_undo_after_the_last_drill_opens_it_again() -> None:
    for first in ((), (ev.PickExercise("bench-press"),)):
        over = after(*first, ev.Flex("chest"), *a_set(3), ev.RestDone())
        assert over.course == ()
        opened = after(ev.Undo(), session=over)
        assert (opened.state, [step.name for step in opened.course]) == (State.PAUSED, ["Palm press"])


def test_undo_of_another_lift_goes_back_into_the_drills() -> None:
    left = after(*A_FLEX_DRILL, ev.PickExercise("deadlift"))
    back = after(ev.Undo(), session=left)
    assert (back.exercise and back.exercise.id, [step.name for step in back.course]) == ("flex-chest", ["Palm press"])


def test_a_warm_up_instead_of_a_drill_is_for_the_lift() -> None:
    marching = after(*A_FLEX_DRILL, ev.WarmUp())
    assert marching.exercise and marching.exercise.id == "bench-press"


def test_what_needs_a_lift_is_refused_in_drills_that_began_without_one() -> None:
    drilling = after(ev.Flex("chest"))
    for event in (ev.Easier(), ev.Harder()):
        assert answered(drilling, event)[1] == (fx.Refuse("wrong_state", "Pick an exercise first.", is_spoken=True),)
    planned = Session(gym(), plan=(PlanEntry(exercise="deadlift"),))
    marching = after(ev.WarmUp(), session=planned)
    assert (marching.state, marching.exercise) == (State.RESTING, None)
    for word in (ev.WhyCue(), ev.AnotherCue(), ev.WhatTempo(), ev.TapIt(), ev.FeltWrongly("toes"), ev.Slower()):
        assert answered(marching, word)[1] == (fx.Refuse("wrong_state", "Pick an exercise first.", is_spoken=True),)


def test_who_is_asked_or_asleep_before_any_lift_is_told_that_and_not_to_pick_one() -> None:
    asked = after(ev.EndWorkout())
    assert answered(asked, ev.Slower())[1] == (fx.Refuse("wrong_state", replies.ANSWER_FIRST, is_spoken=True),)
    asleep = after(ev.Sleep())
    assert answered(asleep, ev.WhyCue())[1] == (fx.Refuse("wrong_state", replies.ASLEEP, is_spoken=False),)
