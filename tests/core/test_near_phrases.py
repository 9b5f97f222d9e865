"""The quick search for near phrases finds what comparing each with each finds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.near_phrases import near_phrases
from repcue.core.phoneme_distance import phoneme_distance

FEW = st.sampled_from(["P", "B", "T", "D", "S", "Z", "M", "IY", "IH", "AH", "R", "ER"])
PHRASES = st.lists(st.lists(FEW, min_size=1, max_size=7).map(tuple), min_size=2, max_size=12)


def anything(one: int, other: int) -> bool:
    return one != other


@given(phrases=PHRASES, most=st.sampled_from([0.0, 0.4, 0.5, 0.9, 1.0, 1.4]))
@settings(deadline=None, derandomize=True, max_examples=80)
def test_every_pair_within_the_distance_is_found_once(phrases: list[tuple[str, ...]], most: float) -> None:
    found = list(near_phrases([[phrase] for phrase in phrases], most, anything))
    expected = {
        (one, other)
        for other in range(len(phrases))
        for one in range(other)
        if phoneme_distance(phrases[one], phrases[other]) <= most
    }
    assert {(pair.one, pair.other) for pair in found} == expected
    assert len(found) == len(expected)
    for pair in found:
        assert pair.distance == phoneme_distance(phrases[pair.one], phrases[pair.other])


def test_the_nearest_ways_of_two_phrases_count() -> None:
    [pair] = near_phrases([[("R", "OW"), ("R", "AW")], [("R", "AW")]], 0.5, anything)
    assert pair.distance == 0


def test_phrases_that_may_sound_alike_are_not_compared() -> None:
    same = [[("R", "OW")]] * 3
    assert [(pair.one, pair.other) for pair in near_phrases(same, 0.5, lambda one, other: one + other == 3)] == [(1, 2)]


def test_a_phrase_that_cannot_be_said_is_near_to_nothing() -> None:
    assert list(near_phrases([[], [("R", "OW")]], 1.0, anything)) == []


@pytest.mark.parametrize("count", [400])
def test_hundreds_that_sound_the_same_are_compared_with_a_few_each(count: int) -> None:
    compared: list[tuple[int, int]] = []

    def noted(one: int, other: int) -> bool:
        compared.append((one, other))
        return True

    found = list(near_phrases([[("S", "EY", "M")]] * count, 0.5, noted))
    assert {pair.other for pair in found} == set(range(1, count))
    assert len(compared) < 40 * count
