"""The lists, rules and intents of a grammar file, checked and made into phrases."""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from repcue.core.errors import unknown
from repcue.core.grammar import GrammarIntent, Phrase, words_of
from repcue.core.grammar_numbers import number_phrase
from repcue.core.grammar_source import GrammarSource, YamlNode
from repcue.core.grammar_template import (
    NUMBER,
    Entry,
    Named,
    Node,
    NumberRange,
    Slot,
    TemplateError,
    Word,
    may_be_silent,
    parse_template,
    readable,
    row_of,
    slots_of,
)
from repcue.core.messages import Lane, SlotValue

_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SPOKEN: Final = re.compile(r"[^\W_][\w']*|'[\w']+")
_UNREADABLE: Final = Word("unreadable")
"""Stands for a template whose problem was noted, so that it is noted once."""

INTENT_KEYS: Final = ("group", "lane", "costly", "does", "phrases", "slots")
NUMBER_LANGUAGES: Final = ("en",)
"""Languages whose number words `core/spoken_numbers.py` knows."""


class Definitions:
    """What the names of one grammar file stand for; every rule and list is read once, when it is needed."""

    def __init__(
        self,
        source: GrammarSource,
        language: str,
        lists: Mapping[str, tuple[YamlNode, YamlNode]],
        rules: Mapping[str, tuple[YamlNode, YamlNode]],
        filled: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Note where everything stands.

        Args:
            source: where problems are noted.
            language: the file's language, `en`.
            lists: key and value node of each list.
            rules: key and value node of each named rule.
            filled: what the program fills lists with: spoken phrase to value, by list name.
        """
        self._source = source
        self._language = language
        self._list_nodes = lists
        self._rule_nodes = rules
        self._filled = filled
        self._lists: dict[str, tuple[Entry, ...]] = {}
        self._rules: dict[str, Named] = {}
        self._numbers: dict[NumberRange, Node] = {}
        self._open_rules: list[str] = []

    def read_all(self) -> None:
        """Read every rule and list, also those that no phrase needs, for their problems."""
        for names in (self._list_nodes, self._rule_nodes):
            for name, (key, _) in names.items():
                if not _NAME.fullmatch(name) or name == NUMBER:
                    self._source.add_at(key, f"{name!r} is no name; use letters, digits and _, and not {NUMBER!r}.")
        for name in self._list_nodes:
            self._entries(name)
        for name in self._rule_nodes:
            self.rule(name)

    def rule(self, name: str) -> Node:
        """Return a named rule.

        Raises:
            TemplateError: there is none of this name, or it refers to itself.
        """
        if name not in self._rule_nodes:
            raise TemplateError(unknown("rule", name, self._rule_nodes), 0)
        if name in self._open_rules:
            raise TemplateError(f"<{name}> refers to itself: {' > '.join([*self._open_rules, name])}", 0)
        if name not in self._rules:
            self._open_rules.append(name)
            template = self.template(self._rule_nodes[name][1], f"rules.{name}")
            self._open_rules.pop()
            self._rules[name] = Named(f"rule_{name}", template)
        return self._rules[name]

    def slot(self, name: str, fills: str, numbers: NumberRange | None) -> Slot:
        """Return a slot with what fills it.

        Raises:
            TemplateError: there is no such list, or no number words in this language.
        """
        if numbers is None:
            if fills not in self._list_nodes:
                raise TemplateError(unknown("list", fills, [*self._list_nodes, NUMBER]), 0)
            return Slot(name, fills, self._entries(fills))
        if self._language not in NUMBER_LANGUAGES:
            known = ", ".join(NUMBER_LANGUAGES)
            raise TemplateError(f"number words are known for {known}, not {self._language!r}; use a list instead", 0)
        if numbers not in self._numbers:
            self._numbers[numbers] = number_phrase(numbers)
        return Slot(name, NUMBER, (Entry(self._numbers[numbers], None),), numbers)

    def template(self, node: YamlNode, what: str) -> Node:
        """Return the tree of the template in a node; problems are noted."""
        text = self._source.text(node, what)
        if not text:
            return _UNREADABLE
        try:
            return parse_template(text, self)
        except TemplateError as error:
            message = str(error)
            self._source.add_at(node, f"{what}: {message}{'' if message.endswith(('.', '?')) else '.'}", error.offset)
            return _UNREADABLE

    def _entries(self, name: str) -> tuple[Entry, ...]:
        if name not in self._lists:
            self._lists[name] = ()
            key, node = self._list_nodes[name]
            what = f"lists.{name}"
            if node.id == "mapping":
                self._lists[name] = self._filled_entries(name, key, node)
            else:
                entries = tuple(self._entry(each, what) for each in self._source.sequence(node, what))
                self._refuse_clashes(entries, key, what)
                self._lists[name] = (*entries, *self._further_entries(name, entries))
        return self._lists[name]

    def _entry(self, node: YamlNode, what: str) -> Entry:
        value: SlotValue | None = None
        say = node
        if node.id == "mapping":
            keys = self._source.mapping(
                node, what, ("say", "is"), required=("say", "write {say: light roast, is: light}")
            )
            if "say" not in keys:
                return Entry(_UNREADABLE, None)
            say = keys["say"][1]
            value = self._source.value(keys["is"][1], f"{what}.is") if "is" in keys else None
        template = self.template(say, what)
        if may_be_silent(template):
            self._source.add_at(say, f"{what}: this value can be said without a word; make a part of it required.")
        if any(slots_of(template)):
            self._source.add_at(say, f"{what}: a value of a list cannot have slots; put them in a rule.")
        return Entry(template, value)

    def _filled_entries(self, name: str, key: YamlNode, node: YamlNode) -> tuple[Entry, ...]:
        self._source.mapping(node, f"lists.{name}", ("from",))
        if name not in self._filled:
            given = ", ".join(sorted(self._filled)) or "none"
            self._source.add_at(key, f"lists.{name} is to be filled by the program, which fills: {given}.")
            return ()
        entries = []
        for spoken, value in self._filled[name].items():
            words = words_of(spoken)
            if not words or not all(_SPOKEN.fullmatch(word) for word in words):
                self._source.add_at(key, f"lists.{name}: {spoken!r} (for {value!r}) cannot be said; use plain words.")
                continue
            entries.append(Entry(row_of(" ".join(words)), value))
        return tuple(entries)

    def _further_entries(self, name: str, written: tuple[Entry, ...]) -> Iterator[Entry]:
        """Yield what the program adds to a list that the file writes; what the file says already stays its own."""
        said = {readable(entry.say) for entry in written if entry.say is not _UNREADABLE}
        for spoken, value in self._filled.get(name, {}).items():
            words = words_of(spoken)
            if words and " ".join(words) not in said and all(_SPOKEN.fullmatch(word) for word in words):
                yield Entry(row_of(" ".join(words)), value)

    def _refuse_clashes(self, entries: tuple[Entry, ...], key: YamlNode, what: str) -> None:
        seen: dict[str, SlotValue] = {}
        for entry in entries:
            said = readable(entry.say)
            value = said if entry.value is None else entry.value
            if entry.say is not _UNREADABLE and seen.setdefault(said, value) != value:
                self._source.add_at(key, f"{what}: {said!r} means both {seen[said]!r} and {value!r}. Keep one.")


def read_intent(
    name: str, key: YamlNode, node: YamlNode, definitions: Definitions, source: GrammarSource
) -> tuple[GrammarIntent, list[Phrase]]:
    """Return one intent of the file with its phrases; problems are noted in `source`."""
    what = f"intents.{name}"
    if not _NAME.fullmatch(name):
        source.add_at(key, f"{what}: {name!r} is no name; use letters, digits and _.")
    keys = source.mapping(node, what, INTENT_KEYS, required=("phrases", "an intent needs at least one"))
    fixed = _slots(keys, what, source)
    items = source.sequence(keys["phrases"][1], f"{what}.phrases") if "phrases" in keys else ()
    phrases = [_phrase(name, item, fixed, definitions, source) for item in items]
    words = {each: source.text(keys[each][1], f"{what}.{each}") if each in keys else "" for each in ("group", "does")}
    return GrammarIntent(
        name=name,
        group=words["group"] or "commands",
        lane=_lane(keys, what, source),
        costly="costly" in keys and source.yes_or_no(keys["costly"][1], f"{what}.costly"),
        does=words["does"],
        phrases=tuple(phrase.readable for phrase in phrases),
        slot_names=frozenset(slot for each in phrases for slot in _slot_names(each)),
    ), phrases


def _slot_names(phrase: Phrase) -> list[str]:
    return [*phrase.slots, *(slot.name for slot in slots_of(phrase.template))]


def _lane(keys: Mapping[str, tuple[YamlNode, YamlNode]], what: str, source: GrammarSource) -> Lane:
    if "lane" not in keys:
        return Lane.NORMAL
    node = keys["lane"][1]
    written = source.text(node, f"{what}.lane")
    if written not in tuple(Lane):
        if written:
            source.add_at(node, f"{what}: {unknown('lane', written, [lane.value for lane in Lane])}")
        return Lane.NORMAL
    return Lane(written)


def _slots(keys: Mapping[str, tuple[YamlNode, YamlNode]], what: str, source: GrammarSource) -> dict[str, SlotValue]:
    if "slots" not in keys:
        return {}
    pairs = source.mapping(keys["slots"][1], f"{what}.slots")
    return {slot: source.value(node, f"{what}.slots.{slot}") for slot, (_, node) in pairs.items()}


def _phrase(
    intent: str, node: YamlNode, fixed: Mapping[str, SlotValue], definitions: Definitions, source: GrammarSource
) -> Phrase:
    what = f"intents.{intent}.phrases"
    say, slots = node, dict(fixed)
    if node.id == "mapping":
        keys = source.mapping(
            node, what, ("say", "slots"), required=("say", "put a phrase that begins with { in quotes")
        )
        slots |= _slots(keys, what, source)
        if "say" not in keys:
            return Phrase(intent, _UNREADABLE, slots)
        say = keys["say"][1]
    template = definitions.template(say, what)
    if may_be_silent(template):
        source.add_at(say, f"{what}: this phrase can be said without a word; make a part of it required.")
    for slot in slots_of(template):
        if slot.name in slots:
            source.add_at(say, f"{what}: {slot.name!r} is filled by the phrase and also fixed under slots. Keep one.")
    return Phrase(intent, template, slots)
