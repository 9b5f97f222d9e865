"""YAML text to a tree of nodes that know their place; no scalar is guessed.

Plain YAML surprises authors: `tempo: 0310` is the number 200, `3:1:1:0` is 651660, `say: no` is false, and a key
written twice vanishes. Here every scalar stays the text that was written, keys are unique, and what YAML offers
beyond lists and keys (anchors, aliases, merge keys, tags, several documents) is refused with its place.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from repcue.packs.nodes import Document, Keyed, Listing, Node, Path, Place, Scalar
from repcue.packs.report import Problem, in_order
from repcue.packs.sentences import MISSING_HINTS
from repcue.packs.values import shown
from repcue.packs.yaml_colons import NO_COLON, with_colon
from repcue.packs.yaml_mending import (
    IS_ODD_BLANK,
    MOST_MENDED_CHARACTERS,
    MOST_MENDED_LINES,
    odd_blanks,
    paths_on,
    swallows_keys,
    without_value,
)
from repcue.packs.yaml_sentences import opening_line_index, syntax_sentence

MOST_CHARACTERS: Final = 6_000_000
"""Longest text that is read: 5,000 exercises as full as the shipped ones have 4.5 million, which take 6 s, and 14 s
where the last line is broken."""

NO_UTF_8: Final = "the file is no UTF-8 text."

DEEPEST_LEVEL: Final = 12
"""Lists and keys within each other; the formats need 7."""

Event = Any
"""One of PyYAML's events; its type stubs leave their attributes open."""

_LINE_BREAK: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML 1.1 counts lines
_UNPRINTABLE: Final = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOTHING: Final = frozenset({"", "~", "null", "Null", "NULL"})
_REST_LATER: Final = "The rest is looked at once this is mended."
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
        return None, (Problem(source, line, column, "", NO_UTF_8, hint),)


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
    return _Reading(document).document(text)


@dataclass(frozen=True, slots=True)
class _Fault:
    """Where and why a text is no YAML."""

    place: Place
    sentence: str
    hint: str
    opening_line_index: int | None = None
    """Where the bracket opens that it is in."""

    @property
    def line_index(self) -> int:
        """The line that is broken."""
        return self.place.line_index if self.opening_line_index is None else self.opening_line_index


class _Reading:
    """A text, read as far as it goes: where it is no YAML, that is told, and the rest is read without it."""

    def __init__(self, document: Document) -> None:
        self._empty = document
        self._content: set[int] = set()
        self._colons: dict[int, int] = {}
        self._told: list[Problem] = []

    def document(self, text: str) -> Document:
        """Return the whole document."""
        read = self._composed(text)
        blanks = tuple(odd_blanks(self._empty.lines, self._content)) if IS_ODD_BLANK.search(text) else ()
        if not blanks:
            return read if isinstance(read, Document) else self._mended(list(self._empty.lines), read)
        lines = list(self._empty.lines)
        for blank in blanks:
            lines[blank.place.line_index] = blank.mended
            self._tell(_Fault(blank.place, blank.sentence, blank.hint))
        read = self._composed("\n".join(lines))
        return self._with_told(read, ()) if isinstance(read, Document) else self._mended(lines, read)

    def _mended(self, lines: list[str], first: _Fault) -> Document:
        """Return the document without the values of lines that are broken, if all the rest can be read so.

        If not, only the first fault is told: those after it may come of it.
        """
        faults, broken = [first], set[int]()
        while sum(map(len, lines)) <= MOST_MENDED_CHARACTERS and len(faults) <= MOST_MENDED_LINES:
            fault = faults[-1]
            colon = with_colon(lines[fault.line_index]) if fault.sentence == NO_COLON[0] else None
            line = colon.line if colon else without_value(lines, fault.line_index)
            if line is None:
                break
            lines[fault.line_index] = line
            if colon:
                self._colons[fault.line_index] = colon.column_index
            else:
                broken.add(fault.line_index)
            read = self._composed("\n".join(lines))
            if isinstance(read, Document):
                if swallows_keys(read):
                    break
                self._tell(*faults)
                return self._with_told(read, broken)
            if read.place.line_index <= fault.place.line_index or read.line_index in broken:
                break
            faults.append(read)
        self._tell(replace(first, hint=f"{first.hint} {_REST_LATER}"))
        return Document(self._empty.source, self._empty.lines, None, in_order(self._told))

    def _tell(self, *faults: _Fault) -> None:
        for fault in faults:
            problem = self._empty.problem_between(fault.place, fault.place, (), fault.sentence, fault.hint)
            self._told.append(problem)

    def _with_told(self, read: Document, broken: Collection[int]) -> Document:
        own = (problem for problem in read.problems if problem.line - 1 not in broken)
        silenced = read.silenced | frozenset(paths_on(read, broken))
        problems = in_order((*self._told, *own))
        return Document(read.source, self._empty.lines, read.root, problems, silenced, frozenset(self._colons))

    def _composed(self, text: str) -> Document | _Fault:
        import yaml

        # libyaml is 15 times as quick as the reader in Python, but some builds lack it and it words its errors
        # otherwise; so a text that it refuses is read again: every sentence is that of the reader always there.
        for loader in (getattr(yaml, "CBaseLoader", yaml.BaseLoader), yaml.BaseLoader):
            composer = _Composer(self._empty, yaml.parse(text, Loader=loader), self._colons)
            try:
                return composer.document()
            except yaml.YAMLError as error:
                lines = _LINE_BREAK.split(text)
                fault = _Fault(*syntax_sentence(error, lines), opening_line_index(error))
            finally:
                self._content = composer.content
        return fault


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

    def __init__(self, document: Document, events: Iterator[Event], colons: Mapping[int, int]) -> None:
        """Take the text.

        Args:
            document: its name and lines.
            events: those of its text, as it is read.
            colons: where, by the line, a colon stands in the text that is read and in no line of the file.
        """
        self._empty = document
        self._events = events
        self._colons = colons
        self._problems: list[Problem] = []
        self._silenced: set[Path] = set()
        self.content: set[int] = set()
        """The lines within texts in quotes or blocks, as far as the document was read."""

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
            return Scalar(self._start(event), self._end(event), "")
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
        if not is_plain:
            # A block's text ends where the next line begins.
            last = event.end_mark.line - (event.end_mark.column == 0)
            self.content.update(range(event.start_mark.line + 1, last + 1))
        if is_plain and event.value in _NOTHING:
            where = f"{path[-1]!r}" if path and isinstance(path[-1], str) else "the item" if path else "the file"
            stands_for = f" ({event.value!r} stands for none)" if event.value else ""
            hint = MISSING_HINTS.get(str(path[-1]), "Write one, or leave the key out where it may be.") if path else ""
            self._note(event, path, f"{where} has no value{stands_for}.", hint)
            self._silenced.add(path)
        return Scalar(self._start(event), self._end(event), event.value)

    def _listing(self, event: Event, path: Path) -> Listing:
        from yaml import SequenceEndEvent

        items: list[Node] = []
        while not isinstance(item := next(self._events), SequenceEndEvent):
            items.append(self._node(item, (*path, len(items))))
        return Listing(self._start(event), self._end(item), tuple(items))

    def _keyed(self, event: Event, path: Path) -> Keyed:
        from yaml import MappingEndEvent, ScalarEvent

        keyed = Keyed(self._start(event), self._start(event), {}, {})
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
                keyed.keys[name] = Scalar(self._start(key), self._end(key), name)
                keyed.values[name] = value
        return Keyed(keyed.start, self._end(key), keyed.keys, keyed.values)

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
        self._problems.append(self._empty.problem_between(self._start(event), self._end(event), path, sentence, hint))

    def _start(self, event: Event) -> Place:
        return self._place(event.start_mark)

    def _end(self, event: Event) -> Place:
        return self._place(event.end_mark)

    def _place(self, mark: Any) -> Place:  # noqa: ANN401 - a mark of PyYAML, which has no stubs
        return Place(mark.line, mark.column - (mark.column > self._colons.get(mark.line, mark.column)))
