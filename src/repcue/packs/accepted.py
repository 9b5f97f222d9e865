"""Phrases that are not heard apart and are kept all the same, each with the reason: `accepted.yaml` beside a pack.

    accepted:
      - phrases: [thirteen, thirty]
        because: Numbers are what they are; what was understood is said back.

Two phrases accept their clash with each other, also within longer ones ("thirteen reps", "thirty reps"). One phrase
accepts every clash in which it is the shorter one or the command.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import Field

from repcue.packs.confusable import Clash
from repcue.packs.nodes import Document
from repcue.packs.report import Problem, Severity, in_order
from repcue.packs.shape import fit_shape
from repcue.packs.values import Alias, Prose, Shape, shown
from repcue.packs.yaml_nodes import read_document


class AcceptedClash(Shape):
    """One clash that is kept."""

    phrases: tuple[Alias, ...] = Field(min_length=1, max_length=2)
    """The two phrases, or the one that clashes with many."""

    because: Prose
    """Why it is kept."""


class AcceptedClashes(Shape):
    """A file of them."""

    accepted: tuple[AcceptedClash, ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a file accepts."""

    entries: tuple[AcceptedClash, ...] = ()
    document: Document | None = None
    problems: tuple[Problem, ...] = ()

    def without(self, found: Iterable[Clash]) -> tuple[tuple[Clash, ...], tuple[Problem, ...]]:
        """Return the clashes that are not accepted, and a warning for every entry that accepts none."""
        left: list[Clash] = []
        used: set[int] = set()
        for clash in found:
            numbers = [number for number, entry in enumerate(self.entries) if _accepts(entry.phrases, clash)]
            used.update(numbers)
            if not numbers:
                left.append(clash)
        return tuple(left), tuple(self._stale(used))

    def _stale(self, used: set[int]) -> Iterable[Problem]:
        for number, entry in enumerate(self.entries):
            if number not in used and self.document is not None:
                sentence = f"{' and '.join(map(shown, entry.phrases))} clash with nothing."
                path = ("accepted", number, "phrases")
                yield self.document.problem(path, sentence, "Delete this entry.", severity=Severity.WARNING)


def read_accepted(text: str, source: str) -> Accepted:
    """Return what a file accepts; what is wrong with it is among its `problems`.

    Args:
        text: the whole file.
        source: the file's name, as reports show it.
    """
    document = read_document(text, source)
    read, problems = fit_shape(document, AcceptedClashes)
    return Accepted(read.accepted if read else (), document, in_order(problems))


def _accepts(phrases: Sequence[str], clash: Clash) -> bool:
    if len(phrases) == 1:
        return phrases[0] in clash.texts
    return set(phrases) in (set(clash.texts), set(_difference(clash.one.text, clash.other.text)))


def _difference(one: str, other: str) -> tuple[str, str]:
    """Return two phrases without the words that they begin and end with alike.

    >>> _difference("add thirteen seconds", "add thirty seconds")
    ('thirteen', 'thirty')
    """
    mine, theirs = one.split(), other.split()
    while mine and theirs and mine[0] == theirs[0]:
        mine, theirs = mine[1:], theirs[1:]
    while mine and theirs and mine[-1] == theirs[-1]:
        mine, theirs = mine[:-1], theirs[:-1]
    return " ".join(mine), " ".join(theirs)
