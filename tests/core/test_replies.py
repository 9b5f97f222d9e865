"""Answers are made of clips that were rendered beforehand."""

import pytest

from repcue.core import replies
from repcue.core.tempo import parse_tempo
from repcue.testing.sessions import gym

VOCABULARY = frozenset(replies.vocabulary(gym()))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "zero"),
        (7, "seven"),
        (20, "twenty"),
        (99, "ninety nine"),
        (100, "one hundred"),
        (135, "one hundred thirty five"),
        (62.5, "sixty two and a half"),
        (61.2, "sixty one point two"),
        (62.97, "sixty three"),
        (300, "three hundred"),
        (660, "six hundred sixty"),
        (2007, "two thousand seven"),
    ],
)
def test_numbers_are_said_as_people_say_them(value: float, said: str) -> None:
    assert " ".join(replies.number(value)) == said


def test_every_number_of_a_load_can_be_said() -> None:
    for halves in range(0, 1401):
        assert set(replies.number(halves / 2)) <= VOCABULARY
    for tenths in range(0, 3000, 7):
        assert set(replies.number(tenths / 10)) <= VOCABULARY


@pytest.mark.parametrize(
    ("count", "are_left", "said"),
    [
        (1, False, "one second."),
        (45, False, "forty five seconds."),
        (60, False, "one minute."),
        (90, False, "ninety seconds."),
        (101, False, "one minute forty one seconds."),
        (120, False, "two minutes."),
        (121, True, "two minutes one second left."),
        (180, True, "three minutes left."),
        (0, True, "zero seconds left."),
    ],
)
def test_lengths_of_time_are_said_in_minutes_where_they_have_whole_ones(count: int, are_left: bool, said: str) -> None:
    assert " ".join(replies.seconds(count, are_left=are_left)) == said


def test_every_rest_can_be_said() -> None:
    for count in range(0, 4000):
        for are_left in (False, True):
            assert set(replies.seconds(count, are_left=are_left)) <= VOCABULARY


def test_a_tempo_is_said_part_by_part() -> None:
    assert " ".join(replies.tempo(parse_tempo("4-0-X-1"))) == "Tempo four zero explosive one"
    assert " ".join(replies.tempo(parse_tempo("10-0-A-1"))) == "Tempo ten zero assisted one"


def test_targets_are_said() -> None:
    assert " ".join(replies.target(1)) == "one rep."
    assert " ".join(replies.target(300)) == "three hundred reps."
    assert replies.target(None) == ("Open ended.",)


def test_a_hold_is_said_by_its_length() -> None:
    assert " ".join(replies.held(60)) == "For one minute."


def test_the_vocabulary_has_sentences_numbers_names_and_cues_once_each() -> None:
    texts = replies.vocabulary(gym())
    assert len(texts) == len(set(texts))
    assert {
        "Rack it.",
        "ninety nine",
        "six hundred",
        "minutes left.",
        "bench press",
        "Bend the bar inward",
    } <= VOCABULARY


def test_what_a_question_asks_for_can_be_said() -> None:
    assert "yes end it" in replies.ASK_END
    assert "yes do it" in replies.ASK_LONG_TEMPO
    for question in (replies.ASK_END, replies.ASK_LONG_TEMPO, replies.ANSWER_FIRST):
        assert "no carry on" in question
