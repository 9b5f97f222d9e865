"""A phrase against what a recogniser writes of the same sound without a grammar."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.agreement import FreeWord, agreement, letters
from repcue.core.confidence import CERTAIN_SCORE, CERTAIN_WHEN_COSTLY, CERTAIN_WHEN_URGENT
from repcue.core.phoneme_distance import Phonemes

SOUNDS = {
    "stop": "S T AA P",
    "star": "S T AA R",
    "don't": "D OW N T",
    "the": "DH AH",
    "rack": "R AE K",
    "racket": "R AE K AH T",
    "it": "IH T",
    "next": "N EH K S T",
    "set": "S EH T",
    "to": "T UW",
    "bench": "B EH N CH",
}


def ways(word: str) -> Sequence[Phonemes]:
    return (tuple(SOUNDS[word].split()),) if word in SOUNDS else ()


def written(text: str, confidence: float = 1.0) -> list[FreeWord]:
    return [FreeWord(word, confidence) for word in text.split()]


def test_the_same_words_are_certain_however_they_are_cut() -> None:
    assert agreement(["next set"], written("next set"), ways) == 1.0
    assert agreement(["deadlift", "dead lift"], written("dead lift")) == 1.0
    assert agreement(["빠르게시작"], written("빠르게 시작")) == 1.0


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("stop", "don't stop"),
        ("stop", "please don't stop the music"),
        ("next set", "next to the bench"),
        ("정지", "정지하지 마"),
        ("계속", "계속해서 이야기했다"),
    ],
)
def test_a_sentence_that_holds_a_command_is_none(phrase: str, text: str) -> None:
    assert agreement([phrase], written(text), ways) < CERTAIN_WHEN_URGENT


def test_a_stranger_is_not_obeyed() -> None:
    assert agreement(["stop"], written("what a lovely day that was"), ways) == 0.0
    assert agreement(["stop"], [], ways) == 0.0
    assert agreement(["stop"], written("!"), ways) == 0.0
    assert agreement([], written("stop"), ways) == 0.0
    assert agreement([""], written("stop"), ways) == 0.0


def test_what_sounds_the_same_agrees_where_the_sounds_are_known() -> None:
    assert agreement(["rack it"], written("racket"), ways) > CERTAIN_WHEN_COSTLY
    assert agreement(["rack it"], written("racket"), ways) > agreement(["rack it"], written("ricochet"), ways)


def test_a_word_without_known_sounds_is_compared_by_letters() -> None:
    assert agreement(["squat zzyzx"], written("squat zzyzx"), ways) == 1.0
    assert 0.0 < agreement(["stop"], written("stops"), ways) < 1.0


def test_a_breath_that_the_recogniser_doubts_costs_less_than_a_word() -> None:
    breath = [FreeWord("the", 0.4), FreeWord("stop", 1.0)]
    assert agreement(["stop"], breath, ways) > agreement(["stop"], written("the stop"), ways)
    assert agreement(["stop"], breath, ways) >= CERTAIN_SCORE


def test_other_words_count_less_where_the_recogniser_is_unsure_of_them() -> None:
    assert agreement(["stop"], written("star", 0.3), ways) > agreement(["stop"], written("star", 1.0), ways)


def test_a_short_phrase_needs_more_likeness_than_a_long_one() -> None:
    assert agreement(["abcd"], written("abcx")) < agreement(["abcdabcdabcd"], written("abcxabcxabcx"))


def test_confidence_in_the_phrase_counts_half() -> None:
    assert agreement(["stop"], written("stop"), ways, confidence=0.5) == 0.75
    assert agreement(["stop"], written("stop"), ways, confidence=7.0) == 1.0


def test_letters_are_those_that_are_heard() -> None:
    assert letters("Don't stop!") == tuple("dontstop")
    assert letters("정지") == ("CIEUC", "EO", "IEUNG", "CIEUC", "I")
    assert letters("") == ()


texts = st.lists(st.text("abc시작정지 ", max_size=6), max_size=5).map(" ".join)


@given(texts, texts, st.floats(0.0, 1.0))
@settings(deadline=None, derandomize=True, max_examples=100)
def test_a_score_is_between_nothing_and_one(phrase: str, text: str, confidence: float) -> None:
    assert 0.0 <= agreement([phrase], written(text, confidence), ways, confidence) <= 1.0
