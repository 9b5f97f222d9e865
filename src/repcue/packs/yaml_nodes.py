"""YAML text to a tree of nodes that know their place; no scalar is guessed.

Plain YAML surprises authors: `tempo: 0310` is the number 200, `3:1:1:0` is 651660, `say: no` is false, and a key
written twice vanishes. Here every scalar stays the text that was written, keys are unique, and what YAML offers
beyond lists and keys (anchors, aliases, merge keys, tags, several documents) is refused with its place.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from repcue.packs.nodes import Document, Keyed, Listing, Node, Path, Place, Scalar
from repcue.packs.report import Problem, in_order
from repcue.packs.values import shown
from repcue.packs.yaml_sentences import syntax_sentence

MOST_CHARACTERS: Final = 6_000_000
"""Longest text that is read: 5,000 exercises as full as the shipped ones have 4.5 million, which take 6 s, and 14 s
where the last line is broken."""

DEEPEST_LEVEL: Final = 12
"""Lists and keys within each other; the formats need 7."""

Event = Any
"""One of PyYAML's events; its type stubs leave their attributes open."""

_LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_NO_REFERENCES: Final = "Write the value out: anchors (&), aliases (*) and merge keys (<<) are not read."


def text_from_bytes(content: bytes, source: str) -> tuple[str | None, tuple[Problem, ...]]:
    """Return the text of a file, or None and why it is none; a leading byte order mark is dropped."""
    if len(content) > 4 * MOST_CHARACTERS:  # no character takes more than 4 bytes
        return None, (_too_long(source),)
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        hint = "Save the file with the encoding UTF-8."
        return None, (Problem(source, line, column, "", "the file is no UTF-8 text.", hint),)


def read_document(text: str, source: str) -> Document:
    """Return the nodes of a YAML text; what is wrong is in its `problems`, and nothing is raised.

    Args:
        text: the whole file.
        source: the file's name, as reports show it.
    """
    text = text.removeprefix("\ufeff")
    if len(text) > MOST_CHARACTERS:
        return Document(source, (), None, (_too_long(source),))
    document = Document(source, _LINE_BREAK.split(text))
    if unprintable := _UNPRINTABLE.search(text):
        return _with_control_sign(document, text, unprintable.start())
    import yaml

    # libyaml is 15 times as quick as the reader in Python, but some builds lack it and it words its errors
    # otherwise; so a text that it refuses is read again, and every sentence comes from the reader that is always there.
    for loader in (getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader):
        composer = _Composer(document, yaml.parse(text, Loader=loader))
        try:
            return composer.document()
        except yaml.YAMLError as error:
            place, sentence, hint = syntax_sentence(error)
    return _only(document, document.problem_between(place, place, (), sentence, hint))


def _too_long(source: str) -> Problem:
    sentence = f"the file is longer than {MOST_CHARACTERS:,} characters."
    return Problem(source, 1, 1, "", sentence, "Split it in two, or look whether it is the right file.")


def _with_control_sign(document: Document, text: str, index: int) -> Document:
    before = _LINE_BREAK.split(text[:index])
    place = Place(len(before) - 1, len(before[-1]))
    sentence = f"the text has the control sign U+{ord(text[index]):04X}."
    return _only(document, document.problem_between(place, place, (), sentence, "Delete it."))


def _only(document: Document, problem: Problem) -> Document:
    return Document(document.source, document.lines, None, (problem,))


class _TooDeepError(Exception):
    """The text nests too deeply; the problem is noted."""


class _Composer:
    """Events to nodes. Recursion is bounded by `DEEPEST_LEVEL`."""

    def __init__(self, document: Document, events: Iterator[Event]) -> None:
        self._empty = document
        self._events = events
        self._problems: list[Problem] = []
        self._silenced: set[Path] = set()

    def document(self) -> Document:
        """Return the whole document.

        Raises:
            yaml.YAMLError: the text is no YAML.
        """
        from yaml import DocumentEndEvent, DocumentStartEvent, StreamEndEvent, StreamStartEvent

        root: Node | None = None
        try:
            for event in self._events:
                if isinstance(event, DocumentStartEvent) and root is not None:
                    self._note(event, (), "a second document begins here.", "Keep one per file; delete the line '---'.")
                    break
                if not isinstance(event, StreamStartEvent | DocumentStartEvent | DocumentEndEvent | StreamEndEvent):
                    root = self._node(event, ())
        except _TooDeepError:
            root = None
        if root is None and not self._problems:
            self._problems.append(self._empty.problem((), "the file is empty."))
        return Document(
            self._empty.source, self._empty.lines, root, in_order(self._problems), frozenset(self._silenced)
        )

    def _node(self, event: Event, path: Path) -> Node:
        from yaml import AliasEvent, MappingStartEvent, SequenceStartEvent

        if isinstance(event, AliasEvent):
            self._note(event, path, f"the alias *{event.anchor} is not read.", _NO_REFERENCES)
            self._silenced.add(path)
            return Scalar(_start(event), _end(event), "")
        if event.anchor:
            self._note(event, path, f"the anchor &{event.anchor} is not read.", _NO_REFERENCES)
        if event.tag:
            self._note(event, path, f"the tag {shown(event.tag)} is not read.", "Write the value without it.")
        if isinstance(event, MappingStartEvent | SequenceStartEvent):
            if len(path) >= DEEPEST_LEVEL:
                self._note(event, path, f"the file nests deeper than {DEEPEST_LEVEL} levels.")
                raise _TooDeepError
            return self._keyed(event, path) if isinstance(event, MappingStartEvent) else self._listing(event, path)
        return self._scalar(event, path)

    def _scalar(self, event: Event, path: Path) -> Scalar:
        is_plain = event.style in {None, ""}
        if is_plain and event.value in _NOTHING:
            where = f"{path[-1]!r}" if path and isinstance(path[-1], str) else "the item" if path else "the file"
            stands_for = f" ({event.value!r} stands for none)" if event.value else ""
            hint = "Write one, or leave the key out where it may be." if path else ""
            self._note(event, path, f"{where} has no value{stands_for}.", hint)
            self._silenced.add(path)
        return Scalar(_start(event), _end(event), event.value)

    def _listing(self, event: Event, path: Path) -> Listing:
        from yaml import SequenceEndEvent

        items: list[Node] = []
        while not isinstance(item := next(self._events), SequenceEndEvent):
            items.append(self._node(item, (*path, len(items))))
        return Listing(_start(event), _end(item), tuple(items))

    def _keyed(self, event: Event, path: Path) -> Keyed:
        from yaml import MappingEndEvent, ScalarEvent

        keyed = Keyed(_start(event), _start(event), {}, {})
        while not isinstance(key := next(self._events), MappingEndEvent):
            name = key.value if isinstance(key, ScalarEvent) else None
            fault = self._key_fault(key, name, keyed)
            if name is None:
                self._node(key, (*path, "?"))
            # A refused value is read all the same, so that its own problems are reported too.
            value = self._node(next(self._events), (*path, name or "?"))
            if fault:
                self._note(key, path, *fault)
            elif name is not None:
                keyed.keys[name] = Scalar(_start(key), _end(key), name)
                keyed.values[name] = value
        return Keyed(keyed.start, _end(key), keyed.keys, keyed.values)

    def _key_fault(self, event: Event, name: str | None, keyed: Keyed) -> tuple[str, str] | None:
        if name is None:
            return "a key is a word, not a list or keys.", "Write 'key: value'."
        if name == "<<":
            return "the merge key << is not read.", _NO_REFERENCES
        if not name or event.anchor or event.tag:
            return "there is no plain word before the colon.", "Write 'key: value'."
        if name in keyed.keys:
            first = keyed.keys[name].start.line_index + 1
            return f"key {shown(name)} is written twice; the first is in line {first}.", "Delete one of the two."
        return None

    def _note(self, event: Event, path: Path, sentence: str, hint: str = "") -> None:
        self._problems.append(self._empty.problem_between(_start(event), _end(event), path, sentence, hint))


def _start(event: Event) -> Place:
    return Place(event.start_mark.line, event.start_mark.column)


def _end(event: Event) -> Place:
    return Place(event.end_mark.line, event.end_mark.column)
