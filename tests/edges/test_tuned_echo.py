"""A delay that is known from a tune-in: the echo is taken out from the coach's first words on."""

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room_response import room_response
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.testing.echoes import echo_of, loss_db, syllables

BLOCK = 160
RATE = 16_000


class KeepingEar:
    """Keeps what it hears."""

    engine = model = "kept"

    def __init__(self) -> None:
        self.heard: list[Samples] = []

    def feed(self, block: AudioBlock) -> tuple[()]:
        self.heard.append(block.samples)
        return ()

    def close(self) -> None:
        pass


def left_of_echo_db(expected_delay_seconds: float | None, true_delay_seconds: float, until_seconds: float) -> float:
    """Return by how many decibels the echo of the seconds before `until_seconds` is lessened."""
    played = syllables(until_seconds, 1)
    echo = echo_of(played, room_response(0.35, round(true_delay_seconds * RATE)))
    inner, ring = KeepingEar(), PlayedRing(RATE)
    ear = EchoFreeEar(inner, ring, expected_delay_seconds=expected_delay_seconds)
    for start in range(0, len(echo) - BLOCK + 1, BLOCK):
        ring.write(played[ring.frames : start + 5 * BLOCK])
        ear.feed(AudioBlock(echo[start : start + BLOCK], start / RATE))
    return loss_db(echo[-RATE:], np.concatenate(inner.heard)[-RATE:])


def test_with_the_delay_known_the_second_second_is_cancelled_already() -> None:
    assert left_of_echo_db(None, 0.2, 2.0) < 1.0
    assert left_of_echo_db(0.2, 0.2, 2.0) > 8.0


@pytest.mark.slow
@pytest.mark.parametrize("expected_delay_seconds", [0.05, 0.5])
def test_a_delay_that_is_not_true_any_more_is_found_anew(expected_delay_seconds: float) -> None:
    assert left_of_echo_db(expected_delay_seconds, 0.2, 9.0) > 15.0
