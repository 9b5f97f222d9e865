"""Packs from and to spreadsheets: CSV as Excel, LibreOffice and Google write it."""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from repcue.core.errors import OutputError, PackError
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.load import load_pack
from repcue.packs.report import Problem, has_errors, report
from repcue.packs.schema import Pack
from repcue.packs.sheet import COLUMNS, exercise_from_row, meant_titles, row_of, title_of, titles_for, unknown_titles
from repcue.packs.yaml_nodes import read_document
from repcue.packs.yaml_text import Value, yaml_text

_DELIMITERS: Final = ",;\t"
"""Excel writes semicolons where the comma is the decimal sign."""

_PLACE: Final = re.compile(r"exercises\[(\d+)\]\.?(.*)")
_PART: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the titles."""

    line: int
    """In the file, from 1."""

    cells: Mapping[str, str]
    untitled: int = 0
    """The column of its first cell without a title above it, from 1; 0 for none."""


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet as it was read."""

    shown: str
    titles: Sequence[str]
    """Of its columns; one that is misspelt is told and read as the one that was meant."""

    rows: Sequence[Row]
    problems: tuple[Problem, ...]


def write_sheet(pack: Pack, out: Path) -> None:
    """Write a pack's exercises as CSV that spreadsheets open as it is.

    Raises:
        OutputError: it cannot be written.
    """
    titles = titles_for(pack.exercises)
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, titles, restval="")
    table.writeheader()
    table.writerows(row_of(exercise) for exercise in pack.exercises)
    try:
        # The mark at the beginning tells Excel that it is UTF-8.
        out.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise OutputError(f"The sheet {shown_path(out)!r} cannot be written ({error.strerror}).") from error


def pack_text_from_sheet(sheet: Path, about: Mapping[str, Value]) -> tuple[str, Pack, tuple[Problem, ...]]:
    """Return the text of a pack with the exercises of a sheet, the pack, and warnings at their cells.

    Args:
        sheet: the CSV.
        about: the keys of the pack itself, such as its id and title.

    Raises:
        PackError: the sheet cannot be read, or has mistakes; the message is the report of all of them.
    """
    table = _table(sheet)
    if not table.rows:
        nothing = Problem(table.shown, 1, 1, "", "there is no exercise in the sheet.", _hint_for_titles())
        raise PackError(report((*table.problems, nothing), what="sheet"))
    exercises = [exercise_from_row(row.cells) for row in table.rows]
    text = yaml_text({**about, "exercises": exercises}) + "\n"
    pack, found = load_pack(text, table.shown)
    lines = _lines_of_exercises(text, table)
    told = (*table.problems, *(_in_sheet(problem, table, exercises, lines) for problem in found))
    if pack is None or has_errors(told):
        raise PackError(report(told, what="sheet"))
    return text, pack, told


def _hint_for_titles() -> str:
    first = ", ".join(column.title for column in COLUMNS[:4])
    return f"The first row has the titles ({first} …), each further row an exercise."


def _table(sheet: Path) -> _Table:
    shown = shown_path(sheet)
    text, problems = read_text(sheet, PackError, what="sheet")
    if text is None:
        raise PackError(report(problems, what="sheet"))
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        written = [" ".join(title.split()).lower() for title in next(reader, [])]
        titles = meant_titles(written)
        rows = list(_rows(reader, titles))
    except csv.Error as error:
        raise PackError(f"{shown!r} is no CSV ({error}); save the spreadsheet as CSV again.") from error
    untitled = (
        Problem(shown, row.line, row.untitled, "", "this cell has no title above it.", _hint_for_titles())
        for row in rows
        if row.untitled
    )
    return _Table(shown, titles, rows, (*unknown_titles(written, shown), *untitled))


def _rows(reader: Iterator[list[str]], titles: Sequence[str]) -> Iterator[Row]:
    line = 2
    for cells in reader:
        if any(cell.strip() for cell in cells):
            beyond = (column for column, cell in enumerate(cells, 1) if column > len(titles) and cell.strip())
            named = list(zip(titles, cells, strict=False))
            # Of two columns with the same title the first is read; the other is told.
            yield Row(line, dict(reversed(named)), next(beyond, 0))
        line += 1 + sum(cell.count("\n") for cell in cells)


def _lines_of_exercises(text: str, table: _Table) -> list[int]:
    """Return the line in the pack's text at which each exercise begins."""
    document = read_document(text, table.shown)
    nodes = (document.node_at(("exercises", index))[0] for index in range(len(table.rows)))
    return [node.start.line_index + 1 if node else 1 for node in nodes]


def _in_sheet(
    problem: Problem, table: _Table, exercises: Sequence[Mapping[str, Value]], lines: Sequence[int]
) -> Problem:
    """Return a problem of the pack at the cell that it comes from, and with the row of the other one it speaks of."""
    sentence = problem.sentence
    if problem.names_line:
        row = table.rows[bisect_right(lines, problem.names_line) - 1]
        sentence = f"{sentence.removesuffix(f'{problem.names_line}.')}{row.line}."
    told = replace(problem, sentence=sentence, source=table.shown, line=1, column=1, source_line="")
    found = _PLACE.match(problem.path)
    if found is None:
        return told
    index = int(found[1])
    path = [int(number) if number else name for name, number in _PART.findall(found[2])]
    title = title_of(tuple(path), exercises[index])
    column = table.titles.index(title) + 1 if title in table.titles else 1
    place = f"{title} (column {_letters(column)})" if title in table.titles else title
    return replace(told, line=table.rows[index].line, column=column, path=place)


def _letters(column: int) -> str:
    """Return how spreadsheets call a column: A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
