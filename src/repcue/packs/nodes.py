"""A file as a tree of nodes that know their place."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from repcue.packs.report import Problem, Severity

Path = tuple[str | int, ...]
"""Keys and indices that lead to a node: `("exercises", 2, "cues")`."""


@dataclass(frozen=True, slots=True)
class Place:
    """A position in the text."""

    line_index: int
    column_index: int
    """In characters."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text as written, without its quotes."""

    start: Place
    end: Place
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    start: Place
    end: Place
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Keyed:
    """Keys with their values."""

    start: Place
    end: Place
    keys: dict[str, Scalar]
    values: "dict[str, Node]"


Node = Scalar | Listing | Keyed


@dataclass(frozen=True, slots=True)
class Document:
    """One file's nodes, with what is wrong already."""

    source: str
    """The file's name, as it is shown."""

    lines: Sequence[str]
    root: Node | None = None
    """None when the text is no YAML at all."""

    problems: tuple[Problem, ...] = ()
    silenced: frozenset[Path] = field(default=frozenset())
    """Where a problem is reported already, so that the same value is not reported again."""

    guessed_lines: frozenset[int] = field(default=frozenset())
    """Lines, from 0, that are read as if a colon stood after their first word; that may be no key at all."""

    def node_at(self, path: Path) -> tuple[Node | None, Path]:
        """Return the deepest node that exists along `path`, and the part of the path that leads to it."""
        node, found = self.root, 0
        for part in path:
            below = child(node, part)
            if below is None:
                break
            node, found = below, found + 1
        return node, path[:found]

    def text_at(self, path: Path) -> str | None:
        """Return the text that stands at exactly this path; None where none does."""
        node, found = self.node_at(path)
        return node.text if isinstance(node, Scalar) and found == path and path not in self.silenced else None

    def count_at(self, path: Path) -> int:
        """Return how many items the list at this path has; 0 where there is none."""
        node, found = self.node_at(path)
        return len(node.items) if isinstance(node, Listing) and found == path else 0

    def keys_at(self, path: Path) -> tuple[str, ...]:
        """Return the keys that stand at this path; none where there are no keys."""
        node, found = self.node_at(path)
        return tuple(node.keys) if isinstance(node, Keyed) and found == path else ()

    def texts(self) -> Iterator[tuple[Path, str]]:
        """Yield every text with its place, in the order of the file."""
        waiting: list[tuple[Path, Node]] = [((), self.root)] if self.root else []
        while waiting:
            path, node = waiting.pop()
            if isinstance(node, Scalar):
                yield path, node.text
            elif isinstance(node, Keyed):
                waiting += [((*path, key), each) for key, each in reversed(node.values.items())]
            else:
                waiting += [((*path, index), each) for index, each in reversed(list(enumerate(node.items)))]

    def problem(
        self,
        path: Path,
        sentence: str,
        hint: str = "",
        *,
        key: str | None = None,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return the problem with its place.

        Args:
            path: what it is about; where that does not exist, the deepest node above it is pointed at.
            sentence: what is wrong with the value as given.
            hint: what is allowed.
            key: point at this key of the node instead of at the node.
            severity: whether it stops the file from being used.
        """
        node, found = self.node_at(path)
        if key is not None and isinstance(node, Keyed) and key in node.keys:
            node = node.keys[key]
        start, end = (node.start, node.end) if node else (Place(0, 0), Place(0, 0))
        return self.problem_between(start, end, found, sentence, hint, severity=severity)

    def problem_between(
        self,
        start: Place,
        end: Place,
        path: Path,
        sentence: str,
        hint: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Return the problem of the text between two places."""
        line = self.lines[start.line_index] if start.line_index < len(self.lines) else ""
        last_index = end.column_index if end.line_index == start.line_index else len(line.rstrip())
        return Problem(
            source=self.source,
            line=start.line_index + 1,
            column=start.column_index + 1,
            path=written(path),
            sentence=sentence,
            hint=hint,
            source_line=line,
            width=max(1, last_index - start.column_index),
            severity=severity,
        )


def child(node: Node | None, part: str | int) -> Node | None:
    """Return what stands under a key or at an index of `node`; None when there is nothing."""
    if isinstance(node, Keyed) and isinstance(part, str):
        return node.values.get(part)
    if isinstance(node, Listing) and isinstance(part, int) and part < len(node.items):
        return node.items[part]
    return None


def plain(node: Node) -> object:
    """Return a node as lists, dictionaries and text."""
    if isinstance(node, Keyed):
        return {key: plain(value) for key, value in node.values.items()}
    return [plain(item) for item in node.items] if isinstance(node, Listing) else node.text


def written(path: Iterable[str | int]) -> str:
    """Return a path as reports write it.

    >>> written(("exercises", 2, "cues", 0, "phase"))
    'exercises[2].cues[0].phase'
    """
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")
