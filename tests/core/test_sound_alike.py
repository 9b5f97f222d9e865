"""Phrases that sound like a text: nearest first, numbers and all."""

import pytest

from repcue.core.grammar_file import load_grammar
from repcue.core.sound_alike import MOST_PHONEMES, SoundAlikes

GRAMMAR = """\
language: en
intents:
  pull: {phrases: [pull up]}
  push: {phrases: [push up]}
  more: {phrases: ["{reps:number 1-10} more"]}
  reps: {phrases: ["{reps:number 1-300} reps"]}
"""
PHONEMES = {
    "pull": ("P UH L",),
    "full": ("F UH L",),
    "push": ("P UH SH",),
    "up": ("AH P",),
    "four": ("F AO R",),
    "for": ("F AO R", "F ER"),
    "five": ("F AY V",),
    "more": ("M AO R",),
    "reps": ("R EH P S",),
    "sixty": ("S IH K S T IY",),
    "six": ("S IH K S",),
}
GRAPH = load_grammar(GRAMMAR, source="test").to_word_graph(lambda word: ((word,),) if word in PHONEMES else ())
ALIKES = SoundAlikes(GRAPH, lambda word: PHONEMES.get(word, ()))


@pytest.mark.parametrize(
    ("heard", "nearest"),
    [
        ("full up", "pull up"),
        ("for more", "four more"),
        ("sixty six reps", "sixty six reps"),
        ("sixtysix reps", "sixty six reps"),
    ],
)
def test_the_phrase_that_sounds_most_like_a_text_comes_first(heard: str, nearest: str) -> None:
    assert ALIKES.nearest(heard.split(), 3)[0].text == nearest


def test_the_same_sound_costs_nothing_and_the_rest_comes_in_order() -> None:
    alike = ALIKES.nearest(["for", "more"], 4)
    assert alike[0].cost == pytest.approx(0.0)
    assert [each.cost for each in alike] == sorted(each.cost for each in alike)
    assert len({each.text for each in alike}) == len(alike)


def test_what_is_unlike_every_phrase_is_near_none() -> None:
    assert ALIKES.nearest(["zzz", "kkk"], 3) == []
    assert ALIKES.nearest([], 3) == []
    assert ALIKES.nearest(["\u4f60\u597d"], 3) == []


def test_a_long_text_is_no_command() -> None:
    assert ALIKES.nearest(["sixty"] * MOST_PHONEMES, 3) == []


def test_unknown_words_are_taken_letter_by_letter() -> None:
    assert ALIKES.count_phonemes(["pull", "qq"]) == 5
    assert ALIKES.nearest(["pul", "up"], 1)[0].text == "pull up"
