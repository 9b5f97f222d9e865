"""Whatever is said, in whatever order: the session has an answer, and stands somewhere that makes sense."""

import random
from functools import cache

import pytest

from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.coaching import cue_for
from repcue.core.effects import AskConfirmation, Effect, Refuse, Say
from repcue.core.events import Event
from repcue.core.holds import SecondHeld
from repcue.core.session import MOMENTS, advance
from repcue.core.session_state import IN_A_SET, Session, State
from repcue.edges.pack_files import read_packs
from repcue.plans.schema import PlanEntry
from repcue.testing.sessions import event_kinds, examples, gym

SAID = tuple(kind for kind in event_kinds() if kind not in MOMENTS)
OFTEN = (
    *(ev.BeginSet,) * 10,
    ev.RepeatSet,
    ev.Flex,
    ev.Flex,
    ev.DoFeelSet,
    ev.WarmUp,
    ev.Undo,
    *(ev.PickExercise,) * 2,
)
SOMETIMES = tuple(kind for kind in event_kinds() if kind in MOMENTS)
EVENTS = 100


@cache
def essentials() -> Catalogue:
    return Catalogue(read_packs(["essentials"]).packs)


def lifter(draw: random.Random) -> Session:
    ids = [exercise.id for exercise in essentials().exercises]
    entries = draw.choice((0, 0, 2))
    plan = [
        PlanEntry(exercise=draw.choice(ids), sets=draw.randint(1, 2), reps=draw.choice((0, 2, 5)))
        for _ in range(entries)
    ]
    return Session(essentials(), plan=tuple(plan))


def moment(session: Session, draw: random.Random) -> Event | None:
    """What comes by itself where the session stands."""
    if session.state is State.COUNT_IN:
        return ev.CountInDone()
    if session.state is State.LIFTING:
        if session.hold_seconds and draw.random() < 0.5:
            return SecondHeld(draw.randint(1, session.hold_seconds))
        number, target = session.reps_done + 1, session.target_reps
        return ev.RepDone(number, is_last=target is not None and number >= target)
    return {State.RESTING: ev.RestDone(), State.CONFIRMING: ev.ConfirmExpired()}.get(session.state)


def anything(draw: random.Random) -> Event:
    """What somebody says; now and then what nobody expects at all."""
    kind = draw.choice(SOMETIMES if draw.random() < 0.03 else (*SAID, *OFTEN))
    if kind is ev.PickExercise:
        return ev.PickExercise(draw.choice(essentials().exercises).id)
    if kind is ev.Flex:
        return ev.Flex(draw.choice(("chest", "quadriceps", "lats", "shoulders", "glutes", "calves", "biceps")))
    return draw.choice(examples(kind))


def assert_makes_sense(session: Session, effects: tuple[Effect, ...]) -> None:
    if session.state in IN_A_SET:
        assert session.exercise is not None
    if session.exercise is not None:
        # A pack that was saved without it leaves the lift that is chosen.
        packs = (*essentials().exercises, *gym().exercises)
        is_of_a_pack = session.exercise.id in {exercise.id for exercise in packs}
        assert is_of_a_pack or session.exercise in [step.exercise for step in session.course]
        assert cue_for(session).reason
    for effect in effects:
        if isinstance(effect, (Say, AskConfirmation)):
            assert all(effect.texts)
        if isinstance(effect, Refuse):
            assert effect.sentence


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_nothing_said_in_any_order_leads_nowhere(seed: int) -> None:
    draw = random.Random(seed)
    session = lifter(draw)
    for _ in range(EVENTS):
        if session.state is State.FINISHED:
            break
        event = (moment(session, draw) if draw.random() < 0.5 else None) or anything(draw)
        session, effects = advance(session, event)
        assert_makes_sense(session, effects)
