"""No repair turns one command into another: no spelling of a recogniser, no suggestion, no word that is left out.

What is heard is made to fit the grammar in four places: words that a recogniser writes otherwise (`with_spellings`,
`respell`), little words that were not said (`forms_of`), and the suggestion for what was not understood (`nearest`).
"""

from functools import cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from repcue.core.catalogue import Catalogue
from repcue.core.grammar import Grammar, words_of
from repcue.core.intent import Misunderstood, understand
from repcue.core.messages import Intent, Lane, Utterance
from repcue.edges.ears.pronunciation import pronunciations_for
from repcue.edges.pack_files import read_packs
from repcue.prepare import our_grammar

CASES = settings(deadline=None, derandomize=True, max_examples=40)


@cache
def grammar() -> Grammar:
    return our_grammar(Catalogue(read_packs(["essentials"]).packs).aliases())


@cache
def said() -> tuple[tuple[str, Intent], ...]:
    return tuple(grammar().sample_phrases(4, 2_000))


@cache
def vocabulary() -> tuple[str, ...]:
    return tuple(sorted(grammar().words))


PHRASES = st.integers(0, 1_999).map(lambda number: said()[number][0])
WORDS = st.integers(0, 10_000).map(lambda number: vocabulary()[number % len(vocabulary())])


@st.composite
def hurt(draw: st.DrawFn) -> str:
    """Return a phrase with a word lost, doubled or taken for another of the grammar."""
    words = list(words_of(draw(PHRASES)))
    at = draw(st.integers(0, len(words) - 1))
    words[at : at + 1] = draw(st.sampled_from([(), (words[at], words[at]), (draw(WORDS),), (draw(WORDS), words[at])]))
    return " ".join(words)


def meaning(intent: Intent | None) -> tuple[str, dict[str, object]] | None:
    return (intent.name, dict(intent.slots)) if intent else None


def heard(text: str) -> Utterance:
    return Utterance(text, "bundled", Lane.NORMAL, (), 0.0, 0.0, 0.0, 1.0)


@pytest.mark.slow
@given(text=st.one_of(PHRASES, hurt()))
@CASES
def test_spelling_a_text_as_the_grammar_does_keeps_its_meaning_or_that_it_has_none(text: str) -> None:
    assert meaning(grammar().understand(grammar().respell(text))) == meaning(grammar().understand(text))


@pytest.mark.slow
@given(unknown=st.sets(WORDS, max_size=40), text=PHRASES)
@CASES
def test_however_a_recogniser_spells_its_missing_words_a_phrase_means_what_it_did(unknown: set[str], text: str) -> None:
    """A model lacks some words and writes others for them; then no phrase and no such spelling means something else."""
    sounds = pronunciations_for("en")
    known = set(vocabulary()) | {"dead", "lift", "pull", "down", "kettle", "bell", "skull", "crusher", "seps", "try"}
    spellings = {word: ways for word in unknown if (ways := sounds.split(word, (known - unknown).__contains__))}
    reading = grammar().with_spellings(spellings)
    spelt = " ".join(" ".join(spellings[word][0]) if word in spellings else word for word in words_of(text))
    assert meaning(reading.understand(text)) == meaning(grammar().understand(text))
    assert meaning(reading.understand(spelt)) == meaning(grammar().understand(text))
    assert meaning(grammar().understand(reading.respell(spelt))) == meaning(grammar().understand(text))


@pytest.mark.parametrize("word", sorted(pronunciations_for("en").sounds_like))
def test_no_ordinary_words_that_stand_for_a_gym_word_are_a_phrase_themselves(word: str) -> None:
    for spelling in pronunciations_for("en").sounds_like[word]:
        intent, own = grammar().understand(spelling), grammar().understand(word)
        is_word_itself = spelling.replace(" ", "") == word
        assert intent is None or is_word_itself or meaning(intent) == meaning(own)


@pytest.mark.slow
@given(text=PHRASES)
@CASES
def test_what_may_be_left_out_of_a_phrase_changes_nothing(text: str) -> None:
    for form in grammar().forms_of(text):
        assert meaning(grammar().understand(form)) == meaning(grammar().understand(text))


@pytest.mark.slow
@given(text=hurt())
@CASES
def test_what_is_not_understood_is_suggested_and_never_done(text: str) -> None:
    assume(grammar().understand(text) is None)
    meant = understand(heard(text), grammar())
    assert isinstance(meant, Misunderstood)
    if meant.nearest is not None:
        assert grammar().understand(meant.nearest) is not None


@pytest.mark.slow
@given(text=PHRASES)
@CASES
def test_the_nearest_phrase_to_a_phrase_is_itself(text: str) -> None:
    nearest = grammar().nearest(text)
    assert nearest is not None
    assert meaning(grammar().understand(nearest)) == meaning(grammar().understand(text))


@pytest.mark.slow
@given(text=PHRASES, more=st.lists(WORDS, max_size=2))
@settings(CASES, max_examples=200)
def test_an_urgent_command_is_taken_early_only_where_nothing_else_can_follow(text: str, more: list[str]) -> None:
    whole = " ".join((text, *more))
    early, meant = grammar().urgent_meaning(whole), grammar().understand(whole)
    assert early is None or meant is None or meant.name == early
