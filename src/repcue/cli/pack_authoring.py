"""`repcue pack new`, `from-csv`, `to-csv` and `schema`: for those who write packs."""

import argparse
import getpass
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from repcue.cli.places import check_places
from repcue.core.errors import OutputError, PackError
from repcue.edges.clock import today
from repcue.edges.pack_files import PACK_FILE, check_pack, locate_pack
from repcue.edges.pack_sheet import pack_text_from_sheet, sheet_text, write_sheet
from repcue.edges.yaml_files import shown_path, typed_path
from repcue.packs.inside import path_refusal
from repcue.packs.json_schema import overrides_json_schema, pack_json_schema
from repcue.packs.load import load_pack
from repcue.packs.new_pack import LICENCES, Beginnings, id_of_folder, new_pack_text
from repcue.packs.report import has_errors, report
from repcue.packs.schema import Pack
from repcue.packs.sheet import left_out
from repcue.packs.values import Alias, CueWords, Line
from repcue.packs.yaml_text import Value

NOBODY: Final = "Your name"

QUESTIONS: Final = (
    ("title", "What is the pack called?", Line),
    ("author", "Who wrote it?", Line),
    ("licence", f"Under which licence? ({', '.join(LICENCES)}, or another)", Line),
    ("exercise", "What is its first exercise called, as on a poster?", Line),
    ("alias", "What does one say to pick it?", Alias),
    ("muscle", "Which muscle works most?", Line),
    ("internal", "A cue that names the muscle, at most six words?", CueWords),
    ("external", "A cue about the bar, the floor or another thing, without a part of the body?", CueWords),
)
"""What is asked: the answer's key, the question, and what it may be."""


def new(options: argparse.Namespace) -> int:
    """Ask what a pack is about and write it."""
    folder: Path = options.folder
    _refuse_taken(folder)
    begun = _defaults(folder)
    if not options.yes and sys.stdin.isatty():
        begun = asked(begun, input)
    text = new_pack_text(begun)
    pack, problems = load_pack(text, shown_path(folder / PACK_FILE))
    if pack is None:
        raise PackError(report(problems, what="pack"))
    _write(folder / PACK_FILE, text)
    shown = shown_path(folder)
    print(f"{shown}/{PACK_FILE}: a pack with one exercise. Open it in an editor and change what you like.")
    print(f"Then: repcue check {typed_path(folder)}")
    return 0


def from_csv(options: argparse.Namespace) -> int:
    """Make a pack of a spreadsheet."""
    folder: Path = options.folder
    _refuse_taken(folder)
    begun = _defaults(folder)
    about: dict[str, Value] = {
        "format": 1,
        "id": begun.id,
        "title": begun.title if options.title is None else options.title,
        "version": "1.0.0",
        "author": begun.author if options.author is None else options.author,
        "licence": begun.licence if options.licence is None else options.licence,
        "created": begun.created,
    }
    text, pack, warnings = pack_text_from_sheet(options.sheet, about)
    _write(folder / PACK_FILE, text)
    if warnings:
        print(report(warnings, what="sheet") + "\n")
    print(f"{shown_path(folder)}/{PACK_FILE}: {_counted(pack)}.")
    return 0


def to_csv(options: argparse.Namespace) -> int:
    """Write a pack's exercises as a spreadsheet."""
    file = options.folder / PACK_FILE
    pack, problems = check_pack(file if file.is_file() else locate_pack(str(options.folder)))
    if pack is None or has_errors(problems):
        raise PackError(report(problems, what="pack"))
    out = options.out or Path(f"{pack.id}.csv")
    is_piped = out == Path("-")
    if is_piped:
        print(sheet_text(pack).replace("\r\n", "\n"), end="")
    else:
        check_places({"--out": out}, {})
        write_sheet(pack, out)
        print(f"{shown_path(out)}: {_counted(pack)}.")
    if missing := left_out(pack.exercises, pack.drills != type(pack.drills)(), len(pack.languages)):
        print(
            f"Not in the sheet, which has no place for them: {', '.join(missing)}.",
            file=sys.stderr if is_piped else None,
        )
    return 0


def schema(options: argparse.Namespace) -> int:
    """Write the JSON Schema of packs, for editors that complete and check."""
    text = (
        json.dumps(overrides_json_schema() if options.overrides else pack_json_schema(), ensure_ascii=False, indent=1)
        + "\n"
    )
    if options.out is None:
        print(text, end="")
        return 0
    check_places({"--out": options.out}, {})
    _write(options.out, text)
    what = "your changes to packs" if options.overrides else PACK_FILE
    print(f"{shown_path(options.out)}: the JSON Schema of {what}.")
    return 0


def _counted(pack: Pack) -> str:
    return "1 exercise" if len(pack.exercises) == 1 else f"{len(pack.exercises)} exercises"


def _refuse_taken(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackError(f"{shown_path(folder)!r} exists and is not empty; name a folder that is new.")


def _defaults(folder: Path) -> Beginnings:
    name = folder.resolve().name
    pack_id = id_of_folder(name)
    if not pack_id:
        raise PackError(f"{name!r} cannot be a pack's name; name the folder with letters a to z, digits and hyphens.")
    if (why := path_refusal(name) or path_refusal(pack_id)) is not None:
        raise PackError(f"{why}; call the folder otherwise, like {f'{pack_id}-pack'!r}.")
    title = pack_id.replace("-", " ").capitalize()
    return Beginnings(id=pack_id, title=title, author=_user(), licence=LICENCES[0], created=today())


def _user() -> str:
    try:
        return getpass.getuser().strip() or NOBODY
    except (OSError, KeyError, ImportError):
        return NOBODY


def asked(begun: Beginnings, ask: Callable[[str], str]) -> Beginnings:
    """Return what somebody answers to `QUESTIONS`; each is asked again until the answer will do.

    Args:
        begun: what stands where nothing is answered.
        ask: shows a question and returns what was typed.
    """
    print("Press Enter to take what stands in brackets.")
    answers = {key: getattr(begun, key) for key in ("id", "created")}
    for key, question, kind in QUESTIONS:
        answers[key] = _answer(f"{question} [{getattr(begun, key)}] ", getattr(begun, key), kind, ask)
    return Beginnings(**answers)


def _answer(question: str, usual: str, kind: Any, ask: Callable[[str], str]) -> str:  # noqa: ANN401 - an annotated type
    while True:
        try:
            given = ask(question).strip() or usual
            return str(TypeAdapter(kind).validate_python(given))
        except EOFError:
            return usual
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            print(f"  {first['msg']} {first.get('ctx', {}).get('hint', '')}".rstrip())


def _write(file: Path, text: str) -> None:
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text, encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise OutputError(f"{shown_path(file)!r} cannot be written ({error.strerror}).") from error
