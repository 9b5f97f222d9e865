"""What has to be heard how surely to be acted on."""

import pytest

from repcue.core.confidence import CERTAIN_SCORE, CERTAIN_WHEN_COSTLY, CERTAIN_WHEN_URGENT
from repcue.core.gate import is_certain
from repcue.core.messages import Lane, Utterance
from support.english import english


def obeyed(text: str, score: float, lane: Lane = Lane.NORMAL) -> bool:
    meant = english().understand(text)
    assert meant is not None
    return is_certain(Utterance(text, "bundled", lane, (), 1.0, 1.3, 1.0, score), meant, english())


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("slower", CERTAIN_SCORE),
        ("stop", CERTAIN_WHEN_URGENT),
        ("let's go", CERTAIN_WHEN_COSTLY),
        ("begin", CERTAIN_WHEN_COSTLY),
        ("help me", CERTAIN_WHEN_COSTLY),
    ],
)
def test_more_is_asked_of_what_does_harm_and_less_of_what_ends_a_set(text: str, needed: float) -> None:
    assert obeyed(text, needed)
    assert not obeyed(text, needed - 0.01)


def test_what_was_decided_as_urgent_is_obeyed() -> None:
    assert obeyed("help me", CERTAIN_SCORE, Lane.URGENT)
