"""What can happen to a session: commands that were said, and moments that have come.

Every intent of the grammar becomes one of these classes (`core.intents.event_from_intent`); the slots are its fields.
"""

from dataclasses import dataclass

from repcue.core import moments

Event = moments.Event


@dataclass(frozen=True, slots=True)
class PickExercise(Event):
    """An exercise was named, by its id in the catalogue."""

    exercise: str


@dataclass(frozen=True, slots=True)
class NextExercise(Event):
    """On to the following exercise of the plan or the packs."""


@dataclass(frozen=True, slots=True)
class LastExercise(Event):
    """Back to the exercise before."""


@dataclass(frozen=True, slots=True)
class BeginSet(Event):
    """Begin the next set."""


@dataclass(frozen=True, slots=True)
class StopSet(Event):
    """Stop, now."""


@dataclass(frozen=True, slots=True)
class PauseSet(Event):
    """Hold the set where it is."""


@dataclass(frozen=True, slots=True)
class ResumeSet(Event):
    """Go on with a paused set."""


@dataclass(frozen=True, slots=True)
class RepeatSet(Event):
    """Do the last set again."""


@dataclass(frozen=True, slots=True)
class MoreReps(Event):
    """So many repetitions after the one under way."""

    reps: int


@dataclass(frozen=True, slots=True)
class LastRep(Event):
    """The repetition under way is the last one."""


@dataclass(frozen=True, slots=True)
class Slower(Event):
    """A longer eccentric."""


@dataclass(frozen=True, slots=True)
class Faster(Event):
    """A shorter eccentric."""


@dataclass(frozen=True, slots=True)
class SetTempo(Event):
    """A tempo, phase by phase: seconds from 0 to 10, `X` or `A`, as text."""

    eccentric: str
    stretched: str
    concentric: str
    contracted: str


@dataclass(frozen=True, slots=True)
class NormalTempo(Event):
    """Back to the exercise's own tempo."""


@dataclass(frozen=True, slots=True)
class SetReps(Event):
    """A target for repetitions; 0 means open-ended."""

    reps: int


@dataclass(frozen=True, slots=True)
class SetKilos(Event):
    """The load in kilograms."""

    kilos: float


@dataclass(frozen=True, slots=True)
class SetPounds(Event):
    """The load in pounds."""

    pounds: float


@dataclass(frozen=True, slots=True)
class SetPercent(Event):
    """The load as a share of the one-repetition maximum."""

    percent: int


@dataclass(frozen=True, slots=True)
class MuscleCue(Event):
    """Internal focus from now on."""


@dataclass(frozen=True, slots=True)
class BarCue(Event):
    """External focus from now on."""


@dataclass(frozen=True, slots=True)
class MixCues(Event):
    """Internal and external focus in turn, set by set."""


@dataclass(frozen=True, slots=True)
class CoachDecides(Event):
    """The coach's own choice again: of the focus, and how often."""


@dataclass(frozen=True, slots=True)
class SayCue(Event):
    """Say the cue now."""


@dataclass(frozen=True, slots=True)
class AnotherCue(Event):
    """Another cue of the same focus, from the next set on."""


@dataclass(frozen=True, slots=True)
class LessTalking(Event):
    """A cue on every third repetition only."""


@dataclass(frozen=True, slots=True)
class FadingCues(Event):
    """A cue on the first repetitions, then ever fewer."""


@dataclass(frozen=True, slots=True)
class CuesOnRequest(Event):
    """A cue before the set, and when somebody asks for it."""


@dataclass(frozen=True, slots=True)
class EveryRep(Event):
    """A cue on every repetition."""


@dataclass(frozen=True, slots=True)
class NoCues(Event):
    """No cues."""


@dataclass(frozen=True, slots=True)
class SkipRest(Event):
    """End the rest now."""


@dataclass(frozen=True, slots=True)
class AddRest(Event):
    """A longer rest."""

    seconds: int


@dataclass(frozen=True, slots=True)
class TimeLeft(Event):
    """How long is the rest still?"""


@dataclass(frozen=True, slots=True)
class HowManyReps(Event):
    """How many repetitions so far?"""


@dataclass(frozen=True, slots=True)
class WhatsNext(Event):
    """What comes next?"""


@dataclass(frozen=True, slots=True)
class WhatTempo(Event):
    """Which tempo is set?"""


@dataclass(frozen=True, slots=True)
class WhyCue(Event):
    """Why is it this cue?"""


@dataclass(frozen=True, slots=True)
class RepeatThat(Event):
    """Say the last answer again."""


@dataclass(frozen=True, slots=True)
class WhatCanISay(Event):
    """A few phrases that make sense now."""


@dataclass(frozen=True, slots=True)
class Louder(Event):
    """Turn the coach up."""


@dataclass(frozen=True, slots=True)
class Quieter(Event):
    """Turn the coach down."""


@dataclass(frozen=True, slots=True)
class Sleep(Event):
    """Listen for nothing but waking and help."""


@dataclass(frozen=True, slots=True)
class Wake(Event):
    """Listen again."""


@dataclass(frozen=True, slots=True)
class Help(Event):
    """Raise the alarm."""


@dataclass(frozen=True, slots=True)
class Hurts(Event):
    """Pain: a set under way is over."""


@dataclass(frozen=True, slots=True)
class Unwell(Event):
    """Dizzy, or pain in the chest: the set is over."""


@dataclass(frozen=True, slots=True)
class Failed(Event):
    """The repetition under way could not be finished: the set is over; just after a set, its last one could not."""


@dataclass(frozen=True, slots=True)
class Undo(Event):
    """Take the last change back."""


@dataclass(frozen=True, slots=True)
class EndWorkout(Event):
    """End the session; asks first."""


@dataclass(frozen=True, slots=True)
class ConfirmYes(Event):
    """Yes to what was asked."""


@dataclass(frozen=True, slots=True)
class ConfirmNo(Event):
    """No to what was asked."""


@dataclass(frozen=True, slots=True)
class WarmUp(Event):
    """Warm up for the day's lifts."""


@dataclass(frozen=True, slots=True)
class DoFeelSet(Event):
    """A light, slow set before the lift, to feel the muscle."""


@dataclass(frozen=True, slots=True)
class Flex(Event):
    """Tense a muscle without a weight, in timed holds."""

    muscle: str


@dataclass(frozen=True, slots=True)
class TapIt(Event):
    """Where to tap, and who does it."""


@dataclass(frozen=True, slots=True)
class FeelScore(Event):
    """How well the muscle was felt, 1 to 5."""

    score: int


@dataclass(frozen=True, slots=True)
class FeltWrongly(Event):
    """The exercise is felt where it should not be; the place as it was said: `lower back`."""

    place: str


@dataclass(frozen=True, slots=True)
class Easier(Event):
    """The easier exercise of the pack."""


@dataclass(frozen=True, slots=True)
class Harder(Event):
    """The harder exercise of the pack."""


CountInDone = moments.CountInDone
RepDone = moments.RepDone
RestDone = moments.RestDone
HearingLost = moments.HearingLost
HearingBack = moments.HearingBack
ConfirmExpired = moments.ConfirmExpired
