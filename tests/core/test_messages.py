"""What crosses an arrow can not be changed on its way."""

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from repcue.core import effects, events, messages
from repcue.core.clip import Clip, silence
from repcue.core.messages import Group, Intent, Play, PlayClass

CLASSES = [
    kind
    for module in (messages, effects, events)
    for kind in vars(module).values()
    if is_dataclass(kind) and isinstance(kind, type) and kind.__module__ == module.__name__
]


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_messages_are_frozen_and_slotted(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert all(each.name in kind.__slots__ for each in fields(kind) if each.name in kind.__annotations__)  # type: ignore[attr-defined]


def test_a_play_ends_with_its_clip() -> None:
    clip = Clip("count.one", "one", silence(0.1, 1000), 1000, 30)
    play = Play(1, clip, PlayClass.COUNT, Group.PACE, 470, 500)
    assert play.end_frame == 570
    with pytest.raises(FrozenInstanceError):
        play.due_frame = 0  # type: ignore[misc]


def test_an_intent_without_slots_has_an_empty_mapping_that_nobody_can_fill() -> None:
    with pytest.raises(TypeError):
        Intent("stop_set").slots["reps"] = 1  # type: ignore[index]


def test_classes_of_sound_are_spelt_as_in_the_event_log() -> None:
    assert list(PlayClass) == ["tick", "count", "cue", "reply", "alert"]
    assert list(messages.Outcome) == ["played", "cut", "dropped"]
    assert list(messages.Lane) == ["urgent", "normal"]
