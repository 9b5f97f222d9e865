"""Phrases that are not heard apart and are kept all the same, each with the reason: `accepted.yaml` beside a pack.

    accepted:
      - pairs: [[thirteen, thirty], [fourteen, forty]]
        because: Numbers are what they are; what was understood is said back.
      - phrases: [stop]
        because: A warning has to say it.

A pair accepts its clash, also within longer phrases ("thirteen reps", "thirty reps"); a phrase accepts all of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from repcue.packs.confusable import Clash
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity, in_order
from repcue.packs.shape import fit_shape
from repcue.packs.values import Alias, Prose, Shape, refusal, shown
from repcue.packs.yaml_nodes import read_document


class AcceptedClash(Shape):
    """Some clashes that are kept for one reason."""

    pairs: tuple[tuple[Alias, ...], ...] = ()
    """Two phrases each."""

    phrases: tuple[Alias, ...] = ()
    """Each clashes with many."""

    because: Prose
    """Why they are kept."""

    @model_validator(mode="after")
    def _accepts_something(self) -> Self:
        if any(len(pair) != 2 for pair in self.pairs):
            raise refusal("a pair has two phrases.", "Write pairs: [[push up, pull up]].")
        if not self.pairs and not self.phrases:
            raise refusal("this accepts nothing.", "Give pairs: [[push up, pull up]], or phrases: [stop].")
        return self


class AcceptedClashes(Shape):
    """A file of them."""

    accepted: tuple[AcceptedClash, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a file accepts."""

    entries: tuple[AcceptedClash, ...] = ()
    document: Document | None = None
    problems: tuple[Problem, ...] = ()

    def without(self, found: Iterable[Clash]) -> tuple[tuple[Clash, ...], tuple[Problem, ...]]:
        """Return the clashes that are not accepted, and a warning for every pair and phrase that accepts none."""
        left: list[Clash] = []
        used: set[frozenset[str]] = set()
        listed = {frozenset(phrases) for _, phrases in self._listed()}
        for clash in found:
            own = {frozenset(_difference(clash.one.text, clash.other.text)), clash.texts}
            own |= {frozenset((text,)) for text in clash.texts}
            if accepting := own & listed:
                used |= accepting
            else:
                left.append(clash)
        return tuple(left), tuple(self._stale(used))

    def _listed(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        for number, entry in enumerate(self.entries):
            for place, pair in enumerate(entry.pairs):
                yield ("accepted", number, "pairs", place), pair
            for place, phrase in enumerate(entry.phrases):
                yield ("accepted", number, "phrases", place), (phrase,)

    def _stale(self, used: set[frozenset[str]]) -> Iterator[Problem]:
        for path, phrases in self._listed():
            if frozenset(phrases) not in used and self.document is not None:
                verb = "clashes" if len(phrases) == 1 else "clash"
                sentence = f"{' and '.join(map(shown, phrases))} {verb} with nothing."
                yield self.document.problem(path, sentence, "Delete it here.", severity=Severity.WARNING)


def read_accepted(text: str, source: str) -> Accepted:
    """Return what a file accepts; what is wrong with it is among its `problems`.

    Args:
        text: the whole file.
        source: the file's name, as reports show it.
    """
    document = read_document(text, source)
    read, problems = fit_shape(document, AcceptedClashes)
    return Accepted(read.accepted if read else (), document, in_order(problems))


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
