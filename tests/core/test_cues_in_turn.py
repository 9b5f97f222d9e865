"""A set has one cue, and the next set another, as long as there is one; "why that cue" tells so."""

from dataclasses import replace

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.coaching import cue_for
from repcue.core.session import advance
from repcue.core.session_state import Session
from repcue.core.situation import Level
from repcue.packs.schema import Cue, Exercise, Pack
from repcue.testing.sessions import BENCH_PRESS, session_after

MUSCLE = Cue(focus="internal", rep="Squeeze your chest")
BEND, PRESS = BENCH_PRESS.cues[1:]
OTHER_MUSCLE = Cue(focus="internal", rep="Spread your chest")
DRIVE = Cue(focus="external", rep="Drive the bar up")
LIFT = BENCH_PRESS.model_copy(update={"cues": (MUSCLE, OTHER_MUSCLE, BEND, PRESS), "sets": 9})
PICKED = ev.PickExercise("bench-press")
SET = (ev.BeginSet(), ev.CountInDone(), ev.RepDone(100, is_last=True))
REST_OVER = ev.RestDone()


def gym_with(lift: Exercise, level: Level = Level.TRAINED) -> Session:
    named = {"id": "at", "title": "At", "version": "1.0.0", "author": "A", "licence": "CC0-1.0"}
    return Session(Catalogue([Pack(format="1", exercises=(lift,), **named)]), level=level)  # type: ignore[arg-type]


def cues_of_sets(count: int, *first: ev.Event, session: Session) -> list[str]:
    """The cue of each of so many sets in a row."""
    session = session_after(PICKED, *first, session=session)
    cues = []
    for _ in range(count):
        session = session_after(ev.BeginSet(), ev.CountInDone(), session=session)
        cues.append(cue_for(session).cue.rep)
        session = session_after(ev.RepDone(100, is_last=True), session=session)
    return cues


def said(effects: tuple[fx.Effect, ...]) -> str:
    (texts,) = [effect.texts for effect in effects if isinstance(effect, fx.Say)]
    return " ".join(texts)


def test_two_cues_of_a_focus_take_turns_set_by_set() -> None:
    assert cues_of_sets(4, session=gym_with(LIFT)) == [BEND.rep, PRESS.rep, BEND.rep, PRESS.rep]


def test_three_cues_come_round() -> None:
    lift = LIFT.model_copy(update={"cues": (MUSCLE, BEND, PRESS, DRIVE)})
    assert cues_of_sets(4, session=gym_with(lift)) == [BEND.rep, PRESS.rep, DRIVE.rep, BEND.rep]


def test_a_single_cue_stays() -> None:
    lift = LIFT.model_copy(update={"cues": (MUSCLE, BEND)})
    assert cues_of_sets(3, session=gym_with(lift)) == [BEND.rep] * 3


@pytest.mark.parametrize("asked", [ev.MuscleCue(), ev.BarCue()])
def test_they_take_turns_where_the_lifter_chose_the_focus_too(asked: ev.Event) -> None:
    cues = cues_of_sets(4, asked, session=gym_with(LIFT))
    assert cues[0] == cues[2] != cues[1] == cues[3]


def test_mixed_cues_take_turns_within_each_focus() -> None:
    cues = cues_of_sets(5, ev.MixCues(), session=gym_with(LIFT))
    assert cues == [MUSCLE.rep, BEND.rep, OTHER_MUSCLE.rep, PRESS.rep, MUSCLE.rep]


def test_a_pinned_cue_stays() -> None:
    lift = LIFT.model_copy(update={"pinned": "external-2"})
    assert cues_of_sets(3, session=gym_with(lift)) == [PRESS.rep] * 3


def test_while_a_lift_is_new_to_a_novice_its_cue_stays() -> None:
    assert cues_of_sets(3, session=gym_with(LIFT, Level.NOVICE)) == [BEND.rep] * 3


def test_both_sides_of_a_set_have_the_same_cue() -> None:
    session = session_after(PICKED, session=gym_with(LIFT.model_copy(update={"unilateral": True})))
    cues = []
    for _ in range(4):
        session = session_after(ev.BeginSet(), ev.CountInDone(), session=session)
        cues.append(cue_for(session).cue.rep)
        session = session_after(ev.RepDone(100, is_last=True), session=session)
    assert cues == [BEND.rep, BEND.rep, PRESS.rep, PRESS.rep]


def test_a_set_keeps_its_cue_to_the_end() -> None:
    session = session_after(PICKED, *SET, ev.BeginSet(), ev.CountInDone(), session=gym_with(LIFT))
    for event in (ev.RepDone(1, is_last=False), ev.AnotherCue(), ev.MuscleCue(), ev.PauseSet()):
        session = session_after(event, session=session)
        assert cue_for(session).cue is PRESS


def test_the_words_before_a_set_are_those_of_its_own_cue() -> None:
    session = session_after(PICKED, *SET, session=gym_with(LIFT))
    told = cue_for(session).cue
    assert told is PRESS
    assert cue_for(session_after(ev.BeginSet(), session=session)).cue is told


def test_another_cue_in_a_set_is_the_other_one_in_the_next() -> None:
    session = session_after(PICKED, *SET[:2], ev.AnotherCue(), SET[2], session=gym_with(LIFT))
    assert cue_for(session).cue is PRESS


def test_another_cue_in_the_rest_is_not_the_one_of_the_set_before() -> None:
    session, effects = advance(session_after(PICKED, *SET, session=gym_with(LIFT)), ev.AnotherCue())
    assert said(effects) == f"Another cue. {PRESS.rep}"
    assert cue_for(session).cue is PRESS


def test_another_cue_once_the_next_one_has_been_said_is_not_that() -> None:
    told = session_after(PICKED, *SET, ev.SayCue(), session=gym_with(LIFT))
    _, effects = advance(told, ev.AnotherCue())
    assert said(effects) == f"Another cue. {BEND.rep}"


def test_after_another_cue_the_turns_go_on_from_it() -> None:
    session = session_after(PICKED, ev.AnotherCue(), session=gym_with(LIFT))
    assert cue_for(session).cue is PRESS
    assert cue_for(session_after(*SET, session=session)).cue is BEND


def test_another_exercise_begins_with_its_first_cue_again() -> None:
    done = session_after(PICKED, *SET, session=gym_with(LIFT))
    session = session_after(PICKED, session=replace(done, set_number=99))
    assert cue_for(session).cue is BEND


def test_why_that_cue_tells_that_cues_take_turns() -> None:
    session = session_after(PICKED, *SET, REST_OVER, *SET[:2], session=gym_with(LIFT))
    _, effects = advance(session, ev.WhyCue())
    assert said(effects) == "At this load either cue is fine, the evidence is weak. Its cues take turns, set by set."
    assert cue_for(session).reason.endswith("2 such cues take turns, set by set (R8).")


def test_why_that_cue_says_nothing_of_turns_where_there_is_one_cue() -> None:
    single = gym_with(LIFT.model_copy(update={"cues": (MUSCLE, BEND)}))
    _, effects = advance(session_after(PICKED, *SET, session=single), ev.WhyCue())
    assert said(effects) == "At this load either cue is fine, the evidence is weak."
