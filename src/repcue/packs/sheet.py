"""A pack's exercises as a table: one row an exercise, so that they can be written in a spreadsheet.

Cells are texts. Several values in one cell stand with `|` between them, pairs as `lower back = Brace first`. A sheet
holds what most packs need: one language, the coach's words, no drills and no recordings of single lengths.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final, Literal

from repcue.core.errors import did_you_mean
from repcue.core.units import MOST_LOAD_PERCENT
from repcue.packs.report import Problem, in_order
from repcue.packs.schema import Cue, Exercise
from repcue.packs.values import shown
from repcue.packs.yaml_text import Value

Holds = Literal["text", "list", "yes", "pairs"]
BETWEEN: Final = " | "


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet."""

    title: str
    path: tuple[str, ...]
    """Where in an exercise its value goes."""

    holds: Holds = "text"


COLUMNS: Final = (
    Column("id", ("id",)),
    Column("name", ("name",)),
    Column("aliases", ("aliases",), "list"),
    Column("primary muscles", ("muscles", "primary"), "list"),
    Column("secondary muscles", ("muscles", "secondary"), "list"),
    Column("mechanic", ("mechanic",)),
    Column("level", ("level",)),
    Column("equipment", ("equipment",), "list"),
    Column("starts", ("starts",)),
    Column("unilateral", ("unilateral",), "yes"),
    Column("tempo", ("tempo",)),
    Column("hold seconds", ("hold_seconds",)),
    Column("sets", ("sets",)),
    Column("reps", ("reps",)),
    Column("rest seconds", ("rest_seconds",)),
    Column("range", ("range",)),
    Column("safety", ("safety",), "list"),
    Column("wrong feel", ("wrong_feel",), "pairs"),
    Column("tap where", ("tap", "where")),
    Column("tap by", ("tap", "by")),
    Column("tap when", ("tap", "when")),
    Column("tap say", ("tap", "say")),
    Column("easier", ("easier",)),
    Column("harder", ("harder",)),
    Column("not for", ("not_for",), "list"),
    Column("pronunciations", ("pronunciations",), "pairs"),
    Column("references", ("references",), "pairs"),
)
"""The columns of every exercise; those of its cues follow."""

CUE_KEYS: Final = ("set", "rep", "key", "muscle", "phase", "recording")
"""The columns of each cue: `internal rep`, and for a second one `internal 2 rep`."""

MOST_CUES: Final = 9
_FORMULAS: Final = ("=", "+", "-", "@")
_FOCUSES: Final = ("internal", "external")
_NEEDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "id": "lower-case letters and digits joined by hyphens, like bench-press",
        "name": "what is shown on the screen, like Bench press",
        "aliases": "what one says to pick it, like bench press",
        "primary muscles": "those that work most, like chest",
    }
)
"""The columns that every sheet has, and what is written in them."""

_NEEDED_CUES: Final = " / ".join(f"{focus} rep" for focus in _FOCUSES)
"""The columns of which every row has one."""

_ALWAYS: Final = frozenset({"mechanic", "starts", "tempo", "sets", "reps", "rest seconds"})
"""Columns that are filled also where the value is the one that it would be anyway: trainers look there first."""


CUE_HINT: Final = (
    "Cues that name the muscle stand in 'internal rep', those about the bar or the floor in 'external rep'."
)
"""What to do where a row, or the whole sheet, has no cue."""


def cue_columns(number: int, focus: str) -> tuple[str, ...]:
    """Return the titles of the columns of one cue; `number` counts those of its focus from 1."""
    counted = focus if number == 1 else f"{focus} {number}"
    return tuple(f"{counted} {key}" for key in CUE_KEYS)


def titles_for(exercises: Sequence[Exercise]) -> list[str]:
    """Return the titles of a sheet that has room for all these exercises."""
    most = {focus: max((len(each.cues_for(focus)) for each in exercises), default=1) for focus in _FOCUSES}
    cues = [title for focus in _FOCUSES for number in range(most[focus]) for title in cue_columns(number + 1, focus)]
    return [*(column.title for column in COLUMNS), *cues]


def row_of(exercise: Exercise) -> dict[str, str]:
    """Return an exercise's cells by their titles; most of what is as it would be anyway stays empty."""
    whole, given = exercise.model_dump(mode="json"), exercise.model_dump(mode="json", exclude_defaults=True)
    cells = {
        column.title: _cell(_value_at(whole if column.title in _ALWAYS else given, column.path), column.holds)
        for column in COLUMNS
    }
    for focus in _FOCUSES:
        for number, cue in enumerate(exercise.cues_for(focus), 1):
            cells |= dict(zip(cue_columns(number, focus), _cue_cells(cue), strict=True))
    return {title: guarded(cell) for title, cell in cells.items()}


def _cue_cells(cue: Cue) -> Iterator[str]:
    content = cue.model_dump(mode="json", exclude_defaults=True)
    return (str(content.get(key) or "") for key in CUE_KEYS)


def _value_at(content: Mapping[str, object], path: Sequence[str]) -> object:
    value: object = content
    for part in path:
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> guarded("=1+1"), guarded("Push")
    ("'=1+1", 'Push')
    """
    return f"'{cell}" if cell.startswith(_FORMULAS) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULAS) else cell


def _cell(value: object, holds: Holds) -> str:
    if value is None:
        return ""
    if holds == "yes":
        return "yes" if value else ""
    if isinstance(value, Mapping):
        return BETWEEN.join(f"{key} = {each}" for key, each in value.items())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return BETWEEN.join(
            f"{each['feel']} = {each['say']}" if isinstance(each, Mapping) else str(each) for each in value
        )
    return str(value)


def left_out(exercises: Sequence[Exercise], has_drills: bool, languages: int) -> list[str]:
    """Return what a pack has that a sheet cannot hold, a few words each."""
    cues = [cue for exercise in exercises for cue in exercise.cues]
    found = {
        "drills": has_drills,
        "texts in further languages": languages > 1,
        "recordings of single lengths": any(cue.recordings.model_dump(exclude_defaults=True) for cue in cues),
        "load windows of cues": any(
            (cue.least_load_percent, cue.most_load_percent) != (0, MOST_LOAD_PERCENT) for cue in cues
        ),
        "ids and levels of cues": any(cue.id or cue.level for cue in cues),
        "comparisons among cues": any(cue.analogy for cue in cues),
    }
    return [what for what, is_there in found.items() if is_there]


def exercise_from_row(cells: Mapping[str, str]) -> dict[str, Value]:
    """Return what a row says of an exercise, as a pack's file has it; nothing is checked."""
    exercise: dict[str, Value] = {}
    for column in COLUMNS:
        text = _unguarded(cells.get(column.title, "").strip())
        # What every exercise has is told at its own cell where that is empty.
        if text or column.title in _NEEDED:
            _put(exercise, column.path, _read(text, column))
    exercise["cues"] = [cue for cue in _cues(cells) if cue]
    return exercise


def _cues(cells: Mapping[str, str]) -> Iterator[dict[str, Value]]:
    for focus in _FOCUSES:
        for number in range(1, MOST_CUES + 1):
            given = {
                key: cells.get(title, "").strip()
                for key, title in zip(CUE_KEYS, cue_columns(number, focus), strict=True)
            }
            if any(given.values()):
                yield {"focus": focus, **{key: text for key, text in given.items() if text}}


def _put(exercise: dict[str, Value], path: Sequence[str], value: Value) -> None:
    place = exercise
    for part in path[:-1]:
        below = place.setdefault(part, {})
        assert isinstance(below, dict)
        place = below
    place[path[-1]] = value


def _read(text: str, column: Column) -> Value:
    if column.holds == "yes":
        return {"yes": True, "no": False}.get(text.lower(), text)
    parts = [part.strip() for part in text.split("|")] if "|" in text or column.title in _SENTENCES else text.split(",")
    if column.holds == "list":
        return [part.strip() for part in parts if part.strip()]
    if column.holds == "pairs":
        pairs = [(key.strip(), value.strip()) for key, _, value in (part.partition("=") for part in parts)]
        if column.path == ("wrong_feel",):
            return [{"feel": feel, "say": say} for feel, say in pairs]
        return dict[str, Value](pairs)
    return text


_SENTENCES: Final = frozenset({"safety", "not for", "wrong feel", "pronunciations", "references"})
"""Columns whose values may have commas."""


def unknown_titles(titles: Sequence[str], source: str, line: int = 1) -> tuple[Problem, ...]:
    """Return a problem for every title that is none of ours, or comes twice; they stand in `line`."""
    allowed = _allowed_titles()
    problems = []
    for place, title in enumerate(titles, 1):
        if title and title not in allowed:
            hint = f"Columns are called as `repcue pack to-csv` writes them.{did_you_mean(title, allowed)}"
            problems.append(Problem(source, line, place, "", f"{shown(title)} is no column.", hint))
        elif title and title in titles[: place - 1]:
            problems.append(Problem(source, line, place, "", f"the column {shown(title)} comes twice.", "Delete one."))
    return in_order(problems)


def missing_titles(titles: Sequence[str], source: str, line: int = 1) -> tuple[Problem, ...]:
    """Return a problem for every column that a sheet cannot do without and does not have.

    Args:
        titles: as `meant_titles` returns them.
        source: the sheet's name, as reports show it.
        line: that of the titles.
    """
    problems = [
        Problem(source, line, 1, "", f"the column {title!r} is missing.", f"Add it: {_NEEDED[title]}.")
        for title in _NEEDED
        if is_missing(title, titles)
    ]
    if is_missing(_NEEDED_CUES, titles):
        problems.append(Problem(source, line, 1, "", "there is no column for cues.", f"Add one. {CUE_HINT}"))
    return tuple(problems)


def is_missing(title: str, titles: Sequence[str]) -> bool:
    """Return whether a title that `title_of` names is among what `missing_titles` tells."""
    if title == _NEEDED_CUES:
        return not any(each in titles for each in _cue_titles())
    return title in _NEEDED and title not in titles


def meant_titles(titles: Sequence[str]) -> list[str]:
    """Return the titles with those that are probably misspelt put right, so that what is under them is read.

    >>> meant_titles(["id", "tempos", "colour", "rep"])
    ['id', 'tempo', 'colour', 'reps']
    """
    allowed = _allowed_titles()
    meant = list(titles)
    for place, title in enumerate(titles):
        near = [] if title in allowed else get_close_matches(title, allowed, n=1)
        if near and near[0] not in meant:
            meant[place] = near[0]
    return meant


def _allowed_titles() -> list[str]:
    return [*(column.title for column in COLUMNS), *_cue_titles()]


def _cue_titles() -> list[str]:
    return [title for focus in _FOCUSES for number in range(MOST_CUES) for title in cue_columns(number + 1, focus)]


def title_of(path: Sequence[str | int], exercise: Mapping[str, Value]) -> str:
    """Return the column that a place in an exercise was written in, or the two that its cues need.

    Empty when it is about the whole row.

    Args:
        path: from the exercise on: `("cues", 1, "rep")`.
        exercise: as `exercise_from_row` made it.
    """
    if path and path[0] == "cues":
        return _cue_title(path[1:], exercise)
    fitting = [column for column in COLUMNS if path[: len(column.path)] == column.path]
    return fitting[0].title if fitting else ""


def _cue_title(path: Sequence[str | int], exercise: Mapping[str, Value]) -> str:
    cues = exercise["cues"]
    assert isinstance(cues, list)
    if not path or not isinstance(path[0], int):
        return _NEEDED_CUES
    focuses = [str(cue["focus"]) for cue in cues if isinstance(cue, Mapping)]
    focus = focuses[path[0]]
    number = focuses[: path[0] + 1].count(focus)
    key = str(path[1]) if len(path) > 1 else "rep"
    titles = dict(zip(CUE_KEYS, cue_columns(number, focus), strict=True))
    return titles.get(key, titles["rep"])
