"""Easier and harder: the way along a pack, and back to what was set for a lift when it was left."""

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.saved_packs import PacksSaved
from repcue.core.session import advance
from repcue.core.session_state import Session, State
from repcue.packs.schema import Pack
from repcue.plans.schema import PlanEntry
from repcue.testing.sessions import BENCH_PRESS, DEADLIFT, SQUAT, gym, session_after

HARD = SQUAT.model_copy(update={"easier": "deadlift"})
MIDDLE = DEADLIFT.model_copy(update={"harder": "back-squat", "easier": "bench-press"})
EASY = BENCH_PRESS.model_copy(update={"harder": "deadlift"})
PACK: Pack = gym().packs[0].model_copy(update={"exercises": (HARD, MIDDLE, EASY)})
SQUAT_60 = (ev.PickExercise("back-squat"), ev.SetKilos(60))
A_SET = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(5, is_last=True))


def after(*happened: ev.Event, plan: tuple[PlanEntry, ...] = ()) -> Session:
    return session_after(*happened, session=Session(Catalogue([PACK]), plan=plan))


def said(effects: tuple[fx.Effect, ...]) -> str:
    (texts,) = [effect.texts for effect in effects if isinstance(effect, fx.Say)]
    return " ".join(texts)


def lift(session: Session) -> tuple[str, float | None]:
    assert session.exercise is not None
    return session.exercise.id, session.load_kg


def test_easier_then_harder_brings_the_kilos_of_the_first_lift_back_and_says_them() -> None:
    easier = after(*SQUAT_60, ev.Easier())
    assert lift(easier) == ("deadlift", None)
    harder, effects = advance(easier, ev.Harder())
    assert lift(harder) == ("back-squat", 60)
    assert said(effects) == "squat three reps. Tempo four zero one zero sixty kilos."


def test_two_steps_there_and_two_back_lead_to_the_same_kilos() -> None:
    back = after(*SQUAT_60, ev.Easier(), ev.SetKilos(40), ev.Easier(), ev.Harder())
    assert lift(back) == ("deadlift", 40)
    assert lift(session_after(ev.Harder(), session=back)) == ("back-squat", 60)


def test_what_was_set_for_the_easier_lift_is_there_again_when_it_is_gone_back_to() -> None:
    assert lift(after(*SQUAT_60, ev.Easier(), ev.SetKilos(20), ev.Harder(), ev.Easier())) == ("deadlift", 20)


def test_percent_tempo_and_repetitions_come_back_too() -> None:
    was = after(*SQUAT_60, ev.SetPercent(80), ev.SetReps(5), ev.SetTempo("3", "1", "X", "0"))
    back, effects = advance(session_after(ev.Easier(), session=was), ev.Harder())
    for name in ("load_kg", "load_percent", "target_reps", "tempo", "rest_seconds", "sets_planned"):
        assert getattr(back, name) == getattr(was, name)
    assert said(effects).endswith("sixty kilos. eighty percent.")


def test_what_a_plan_set_for_a_lift_comes_back() -> None:
    plan = (PlanEntry(exercise="back-squat", sets=4, reps=6, load_kg=82.5),)
    back = after(ev.NextExercise(), ev.Easier(), ev.Harder(), plan=plan)
    assert (back.load_kg, back.target_reps, back.sets_planned) == (82.5, 6, 4)


def test_sets_go_on_being_counted_when_a_lift_is_gone_back_to() -> None:
    back = after(*SQUAT_60, *A_SET, ev.Easier(), *A_SET, ev.Harder())
    assert (back.set_number, back.sets_planned) == (2, 2)


def test_a_lift_of_which_all_sets_are_done_begins_with_its_first_again() -> None:
    assert after(*SQUAT_60, *A_SET, *A_SET, ev.Easier(), ev.Harder()).set_number == 1


def test_a_lift_that_was_not_left_is_announced_without_kilos() -> None:
    _, effects = advance(after(*SQUAT_60), ev.Easier())
    assert said(effects) == "deadlift five reps. Tempo two zero explosive one"


def test_once_another_lift_is_picked_nothing_is_kept_of_those_before() -> None:
    picked = after(*SQUAT_60, ev.Easier(), ev.PickExercise("bench-press"))
    assert lift(session_after(ev.Harder(), ev.PickExercise("back-squat"), session=picked)) == ("back-squat", None)


def test_undo_after_harder_leads_back_to_the_easier_lift_and_harder_again_to_the_kilos() -> None:
    undone = after(*SQUAT_60, ev.Easier(), ev.SetKilos(20), ev.Harder(), ev.Undo())
    assert lift(undone) == ("deadlift", 20)
    assert lift(session_after(ev.Harder(), session=undone)) == ("back-squat", 60)


def test_kilos_of_a_pack_that_was_saved_meanwhile_come_back_with_its_lines() -> None:
    slower = HARD.model_copy(update={"tempo": "5-0-1-0"})
    saved = PACK.model_copy(update={"exercises": (slower, MIDDLE, EASY)})
    back = after(*SQUAT_60, ev.Easier(), PacksSaved((saved,)), ev.Harder())
    assert (lift(back), str(back.tempo), back.exercise) == (("back-squat", 60), "5-0-1-0", slower)


def test_in_the_rest_the_kilos_come_back_and_the_rest_goes_on() -> None:
    back = after(*SQUAT_60, *A_SET, ev.Easier(), ev.Harder())
    assert (back.state, back.load_kg) == (State.RESTING, 60)
