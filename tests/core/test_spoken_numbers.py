import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.spoken_numbers import LARGEST_NUMBER, number_from_words, words_from_number

SAID = {
    "zero": 0,
    "twelve": 12,
    "twenty one": 21,
    "a hundred": 100,
    "one hundred and five": 105,
    "one hundred five": 105,
    "one thirty five": 135,
    "two twenty five": 225,
    "three hundred": 300,
    "a half": 0.5,
    "sixty two and a half": 62.5,
    "one hundred and a half": 100.5,
}
NO_NUMBERS = ["", "hundred", "a", "and", "and a half", "zero and a half", "ninety twelve", "one five", "twenty zero"]
NO_NUMBERS += [
    "ten hundred",
    "zero hundred",
    "one hundred and",
    "one hundred and zero",
    "two a half",
    "twenty and a half a",
]


@settings(deadline=None, derandomize=True)
@given(st.integers(0, 2 * LARGEST_NUMBER).map(lambda halves: halves / 2))
def test_what_is_said_for_a_number_is_that_number(number: float) -> None:
    assert number_from_words(words_from_number(number).split()) == number


@pytest.mark.parametrize(("words", "number"), SAID.items())
def test_numbers_are_understood_as_people_say_them(words: str, number: float) -> None:
    assert number_from_words(words.split()) == number


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_what_is_no_number_is_none(words: str) -> None:
    assert number_from_words(words.split()) is None


def test_whole_numbers_are_whole() -> None:
    assert isinstance(number_from_words(["ten"]), int)


@pytest.mark.parametrize("number", [-1, 0.25, 1000, -0.5])
def test_a_number_without_words_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match=rf"^{number!r} cannot be said; a number is 0 to 999, whole or a half\.$"):
        words_from_number(number)
