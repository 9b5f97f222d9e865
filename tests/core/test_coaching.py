"""The session as the coach sees it, and the commands about cues."""

from dataclasses import replace

import pytest

from repcue.core import events as ev
from repcue.core import replies
from repcue.core.coach import form_on_rep
from repcue.core.coaching import Cued, cue_for, lifted_set, situation_of
from repcue.core.effects import Effect, Refuse, Say, SayCueNow, StartCountIn
from repcue.core.experience import Experience
from repcue.core.session import advance
from repcue.core.session_state import Session, State
from repcue.core.situation import CueFrequency, FocusChoice, Goal, Level, SetType
from repcue.plans.schema import PlanEntry
from repcue.testing.sessions import gym, session_after

PICKED = (ev.PickExercise("bench-press"),)
LIFTING = (*PICKED, ev.BeginSet(), ev.CountInDone())
RESTED = (*LIFTING, ev.StopSet())


def said(effects: tuple[Effect, ...]) -> tuple[str, ...]:
    """What is answered; a refusal is no answer."""
    return tuple(text for effect in effects if isinstance(effect, Say) for text in effect.texts)


def cues_of_sets(session: Session, count: int) -> list[str]:
    """What the next sets are cued with."""
    cues = []
    for _ in range(count):
        session = session_after(ev.BeginSet(), ev.CountInDone(), session=session)
        cues.append(cue_for(session).cue.rep)
        session = session_after(ev.StopSet(), session=session)
    return cues


# What the coach sees


def test_the_lifter_as_the_settings_describe_them_is_seen() -> None:
    lifter = Session(gym(), goal=Goal.SKILL, usual_goal=Goal.SKILL, level=Level.NOVICE)
    seen = situation_of(session_after(*PICKED, ev.SetReps(12), ev.SetPercent(55), session=lifter))
    assert (seen.goal, seen.level, seen.reps, seen.load_percent) == (Goal.SKILL, Level.NOVICE, 12, 55)
    assert (seen.set_type, seen.sessions, seen.load_basis) == (SetType.WORK, 0, "given")


def test_a_plans_goal_and_kind_of_set_hold_for_its_entry_only() -> None:
    plan = (
        PlanEntry(exercise="bench-press", goal=Goal.POWER, set_type=SetType.WARM_UP),
        PlanEntry(exercise="back-squat"),
    )
    session = session_after(ev.NextExercise(), session=Session(gym(), plan=plan))
    assert (situation_of(session).goal, situation_of(session).set_type) == (Goal.POWER, SetType.WARM_UP)
    session = session_after(ev.NextExercise(), session=session)
    assert (situation_of(session).goal, situation_of(session).set_type) == (Goal.HYPERTROPHY, SetType.WORK)


def test_a_plans_muscle_is_what_internal_cues_are_about() -> None:
    plan = (PlanEntry(exercise="bench-press", muscle="triceps"), PlanEntry(exercise="bench-press"))
    session = session_after(ev.NextExercise(), session=Session(gym(), plan=plan))
    assert situation_of(session).muscle == "triceps"
    assert (
        situation_of(session_after(ev.BeginSet(), ev.StopSet(), ev.NextExercise(), session=session)).muscle == "chest"
    )


def test_kilograms_become_percent_of_the_maximum_that_earlier_sessions_tell() -> None:
    known = {"bench-press": Experience(sessions=4, one_rep_max_kg=80.0)}
    session = session_after(*PICKED, ev.SetKilos(60), session=Session(gym(), known=known))
    seen = situation_of(session)
    assert (seen.load_percent, seen.load_is_estimated, seen.sessions) == (75.0, True, 4)
    given = situation_of(session_after(ev.SetPercent(50), session=session))
    assert (given.load_percent, given.load_is_estimated) == (50, False)
    assert situation_of(session_after(*PICKED, ev.SetKilos(60))).load_percent is None


def test_a_set_is_kept_with_what_it_was_cued_with() -> None:
    lifted = lifted_set(session_after(*LIFTING, ev.RepDone(1, is_last=False)), "stopped")
    assert (lifted.number, lifted.exercise, lifted.reps, lifted.outcome) == (1, "bench-press", 1, "stopped")
    assert (lifted.focus, lifted.cue, lifted.rule) == ("external", "bench-press.external-1", "R4")
    again = lifted_set(session_after(*RESTED, ev.BeginSet(), ev.CountInDone()), "failed")
    assert (again.number, again.set_number) == (2, 2)


def test_a_set_that_is_opened_again_keeps_its_number() -> None:
    reopened = session_after(*RESTED, ev.Undo())
    assert lifted_set(reopened, "stopped").number == 1
    assert lifted_set(session_after(ev.ResumeSet(), ev.CountInDone(), session=reopened), "finished").number == 1


# Mix the cues


def test_mixed_cues_begin_with_the_muscle_and_alternate() -> None:
    for before, external in ((PICKED, "Bend the bar inward"), (RESTED, "Press the bar to the ceiling")):
        mixed = session_after(*before, ev.MixCues())
        assert mixed.focus_choice is FocusChoice.MIX
        assert cues_of_sets(mixed, 3) == ["Squeeze your chest", external, "Squeeze your chest"]


@pytest.mark.parametrize("before", [LIFTING, (*LIFTING, ev.MuscleCue()), (*RESTED, ev.BeginSet(), ev.CountInDone())])
def test_mixing_in_a_set_leaves_its_cue_and_changes_from_the_next_on(before: tuple[ev.Event, ...]) -> None:
    session = session_after(*before)
    focus = cue_for(session).focus
    mixed, effects = advance(session, ev.MixCues())
    assert said(effects) == ("Mixing the cues.",)
    assert cue_for(mixed).focus == focus
    assert cue_for(session_after(ev.StopSet(), session=mixed)).focus != focus


def test_the_next_exercise_begins_with_the_muscle_again() -> None:
    mixed = session_after(*RESTED, ev.MixCues(), ev.PickExercise("lat-pulldown"), ev.PickExercise("bench-press"))
    assert (mixed.set_number, cue_for(mixed).focus) == (1, "internal")


# Another cue


def test_another_cue_is_said_and_taken_from_the_next_set_on() -> None:
    other, effects = advance(session_after(*PICKED), ev.AnotherCue())
    assert said(effects) == ("Another cue.", "Press the bar to the ceiling")
    assert cues_of_sets(other, 2) == ["Press the bar to the ceiling", "Bend the bar inward"]
    round_again = session_after(ev.AnotherCue(), session=other)
    assert cues_of_sets(round_again, 1) == ["Bend the bar inward"]


def test_another_cue_in_a_set_waits_for_the_next_one() -> None:
    lifting, effects = advance(session_after(*LIFTING), ev.AnotherCue())
    assert said(effects) == ("Another cue from the next set.",)
    assert cue_for(lifting).cue.rep == "Bend the bar inward"
    assert cues_of_sets(session_after(ev.StopSet(), session=lifting), 1) == ["Press the bar to the ceiling"]


def test_where_there_is_no_other_cue_that_is_told() -> None:
    session = session_after(ev.PickExercise("lat-pulldown"))
    refusal = Refuse("bad_value", "There is no other cue of this kind.", is_spoken=True)
    assert advance(session, ev.AnotherCue()) == (session, (refusal,))
    muscle = session_after(*PICKED, ev.MuscleCue())
    assert advance(muscle, ev.AnotherCue()) == (muscle, (refusal,))


def test_another_exercise_begins_with_its_first_cue_and_undo_takes_another_cue_back() -> None:
    other = session_after(*PICKED, ev.AnotherCue())
    assert cue_for(session_after(ev.Undo(), session=other)).cue.rep == "Bend the bar inward"
    back = session_after(ev.PickExercise("deadlift"), ev.PickExercise("bench-press"), session=other)
    assert cue_for(back).cue.rep == "Bend the bar inward"


# Why that cue


@pytest.mark.parametrize(
    ("before", "told", "in_turn"),
    [
        ((), "At this load either cue is fine, the evidence is weak.", True),
        ((ev.SetPercent(50),), "In light sets your goal picks the cue, on fair evidence.", False),
        ((ev.SetPercent(90),), "In heavy sets I cue what you move, but studies disagree.", True),
        ((ev.SetTempo("2", "0", "X", "0"),), "Fast or all out, I cue what you move, on fair evidence.", True),
        ((ev.MuscleCue(),), "Because you asked for it.", False),
        ((ev.MixCues(),), "Because you asked for it.", False),
    ],
)
def test_why_that_cue_tells_the_rule_and_how_firm_it_is(before: tuple[ev.Event, ...], told: str, in_turn: bool) -> None:
    session = session_after(*PICKED, *before)
    following, effects = advance(session, ev.WhyCue())
    assert said(effects) == ((told, replies.CUES_TAKE_TURNS) if in_turn else (told,))
    assert replace(following, last_answer=()) == replace(session, last_answer=())


def test_the_question_is_about_the_cue_that_was_said_last_until_another_one_is() -> None:
    mixed = session_after(*PICKED, ev.SetPercent(50), ev.MuscleCue(), ev.BeginSet(), ev.CountInDone(), ev.StopSet())
    assert mixed.state is State.RESTING
    assert said(advance(mixed, ev.WhyCue())[1]) == ("Because you asked for it.",)
    for happened in ((ev.RestDone(),), (ev.CoachDecides(), ev.RestDone()), (ev.PickExercise("deadlift"),)):
        later = session_after(*happened, session=mixed)
        assert said(advance(later, ev.WhyCue())[1]) == ("Because you asked for it.",)
    for event in (ev.BeginSet(), ev.SayCue(), Cued("R3")):
        cued = session_after(ev.CoachDecides(), event, session=mixed)
        assert said(advance(cued, ev.WhyCue())[1]) == ("In light sets your goal picks the cue, on fair evidence.",)


def test_a_set_without_cues_leaves_the_reason_of_the_one_before() -> None:
    session = session_after(*PICKED, ev.MuscleCue(), ev.BeginSet(), ev.CountInDone(), ev.StopSet())
    silent = session_after(ev.NoCues(), ev.CoachDecides(), ev.NoCues(), ev.BeginSet(), session=session)
    assert said(advance(silent, ev.WhyCue())[1]) == ("Because you asked for it.",)
    drill = session_after(ev.WarmUp(), session=session)
    assert said(advance(drill, ev.WhyCue())[1]) == ("Because you asked for it.",)


def test_a_set_keeps_the_cue_it_began_with_and_only_silence_is_heard_at_once() -> None:
    lifting = session_after(*PICKED, ev.SetPercent(70), ev.BeginSet(), ev.CountInDone())
    begun = cue_for(lifting)
    for change in (ev.MuscleCue(), ev.MixCues(), ev.SetPercent(50), ev.SetTempo("3", "1", "X", "0"), ev.AnotherCue()):
        changed = session_after(change, session=lifting)
        assert cue_for(changed) == begun
        paused = session_after(ev.PauseSet(), ev.Sleep(), session=changed)
        assert cue_for(paused) == begun
    quiet = cue_for(session_after(ev.NoCues(), session=lifting))
    assert (quiet.cue, quiet.decision.frequency) == (begun.cue, CueFrequency.NONE)
    rested = session_after(ev.MuscleCue(), ev.StopSet(), session=lifting)
    assert cue_for(rested).focus == "internal"


# The words before a set


def introduction_of(*before: ev.Event, session: Session | None = None) -> tuple[str, ...]:
    """What is said before the next set."""
    ready = session_after(*PICKED, *before, session=session)
    [begun] = [effect for effect in advance(ready, ev.BeginSet())[1] if isinstance(effect, StartCountIn)]
    return begun.introduction


def test_before_a_heavy_set_the_muscle_is_named_once_and_in_it_the_bar() -> None:
    heavy = (ev.SetPercent(85),)
    assert introduction_of(*heavy) == ("bench press", "Set", "one", "ten", "reps.", "Squeeze your chest")
    assert cue_for(session_after(*PICKED, *heavy, ev.BeginSet(), ev.CountInDone())).focus == "external"


@pytest.mark.parametrize(
    "before",
    [
        (ev.SetPercent(70),),
        (ev.SetPercent(50),),
        (ev.SetPercent(85), ev.BarCue()),
        (ev.SetPercent(85), ev.LessTalking()),
    ],
)
def test_before_other_sets_there_are_no_words_about_another_focus(before: tuple[ev.Event, ...]) -> None:
    assert introduction_of(*before) == ("bench press", "Set", "one", "ten", "reps.")


def test_on_request_the_cue_is_said_before_the_set_and_when_asked_for() -> None:
    lifting = session_after(*PICKED, ev.CuesOnRequest(), ev.BeginSet(), ev.CountInDone())
    decision = cue_for(lifting).decision
    assert [form_on_rep(decision, rep, target_reps=10) for rep in range(1, 11)] == [None] * 10
    assert advance(lifting, ev.SayCue())[1] == (SayCueNow(),)


def test_fading_cues_get_fewer_even_where_the_coach_would_say_every_one() -> None:
    picked = session_after(*PICKED, ev.BarCue(), ev.FadingCues())
    decision = cue_for(picked).decision
    forms = [form_on_rep(decision, rep, target_reps=10) for rep in range(1, 11)]
    assert forms == ["rep", "rep", "rep", None, None, "key", None, None, "key", "key"]


def test_for_strength_the_bar_is_all() -> None:
    lifter = Session(gym(), goal=Goal.STRENGTH, usual_goal=Goal.STRENGTH)
    assert introduction_of(ev.SetPercent(85), session=lifter) == ("bench press", "Set", "one", "ten", "reps.")
