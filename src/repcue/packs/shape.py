"""A text against a shape: the instance, or every problem with its place."""

from collections.abc import Collection, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from repcue.core.errors import did_you_mean
from repcue.packs.nodes import Document, Keyed, Path, plain
from repcue.packs.report import Problem, has_errors, in_order
from repcue.packs.sentences import Complaint, said
from repcue.packs.values import TextsIn
from repcue.packs.yaml_nodes import read_document

Shape = TypeVar("Shape", bound=BaseModel)


def read_shape(text: str, source: str, model: type[Shape]) -> tuple[Shape | None, tuple[Problem, ...]]:
    """Return what a YAML text holds, or None and everything that is wrong with it.

    Args:
        text: the whole file.
        source: the file's name, as reports show it.
        model: the shape; its unions are of one kind with None, so that every mistake has one place.
    """
    document = read_document(text, source)
    instance, problems = fit_shape(document, model)
    return instance, in_order(problems)


def fit_shape(
    document: Document, model: type[Shape], texts: TextsIn | None = None
) -> tuple[Shape | None, tuple[Problem, ...]]:
    """Return the instance of a document that is read already, with the document's problems and those of its shape.

    The instance is None as soon as one problem is an error.

    Args:
        document: its nodes, every text plain.
        model: the shape.
        texts: what the texts are in; None is English.
    """
    instance, problems, _ = fit_shape_with_faults(document, model, texts)
    return instance, problems


def fit_shape_with_faults(
    document: Document, model: type[Shape], texts: TextsIn | None = None
) -> tuple[Shape | None, tuple[Problem, ...], tuple[Path, ...]]:
    """Return the same as `fit_shape`, and every place where the shape is broken."""
    if document.root is None:
        return None, document.problems, ()
    instance: Shape | None = None
    found: tuple[Problem, ...] = ()
    faults: Sequence[Mapping[str, Any]] = ()
    try:
        instance = model.model_validate(plain(document.root), context={"texts": texts} if texts else None)
    except ValidationError as error:
        # ValidationError.errors() drops nothing that is needed; the input is in the nodes already.
        faults = error.errors(include_url=False, include_input=False)
        found = tuple(_problems(document, model, faults))
    problems = (*document.problems, *found)
    return (None if has_errors(problems) else instance), problems, tuple(fault["loc"] for fault in faults)


def _problems(document: Document, model: type[BaseModel], faults: Sequence[Mapping[str, Any]]) -> list[Problem]:
    told = [fault for fault in faults if not _is_silenced(document, fault["loc"])]
    above = {fault["loc"][:depth] for fault in faults for depth in range(len(fault["loc"]))}
    missing = {fault["loc"][:-1] for fault in faults if fault["type"] == "missing"}
    meant = _meant_keys(faults, model, missing)
    problems = []
    for fault in told:
        location = fault["loc"]
        # pydantic counts only the items that are right, so a list of wrong ones seems too short to it.
        if fault["type"] == "too_short" and location in above:
            continue
        # A misspelt key is one mistake, though the key that was meant is missing as well.
        if fault["type"] == "missing" and repr(location[-1]) in meant.get(location[:-1], ""):
            continue
        # A line without a colon may be no key at all.
        if fault["type"] == "extra_forbidden" and _is_guessed(document, fault["loc"]):
            continue
        problems.append(_problem(document, model, fault))
    return problems


def _is_silenced(document: Document, location: Path) -> bool:
    return any(location[:depth] in document.silenced for depth in range(len(location) + 1))


def _is_guessed(document: Document, location: Path) -> bool:
    above = document.node_at(location[:-1])[0]
    key = above.keys.get(str(location[-1])) if isinstance(above, Keyed) else None
    return key is not None and key.start.line_index in document.guessed_lines


def _meant_keys(
    faults: Sequence[Mapping[str, Any]], model: type[BaseModel], places: Collection[Path]
) -> Mapping[Path, str]:
    """Return which keys the unknown ones at some places were probably meant to be, in the words of reports."""
    meant: dict[Path, str] = {}
    for fault in faults:
        *above, key = fault["loc"] or ("",)
        if fault["type"] == "extra_forbidden" and (place := tuple(above)) in places:
            meant[place] = meant.get(place, "") + did_you_mean(str(key), _keys_at(model, fault["loc"]))
    return meant


def _problem(document: Document, model: type[BaseModel], fault: Mapping[str, Any]) -> Problem:
    location: Path = fault["loc"]
    kind = str(fault["type"])
    is_of_key = kind == "extra_forbidden" or location[-1:] == ("[key]",)
    node, found = document.node_at(location)
    key = next((part for part in reversed(location) if isinstance(part, str) and part != "[key]"), "")
    field = _field_at(model, location)
    complaint = Complaint(
        key=key,
        node=document.node_at(location[:-1])[0] if kind == "missing" else node,
        context=fault.get("ctx", {}),
        bounds=_bounds(field),
        keys=_keys_at(model, location),
    )
    sentence, hint = said(kind, complaint)
    if is_of_key:
        return document.problem(found[:-1] if found[-1:] == (key,) else found, sentence, hint, key=key)
    return document.problem(location[:-1] if kind == "missing" else found, sentence, hint)


def _field_at(model: type[BaseModel], location: Path) -> FieldInfo | None:
    """Return the deepest field along a place; None where the place leaves the shape."""
    return _along(model, location)[0]


def _keys_at(model: type[BaseModel], location: Path) -> Sequence[str]:
    """Return the keys that may stand beside the last key of a place."""
    shape = _along(model, location[:-1])[1]
    return tuple(shape.model_fields) if isinstance(shape, type) and issubclass(shape, BaseModel) else ()


def _along(model: type[BaseModel], location: Path) -> tuple[FieldInfo | None, Any]:
    """Return the deepest field along a place, and the type of what stands there; None for what is not known."""
    field: FieldInfo | None = None
    kind: Any = model
    for part in location:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(part))
            kind = bare(field.annotation) if field else None
        else:
            # An index leads to a list's item, a key to the value of a block of free keys; beyond that is no shape.
            items = [each for each in get_args(kind) if each is not Ellipsis]
            kind = bare(items[-1]) if items else None
    return field, kind


def bare(annotation: Any) -> Any:  # noqa: ANN401 - a type, in any of the forms that types have
    """Return a type without `Annotated` and without `| None`.

    >>> bare(Annotated[int, "a mark"] | None)
    <class 'int'>
    """
    origin = get_origin(annotation)
    if origin is Annotated:
        return bare(get_args(annotation)[0])
    if origin in {Union, UnionType}:
        return bare(next(each for each in get_args(annotation) if each is not NoneType))
    return annotation


def _bounds(field: FieldInfo | None) -> str:
    metadata = field.metadata if field else []
    least = next((each.ge for each in metadata if isinstance(each, Ge)), None)
    most = next((each.le for each in metadata if isinstance(each, Le)), None)
    if least is None or most is None:
        return ""
    return f" Use {least} to {most}."
