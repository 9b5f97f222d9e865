"""What can be said, and what it means: the one model of all phrases.

From it come the recogniser's phrases, the parser, `repcue phrases` and the docs. A text is understood whole or
not at all ("don't stop" is nothing); of several readings, the one with most words of the phrase's own wins
("done" is the command, also where an exercise is called so), then the one that stands first in the file.
Grammars are read from YAML by `core/grammar_file.py`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Final

from repcue.core.grammar_graph import WordGraph, word_graph
from repcue.core.grammar_nearest import nearest_phrase
from repcue.core.grammar_network import Network, Reading, Spellings
from repcue.core.grammar_ranges import OutOfRange, numbers_of, with_any_number, words_beside
from repcue.core.grammar_samples import sampled_phrases
from repcue.core.grammar_sentences import vosk_sentences
from repcue.core.grammar_template import Node, readable, slots_of
from repcue.core.messages import Intent, Lane, SlotValue
from repcue.core.spoken_numbers import words_from_number

Spell = Callable[[str], Sequence[Sequence[str]]]
"""The spellings of a word that a recogniser knows: `"deadlift"` to `[["dead", "lift"]]`; none if it cannot hear it."""

_NO_SLOTS: Final[Mapping[str, SlotValue]] = MappingProxyType({})
_NO_SPELLINGS: Final[Spellings] = MappingProxyType({})
_DIGITS: Final = re.compile(r"\d{1,3}(\.[05])?")
_NOT_WORDS: Final = re.compile(r"[^\w'.\[\]]+|_+|\.(?!\d)")


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One template and what it means."""

    intent: str
    template: Node
    slots: Mapping[str, SlotValue] = field(default_factory=lambda: _NO_SLOTS)
    """Slots that saying it sets, beside those that its words fill."""

    @property
    def readable(self) -> str:
        """The template as people read it."""
        return readable(self.template)


@dataclass(frozen=True, slots=True, eq=False)
class GrammarIntent:
    """One thing that can be meant."""

    name: str
    group: str
    lane: Lane
    costly: bool
    """Acted on only when it was heard for certain."""

    does: str
    """What follows, in one line; may be empty."""

    phrases: tuple[str, ...]
    """Its templates as people read them."""

    slot_names: frozenset[str]
    """Every slot that one of its phrases fills."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text as a grammar spells them: lower case, no punctuation, digits as number words.

    >>> words_of("Let\u2019s go!"), words_of("62.5 kilos")
    (("let's", 'go'), ('sixty', 'two', 'and', 'a', 'half', 'kilos'))
    """
    words: list[str] = []
    for word in _NOT_WORDS.sub(" ", text.lower().replace("\u2019", "'")).split():
        words += words_from_number(float(word)).split() if _DIGITS.fullmatch(word) else [word]
    return tuple(words)


class Grammar:
    """All phrases of one language. Immutable and pure; safe to share between threads."""

    def __init__(
        self,
        language: str,
        intents: Sequence[GrammarIntent],
        phrases: Sequence[Phrase],
        spellings: Spellings = _NO_SPELLINGS,
    ) -> None:
        """Make a grammar of phrases whose intents are all among `intents`."""
        self.language = language
        self.intents: Final = tuple(intents)
        self.phrases: Final = tuple(phrases)
        self._by_name: Final = {intent.name: intent for intent in intents}
        self._spellings: Final = spellings
        self._network: Final = Network([phrase.template for phrase in phrases], spellings)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every phrase, as the grammar spells it."""
        return self._network.vocabulary()

    @cached_property
    def _any_number(self) -> Network:
        """The same phrases with every number that can be said; only a text that was not understood needs it."""
        return Network([with_any_number(phrase.template) for phrase in self.phrases], self._spellings)

    def understand(self, text: str) -> Intent | None:
        """Return what the whole text means, or None when it is no phrase."""
        return next(iter(self.readings(text)), None)

    def readings(self, text: str) -> tuple[Intent, ...]:
        """Return every meaning of the whole text, best first; more than one means that the phrase is ambiguous."""
        meanings: list[Intent] = []
        for reading in self._ranked(self._network.readings(words_of(text))):
            intent = self._intent_from(reading)
            if all((intent.name, intent.slots) != (other.name, other.slots) for other in meanings):
                meanings.append(intent)
        return tuple(meanings)

    @staticmethod
    def _ranked(readings: Sequence[Reading]) -> list[Reading]:
        return sorted(readings, key=lambda each: (each.slot_words, each.phrase_index, repr(each.slots), each.text))

    def _intent_from(self, reading: Reading) -> Intent:
        phrase = self.phrases[reading.phrase_index]
        return Intent(phrase.intent, MappingProxyType({**phrase.slots, **dict(reading.slots)}), reading.text)

    def respell(self, text: str) -> str:
        """Return the text as the grammar spells it: "dead lift" becomes "deadlift" where that is the phrase's word.

        A text that is no phrase comes back in lower case without punctuation, its words unchanged.
        """
        intent = self.understand(text)
        return intent.text if intent else " ".join(words_of(text))

    def forms_of(self, text: str) -> tuple[str, ...]:
        """Return the text, then what it is without one of its words where that means the same.

        "end the workout" is also "end workout": whether a little word was said does not matter.
        """
        intent, words = self.understand(text), words_of(text)
        shorter = (" ".join(words[:place] + words[place + 1 :]) for place in range(len(words)))
        meant = ((each, self.understand(each)) for each in shorter)
        same = (each for each, other in meant if intent and other and _is_same(intent, other))
        return tuple(dict.fromkeys((text, *same)))

    def with_spellings(self, spellings: Spellings) -> "Grammar":
        """Return the same grammar that also reads words as a recogniser writes them.

        With `{"deadlift": [["dead", "lift"]]}`, "dead lift" is read as the word "deadlift".
        The meaning's text is always spelt as the grammar does.
        """
        return Grammar(self.language, self.intents, self.phrases, {**self._spellings, **spellings})

    def lane_of(self, intent_name: str) -> Lane:
        """Return how fast an intent is decided.

        Raises:
            KeyError: the grammar has no such intent.
        """
        return self._by_name[intent_name].lane

    def is_costly(self, intent_name: str) -> bool:
        """Return whether an intent is acted on only when it was heard for certain.

        Raises:
            KeyError: the grammar has no such intent.
        """
        return self._by_name[intent_name].costly

    def is_urgent(self, text: str) -> bool:
        """Return whether the whole text is a complete urgent command."""
        intent = self.understand(text)
        return intent is not None and self.lane_of(intent.name) is Lane.URGENT

    def urgent_meaning(self, text: str) -> str | None:
        """Return the urgent intent that the text is, or that is all it can still become, else None.

        "stop" is one; "stop the" begins with one and can only go on as "stop the set", which is the same.
        """
        words = words_of(text)
        for length in range(1, len(words) + 1):
            intent = self.understand(" ".join(words[:length]))
            if intent is not None and self.lane_of(intent.name) is Lane.URGENT:
                return intent.name if self._leads_only_to(intent.name, words) else None
        return None

    def _leads_only_to(self, name: str, words: tuple[str, ...]) -> bool:
        states = self._network.states_after(words)
        beyond = {each for state in states for each in self._network.phrases_beyond(state)}
        meant = self.understand(" ".join(words))
        names = {self.phrases[each].intent for each in beyond} | ({meant.name} if meant else set())
        return names == {name}

    def may_continue(self, text: str) -> bool:
        """Return whether some longer phrase begins with the whole text."""
        return any(self._network.phrases_beyond(state) for state in self._network.states_after(words_of(text)))

    def may_mean_another(self, text: str) -> bool:
        """Return whether a longer phrase that begins with the whole text means something else.

        "stop" goes on as "stop the set", which is the same; "bench press" goes on as another exercise.
        """
        intent = self.understand(text)
        beyond: set[int] = set()
        for state in self._network.states_after(words_of(text)):
            beyond |= self._network.phrases_beyond(state)
        if intent is None:
            return bool(beyond)
        return any(self.phrases[each].intent != intent.name or self._fills(each) for each in beyond)

    def _fills(self, phrase_index: int) -> bool:
        phrase = self.phrases[phrase_index]
        return bool(phrase.slots) or any(True for _ in slots_of(phrase.template))

    def nearest(self, text: str) -> str | None:
        """Return the phrase most like the text, or None when all are far."""
        return nearest_phrase(self._network, words_of(text))

    def out_of_range(self, text: str) -> OutOfRange | None:
        """Return the number that keeps the text from being a phrase, or None when it is something else."""
        for reading in self._ranked(self._any_number.readings(words_of(text))):
            phrase = self.phrases[reading.phrase_index]
            slots = {slot.name: slot for slot in slots_of(phrase.template)}
            for name, value in reading.slots:
                numbers = numbers_of(slots[name])
                if numbers and not isinstance(value, str) and not numbers.holds(value):
                    return OutOfRange(phrase.intent, name, value, numbers, words_beside(slots[name]))
        return None

    def ambiguous_phrases(self) -> tuple[str, ...]:
        """Return a shortest text for every pair of ways to read it that end in different meanings, sorted.

        Looks at pairs of states of the network, so it finds clashes between phrases without listing sentences.
        """
        texts = {text for text in _clashes(self._network) if len(self.readings(text)) > 1}
        return tuple(sorted(texts))

    def sample_phrases(self, seed: int, count: int) -> list[tuple[str, Intent]]:
        """Return random sentences with what each means; the same ones for the same seed."""
        sampled = sampled_phrases([phrase.template for phrase in self.phrases], seed, count)
        return [
            (text, Intent(phrase.intent, MappingProxyType({**phrase.slots, **slots}), text))
            for text, slots, phrase in ((text, slots, self.phrases[index]) for text, slots, index in sampled)
        ]

    def to_word_graph(self, spell: Spell) -> WordGraph:
        """Return the grammar as the smallest graph of words; what PocketSphinx decodes fastest (`create_fsg`).

        Phrases with a word that has no spelling are left out.
        """
        return word_graph([phrase.template for phrase in self.phrases], spell)

    def sentences(self, spell: Spell, limit: int = 64) -> list[str]:
        """Return sentences for a recogniser that learns which word follows which (Vosk).

        A phrase of up to `limit` sentences is written out; of a larger one come sentences that have every pair
        of neighbouring words, every first and every last word at least once.
        """
        return vosk_sentences([phrase.template for phrase in self.phrases], spell, limit)


def _is_same(one: Intent, other: Intent) -> bool:
    return (one.name, one.slots) == (other.name, other.slots)


def _clashes(network: Network) -> Iterator[str]:
    """Yield texts that lead to two final states at once, each pair of states once, shortest texts first."""
    waiting: list[tuple[int, int, str]] = [(0, 0, "")]
    seen = {(0, 0)}
    for one, other, said in waiting:
        if one != other and network.is_final(one) and network.is_final(other):
            yield said.strip()
        for word, arcs in network.arcs_from(one).items():
            for arc in arcs:
                for twin in network.arcs_from(other).get(word, ()):
                    pair = (min(arc.target, twin.target), max(arc.target, twin.target))
                    if pair not in seen:
                        seen.add(pair)
                        waiting.append((*pair, f"{said} {word}"))
