"""One language of a file whose texts are in several: the same nodes with one text where a file may hold many.

A key that is marked `PerLanguage` holds a plain value, which is in the main language, or keys that are languages.
Reading the file in a language takes that one out, and the main one where the language has none; so every check of a
shape sees plain texts, at the place where each is written.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from repcue.core.errors import did_you_mean
from repcue.packs.nodes import Document, Keyed, Listing, Node, Path, Scalar, written
from repcue.packs.report import Problem, Severity
from repcue.packs.texts import PerLanguage
from repcue.packs.values import TextsIn, shown


@dataclass(frozen=True, slots=True)
class Reading:
    """A file in one language."""

    language: str
    document: Document
    """Its nodes, every text plain; what is wrong with the languages themselves is among its problems."""

    missing: tuple[Path, ...]
    """Where the main language stands in."""

    strangers: tuple[Path, ...] = ()
    """Where a text in any other language stands in, since the main one has none: a mistake that is told."""

    @property
    def texts(self) -> TextsIn:
        """What its texts are in."""
        foreign = (self.document.text_at(path) for path in (*self.missing, *self.strangers))
        return TextsIn(self.language, frozenset(text for text in foreign if text is not None))


def languages_of(document: Document) -> tuple[str, ...]:
    """Return the languages that a pack says it is written in, the main one first."""
    main = document.text_at(("language",)) or "en"
    count = document.count_at(("languages",))
    further = (document.text_at(("languages", index)) for index in range(count))
    return tuple(dict.fromkeys((main, *(language for language in further if language))))


def read_in(document: Document, model: type[BaseModel], language: str, languages: Sequence[str]) -> Reading:
    """Return a file as it is in one language.

    Args:
        document: the whole file.
        model: its shape; keys that it marks `PerLanguage` may hold several texts.
        language: the one to read.
        languages: all that there are, the main one first.
    """
    reader = _Reader(document, language, languages)
    root = document.root and reader.read(document.root, model, (), ())
    problems = (*document.problems, *reader.problems)
    chosen = replace(document, root=root, problems=problems)
    return Reading(language, chosen, tuple(reader.missing), tuple(reader.strangers))


def gaps(reading: Reading, main: str) -> Iterator[Problem]:
    """Yield a warning for every exercise, drill and key of the pack of which a language has not all texts."""
    by_place: dict[Path, list[Path]] = {}
    for path in reading.missing:
        depth = {"exercises": 2, "drills": 3}.get(str(path[0]), 1)
        by_place.setdefault(path[:depth], []).append(path[depth:] or path)
    for place, below in by_place.items():
        count = "1 text has" if len(below) == 1 else f"{len(below)} texts have"
        listed = ", ".join(written(path) for path in below[:4]) + (", …" if len(below) > 4 else "")
        sentence = f"{count} no {reading.language!r} version: {listed}."
        hint = f"The {main!r} one is used there."
        yield reading.document.problem(place, sentence, hint, severity=Severity.WARNING)


@dataclass(slots=True)
class _Reader:
    document: Document
    language: str
    languages: Sequence[str]
    problems: list[Problem] = field(default_factory=list)
    missing: list[Path] = field(default_factory=list)
    strangers: list[Path] = field(default_factory=list)

    def read(self, node: Node, annotation: object, metadata: Sequence[object], path: Path) -> Node | None:
        """Return the node in the language; None where the language has nothing and nothing stands in."""
        annotation, metadata = _unwrapped(annotation, metadata)
        marker = next((each for each in metadata if isinstance(each, PerLanguage)), None)
        if marker is not None:
            return self._chosen(node, marker, path)
        if isinstance(node, Keyed):
            return self._keyed(node, annotation, path)
        if isinstance(node, Listing) and get_origin(annotation) is tuple:
            [item, *_] = get_args(annotation)
            read = (self.read(each, item, (), (*path, index)) for index, each in enumerate(node.items))
            return Listing(node.start, node.end, tuple(each for each in read if each))
        return node

    def _keyed(self, node: Keyed, annotation: object, path: Path) -> Node:
        shapes: Mapping[str, tuple[object, Sequence[object]]] = {}
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            shapes = {name: (each.annotation, each.metadata) for name, each in annotation.model_fields.items()}
        elif get_origin(annotation) is dict:
            shapes = dict.fromkeys(node.values, (get_args(annotation)[1], ()))
        read = {
            key: self.read(value, *shapes[key], (*path, key)) if key in shapes else value
            for key, value in node.values.items()
        }
        kept = {key: value for key, value in read.items() if value}
        return Keyed(node.start, node.end, {key: node.keys[key] for key in kept}, kept)

    def _chosen(self, node: Node, marker: PerLanguage, path: Path) -> Node | None:
        main = self.languages[0]
        if not isinstance(node, Keyed):
            return node if self.language == main else self._stand_in(node, marker, path)
        if self.language == main:
            self._check(node, path, marker)
        for language in (self.language, self.language.partition("-")[0]):
            if language in node.values:
                return node.values[language]
        if main in node.values:
            return self._stand_in(node.values[main], marker, path)
        if not marker.falls_back:
            return None
        # The check has told of it; any text serves to find what else is wrong.
        self.strangers.append(path)
        return next(iter(node.values.values()), Scalar(node.start, node.end, ""))

    def _stand_in(self, node: Node, marker: PerLanguage, path: Path) -> Node | None:
        if not marker.falls_back:
            return None
        self.missing.append(path)
        return node

    def _check(self, node: Keyed, path: Path, marker: PerLanguage) -> None:
        main, listed = self.languages[0], ", ".join(self.languages)
        unknown = [key for key in node.keys if key not in self.languages]
        for key in unknown:
            sentence = f"{shown(key)} is none of the pack's languages: {listed}."
            hint = f"Add it under 'languages', or write a plain text.{did_you_mean(key, self.languages)}"
            self.problems.append(self.document.problem(path, sentence, hint, key=key))
        if main not in node.keys and marker.falls_back and not unknown:
            sentence = f"there is no {main!r} text, and {main!r} is the pack's main language."
            self.problems.append(self.document.problem(path, sentence, "It stands in where another language has none."))


def _unwrapped(annotation: object, metadata: Sequence[object]) -> tuple[Any, Sequence[object]]:
    """Return a type without `Annotated` and without `| None`, and everything that is said about it."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *more = get_args(annotation)
            metadata = (*metadata, *more)
        elif origin in {Union, UnionType}:
            annotation = next(each for each in get_args(annotation) if each is not NoneType)
        else:
            return annotation, metadata
