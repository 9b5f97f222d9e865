"""Warm-ups, flex drills and feel sets as steps to be done one after the other.

A step is either a set, paced like every other, or a time that somebody spends marching or rowing. A drill that is no
exercise of its own becomes one here, so that the rest of the house need not know of drills: it has a name, a tempo and
a target, and nothing is said in its repetitions.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from repcue.core.catalogue import Catalogue
from repcue.core.holds import hold_tempo
from repcue.core.situation import Level, SetType
from repcue.core.tempo import Tempo, parse_tempo
from repcue.core.weight import Weight, weight_of
from repcue.packs.drills import FeelSet, FlexDrill, RampStep, WarmUpDrill
from repcue.packs.schema import Cue, Exercise, Muscles, Starts

MOST_ACTIVATING: Final = 4
"""Drills that activate and mobilise, of those that suit the day: five to eight minutes (Jeffreys 2007)."""

DRILL_TEMPO: Final = Tempo(2, 0, 2, 0)
"""Slow and even, for drills that bring no tempo."""

LONGEST_HOLD_SECONDS: Final = 45
"""What lasts longer is no hold but a time to spend, of which only the half and the end are told."""

BETWEEN_DRILLS_SECONDS: Final = 15
BETWEEN_SIDES_SECONDS: Final = 10
AFTER_FEEL_SET_SECONDS: Final = 60
AFTER_RAMP_SECONDS: Final = 45

Side = Literal["left", "right"]
_SIDES: Final[tuple[Side, Side]] = ("left", "right")


@dataclass(frozen=True, slots=True)
class Step:
    """One set, or one stretch of time."""

    name: str
    """Of the drill, as on the screen."""

    spoken_name: str
    """What it is called whenever it is spoken of: a drill by its own name, a set of a lift by the lift's."""

    say: tuple[str, ...]
    """Said before it."""

    exercise: Exercise | None = None
    """What is paced; None where only time passes."""

    tempo: Tempo | None = None
    reps: int | None = None
    seconds: int | None = None
    """How long it lasts, where only time passes."""

    remind: str | None = None
    """Said half way, where only time passes."""

    set_type: SetType = SetType.WARM_UP
    load_percent: int | None = None
    """Of the one-repetition maximum; None where the load is not known."""

    load_kg: float | None = None
    focus_muscle: str | None = None
    rest_seconds: int = BETWEEN_DRILLS_SECONDS
    is_unloaded: bool = False
    """The first set of a ramp, with next to no weight."""

    side: Side | None = None
    """Where one side is done at a time."""

    hold_seconds: int | None = None
    """How long each repetition is held, where it is a hold."""

    has_cues: bool = True
    """Whether its exercise has cues to say; a drill that is none of the packs' exercises has not."""

    @property
    def is_one_hold(self) -> bool:
        """Whether it is held once and for all, without a release and another hold."""
        return self.hold_seconds is not None and self.tempo == hold_tempo(self.hold_seconds)

    def completes(self, first: "Step") -> bool:
        """Return whether this is the other side of a set that has its first side in the step before."""
        is_same = (self.name, self.exercise) == (first.name, first.exercise)
        return is_same and (first.side, self.side) == _SIDES


def warm_up(
    catalogue: Catalogue, lifts: Sequence[str], level: Level, load_kg: float | None, known: Iterable[str] = ()
) -> tuple[Step, ...]:
    """Return the warm-up for a day's lifts: raise once, activate up to four times, then the first lift's ramp.

    A lift without a weight has no ramp: there is no part of it to begin with.

    Args:
        catalogue: where the drills are.
        lifts: ids of the exercises, the main one first.
        level: a novice is spared what is hard before a lift.
        load_kg: the working weight of the main lift, where it is known.
        known: drills that were done before in this session; what they caution against is not said again.
    """
    drills = catalogue.warm_up_drills(lifts)
    first = lifts[0]
    raising = [drill for drill in drills if drill.phase == "raise"][:1]
    activating = [drill for drill in drills if drill.phase == "activate" and not _is_spared(drill, lifts, level)]
    is_loaded = bool(load_kg) or weight_of(catalogue.exercise(first)) is not Weight.NONE
    ramps = [drill for drill in drills if drill.phase == "potentiate" and is_loaded][:1]
    chosen = (*raising, *activating[:MOST_ACTIVATING])
    steps = [step for drill in chosen for step in _drill_steps(catalogue, drill, is_known=drill.id in set(known))]
    return (*steps, *(step for drill in ramps for step in _ramp_steps(catalogue.exercise(first), drill, load_kg)))


def _is_spared(drill: WarmUpDrill, lifts: Sequence[str], level: Level) -> bool:
    return level is Level.NOVICE and bool(set(drill.not_before) & set(lifts))


def _drill_steps(catalogue: Catalogue, drill: WarmUpDrill, *, is_known: bool) -> Iterable[Step]:
    caution = () if is_known or drill.caution is None else (drill.caution,)
    sides = 2 if drill.unilateral else 1
    for index in range(drill.sets * sides):
        say = (*caution, drill.say) if index == 0 else (drill.name,)
        side = _SIDES[index % sides] if drill.unilateral else None
        rest_seconds = BETWEEN_SIDES_SECONDS if (index + 1) % sides else BETWEEN_DRILLS_SECONDS
        if drill.seconds is not None and drill.seconds > LONGEST_HOLD_SECONDS:
            yield Step(drill.name, drill.name, say, seconds=drill.seconds, remind=drill.remind, side=side)
        elif drill.seconds is not None:
            held = Step(drill.name, drill.name, say, _as_exercise(drill), hold_tempo(drill.seconds), 1, has_cues=False)
            yield replace(held, rest_seconds=rest_seconds, side=side, hold_seconds=drill.seconds)
        elif drill.reps is not None:
            exercise = catalogue.exercise(drill.exercise) if drill.exercise else _as_exercise(drill)
            tempo, has_cues = _tempo_of(drill, exercise), drill.exercise is not None
            paced = Step(drill.name, drill.name, say, exercise, tempo, drill.reps, has_cues=has_cues)
            yield replace(paced, rest_seconds=rest_seconds, side=side)


def _tempo_of(drill: WarmUpDrill, exercise: Exercise) -> Tempo:
    if drill.tempo is not None:
        return parse_tempo(drill.tempo)
    return exercise.default_tempo if drill.exercise else DRILL_TEMPO


def _ramp_steps(lift: Exercise, drill: WarmUpDrill, load_kg: float | None) -> Iterable[Step]:
    for index, ramp in enumerate(drill.ramp):
        say = (drill.say,) if index == 0 else ()
        load = None if load_kg is None else _ramped(load_kg, ramp)
        step = Step(drill.name, lift.spoken_name, say, lift, lift.default_tempo, ramp.reps, load_kg=load)
        yield replace(step, rest_seconds=AFTER_RAMP_SECONDS, is_unloaded=ramp.load_percent == 0)


def _ramped(load_kg: float, ramp: RampStep) -> float | None:
    """Return a share of the working weight in steps of 2.5 kg, the smallest pair of plates; None for the empty bar."""
    return round(load_kg * ramp.load_percent / 100 / 2.5) * 2.5 or None


def flexing(catalogue: Catalogue, muscle: str) -> tuple[Step, ...]:
    """Return the flex drill of a muscle: timed holds with a release after each; nothing where there is none."""
    return tuple(_flex_step(drill) for drill in catalogue.flex_drills(muscle)[:1])


def _flex_step(drill: FlexDrill) -> Step:
    tempo = Tempo(drill.release_seconds, 0, 1, drill.hold_seconds)
    held = Step(drill.name, drill.name, (drill.say,), _as_exercise(drill), tempo, drill.sets, has_cues=False)
    return replace(held, set_type=SetType.LIGHT, hold_seconds=drill.hold_seconds)


def feeling(catalogue: Catalogue, lift: str) -> tuple[Step, ...]:
    """Return the feel sets before a lift: light, slow, many repetitions; nothing where the pack has none."""
    return tuple(step for feel_set in catalogue.feel_sets_before(lift)[:1] for step in _feel_steps(catalogue, feel_set))


def _feel_steps(catalogue: Catalogue, feel_set: FeelSet) -> Iterable[Step]:
    exercise = catalogue.exercise(feel_set.exercise)
    for index in range(feel_set.sets):
        yield Step(
            exercise.name,
            exercise.spoken_name,
            (feel_set.say,) if index == 0 else (exercise.spoken_name,),
            exercise,
            parse_tempo(feel_set.tempo),
            feel_set.reps,
            set_type=SetType.FEEL,
            focus_muscle=feel_set.muscle,
            rest_seconds=AFTER_FEEL_SET_SECONDS,
        )


def _as_exercise(drill: WarmUpDrill | FlexDrill) -> Exercise:
    """Return a drill as an exercise; its shape is not checked, since the drill's was."""
    is_flex = isinstance(drill, FlexDrill)
    muscles = (drill.muscle,) if isinstance(drill, FlexDrill) else drill.muscles
    starts: Starts = "concentric" if is_flex else "eccentric"
    named = Cue.model_construct(focus="internal", rep=drill.name)
    return Exercise.model_construct(
        id=drill.id,
        name=drill.name,
        aliases=(drill.name,),
        muscles=Muscles.model_construct(primary=muscles or (drill.name,)),
        starts=starts,
        tempo=str(DRILL_TEMPO),
        cues=(named,),
        reps=1,
        sets=1,
    )
