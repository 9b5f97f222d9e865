"""From an intent of our own grammar to the event it stands for."""

from dataclasses import fields
from types import MappingProxyType
from typing import Final

from repcue.core.events import (
    AddRest,
    AnotherCue,
    BarCue,
    BeginSet,
    CoachDecides,
    ConfirmNo,
    ConfirmYes,
    DoFeelSet,
    Easier,
    EndWorkout,
    Event,
    EveryRep,
    Failed,
    Faster,
    FeelScore,
    FeltWrongly,
    Flex,
    Harder,
    Help,
    HowManyReps,
    Hurts,
    LastExercise,
    LastRep,
    LessTalking,
    Louder,
    MixCues,
    MoreReps,
    MuscleCue,
    NextExercise,
    NoCues,
    NormalTempo,
    PauseSet,
    PickExercise,
    Quieter,
    RepeatSet,
    RepeatThat,
    ResumeSet,
    SayCue,
    SetKilos,
    SetPercent,
    SetPounds,
    SetReps,
    SetTempo,
    SkipRest,
    Sleep,
    Slower,
    StopSet,
    TapIt,
    TimeLeft,
    Undo,
    Unwell,
    Wake,
    WarmUp,
    WhatCanISay,
    WhatsNext,
    WhatTempo,
    WhyCue,
)
from repcue.core.messages import Intent

INTENTS: Final = MappingProxyType(
    {
        "pick_exercise": PickExercise,
        "next_exercise": NextExercise,
        "last_exercise": LastExercise,
        "begin_set": BeginSet,
        "stop_set": StopSet,
        "pause_set": PauseSet,
        "resume_set": ResumeSet,
        "repeat_set": RepeatSet,
        "more_reps": MoreReps,
        "last_rep": LastRep,
        "slower": Slower,
        "faster": Faster,
        "set_tempo": SetTempo,
        "normal_tempo": NormalTempo,
        "set_reps": SetReps,
        "set_kilos": SetKilos,
        "set_pounds": SetPounds,
        "set_percent": SetPercent,
        "muscle_cue": MuscleCue,
        "bar_cue": BarCue,
        "mix_cues": MixCues,
        "coach_decides": CoachDecides,
        "say_cue": SayCue,
        "another_cue": AnotherCue,
        "less_talking": LessTalking,
        "every_rep": EveryRep,
        "no_cues": NoCues,
        "skip_rest": SkipRest,
        "add_rest": AddRest,
        "time_left": TimeLeft,
        "how_many_reps": HowManyReps,
        "whats_next": WhatsNext,
        "what_tempo": WhatTempo,
        "why_cue": WhyCue,
        "repeat_that": RepeatThat,
        "what_can_i_say": WhatCanISay,
        "louder": Louder,
        "quieter": Quieter,
        "sleep": Sleep,
        "wake": Wake,
        "help": Help,
        "hurts": Hurts,
        "unwell": Unwell,
        "failed": Failed,
        "easier": Easier,
        "harder": Harder,
        "warm_up": WarmUp,
        "feel_set": DoFeelSet,
        "flex": Flex,
        "tap": TapIt,
        "feel_score": FeelScore,
        "wrong_feel": FeltWrongly,
        "undo": Undo,
        "end_workout": EndWorkout,
        "confirm_yes": ConfirmYes,
        "confirm_no": ConfirmNo,
    }
)
"""The event class of every intent; slots are named as the fields."""


def event_from_intent(intent: Intent) -> Event:
    """Return the event that an intent of our own grammar stands for.

    Raises:
        KeyError: the intent is not one of ours (another grammar file was loaded).

    >>> event_from_intent(Intent("set_reps", {"reps": 8}))
    SetReps(reps=8)
    """
    event: type[Event] = INTENTS[intent.name]
    return event(**{each.name: intent.slots[each.name] for each in fields(event)})
