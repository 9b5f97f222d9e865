import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.phoneme_distance import (
    CLASSES,
    LEAST_CHANGE_COST,
    change_cost,
    classes_of,
    phoneme_distance,
    skip_cost,
)
from repcue.edges.ears.pronunciation import PHONEMES

ALL = sorted(PHONEMES)
PHRASES = st.lists(st.sampled_from(ALL), max_size=8).map(tuple)


def test_every_phoneme_of_the_dictionary_is_in_one_class() -> None:
    assert sorted(phoneme for members in CLASSES for phoneme in members) == ALL


@pytest.mark.parametrize("one", ALL)
def test_a_change_costs_nothing_only_for_the_same_phoneme_and_as_much_back(one: str) -> None:
    for other in ALL:
        assert change_cost(one, other) == change_cost(other, one)
        assert (change_cost(one, other) == 0) == (one == other)
        assert change_cost(one, other) <= 1


@pytest.mark.parametrize("one", ALL)
def test_a_change_of_class_costs_the_least_that_the_search_counts_on(one: str) -> None:
    for other in ALL:
        assert classes_of([one]) == classes_of([other]) or change_cost(one, other) >= LEAST_CHANGE_COST
    assert skip_cost(one) >= LEAST_CHANGE_COST


@pytest.mark.parametrize(
    ("near", "far"),
    [(("P", "B"), ("P", "M")), (("SH", "CH"), ("SH", "L")), (("IY", "IH"), ("IY", "AA")), (("M", "N"), ("M", "K"))],
)
def test_what_shares_voice_manner_or_place_is_nearer(near: tuple[str, str], far: tuple[str, str]) -> None:
    assert change_cost(*near) < change_cost(*far)


@given(one=PHRASES, other=PHRASES)
@settings(deadline=None, derandomize=True, max_examples=60)
def test_the_distance_is_the_same_both_ways_and_nothing_only_for_the_same_phonemes(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    distance = phoneme_distance(one, other)
    assert distance == pytest.approx(phoneme_distance(other, one))  # the sums have another order
    assert (distance == 0) == (one == other)


@given(one=PHRASES, other=PHRASES, most=st.sampled_from([0.0, 0.5, 1.0, 2.0]))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_a_bound_only_shortens_the_work(one: tuple[str, ...], other: tuple[str, ...], most: float) -> None:
    exact, bounded = phoneme_distance(one, other), phoneme_distance(one, other, most)
    assert bounded == exact if exact <= most else bounded > most


def test_what_is_no_phoneme_is_refused() -> None:
    with pytest.raises(KeyError, match="QQ"):
        phoneme_distance(["QQ"], ["P"])
