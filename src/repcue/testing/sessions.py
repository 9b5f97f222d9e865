"""A small gym, and sessions in every state, to walk the table of the session without lifting."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import Final

from repcue.core import events
from repcue.core.catalogue import Catalogue
from repcue.core.coaching import Cued
from repcue.core.events import Event
from repcue.core.holds import SecondHeld
from repcue.core.line_watch import LineCut
from repcue.core.saved_packs import PacksSaved
from repcue.core.session import advance
from repcue.core.session_changes import LOUDEST_DB, QUIETEST_DB
from repcue.core.session_state import Session, State
from repcue.packs.schema import Cue, Exercise, Muscles, Pack
from repcue.plans.schema import PlanEntry

BENCH_PRESS: Final = Exercise(
    id="bench-press",
    name="Bench press",
    aliases=("bench press", "bench"),
    equipment=("barbell", "bench", "rack"),
    muscles=Muscles(primary=("chest",)),
    cues=(
        Cue(focus="internal", rep="Squeeze your chest", key="Chest"),
        Cue(focus="external", set="Bend the bar as if to break it.", rep="Bend the bar inward", key="Bend"),
        Cue(focus="external", set="In this set, send the bar to the ceiling.", rep="Press the bar to the ceiling"),
    ),
)
SQUAT: Final = Exercise(
    id="back-squat",
    name="Back squat",
    aliases=("squat", "back squat"),
    equipment=("barbell", "rack"),
    muscles=Muscles(primary=("quadriceps",)),
    tempo="4-0-1-0",
    sets=2,
    reps=3,
    rest_seconds=60,
    cues=(Cue(focus="external", rep="Push the floor away", key="Push"),),
)
DEADLIFT: Final = Exercise(
    id="deadlift",
    name="Deadlift",
    aliases=("deadlift",),
    equipment=("barbell",),
    starts="concentric",
    muscles=Muscles(primary=("glutes",)),
    tempo="2-0-X-1",
    sets=1,
    reps=5,
    cues=(Cue(focus="external", rep="Push the floor away fast", key="Fast"),),
)
LAT_PULLDOWN: Final = Exercise(
    id="lat-pulldown",
    name="Lat pulldown",
    aliases=("lat pulldown",),
    equipment=("lat pulldown machine",),
    starts="concentric",
    muscles=Muscles(primary=("lats",)),
    tempo="3-0-2-0",
    reps=12,
    cues=(Cue(focus="internal", rep="Let your lats stretch", phase="eccentric"),),  # type: ignore[arg-type]
)
PLANK: Final = Exercise(
    id="plank",
    name="Plank",
    aliases=("plank",),
    equipment=("mat",),
    muscles=Muscles(primary=("abdominals",)),
    tempo="0-5-0-5",
    hold_seconds=30,
    sets=2,
    reps=3,
    rest_seconds=60,
    cues=(
        Cue(
            focus="external",
            set="In this hold, push the floor away from you.",
            rep="Push the floor away",
            key="Floor",
            phase="contracted",  # type: ignore[arg-type]
        ),
    ),
)
ONE_ARM_ROW: Final = Exercise(
    id="one-arm-row",
    name="One-arm row",
    aliases=("one arm row",),
    equipment=("dumbbell", "bench"),
    muscles=Muscles(primary=("lats",)),
    starts="concentric",
    unilateral=True,
    tempo="3-0-1-1",
    sets=2,
    reps=3,
    rest_seconds=60,
    cues=(Cue(focus="external", set="In this set, pull to your pocket.", rep="Pull to your pocket", key="Pocket"),),
)


@cache
def gym() -> Catalogue:
    """Return a catalogue: lifts of either first phase, one that is held, one that is done one side at a time."""
    exercises = (BENCH_PRESS, SQUAT, DEADLIFT, PLANK, ONE_ARM_ROW, LAT_PULLDOWN)
    pack = Pack(format="1", id="gym", title="Gym", version="1.0.0", author="A", licence="CC0-1.0", exercises=exercises)
    return Catalogue([pack])


CHANGED_GYM: Final = (
    gym()
    .packs[0]
    .model_copy(
        update={
            "exercises": (
                BENCH_PRESS,
                SQUAT.model_copy(update={"tempo": "5-0-1-0", "reps": 4}),
                LAT_PULLDOWN,
                PLANK,
                ONE_ARM_ROW,
            )
        }
    )
)
"""The gym's pack after somebody slowed the squat down, gave it one repetition more, and took the deadlift out."""

PLAN: Final = (
    PlanEntry(exercise="back-squat", sets=2, reps=5, load_percent=80),
    PlanEntry(exercise="bench-press", sets=1, reps=0, tempo="3-1-X-0", focus="internal", load_kg=62.5),
    PlanEntry(exercise="back-squat", reps=8),
)
"""Three entries, the first and the last of the same exercise."""

EXAMPLES: Final[Mapping[type[Event], tuple[Event, ...]]] = MappingProxyType(
    {
        events.PickExercise: (events.PickExercise("bench-press"), events.PickExercise("deadlift")),
        events.MoreReps: tuple(events.MoreReps(reps) for reps in (1, 2, 10)),
        events.SetTempo: (
            events.SetTempo("4", "1", "2", "0"),
            events.SetTempo("X", "0", "A", "3"),
            events.SetTempo("10", "10", "10", "10"),
            events.SetTempo("0", "0", "0", "0"),
        ),
        events.SetReps: (events.SetReps(0), events.SetReps(1), events.SetReps(300)),
        events.SetKilos: (events.SetKilos(0), events.SetKilos(62.5), events.SetKilos(300)),
        events.SetPounds: (events.SetPounds(135), events.SetPounds(660)),
        events.SetPercent: (events.SetPercent(1), events.SetPercent(100)),
        events.AddRest: (events.AddRest(5), events.AddRest(300), events.AddRest(4000)),
        events.Flex: (events.Flex("chest"), events.Flex("neck")),
        events.FeelScore: (events.FeelScore(2), events.FeelScore(5), events.FeelScore(9)),
        events.FeltWrongly: (events.FeltWrongly("lower back"), events.FeltWrongly("toes")),
        Cued: (Cued("R0"),),
        LineCut: (LineCut("Set the bars."), LineCut("Set the seat.", had_room=False)),
        SecondHeld: (SecondHeld(1), SecondHeld(29)),
        PacksSaved: (PacksSaved(gym().packs), PacksSaved((CHANGED_GYM,))),
        events.RepDone: tuple(events.RepDone(rep, is_last) for rep in (1, 5) for is_last in (False, True)),
    }
)
"""The events that carry something, with small, large and impossible values; all others have no fields."""


def examples(kind: type[Event]) -> tuple[Event, ...]:
    """Return events of one kind that between them lead everywhere that kind can lead."""
    return EXAMPLES.get(kind) or (kind(),)


def event_kinds() -> tuple[type[Event], ...]:
    """Return every kind of event, in the order of `core.events`; what has to do with files comes last."""
    kinds = (*vars(events).values(), SecondHeld, Cued, PacksSaved, LineCut)
    return tuple(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event)


def session_after(*happened: Event, session: Session | None = None) -> Session:
    """Return the session after some events; from the beginning, in the gym, where none is given.

    >>> session_after(events.PickExercise("deadlift"), events.BeginSet()).state
    <State.COUNT_IN: 'count-in'>
    """
    present = session or Session(gym())
    for event in happened:
        present, _ = advance(present, event)
    return present


_PICKED: Final = (events.PickExercise("back-squat"),)
_LIFTING: Final = (*_PICKED, events.BeginSet(), events.CountInDone())
_RESTED: Final = (*_LIFTING, events.RepDone(5, is_last=True))
_HOLDING: Final = (events.PickExercise("plank"), events.BeginSet(), events.CountInDone(), SecondHeld(3))
_ONE_SIDE: Final = (events.PickExercise("one-arm-row"), events.BeginSet(), events.CountInDone())
_BETWEEN_SIDES: Final = (*_ONE_SIDE, events.RepDone(3, is_last=True))
_REACHED: Final[Mapping[State, tuple[tuple[Event, ...], ...]]] = MappingProxyType(
    {
        State.IDLE: ((),),
        State.READY: (
            _PICKED,
            (*_PICKED, events.SetReps(0), events.SetKilos(60), events.Slower()),
            (*_PICKED, events.SetTempo("8", "0", "1", "0")),
            (*_PICKED, events.SetTempo("X", "0", "1", "0")),
            (*_PICKED, events.PickExercise("deadlift")),
            (*_RESTED, events.RestDone()),
            (*_RESTED, events.BeginSet(), events.StopSet()),
            (*_RESTED, events.RestDone(), events.PickExercise("lat-pulldown")),
            (events.PickExercise("plank"),),
            (*_ONE_SIDE, events.Failed(), events.RestDone()),
        ),
        State.COUNT_IN: (
            (*_PICKED, events.BeginSet()),
            (*_LIFTING, events.PauseSet(), events.ResumeSet()),
            (*_RESTED, events.BeginSet()),
        ),
        State.LIFTING: (
            _LIFTING,
            (*_LIFTING, events.RepDone(1, is_last=False)),
            (*_LIFTING, events.SetReps(0)),
            (*_RESTED, events.BeginSet(), events.CountInDone()),
            _HOLDING,
        ),
        State.PAUSED: (
            (*_HOLDING, events.PauseSet()),
            (*_HOLDING, events.RepDone(1, is_last=True), events.Undo()),
            (*_LIFTING, events.PauseSet()),
            (*_PICKED, events.BeginSet(), events.PauseSet()),
            (*_LIFTING, events.Slower(), events.PauseSet()),
            (*_RESTED, events.Undo()),
        ),
        State.RESTING: (
            _BETWEEN_SIDES,
            (*_BETWEEN_SIDES, events.RestDone(), events.CountInDone(), events.RepDone(3, is_last=True)),
            _RESTED,
            (*_LIFTING, events.Failed()),
            (*_RESTED, events.PickExercise("deadlift")),
            (*_RESTED, events.BeginSet(), events.CountInDone(), events.StopSet()),
        ),
        State.CONFIRMING: (
            (events.EndWorkout(),),
            (*_RESTED, events.EndWorkout()),
            (*_LIFTING, events.PauseSet(), events.EndWorkout()),
            (*_PICKED, events.SetTempo("10", "1", "0", "0")),
            (*_LIFTING, events.PauseSet(), events.SetTempo("10", "1", "0", "0")),
            (*_RESTED, events.SetTempo("10", "1", "0", "0")),
        ),
        State.ASLEEP: (
            (events.Sleep(),),
            (*_PICKED, events.Sleep()),
            (*_RESTED, events.Sleep()),
            (*_LIFTING, events.PauseSet(), events.Sleep()),
        ),
        State.FINISHED: ((events.EndWorkout(), events.ConfirmYes()),),
    }
)
"""The ways into each state that make a difference to what can follow."""


def sessions_in(state: State) -> Iterator[Session]:
    """Yield sessions in one state, as different as they can be: with and without a plan, loud and quiet, in alarm."""
    for happened, plan in product(_REACHED[state], ((), PLAN)):
        session = session_after(
            *happened, session=Session(gym(), plan=plan, plan_index=0 if plan and happened else None)
        )
        assert session.state is state, f"{happened} leads to {session.state}"
        yield session
    yield replace(session, volume_db=LOUDEST_DB)
    yield replace(session, volume_db=QUIETEST_DB)
    alarmed = session_after(events.Help(), session=session)
    if alarmed.is_alarm_on and alarmed.state is state:
        yield alarmed
