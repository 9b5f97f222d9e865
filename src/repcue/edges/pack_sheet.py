"""Packs from and to spreadsheets: CSV as Excel, LibreOffice and Google write it."""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Final

from repcue.core.errors import OutputError, PackError
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.load import load_pack
from repcue.packs.report import Problem, has_errors, report
from repcue.packs.schema import Pack
from repcue.packs.sheet import (
    COLUMNS,
    CUE_HINT,
    exercise_from_row,
    is_missing,
    meant_titles,
    missing_titles,
    row_of,
    title_of,
    titles_for,
    unknown_titles,
)
from repcue.packs.yaml_nodes import NO_UTF_8, read_document
from repcue.packs.yaml_text import Value, yaml_text

_DELIMITERS: Final = ",;\t"
"""Excel writes semicolons where the comma is the decimal sign."""

_SEPARATOR: Final = re.compile(r'"?sep=([^\w\s"]|\t)"?[^\S\r\n]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""The line before all others with which Excel is told what stands between the cells."""

_SAVE_AS: Final = "Save the sheet with the encoding UTF-8; in Excel the kind of file is called CSV UTF-8."

_SPREADSHEETS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods files begin, which are zips, and older .xls files."""

_TYPED: Final = {"id": "FOLDER", "title": "--title", "author": "--author", "licence": "--licence"}
"""What is in no sheet, and how it is typed."""

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


def sheet_text(pack: Pack) -> str:
    """Return a pack's exercises as CSV."""
    titles = titles_for(pack.exercises)
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, titles, restval="")
    table.writeheader()
    table.writerows(row_of(exercise) for exercise in pack.exercises)
    return text.getvalue()


def write_sheet(pack: Pack, out: Path) -> None:
    """Write a pack's exercises as CSV that spreadsheets open as it is.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        # The mark at the beginning tells Excel that it is UTF-8.
        out.write_text(sheet_text(pack), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise OutputError(f"The sheet {shown_path(out)!r} cannot be written ({error.strerror}).") from error


def pack_text_from_sheet(sheet: Path, about: Mapping[str, Value]) -> tuple[str, Pack, tuple[Problem, ...]]:
    """Return the text of a pack with the exercises of a sheet, the pack, and warnings at their cells and options.

    Args:
        sheet: the CSV.
        about: the keys of the pack itself, such as its id and title, which were typed.

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
    in_sheet = (told for problem in found for told in _in_sheet(problem, table, exercises, lines))
    told = (*table.problems, *in_sheet)
    if pack is None or has_errors(told):
        raise PackError(report(told, what="sheet"))
    return text, pack, told


def _hint_for_titles() -> str:
    first = ", ".join(column.title for column in COLUMNS[:4])
    return f"The first row has the titles ({first} …), each further row an exercise."


def _table(sheet: Path) -> _Table:
    shown = shown_path(sheet)
    _refuse_spreadsheet(sheet, shown)
    text, problems = read_text(sheet, PackError, what="sheet")
    if text is None:
        problems = tuple(replace(each, hint=_SAVE_AS) if each.sentence == NO_UTF_8 else each for each in problems)
        raise PackError(report(problems, what="sheet"))
    try:
        below = iter(_records(text))
    except csv.Error as error:
        raise PackError(f"{shown!r} is no CSV ({error}); save the spreadsheet as CSV again.") from error
    title_line, written = next(below, (1, []))
    written = [" ".join(title.split()).lower() for title in written]
    titles = meant_titles(written)
    rows = list(_rows(below, titles))
    untitled = (
        Problem(shown, row.line, row.untitled, "", "this cell has no title above it.", _hint_for_titles())
        for row in rows
        if row.untitled
    )
    missing = missing_titles(titles, shown, title_line) if rows else ()
    return _Table(shown, titles, rows, (*unknown_titles(written, shown, title_line), *missing, *untitled))


def _refuse_spreadsheet(sheet: Path, shown: str) -> None:
    """Tell a spreadsheet program's own file, whatever its name ends in; one that cannot be opened is told later."""
    try:
        with sheet.open("rb") as opened:
            begins = opened.read(max(map(len, _SPREADSHEETS)))
    except OSError:
        return
    if begins.startswith(_SPREADSHEETS):
        raise PackError(f"{shown!r} is a spreadsheet program's own file and no CSV; open it there. {_SAVE_AS}")


def _records(text: str) -> list[tuple[int, list[str]]]:
    """Return what stands in each row that is not empty, with the line in which it begins, from 1.

    Raises:
        csv.Error: the text is no CSV.
    """
    separator = _SEPARATOR.match(text)
    body = text[separator.end() :] if separator else text
    delimiter = separator[1] if separator else max(_DELIMITERS, key=body.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    records, line = [], 2 if separator else 1
    first = line
    for cells in reader:
        if any(cell.strip() for cell in cells):
            records.append((line, cells))
        line = first + reader.line_num  # a cell may have line breaks
    return records


def _rows(records: Iterable[tuple[int, list[str]]], titles: Sequence[str]) -> Iterator[Row]:
    for line, cells in records:
        padded = enumerate(zip_longest(titles, cells, fillvalue=""), 1)
        untitled = (column for column, (title, cell) in padded if not title and cell.strip())
        named = [(title, cell) for title, cell in zip(titles, cells, strict=False) if title]
        # Of two columns with the same title the first is read; the other is told.
        yield Row(line, dict(reversed(named)), next(untitled, 0))


def _lines_of_exercises(text: str, table: _Table) -> list[int]:
    """Return the line in the pack's text at which each exercise begins."""
    document = read_document(text, table.shown)
    nodes = (document.node_at(("exercises", index))[0] for index in range(len(table.rows)))
    return [node.start.line_index + 1 if node else 1 for node in nodes]


def _in_sheet(
    problem: Problem, table: _Table, exercises: Sequence[Mapping[str, Value]], lines: Sequence[int]
) -> Iterator[Problem]:
    """Yield a problem of the pack at the cell that it comes from, and with the row of the other one it speaks of.

    What comes from no cell is told of the option that it was typed with.
    Nothing where the whole column is missing: that is told once, at the titles.
    """
    sentence = problem.sentence
    if problem.names_line:
        row = table.rows[bisect_right(lines, problem.names_line) - 1]
        sentence = f"{sentence.removesuffix(f'{problem.names_line}.')}{row.line}."
    told = replace(problem, sentence=sentence, source=table.shown, line=1, column=1, source_line="")
    found = _PLACE.match(problem.path)
    if found is None:
        option = _TYPED.get(problem.path)
        yield replace(told, source=option, line=0, path="") if option else told
        return
    index = int(found[1])
    path = [int(number) if number else name for name, number in _PART.findall(found[2])]
    title = title_of(tuple(path), exercises[index])
    if is_missing(title, table.titles):
        return
    if not exercises[index]["cues"] and path == ["cues"]:
        told = replace(told, sentence="this row has no cue.", hint=CUE_HINT)
    is_of_cell = bool(title) and title in table.titles
    column = table.titles.index(title) + 1 if is_of_cell else 1
    place = f"{title} (column {_letters(column)})" if is_of_cell else title
    yield replace(told, line=table.rows[index].line, column=column, path=place)


def _letters(column: int) -> str:
    """Return how spreadsheets call a column: A for 1, AA for 27."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
