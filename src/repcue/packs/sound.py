"""What is sound of a file whose shape is broken somewhere: everything else of it, ready to be judged.

Where something is wrong a stand-in takes its place, so that lists keep their numbering and whoever judges the rest
asks `is_given` first. What only the parts of a shape have against each other (its own validators) is left out.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Final, Literal, cast, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from repcue.packs.nodes import Document, Keyed, Listing, Node, Path, Scalar, plain
from repcue.packs.schema import Pack
from repcue.packs.shape import bare
from repcue.packs.values import TextsIn

_NOT_SOUND: Final = object()


@dataclass(frozen=True, slots=True)
class SoundPack:
    """A pack in one language, as far as its shape is sound."""

    language: str
    document: Document
    """Its nodes, every text plain."""

    pack: Pack
    """What they make; where something is wrong it holds a stand-in, which is never shown and never judged."""

    stand_ins: frozenset[Path] = frozenset()
    strangers: frozenset[Path] = frozenset()
    """Where a text of some other language stands in, since neither this nor the main one has any."""

    def called(self, index: int) -> str:
        """Return what reports call an exercise: by its id, as far as that is one."""
        is_named = self.is_given(("exercises", index, "id"))
        return f"exercise {self.pack.exercises[index].id!r}" if is_named else "this exercise"

    def written(self, path: Path) -> str:
        """Return the text that its author wrote there, refused or not, as one line; empty where there is none.

        A text of another language that stands in is none.
        """
        return "" if path in self.strangers else " ".join((self.document.text_at(path) or "").split())

    def is_given(self, *paths: Path) -> bool:
        """Return whether what stands at all these places was read, with everything above; empty ones count as read."""
        if not self.stand_ins:
            return True
        return not any(path[:depth] in self.stand_ins for path in paths for depth in range(len(path) + 1))


def sound_pack(
    texts: TextsIn, document: Document, faults: Collection[Path], strangers: Collection[Path] = ()
) -> SoundPack | None:
    """Return what is sound of a pack; None where there are no keys at all.

    Args:
        texts: the language that the document was read in.
        document: its nodes, every text plain.
        faults: the places where the shape is broken, as pydantic tells them.
        strangers: the places where a text of a language stands in that is neither this nor the main one.
    """
    if not isinstance(document.root, Keyed):
        return None
    builder = _Builder(document, texts, {*faults, *strangers, *document.silenced})
    pack = cast("Pack", builder.model(document.root, Pack, ()))
    return SoundPack(texts.language, document, pack, frozenset(builder.stand_ins), frozenset(strangers))


@dataclass(slots=True)
class _Builder:
    document: Document
    texts: TextsIn
    faults: set[Path]
    stand_ins: set[Path] = field(default_factory=set)
    above: set[Path] = field(init=False)
    """Every place that a fault lies beneath."""

    def __post_init__(self) -> None:
        # A key of a block of free keys is told with a part more; the fault is that of the whole entry.
        self.faults = {path[:-1] if path[-1:] == ("[key]",) else path for path in self.faults}
        self.above = {path[:depth] for path in self.faults for depth in range(len(path))}

    def model(self, node: Keyed, shape: type[BaseModel], path: Path) -> BaseModel:
        """Return a shape whose keys are made one by one, without the shape's own validators."""
        values = {
            name: self._field(node.values.get(name), each, (*path, name)) for name, each in shape.model_fields.items()
        }
        return shape.model_construct(**values)

    def _field(self, node: Node | None, each: FieldInfo, path: Path) -> Any:  # noqa: ANN401 - any field's type
        if node is None and not each.is_required():
            return each.get_default(call_default_factory=True)
        value = _NOT_SOUND if node is None else self._built(node, each.annotation, tuple(each.metadata), path)
        if value is not _NOT_SOUND and (value != () or not each.is_required()):
            return value
        self.stand_ins.add(path)
        if not each.is_required():
            return each.get_default(call_default_factory=True)
        return node.text if isinstance(node, Scalar) and path[-1] == "id" else self._made_up(each.annotation, path)

    def _built(self, node: Node, annotation: Any, metadata: tuple[Any, ...], path: Path) -> Any:  # noqa: ANN401
        """Return the value of a node, with stand-ins beneath where it is broken; `_NOT_SOUND` where nothing is left."""
        if path not in self.faults and path not in self.above:
            try:
                return _adapter(annotation, metadata).validate_python(plain(node), context={"texts": self.texts})
            except ValidationError:
                return _NOT_SOUND
        kind = bare(annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return self.model(node, kind, path) if isinstance(node, Keyed) else _NOT_SOUND
        if get_origin(kind) is tuple and isinstance(node, Listing):
            return tuple(self._item(each, get_args(kind)[0], (*path, index)) for index, each in enumerate(node.items))
        if get_origin(kind) is dict and isinstance(node, Keyed):
            entries = {key: self._built(each, get_args(kind)[1], (), (*path, key)) for key, each in node.values.items()}
            self.stand_ins |= {(*path, key) for key, each in entries.items() if each is _NOT_SOUND}
            return {key: each for key, each in entries.items() if each is not _NOT_SOUND}
        return _NOT_SOUND

    def _item(self, node: Node, annotation: Any, path: Path) -> Any:  # noqa: ANN401
        value = self._built(node, annotation, (), path)
        if value is not _NOT_SOUND:
            return value
        self.stand_ins.add(path)
        return self._made_up(annotation, path)

    def _made_up(self, annotation: Any, path: Path) -> Any:  # noqa: ANN401
        kind = bare(annotation)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            node, _ = self.document.node_at(path)
            return self.model(Keyed(node.start, node.start, {}, {}), kind, path) if node else None
        if get_origin(kind) is tuple:
            item = bare(get_args(kind)[0])
            return ("",) if item is str else ()
        if get_origin(kind) is Literal:
            return get_args(kind)[0]
        if kind is str:
            node, _ = self.document.node_at(path)
            return f"line {node.start.line_index + 1}" if node and path[-1:] == ("id",) else ""
        return kind() if kind in {int, float, bool} else None


def _adapter(annotation: Any, metadata: tuple[Any, ...]) -> TypeAdapter[Any]:  # noqa: ANN401
    try:
        return _kept_adapter(annotation, metadata)
    except TypeError:  # something in it cannot be a key of the cache
        return _new_adapter(annotation, metadata)


def _new_adapter(annotation: Any, metadata: tuple[Any, ...]) -> TypeAdapter[Any]:  # noqa: ANN401
    return TypeAdapter(Annotated[annotation, *metadata] if metadata else annotation)


_kept_adapter = cache(_new_adapter)
