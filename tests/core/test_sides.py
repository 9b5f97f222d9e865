"""One side at a time: left, a short rest, right, and then the rest after the set."""

from dataclasses import replace

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core import replies
from repcue.core.catalogue import Catalogue
from repcue.core.records import set_record
from repcue.core.saved_packs import PacksSaved
from repcue.core.session import advance
from repcue.core.session_moves import Next
from repcue.core.session_state import Session, State
from repcue.display.fold import view_after
from repcue.display.setup import setup_record
from repcue.display.view import View
from repcue.packs.drills import Drills, FeelSet
from repcue.testing.sessions import ONE_ARM_ROW, PLANK, gym, session_after
from support.rehearsals import rehearsed

PICKED = (ev.PickExercise("one-arm-row"),)
LIFTING = (*PICKED, ev.BeginSet(), ev.CountInDone())
DONE = ev.RepDone(3, is_last=True)
CHANGING = (*LIFTING, DONE)
OTHER_SIDE = (*CHANGING, ev.RestDone(), ev.CountInDone())


def said(effects: tuple[fx.Effect, ...]) -> str:
    texts: list[str] = []
    for effect in effects:
        texts += effect.texts if isinstance(effect, fx.Say) else ()
        texts += effect.introduction if isinstance(effect, fx.StartCountIn) else ()
    return " ".join(texts)


def last_of(*happened: ev.Event, session: Session | None = None) -> Next:
    return advance(session_after(*happened[:-1], session=session), happened[-1])


def where(session: Session) -> tuple[object, ...]:
    return session.state, session.side, session.set_number


def test_a_set_begins_on_the_left_and_says_so() -> None:
    assert said(last_of(*PICKED)[1]) == "one arm row three reps. On each side. Tempo three zero one one"
    begun, effects = last_of(*PICKED, ev.BeginSet())
    assert where(begun) == (State.COUNT_IN, "left", 1)
    assert said(effects) == "one arm row Left side. Set one three reps."


def test_after_the_left_side_the_right_one_follows_by_itself() -> None:
    changing, effects = last_of(*CHANGING)
    assert where(changing) == (State.RESTING, "right", 1)
    assert (effects[0], effects[-1]) == (fx.LogSet("finished"), fx.StartRest(10, is_quiet=True))
    assert said(effects) == "Change sides. ten seconds."
    begun, effects = advance(changing, ev.RestDone())
    assert where(begun) == (State.COUNT_IN, "right", 1)
    assert said(effects) == "Right side. three reps."
    (counted_in,) = [effect for effect in effects if isinstance(effect, fx.StartCountIn)]
    assert not counted_in.says_cue


def test_after_the_right_side_the_rest_follows_and_the_next_set_is_on_the_left() -> None:
    rested, effects = last_of(*OTHER_SIDE, DONE)
    assert where(rested) == (State.RESTING, "left", 2)
    assert fx.StartRest(60) in effects
    assert where(session_after(ev.RestDone(), session=rested)) == (State.READY, "left", 2)


@pytest.mark.parametrize("event", [ev.BeginSet(), ev.SkipRest()])
def test_the_other_side_can_be_begun_at_once(event: ev.Event) -> None:
    begun, effects = last_of(*CHANGING, event)
    assert where(begun) == (State.COUNT_IN, "right", 1)
    assert effects[0] == fx.EndRest()


@pytest.mark.parametrize("event", [ev.StopSet(), ev.Failed()])
def test_a_first_side_that_is_ended_by_a_word_leaves_the_other_to_a_word(event: ev.Event) -> None:
    changing, effects = last_of(*LIFTING, event)
    assert said(effects).endswith("Change sides. Say next set to begin.")
    assert where(session_after(ev.RestDone(), session=changing)) == (State.READY, "right", 1)
    assert where(session_after(ev.RestDone(), ev.BeginSet(), session=changing)) == (State.COUNT_IN, "right", 1)


def test_after_pain_there_is_no_other_side() -> None:
    hurt, effects = last_of(*LIFTING, ev.Hurts())
    assert where(hurt) == (State.RESTING, "left", 2)
    assert fx.StartRest(60, is_quiet=True) in effects


def test_stop_between_the_sides_leaves_the_other_one_out() -> None:
    stopped, effects = last_of(*CHANGING, ev.StopSet())
    assert where(stopped) == (State.RESTING, "left", 2)
    assert (effects[0], effects[1], effects[3]) == (fx.StopPacing("stopped"), fx.EndRest(), fx.StartRest(60))
    assert said(effects).startswith("Stopped. The right side is skipped. Rest one minute.")
    assert not [effect for effect in effects if isinstance(effect, fx.LogSet)]
    waiting, effects = advance(stopped, ev.Undo())
    assert where(waiting) == (State.READY, "right", 1)
    assert said(effects) == "Undone. Change sides. Say next set to begin."
    assert where(session_after(ev.BeginSet(), session=waiting)) == (State.COUNT_IN, "right", 1)
    assert where(session_after(ev.Undo(), session=waiting)) == (State.PAUSED, "left", 1)


@pytest.mark.parametrize("event", [ev.HearingLost(), ev.Help()])
def test_nothing_begins_by_itself_where_nobody_could_stop_it(event: ev.Event) -> None:
    held = session_after(*CHANGING, event, ev.RestDone())
    assert where(held) == (State.READY, "right", 1)


def test_what_was_held_back_is_told() -> None:
    assert said(last_of(*CHANGING, ev.Help(), ev.StopSet())[1]) == "Change sides. Say next set to begin."
    told = said(last_of(*CHANGING, ev.HearingLost(), ev.HearingBack())[1])
    assert told == "I can hear you again. Change sides. Say next set to begin."


@pytest.mark.parametrize("event", [ev.Sleep(), ev.EndWorkout()])
def test_a_rest_that_ends_meanwhile_begins_nothing(event: ev.Event) -> None:
    back = ev.Wake() if isinstance(event, ev.Sleep) else ev.ConfirmNo()
    assert where(session_after(*CHANGING, event, ev.RestDone(), back)) == (State.READY, "right", 1)


def test_more_rest_between_the_sides_is_given() -> None:
    assert last_of(*CHANGING, ev.AddRest(30))[1] == (fx.ChangeRest(30),)


@pytest.mark.parametrize(
    ("happened", "answer"),
    [
        (PICKED, "Next: one arm row Left side. Set one three reps."),
        (LIFTING, "Next: one arm row Right side. three reps."),
        (CHANGING, "Next: one arm row Right side. three reps."),
        (OTHER_SIDE, "Next: one arm row Left side. Set two three reps."),
    ],
)
def test_whats_next_names_the_side(happened: tuple[ev.Event, ...], answer: str) -> None:
    assert said(last_of(*happened, ev.WhatsNext())[1]) == answer


def test_again_repeats_both_sides() -> None:
    begun = session_after(*OTHER_SIDE, DONE, ev.RepeatSet())
    assert where(begun) == (State.COUNT_IN, "left", 2)
    assert where(session_after(*CHANGING, ev.RepeatSet())) == (State.COUNT_IN, "left", 1)


def test_another_exercise_has_its_own_sides_and_undoing_brings_them_back() -> None:
    other = session_after(*CHANGING, ev.PickExercise("back-squat"))
    assert (other.side, other.goes_on) == (None, False)
    assert where(session_after(ev.RestDone(), session=other)) == (State.READY, None, 1)
    assert where(session_after(ev.Undo(), session=other)) == (State.RESTING, "right", 1)


def test_a_set_falls_short_once_whichever_side_does() -> None:
    weak_left = session_after(*LIFTING, ev.Failed(), ev.BeginSet(), ev.CountInDone(), DONE)
    assert weak_left.troubles == 1
    both = session_after(*LIFTING, ev.Failed(), ev.BeginSet(), ev.CountInDone(), ev.Failed())
    assert both.troubles == 1
    assert session_after(ev.BeginSet(), ev.CountInDone(), DONE, session=both).troubles == 1
    fine = session_after(*OTHER_SIDE, DONE)
    assert fine.troubles == 0


def test_the_log_has_the_side() -> None:
    assert set_record(session_after(*LIFTING), "started")["side"] == "left"
    assert set_record(session_after(*OTHER_SIDE), "started")["side"] == "right"
    assert set_record(session_after(ev.PickExercise("back-squat"), ev.BeginSet()), "started")["side"] is None


def test_the_screen_has_the_side() -> None:
    for session, side in ((session_after(*PICKED), "left"), (session_after(*CHANGING), "right")):
        assert view_after(View(), setup_record(session)).side == side
    assert view_after(View(side="left"), setup_record(session_after(ev.PickExercise("back-squat")))).side == ""


def test_a_saved_pack_may_make_it_two_sided_and_back() -> None:
    (pack,) = gym().packs
    both = PacksSaved((pack.model_copy(update={"exercises": (ONE_ARM_ROW.model_copy(update={"unilateral": False}),)}),))
    changed = session_after(*PICKED, both)
    assert changed.side is None
    assert session_after(PacksSaved((pack,)), session=changed).side == "left"
    assert session_after(*CHANGING, PacksSaved((pack,))).side == "right"


def test_a_feel_set_of_a_one_sided_lift_has_both_sides() -> None:
    feel = FeelSet(exercise="one-arm-row", before=("one-arm-row",), say="A feel set first.")
    (pack,) = gym().packs
    catalogue = Catalogue([pack.model_copy(update={"drills": Drills(feel_sets=(feel,))})])
    session = session_after(*PICKED, ev.DoFeelSet(), session=Session(catalogue))
    begun, effects = advance(session, ev.BeginSet())
    assert said(effects) == "one arm row Left side. fifteen reps."
    changing = session_after(ev.CountInDone(), ev.RepDone(15, is_last=True), session=begun)
    assert (changing.side, changing.is_step_done) == ("right", False)
    done, effects = last_of(ev.RestDone(), ev.CountInDone(), ev.RepDone(15, is_last=True), session=changing)
    assert (done.side, done.is_step_done) == ("left", True)
    assert said(effects).endswith(replies.ASK_FEEL)


def test_a_one_sided_hold_is_held_on_each_side() -> None:
    side_plank = PLANK.model_copy(update={"unilateral": True})
    (pack,) = gym().packs
    catalogue = Catalogue([pack.model_copy(update={"exercises": (side_plank,)})])
    holding = session_after(ev.PickExercise("plank"), ev.BeginSet(), ev.CountInDone(), session=Session(catalogue))
    changing, effects = advance(holding, ev.RepDone(1, is_last=True))
    assert said(effects) == "And relax. Change sides. ten seconds."
    begun, effects = advance(changing, ev.RestDone())
    assert said(effects) == "Right side. For thirty seconds."
    assert (begun.held_seconds, begun.hold_seconds) == (0, 30)


def test_the_words_before_a_set_are_said_once_for_both_sides() -> None:
    run = rehearsed("0.5 one arm row\n6 next set", 65, session=replace(Session(gym()), usual_rest_seconds=30))
    assert [cue["form"] for cue in run.of_kind("cue") if cue["rep_number"] == 0][:1] == ["set"]
    begun = [record["at_seconds"] for record in run.of_kind("set") if record["outcome"] == "started"]
    said_before = [cue["at_seconds"] for cue in run.of_kind("cue") if cue["rep_number"] == 0]
    assert not [at_seconds for at_seconds in said_before if begun[0] < at_seconds < begun[1]]
    assert [record["side"] for record in run.of_kind("set")] == ["left", "left", "right", "right"]


def test_a_rest_between_sides_is_told_by_no_words_of_its_own() -> None:
    run = rehearsed("0.5 one arm row\n6 next set", 40)
    ended = next(record["at_seconds"] for record in run.of_kind("set") if record["outcome"] == "finished")
    between = [play["text"] for play in run.plays("count", "alert") if play["started_frame"] > run.frame(ended)]
    assert between == []


SKIPPED = fx.LogSkippedSide("one-arm-row", 1)


@pytest.mark.parametrize(
    ("event", "heard"),
    [
        (ev.NextExercise(), "The right side is skipped. lat pulldown twelve reps. Tempo three zero two zero"),
        (ev.LastExercise(), "The right side is skipped. plank For thirty seconds."),
        (ev.PickExercise("back-squat"), "The right side is skipped. squat three reps. Tempo four zero one zero"),
        (ev.StopSet(), "Stopped. The right side is skipped. Rest one minute."),
    ],
)
def test_what_leaves_the_right_side_out_says_and_logs_so(event: ev.Event, heard: str) -> None:
    _, effects = last_of(*CHANGING, event)
    assert said(effects) == heard
    assert effects.count(SKIPPED) == 1


def test_the_shorter_answer_tells_it_too() -> None:
    _, effects = last_of(*CHANGING, ev.NextExercise())
    (answer,) = [effect for effect in effects if isinstance(effect, fx.Say)]
    assert answer.shorter[0] == "The right side is skipped."


def test_a_workout_that_ends_between_the_sides_says_so() -> None:
    _, effects = last_of(*CHANGING, ev.EndWorkout(), ev.ConfirmYes())
    assert said(effects) == "The right side is skipped. Workout over. Well done."
    assert SKIPPED in effects


@pytest.mark.parametrize(
    "event",
    [
        *(ev.BeginSet(), ev.SkipRest(), ev.RestDone(), ev.RepeatSet(), ev.Undo(), ev.PickExercise("one-arm-row")),
        *(ev.Sleep(), ev.EndWorkout(), ev.Help(), ev.HearingLost(), ev.SetKilos(20)),
    ],
)
def test_what_leads_to_the_right_side_or_leaves_it_open_says_nothing_of_the_kind(event: ev.Event) -> None:
    _, effects = last_of(*CHANGING, event)
    assert SKIPPED not in effects
    assert "skipped" not in said(effects)


def test_again_between_the_sides_begins_on_the_left_with_what_was_said_since() -> None:
    session, _ = last_of(*CHANGING, ev.SetKilos(20), ev.RepeatSet())
    assert (session.side, session.load_kg, session.set_number) == ("left", 20, 1)
    session, _ = last_of(*OTHER_SIDE, ev.SetKilos(20), DONE, ev.RepeatSet())
    assert (session.side, session.load_kg, session.set_number) == ("left", 20, 2)
