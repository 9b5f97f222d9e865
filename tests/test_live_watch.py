"""What is lost of the sound is reported once and by its count, whichever microphone it was."""

from dataclasses import dataclass

import numpy as np

from repcue.live import MICROPHONE_BACK, MICROPHONE_BROKEN, MICROPHONE_GONE, Hearing, Watch
from repcue.testing.ears import ScriptedEar
from repcue.testing.microphones import PushedMicrophone

LOST = "Sound from the microphone was lost."
BLOCK = np.full(160, 0.1, dtype=np.float32)


@dataclass
class SteadySpeaker:
    """A speaker that never fails."""

    underflows: int = 0
    failure: Exception | None = None

    def is_lost(self, now_seconds: float) -> bool:
        return False


class Room:
    """A watch over microphones, and what it reported."""

    def __init__(self) -> None:
        self.microphones = [PushedMicrophone(16_000, lambda: 0.0)]
        self.hearing = Hearing(self.microphones[0], ScriptedEar(()), open_again=self._another)
        self.reported: list[tuple[str, int, str]] = []
        self.is_heard: list[bool] = []
        self.watch = Watch(
            SteadySpeaker(), self.hearing, lambda *told: self.reported.append(told), self.is_heard.append
        )

    def _another(self) -> PushedMicrophone:
        self.microphones.append(PushedMicrophone(16_000, lambda: 0.0))
        return self.microphones[-1]

    def lose(self, count: int) -> None:
        """Lose sound so many times."""
        for _ in range(count):
            self.microphones[-1].push(BLOCK, is_after_a_loss=True)
            self.microphones[-1].read(0.0)

    def told_at(self, seconds: float) -> list[tuple[str, int, str]]:
        """Return what a look reports."""
        self.reported.clear()
        self.watch.look(seconds)
        return list(self.reported)


def test_lost_sound_is_told_by_its_count_and_only_when_there_is_more() -> None:
    room = Room()
    room.lose(3)
    assert room.told_at(0.5) == [("overflow", 3, LOST)]
    assert room.told_at(1.0) == []


def test_a_microphone_that_was_opened_anew_is_counted_on_with() -> None:
    room = Room()
    room.lose(5)
    assert room.told_at(0.5) == [("overflow", 5, LOST)]
    room.lose(1)
    room.microphones[0].is_unplugged = True
    assert room.told_at(3.0) == [
        ("overflow", 6, LOST),
        ("device_lost", 1, MICROPHONE_GONE),
        ("device_back", 1, MICROPHONE_BACK),
    ]
    assert room.told_at(3.5) == []
    room.lose(2)
    assert room.told_at(4.0) == [("overflow", 8, LOST)]
    assert room.is_heard == [False, True]


def test_what_the_lost_microphone_counted_last_is_not_forgotten() -> None:
    room = Room()
    room.microphones[0].is_unplugged = True
    room.watch.look(3.0)
    room.microphones[0].push(BLOCK, is_after_a_loss=True)
    assert room.told_at(3.5) == [("overflow", 1, LOST)]


def test_broken_sound_of_another_microphone_is_counted_on_with_too() -> None:
    room = Room()
    for number in range(2):
        room.microphones[-1].push(np.full(160, np.nan, dtype=np.float32))
        room.microphones[-1].read(0.0)
        assert room.told_at(10.0 * number) == [("broken_sound", number + 1, MICROPHONE_BROKEN)]
        room.microphones[-1].is_unplugged = True
        room.watch.look(10.0 * number + 5.0)
        room.watch.look(10.0 * number + 6.0)
