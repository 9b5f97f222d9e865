"""All that a session knows, as one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.courses import Side, Step
from repcue.core.effects import SetNotes, SetOutcome
from repcue.core.events import Event
from repcue.core.experience import Experience
from repcue.core.situation import CueFrequency, FocusChoice, Goal, Level, SetType
from repcue.core.tempo import Tempo
from repcue.packs.schema import Exercise, Focus
from repcue.plans.schema import PlanEntry

__all__ = ["IN_A_SET", "CueFrequency", "Session", "State"]


class State(StrEnum):
    """What the lifter is doing."""

    IDLE = "idle"
    """No exercise chosen."""

    READY = "ready"
    """An exercise is chosen; the next set may begin."""

    COUNT_IN = "count-in"
    LIFTING = "lifting"
    PAUSED = "paused"
    RESTING = "resting"
    CONFIRMING = "confirming"
    """A question was asked; `return_state` is where a no leads."""

    ASLEEP = "asleep"
    """Only waking and help are listened to; `return_state` is where waking leads."""

    FINISHED = "finished"


IN_A_SET: Final = (State.COUNT_IN, State.LIFTING, State.PAUSED)
"""Where a set has begun and is not over."""


@dataclass(frozen=True, slots=True)
class Felt:
    """How well the muscle was felt in a set; both sides of one are one set."""

    lift: str
    """The id of the exercise, or of the one that a course prepares."""

    exercise: str
    set_number: int
    set_type: SetType
    steps_left: int
    """Of the course that it belonged to; 0 where it was in none."""

    score: int
    """From 1, hardly, to 5."""

    is_low: bool
    """Whether it was hardly felt though the load was light."""

    def is_of_the_set_of(self, other: "Felt") -> bool:
        """Return whether another score is of the same set, and corrects this one."""
        return replace(self, score=other.score, is_low=other.is_low) == other


@dataclass(frozen=True, slots=True)
class Session:
    """Where a session stands."""

    catalogue: Catalogue
    plan: tuple[PlanEntry, ...] = ()
    plan_index: int | None = None
    """Which entry of the plan is being done."""

    state: State = State.IDLE
    return_state: State = State.IDLE
    pending: Event | None = None
    """What a yes would confirm."""

    exercise: Exercise | None = None
    tempo: Tempo | None = None
    target_reps: int | None = None
    """None: open-ended, until somebody says stop."""

    is_target_for_once: bool = False
    """Whether the target is only that of the set under way ("two more"); the sets to come have `usual_reps`."""

    usual_reps: int | None = None
    """Their target, where it is another; None for open-ended ones."""

    hold_seconds: int | None = None
    """How long the set is held, where it is one hold and no repetitions."""

    held_seconds: int = 0
    """Of the hold under way, or of the last one, so far; whole seconds."""

    side: Side | None = None
    """Which side is done, or comes next, where the exercise is done one side at a time."""

    goes_on: bool = False
    """Whether the other side begins by itself when the rest under way is over."""

    is_first_side_short: bool = False
    """Whether the first side of the set ended before its target."""

    set_number: int = 1
    """The set under way, or the one that comes next."""

    sets_planned: int = 0
    reps_done: int = 0
    """Repetitions completed in the set under way, or in the last one."""

    sets_begun: int = 0
    """In this session, of all exercises."""

    is_set_open: bool = False
    """Whether a set has been started in the log and not been ended."""

    last_outcome: SetOutcome | None = None
    """How the set ended that is rested from; None where none is, or another exercise was chosen since."""

    notes: SetNotes = field(default_factory=SetNotes)
    """What was told of the set under way, or of the last one."""

    is_hurt: bool = False
    """Whether something hurt in that set, or since: then nothing is urged, asked or counted of it."""

    rest_seconds: int = 120
    usual_rest_seconds: int | None = None
    """The lifter's own rest after every set; None leaves it to the exercise."""

    load_kg: float | None = None
    load_percent: int | None = None
    set_type: SetType = SetType.WORK
    focus_muscle: str | None = None
    """The muscle that the lifter wants to train; None is the exercise's first."""

    goal: Goal = Goal.HYPERTROPHY
    usual_goal: Goal = Goal.HYPERTROPHY
    """The lifter's own; a plan's entry may have another."""

    level: Level = Level.TRAINED
    known: Mapping[str, Experience] = field(default_factory=dict)
    """What earlier sessions tell, by the exercise's id."""

    focus_choice: FocusChoice = FocusChoice.COACH
    mix_begins: Focus = "internal"
    """The focus of odd sets when the cues are mixed."""

    cue_frequency: CueFrequency = CueFrequency.COACH
    cue_turn: int = 0
    """Which of several cues with the same focus the set under way has, counted round."""

    cued_rule: str | None = None
    """The rule behind the cue that was said last, `R4`; None as long as none was said."""

    is_cued_in_turn: bool = False
    """Whether that cue was one of several that take turns."""

    last_cues: Mapping[Focus, str] = field(default_factory=dict)
    """The id of the cue that the exercise's last set with each focus had, where several take turns."""

    is_cue_told: bool = False
    """Whether the cue of the next set has been said already, in the rest before it."""

    wanted_turn: int = 0
    """How many cues further than its turn the next set goes, since the lifter asked for another."""

    volume_db: float = 0.0
    explosive_seconds: float = 1.0
    is_alarm_on: bool = False
    course: tuple[Step, ...] = ()
    """What is left of a warm-up, of flexing or of feel sets; the first is the one under way."""

    before_course: "Session | None" = None
    """As it was before the course, to come back to."""

    is_step_done: bool = False
    """Whether the course's first step is over, so that the next one follows."""

    asks_feel: bool = False
    """Whether the set after a feel set is asked about, too."""

    is_feel_open: bool = False
    """Whether it was asked how well the muscle was felt, and not answered yet."""

    felt: tuple[Felt, ...] = ()
    """How well the muscle was felt, one score for a set, the latest last."""

    troubles: int = 0
    """Sets in a row that ended before their target."""

    told: frozenset[str] = frozenset()
    """Lines that are said once in a session and have been."""

    unheard: frozenset[str] = frozenset()
    """Lines of these that were cut; each is said before the next set of its exercise."""

    left_lifts: Mapping[str, "Session"] = field(default_factory=dict)
    """Lifts that were left for an easier or harder one since one was picked, by id: as they were, to go back to."""

    last_answer: tuple[str, ...] = ()
    """What the coach said last, for "repeat that"."""

    last_set: "Session | None" = None
    """As the last set began, for "again"."""

    ended_set: "Session | None" = None
    """As the last set was when it ended, for what is told of it; one that was left in its count-in is none."""

    before: "Session | None" = None
    """As it was before the last change that can be undone."""
