"""All that a session knows, as one immutable value."""

from dataclasses import dataclass
from enum import StrEnum

from repcue.core.catalogue import Catalogue
from repcue.core.events import Event
from repcue.core.focus import FocusChoice
from repcue.core.tempo import Tempo
from repcue.packs.schema import Exercise
from repcue.plans.schema import PlanEntry


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


class CueFrequency(StrEnum):
    """How often the cue is said."""

    EVERY_REP = "every_rep"
    LESS = "less"
    """On the first repetition and every third after it."""

    NONE = "none"


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

    set_number: int = 1
    """The set under way, or the one that comes next."""

    sets_planned: int = 0
    reps_done: int = 0
    """Repetitions completed in the set under way, or in the last one."""

    is_set_open: bool = False
    """Whether a set has been started in the log and not been ended."""

    rest_seconds: int = 120
    usual_rest_seconds: int | None = None
    """The lifter's own rest after every set; None leaves it to the exercise."""

    load_kg: float | None = None
    load_percent: int | None = None
    focus_choice: FocusChoice = FocusChoice.COACH
    cue_frequency: CueFrequency = CueFrequency.EVERY_REP
    volume_db: float = 0.0
    explosive_seconds: float = 1.0
    is_alarm_on: bool = False
    last_answer: tuple[str, ...] = ()
    """What the coach said last, for "repeat that"."""

    last_set: "Session | None" = None
    """As the last set began, for "again"."""

    before: "Session | None" = None
    """As it was before the last change that can be undone."""
