"""The phrases of a grammar as one network of words, and how a text is read through it.

Every phrase runs from the one start state to a final state of its own; alternatives are parallel ways, so the
network grows with the text of the grammar and not with the number of sentences. Reading walks all ways at once:
time grows with the words of the text, times the ways still open, which is a handful in any grammar that
people can tell apart. `_MOST_THREADS` bounds it for one that they cannot.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from repcue.core.grammar_template import Choice, Named, Node, Repeat, Row, Slot, Word
from repcue.core.messages import SlotValue
from repcue.core.spoken_numbers import number_from_words

Spellings = Mapping[str, Sequence[Sequence[str]]]
"""How a recogniser may write a word of the grammar: `{"deadlift": [["dead", "lift"]]}`."""

_MOST_THREADS: Final = 256
"""Ways followed at once; the orders grammar of the tests, six starred slots, needs under 20."""


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    """From here on, words fill a slot."""

    slot: str


@dataclass(frozen=True, slots=True, eq=False)
class _Close:
    """The slot is filled."""

    slot: str
    value: SlotValue | None
    """None: from the words themselves."""

    is_number: bool
    has_halves: bool

    def value_of(self, said: tuple[str, ...]) -> SlotValue | None:
        """Return what the slot holds, or None when the words are no number."""
        if self.value is not None:
            return self.value
        if not self.is_number:
            return " ".join(said)
        number = number_from_words(said)
        return float(number) if self.has_halves and number is not None else number


_Mark = _Open | _Close
_Marks = tuple[_Mark, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """One way on from a state."""

    marks: _Marks
    """What happens to the slots before the word."""

    word: str | None
    """The word as the grammar writes it; None inside a word that is written as several."""

    target: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a whole text."""

    phrase_index: int
    slots: tuple[tuple[str, SlotValue], ...]
    text: str
    """The words as the grammar writes them."""

    slot_words: int
    """How many of the words fill slots; the fewer, the more of the text is the phrase's own."""


@dataclass(frozen=True, slots=True)
class _Thread:
    """One way that is being followed."""

    state: int = 0
    said: tuple[str, ...] = ()
    slots: tuple[tuple[str, SlotValue], ...] = ()
    opened_at: int = 0
    slot_words: int = 0

    def after(self, marks: _Marks) -> "_Thread | None":
        """Return this way past the marks, or None where a slot would hold two values."""
        slots, opened_at, slot_words = self.slots, self.opened_at, self.slot_words
        for mark in marks:
            if isinstance(mark, _Open):
                opened_at = len(self.said)
                continue
            value = mark.value_of(self.said[opened_at:])
            slot_words += len(self.said) - opened_at
            held = dict(slots).get(mark.slot, value)
            if value is None or held != value:
                return None
            slots = (*(each for each in slots if each[0] != mark.slot), (mark.slot, value))
        return _Thread(self.state, self.said, slots, opened_at, slot_words)


class Network:
    """Words to states, states to phrases. Never changes once built; what it computes it may remember."""

    def __init__(self, phrases: Sequence[Node], spellings: Spellings) -> None:
        """Build the network of the phrases; their indices name them."""
        self._spellings = spellings
        self._words: list[list[tuple[str, str | None, int]]] = [[]]
        self._skips: list[list[tuple[_Mark | None, int]]] = [[]]
        self._finals: dict[int, int] = {}
        self._steps: dict[int, tuple[Mapping[str, tuple[Arc, ...]], tuple[tuple[_Marks, int], ...]]] = {}
        self._leads_to: dict[int, frozenset[int]] = {}
        for index, phrase in enumerate(phrases):
            end = self._state()
            self._skips[self._add(phrase, 0)].append((None, end))
            self._finals[end] = index

    def _state(self) -> int:
        self._words.append([])
        self._skips.append([])
        return len(self._words) - 1

    def _add(self, node: Node, start: int) -> int:
        """Add the ways of a node from `start`; return the state that they end in."""
        match node:
            case Word(word):
                return self._add_word(word, start)
            case Row(parts):
                for part in parts:
                    start = self._add(part, start)
                return start
            case Choice(options):
                end = self._state()
                for option in options:
                    self._skips[self._add(option, start)].append((None, end))
                return end
            case Repeat(part):
                return self._add_repeat(part, start)
            case Named(_, part):
                return self._add(part, start)
            case Slot():
                return self._add_slot(node, start)

    def _add_word(self, word: str, start: int) -> int:
        end = self._state()
        for spelling in [[word], *(each for each in self._spellings.get(word, ()) if list(each) != [word])]:
            at = start
            for heard in spelling[:-1]:
                middle = self._state()
                self._words[at].append((heard, None, middle))
                at = middle
            self._words[at].append((spelling[-1], word, end))
        return end

    def _add_repeat(self, part: Node, start: int) -> int:
        first, end = self._state(), self._state()
        self._skips[start].append((None, first))
        last = self._add(part, first)
        self._skips[last] += [(None, first), (None, end)]
        return end

    def _add_slot(self, slot: Slot, start: int) -> int:
        first, end = self._state(), self._state()
        self._skips[start].append((_Open(slot.name), first))
        halves = slot.numbers is not None and slot.numbers.halves
        for entry in slot.entries:
            close = _Close(slot.name, entry.value, slot.numbers is not None, halves)
            self._skips[self._add(entry.say, first)].append((close, end))
        return end

    def arcs_from(self, state: int) -> Mapping[str, tuple[Arc, ...]]:
        """Return the ways on from a state, by the word that is heard."""
        return self._step(state)[0]

    def phrases_at(self, state: int) -> Iterator[int]:
        """Yield the phrases that are complete in a state."""
        for _, index in self._step(state)[1]:
            yield index

    def is_final(self, state: int) -> bool:
        """Return whether some phrase is complete in a state."""
        return bool(self._step(state)[1])

    def _step(self, state: int) -> tuple[Mapping[str, tuple[Arc, ...]], tuple[tuple[_Marks, int], ...]]:
        if state not in self._steps:
            arcs: dict[str, list[Arc]] = {}
            finals: list[tuple[_Marks, int]] = []
            for marks, reached in self._reached(state):
                for heard, word, target in self._words[reached]:
                    arcs.setdefault(heard, []).append(Arc(marks, word, target))
                if reached in self._finals:
                    finals.append((marks, self._finals[reached]))
            self._steps[state] = {heard: tuple(each) for heard, each in arcs.items()}, tuple(finals)
        return self._steps[state]

    def _reached(self, state: int) -> Iterator[tuple[_Marks, int]]:
        """Yield every state that is reached without a word, with what happens to the slots on the way."""
        waiting: list[tuple[_Marks, int]] = [((), state)]
        seen: set[tuple[_Marks, int]] = set()
        while waiting:
            marks, reached = waiting.pop()
            if (marks, reached) in seen:
                continue
            seen.add((marks, reached))
            yield marks, reached
            for mark, target in reversed(self._skips[reached]):
                waiting.append((marks if mark is None else (*marks, mark), target))

    def readings(self, words: Sequence[str]) -> list[Reading]:
        """Return every way to understand the whole text, in no order."""
        found = []
        for thread in self._threads(words):
            for marks, index in self._step(thread.state)[1]:
                done = thread.after(marks)
                if done is not None:
                    found.append(Reading(index, done.slots, " ".join(done.said), done.slot_words))
        return found

    def _threads(self, words: Sequence[str]) -> list[_Thread]:
        threads = [_Thread()]
        for heard in words:
            onward: dict[_Thread, None] = {}
            for thread in threads:
                for arc in self.arcs_from(thread.state).get(heard, ()):
                    moved = thread.after(arc.marks)
                    if moved is not None:
                        said = moved.said if arc.word is None else (*moved.said, arc.word)
                        onward[_Thread(arc.target, said, moved.slots, moved.opened_at, moved.slot_words)] = None
            threads = list(onward)[:_MOST_THREADS]
        return threads

    def states_after(self, words: Sequence[str]) -> frozenset[int]:
        """Return where the network can be after these words; empty where no phrase begins with them."""
        return frozenset(thread.state for thread in self._threads(words))

    def phrases_beyond(self, state: int) -> frozenset[int]:
        """Return the phrases that can still be completed from a state by at least one more word."""
        if state not in self._leads_to:
            seen: set[int] = set()
            waiting = [arc.target for arcs in self.arcs_from(state).values() for arc in arcs]
            while waiting:
                reached = waiting.pop()
                if reached not in seen:
                    seen.add(reached)
                    waiting += [arc.target for arcs in self.arcs_from(reached).values() for arc in arcs]
            self._leads_to[state] = frozenset(index for each in seen for index in self.phrases_at(each))
        return self._leads_to[state]

    def vocabulary(self) -> frozenset[str]:
        """Return every word as the grammar writes it."""
        return frozenset(word for arcs in self._words for _, word, _ in arcs if word is not None)
