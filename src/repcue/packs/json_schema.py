"""A pack's shape as JSON Schema, so that an editor completes keys and marks mistakes while somebody types.

A YAML reader in an editor guesses scalars: `format: 1` is a number to it and `tempo: 4010` as well. Whatever is text
here but may look like a number or a truth value there is allowed as both.
"""

from collections.abc import Iterator
from typing import Any, Final

from pydantic import BaseModel

from repcue.packs.document import attribute_docstrings
from repcue.packs.overrides import Overrides
from repcue.packs.schema import Pack

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

_GUESSED: Final = frozenset({"tempo", "format", "version", "id"})
"""Keys whose text an editor may take for a number: `4010`, `1`."""


def pack_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `pack.yaml`.

    >>> pack_json_schema()["required"][:3]
    ['format', 'id', 'title']
    """
    return _schema_of(Pack, "A RepCue cue pack")


def overrides_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of `overrides/<pack>.yaml`."""
    return _schema_of(Overrides, "Own changes to a RepCue cue pack")


def _schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = model.model_json_schema()
    shapes = {each.__name__: each for each in _shapes(model)}
    for name, part in ((model.__name__, schema), *schema.get("$defs", {}).items()):
        if name in shapes:
            _describe(part, shapes[name])
    return {"$schema": DIALECT, **schema, "title": title}


def _describe(part: dict[str, Any], model: type[BaseModel]) -> None:
    """Give every key of a shape the sentence that the documentation has, and take back what an editor guesses."""
    said = attribute_docstrings(model)
    for key, value in part.get("properties", {}).items():
        kept = {name: each for name, each in value.items() if name not in {"title", "description"}}
        if kept.get("default", "") is None:
            del kept["default"]
        # A key without a value is left out; there is no null.
        kinds = [kind for kind in kept.pop("anyOf", []) if kind != {"type": "null"}]
        if key in _GUESSED:
            kinds = [*(kinds or [kept]), {"type": "number"}]
            kept = {}
        if len(kinds) == 1:
            kept |= kinds[0]
        elif kinds:
            kept["anyOf"] = kinds
        part["properties"][key] = {**kept, "description": said.get(key, "")}
    part.pop("title", None)


def _shapes(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield a shape and every shape within it."""
    seen: set[type[BaseModel]] = set()
    waiting = [model]
    while waiting:
        shape = waiting.pop()
        if shape in seen:
            continue
        seen.add(shape)
        yield shape
        for field in shape.model_fields.values():
            waiting += _models_in(field.annotation)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models_in(part)
