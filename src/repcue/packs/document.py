"""The tables of keys in the documentation, written from the shapes themselves so that they cannot grow stale."""

import ast
import inspect
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise
from textwrap import dedent
from types import NoneType, UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from repcue.packs.drills import Drills, FeelSet, FlexDrill, RampStep, WarmUpDrill
from repcue.packs.overrides import CueOverride, ExerciseOverride, Overrides
from repcue.packs.schema import Cue, Exercise, Muscles, Pack, Recordings, Tap, WrongFeel
from repcue.packs.texts import PerLanguage
from repcue.plans.schema import Plan, PlanEntry


def key_table() -> str:
    """Return the tables of a pack's keys, as Markdown."""
    return tables(
        {
            "The pack": Pack,
            "`exercises`: each": Exercise,
            "`muscles`": Muscles,
            "`cues`: each": Cue,
            "`recordings`": Recordings,
            "`tap`": Tap,
            "`wrong_feel`: each": WrongFeel,
            "`drills`": Drills,
            "`warm_up`: each": WarmUpDrill,
            "`ramp`: each": RampStep,
            "`flex`: each": FlexDrill,
            "`feel_sets`: each": FeelSet,
        },
    )


def override_table() -> str:
    """Return the tables of the keys of the user's own changes to a pack, as Markdown."""
    return tables({"The file": Overrides, "`exercises`: each": ExerciseOverride, "`cues`: each": CueOverride})


def plan_table() -> str:
    """Return the tables of a plan's keys, as Markdown."""
    return tables({"The plan": Plan, "`exercises`: each": PlanEntry})


def tables(models: dict[str, type[BaseModel]]) -> str:
    """Return a Markdown table of keys for each shape, under its title."""
    return "\n\n".join(f"### {title}\n\n{_table(model)}" for title, model in models.items())


def _table(model: type[BaseModel]) -> str:
    said = attribute_docstrings(model)
    rows = ["| key | value | if left out | meaning |", "| --- | --- | --- | --- |"]
    for name, field in model.model_fields.items():
        kind = _kind(field.annotation, field) + ("; per language" if _is_per_language(field) else "")
        cells = (f"`{name}`", kind, _default(field), said.get(name, ""))
        rows.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(rows)


def attribute_docstrings(model: type[BaseModel]) -> dict[str, str]:
    """Return the docstring below each field of a shape, on one line."""
    [definition] = ast.parse(dedent(inspect.getsource(model))).body
    body: Sequence[ast.stmt] = definition.body if isinstance(definition, ast.ClassDef) else ()
    said: dict[str, str] = {}
    for field, below in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            said[ast.unparse(field.target)] = " ".join(str(below.value.value).split())
    return said


def _is_per_language(field: FieldInfo) -> bool:
    """Whether the value, or each item of it, may be given for each language."""
    return any(isinstance(each, PerLanguage) for each in (*field.metadata, *_metadata_in(field.annotation)))


def _metadata_in(annotation: object) -> Iterator[object]:
    for part in get_args(annotation):
        if get_origin(annotation) is Annotated:
            yield part
        yield from _metadata_in(part)


def _kind(annotation: object, field: FieldInfo | None) -> str:
    """Return what may be written, in words."""
    if field and field.description:
        return field.description
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        inner = next((each.description for each in arguments[1:] if isinstance(each, FieldInfo)), None)
        return inner or _kind(arguments[0], None)
    if origin in {Union, UnionType}:
        return _kind(next(each for each in arguments if each is not NoneType), field)
    if origin is tuple:
        least = "non-empty " if field and any(isinstance(each, MinLen) for each in field.metadata) else ""
        return f"{least}list of {_kind(arguments[0], None)}"
    if origin is dict:
        return f"{_kind(arguments[0], None)}: {_kind(arguments[1], None)}"
    return _one_of(arguments) if origin is Literal else _plain_kind(annotation, field)


def _one_of(values: Iterable[object]) -> str:
    return " or ".join(f"`{each}`" for each in values)


def _plain_kind(annotation: object, field: FieldInfo | None) -> str:
    assert isinstance(annotation, type)
    if issubclass(annotation, BaseModel):
        return "keys, see below"
    if issubclass(annotation, Enum):
        return _one_of(each.value for each in annotation)
    words = {bool: "`true` or `false`", int: "whole number", float: "number", str: "text"}[annotation]
    least = next((each.ge for each in (field.metadata if field else ()) if isinstance(each, Ge)), None)
    most = next((each.le for each in (field.metadata if field else ()) if isinstance(each, Le)), None)
    return words if least is None else f"{words}, {least} to {most}"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "*needed*"
    value = field.get_default(call_default_factory=True)
    if value is None or value in ((), {}, "") or isinstance(value, BaseModel):
        return ""
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`[{', '.join(value)}]`" if isinstance(value, tuple) else f"`{value}`"
