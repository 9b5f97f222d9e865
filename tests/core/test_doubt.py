"""When a refusal is told by a sound, and what a lowered demand lets through."""

import pytest

from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.doubt import ADDRESSED_SCORE, BETWEEN_SECONDS, UNCERTAIN, Doubts
from repcue.core.judgement import Judge, Telling
from repcue.core.messages import Lane, Utterance
from support.rehearsals import english


def heard(text: str, score: float, lane: Lane = Lane.NORMAL) -> Utterance:
    return Utterance(text, "bundled", lane, (), 0.0, 0.0, 0.0, score)


def judge(ordinary_score: float = CERTAIN_SCORE) -> Judge:
    return Judge(english(), lambda: None, ordinary_score)


@pytest.mark.parametrize(
    ("text", "score", "telling"),
    [
        ("squat", CERTAIN_SCORE, Telling.NOTHING),
        ("squat", 0.49, Telling.UNSURE),
        ("squat", ADDRESSED_SCORE, Telling.UNSURE),
        ("squat", ADDRESSED_SCORE - 0.01, Telling.NOTHING),
        ("next said", 0.9, Telling.UNSURE),
        ("next said", 0.0, Telling.NOTHING),
        ("it was a lovely day in the park", 0.9, Telling.NOTHING),
        ("nine hundred kilos", 0.9, Telling.REFUSED),
    ],
)
def test_only_what_was_probably_meant_for_the_coach_is_told(text: str, score: float, telling: Telling) -> None:
    assert judge().judge(heard(text, score), 1.0).telling is telling


def test_a_doubt_is_told_again_only_after_a_while() -> None:
    doubts, told = Doubts(), heard("squat", 0.4)
    moments = (0.0, BETWEEN_SECONDS - 0.01, BETWEEN_SECONDS, 2 * BETWEEN_SECONDS - 0.01, 2 * BETWEEN_SECONDS)
    worth = [doubts.is_worth_a_sound(told, UNCERTAIN, "squat", at_seconds) for at_seconds in moments]
    assert worth == [True, False, True, False, True]


def test_what_sounds_nothing_does_not_use_up_the_next_sound() -> None:
    doubts = Doubts()
    assert not doubts.is_worth_a_sound(heard("squat", 0.1), UNCERTAIN, "squat", 1.0)
    assert doubts.is_worth_a_sound(heard("squat", 0.4), UNCERTAIN, "squat", 1.1)


def test_a_lowered_demand_lets_ordinary_commands_through_and_no_others() -> None:
    lowered = judge(0.42)
    assert lowered.judge(heard("squat", 0.45), 1.0).intent is not None
    assert judge().judge(heard("squat", 0.45), 1.0).intent is None
    assert lowered.judge(heard("next set", 0.45), 1.0).intent is None
    assert lowered.judge(heard("help me", 0.41), 1.0).intent is None


def test_every_judgement_begins_its_records_with_what_was_heard() -> None:
    for text, score in (("squat", 1.0), ("squat", 0.1), ("next said", 1.0)):
        assert judge().judge(heard(text, score), 1.0).records[0]["kind"] == "heard"
