from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from repcue.core.grammar_graph import WordGraph
from support.english import SPELLINGS, english, spell

Arcs = list[tuple[int, int, str | None]]


def reached(arcs: Arcs, states: set[int], word: str | None) -> set[int]:
    states = {target for start, target, said in arcs if said == word and start in states} if word else set(states)
    while more := {target for start, target, said in arcs if said is None and start in states} - states:
        states |= more
    return states


def accepts(arcs: Arcs, start: int, final: int, words: list[str]) -> bool:
    states = reached(arcs, {start}, None)
    for word in words:
        states = reached(arcs, states, word)
    return final in states


def walks(arcs: Arcs, start: int, final: int, count: int) -> Iterator[str]:
    """Yield random sentences of a graph."""
    draw = np.random.default_rng(0)
    onward: dict[int, list[tuple[int, str | None]]] = {}
    for source, target, word in arcs:
        onward.setdefault(source, []).append((target, word))
    for _ in range(count):
        state, said = start, list[str]()
        while state != final:
            state, word = onward[state][int(draw.integers(len(onward[state])))]
            said += [word] if word else []
        yield " ".join(said)


def heard(text: str) -> list[str]:
    return [part for word in text.split() for part in spell(word)[0]]


def spell_without_glutes(word: str) -> list[list[str]]:
    """Return the spellings as PocketSphinx's dictionary has them."""
    return [] if word == "glutes" else spell(word)


def assert_same_language(arcs: Arcs, start: int, final: int) -> None:
    grammar = english().with_spellings(SPELLINGS)
    for text, intent in english().sample_phrases(2, 100):
        if "glutes" in text:
            continue
        assert accepts(arcs, start, final, heard(text)), text
        assert grammar.understand(" ".join(heard(text))) is not None, intent
    for text in walks(arcs, start, final, 500):
        assert grammar.understand(text) is not None, text
    for text in ["next", "stop this", "deadlift", "four hundred reps", "tempo one one"]:
        assert not accepts(arcs, start, final, text.split()), text


def test_the_word_graph_has_exactly_the_sentences_of_the_grammar() -> None:
    graph = english().to_word_graph(spell)
    assert_same_language(list(graph.arcs), graph.start, graph.final)


def test_the_word_graph_is_deterministic_and_small() -> None:
    graph = english().to_word_graph(spell)
    spoken = [(start, word) for start, _, word in graph.arcs if word]
    assert len(spoken) == len(set(spoken))
    assert graph.states < 250
    assert graph == english().to_word_graph(spell)
    assert isinstance(graph, WordGraph)


@pytest.mark.slow
def test_pocketsphinx_takes_the_word_graph() -> None:
    from pocketsphinx import Decoder

    decoder = Decoder(lm=None, loglevel="FATAL")
    graph = english().to_word_graph(spell_without_glutes)
    arcs = [(start, to, 1.0, word) if word else (start, to, 1.0) for start, to, word in graph.arcs]
    decoder.add_fsg("commands", decoder.create_fsg("commands", graph.start, graph.final, arcs))
    decoder.activate_search("commands")
    assert decoder.current_search() == "commands"


def test_the_words_of_our_commands_are_in_the_bundled_dictionary() -> None:
    dictionary = pytest.importorskip("pocketsphinx").get_model_path("en-us/cmudict-en-us.dict")
    with Path(dictionary).open(encoding="utf-8") as lines:
        known = {line.split(" ", 1)[0] for line in lines}
    commands = {word for word in english().words if all(word not in name for name in ("deadlift", "pulldown"))}
    assert commands - known == {"glutes"}


def test_what_cannot_be_heard_is_left_out() -> None:
    def deaf(word: str) -> list[list[str]]:
        return [] if word in {"bench", "hundred", "slower", "go", "slow"} else [[word]]

    graph = english().to_word_graph(deaf)
    assert not {word for _, _, word in graph.arcs} & {"bench", "hundred", "slower", "go", "slow"}
    sentences = english().sentences(deaf)
    assert "deadlift" in sentences
    assert not [text for text in sentences if {"bench", "hundred"} & set(text.split())]


def test_sentences_for_a_two_gram_have_every_pair_of_words() -> None:
    sentences = english().sentences(spell)
    pairs = {pair for text in sentences for pair in pairwise(["", *text.split(), ""])}
    wanted = {pair for text, _ in english().sample_phrases(4, 3000) for pair in pairwise(["", *heard(text), ""])}
    assert wanted <= pairs


def test_sentences_are_phrases_and_few() -> None:
    grammar = english().with_spellings(SPELLINGS)
    sentences = english().sentences(spell)
    assert [text for text in sentences if grammar.understand(text) is None] == []
    assert len(sentences) == len(set(sentences)) < 1_000
    assert {"stop", "next set", "dead lift", "flex your hamstrings"} <= set(sentences)
