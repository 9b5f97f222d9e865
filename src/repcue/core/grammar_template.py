"""Phrase templates: their notation, and the trees they are read into.

    next set|begin            alternatives; inside a longer phrase in brackets: (a|b)
    say [the] cue             an optional part; [please|now] has alternatives
    <drink>                   a named rule of the same file
    {drink:coffee_drinks}     a slot, filled from a list; {muscle} is short for {muscle:muscle}
    {reps:number 1-300}       a slot, filled by a number; `halves` also takes "sixty two and a half",
                              `clipped` also takes "one thirty five" for 135
    (with <extra>)*           any number of times, also none; + at least once

Nothing here knows files: where a name comes from is the `Scope`'s business.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from repcue.core.messages import SlotValue


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word as it is written in the grammar."""

    word: str


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Parts one after the other; no parts at all is silence."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several; with `SILENCE` among them it is an optional part."""

    options: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Repeat:
    """A part once or more often."""

    part: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """A part that has a name, so that exports write it once."""

    name: str
    part: "Node"


@dataclass(frozen=True, slots=True)
class NumberRange:
    """Which numbers fill a slot."""

    low: int
    high: int
    halves: bool = False
    """Also the halves between `low` and `high`; then every value is a float."""

    clipped: bool = False
    """Also "one thirty five" for 135."""

    def holds(self, number: float) -> bool:
        """Return whether this number is one of them."""
        return self.low <= number <= self.high and (self.halves or number == int(number))


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One value of a list and how it is said."""

    say: "Node"
    value: SlotValue | None
    """None: the words as they were said."""


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """A part whose meaning is kept."""

    name: str
    fills: str
    """The list's name, or "number"."""

    entries: tuple[Entry, ...]
    numbers: NumberRange | None = None
    """Where it is filled by a number; `entries` then has one entry, whose value is None."""


Node = Word | Row | Choice | Repeat | Named | Slot
SILENCE: Final = Row(())

NUMBER: Final = "number"
"""The list name that stands for spoken numbers."""


def optional(part: Node) -> Choice:
    """Return the part as one that may be left out."""
    return Choice((part, SILENCE))


def row_of(words: str) -> Node:
    """Return plain words, separated by blanks, as a tree."""
    parts = tuple(Word(word) for word in words.split())
    return parts[0] if len(parts) == 1 else Row(parts)


class TemplateError(Exception):
    """A template that cannot be read: `str(error)` says why, `offset` counts characters from its start."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.offset = offset


class Scope(Protocol):
    """What the names in a template stand for."""

    def rule(self, name: str) -> Node:
        """Return a named rule.

        Raises:
            TemplateError: there is none of this name; the offset is not used.
        """
        ...

    def slot(self, name: str, fills: str, numbers: NumberRange | None) -> Slot:
        """Return a slot with what fills it.

        Raises:
            TemplateError: nothing of this name fills slots; the offset is not used.
        """
        ...


_TOKEN: Final = re.compile(r"\s+|[\[\]()|*+]|<[^<>]*>|\{[^{}]*\}|[^\W_][\w']*|'[\w']+")
_RULE: Final = re.compile(r"<\s*([A-Za-z]\w*)\s*>")
_SLOT: Final = re.compile(r"\{\s*([A-Za-z]\w*)\s*(?::\s*([A-Za-z]\w*)\s*(.*?)\s*)?\}")
_RANGE: Final = re.compile(r"(\d+)\s*-\s*(\d+)((?:\s+[a-z]+)*)")
_CLOSING: Final = {"(": ")", "[": "]"}
_OPTIONS: Final = ("halves", "clipped")


def parse_template(text: str, scope: Scope) -> Node:
    """Return the tree that a template writes.

    Raises:
        TemplateError: the template cannot be read; the message says why.
    """
    return _Parser(text, scope).whole()


class _Parser:
    """Reads one template, from left to right."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._text = text
        self._scope = scope
        self._tokens = list(_tokens(text))
        self._next = 0

    def whole(self) -> Node:
        node = self._choice()
        if token := self._peek():
            raise TemplateError(f"{token!r} has no opening bracket before it", self._offset())
        return node

    def _peek(self) -> str:
        return self._tokens[self._next][0] if self._next < len(self._tokens) else ""

    def _offset(self) -> int:
        return self._tokens[self._next][1] if self._next < len(self._tokens) else len(self._text)

    def _choice(self) -> Node:
        options = [self._row()]
        while self._peek() == "|":
            self._next += 1
            options.append(self._row())
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _row(self) -> Node:
        parts: list[Node] = []
        at = self._offset()
        while self._peek() not in {"", "|", ")", "]"}:
            parts.append(self._part())
        if not parts:
            raise TemplateError("a word is missing; an alternative needs at least one, [ ] makes a part optional", at)
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _part(self) -> Node:
        node = self._atom()
        while self._peek() in {"*", "+"}:
            if may_be_silent(node):
                raise TemplateError(f"{self._peek()!r} repeats a part that may be empty", self._offset())
            node = optional(Repeat(node)) if self._peek() == "*" else Repeat(node)
            self._next += 1
        return node

    def _atom(self) -> Node:
        token, at = self._peek(), self._offset()
        self._next += 1
        if token in _CLOSING:
            return self._bracket(token, at)
        try:
            if token.startswith("<"):
                return self._scope.rule(_match(_RULE, token, "a rule is written <name>")[1])
            if token.startswith("{"):
                return self._slot(token)
        except TemplateError as error:
            raise TemplateError(str(error), at) from error
        if token in {"*", "+"}:
            raise TemplateError(f"{token!r} has nothing before it to repeat", at)
        return Word(token.lower())

    def _bracket(self, opening: str, at: int) -> Node:
        node = self._choice()
        if self._peek() != _CLOSING[opening]:
            raise TemplateError(f"{opening!r} is not closed; {_CLOSING[opening]!r} is missing", at)
        self._next += 1
        return optional(node) if opening == "[" else node

    def _slot(self, token: str) -> Node:
        found = _match(_SLOT, token, "a slot is written {name:list} or {name:number 1-300}")
        name, fills, rest = found[1], found[2] or found[1], found[3] or ""
        if fills != NUMBER and rest:
            raise TemplateError(f"{rest!r} is one word too many after the list; write {{{name}:{fills}}}", 0)
        return self._scope.slot(name, fills, _number_range(rest) if fills == NUMBER else None)


def _tokens(text: str) -> Iterator[tuple[str, int]]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise TemplateError(_strange(text[at]), at)
        if not found[0].isspace():
            yield found[0], at
        at = found.end()


def _strange(character: str) -> str:
    if character in "<>{}":
        return f"{character!r} has no partner; rules are written <name>, slots {{name:list}}"
    return f"{character!r} cannot be said; a phrase has words, [optional], (a|b), <rule>, {{slot:list}}, * and +"


def _match(pattern: re.Pattern[str], token: str, wanted: str) -> re.Match[str]:
    found = pattern.fullmatch(token)
    if found is None:
        raise TemplateError(f"{token!r} cannot be read; {wanted}", 0)
    return found


def _number_range(text: str) -> NumberRange:
    found = _RANGE.fullmatch(text)
    options = found[3].split() if found else []
    if found is None or not set(options) <= set(_OPTIONS):
        raise TemplateError(f"'number {text}' is no range; write number 1-300, then halves or clipped if wanted", 0)
    low, high = int(found[1]), int(found[2])
    if not low <= high <= 999:
        raise TemplateError(f"the range {low}-{high} is empty or too wide; numbers go up from 0 to 999", 0)
    return NumberRange(low, high, "halves" in options, "clipped" in options)


def may_be_silent(node: Node) -> bool:
    """Return whether a part can be said without a word."""
    match node:
        case Row(parts):
            return all(may_be_silent(part) for part in parts)
        case Choice(options):
            return any(may_be_silent(option) for option in options)
        case Repeat(part) | Named(_, part):
            return may_be_silent(part)
        case _:
            return False


def slots_of(node: Node) -> Iterator[Slot]:
    """Return every slot below a node, in the order of the template."""
    match node:
        case Slot():
            yield node
        case Row(parts) | Choice(parts):
            for part in parts:
                yield from slots_of(part)
        case Repeat(part) | Named(_, part):
            yield from slots_of(part)
        case _:
            return


def readable(node: Node) -> str:
    """Return a template as people read it: slots by what fills them.

    >>> readable(Row((Slot("reps", "number", (), NumberRange(1, 300)), optional(Word("reps")))))
    '<1 to 300> [reps]'
    """
    match node:
        case Word(word):
            return word
        case Row(parts):
            return " ".join(_bracketed(part) for part in parts)
        case Choice(options):
            said = "|".join(readable(option) for option in options if option is not SILENCE)
            return f"[{said}]" if SILENCE in options else said
        case Repeat(part):
            return f"({readable(part)})+"
        case Named(_, part):
            return readable(part)
        case Slot():
            return _readable_slot(node)


def _bracketed(part: Node) -> str:
    inner = part
    while isinstance(inner, Named):
        inner = inner.part
    return f"({readable(inner)})" if isinstance(inner, Choice) and SILENCE not in inner.options else readable(inner)


def _readable_slot(slot: Slot) -> str:
    if slot.numbers is None:
        return f"<{slot.name}>"
    return f"<{slot.numbers.low} to {slot.numbers.high}{', also halves' if slot.numbers.halves else ''}>"
