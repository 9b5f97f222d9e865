"""Packs, plans and own changes checked where they lie: every problem of every file, for whoever writes them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError, RepcueError, unknown
from repcue.edges.accepted_file import accepted_beside
from repcue.edges.pack_files import (
    OVERRIDES,
    PACK_FILE,
    available_packs,
    changed_pack,
    check_pack,
    misnamed_pack,
    read_pack_file,
)
from repcue.edges.plan_file import check_plan
from repcue.edges.yaml_files import read_text, shown_path, typed_path
from repcue.packs.archive import ENDING
from repcue.packs.load import PackReading
from repcue.packs.new_pack import id_of_folder
from repcue.packs.overrides import changes_in_shape
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Pack
from repcue.packs.values import shown

_ONE_NAME: Final = (
    "Call both the same: among yours a pack is found by its folder's name, and your changes to it by its id."
)

_FOR_ITS_PACK: Final = "The changes are for the pack that the file is named after; call it as the pack's id."


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of checking some files."""

    files: tuple[Path, ...]
    problems: tuple[Problem, ...]
    """Everything that is wrong with them."""

    packs: Mapping[Path, PackReading]
    """The packs among them by their `pack.yaml`, those with mistakes too."""


def check_files(paths: Sequence[Path]) -> Checked:
    """Return what is wrong with files, and what was read.

    Each pack is checked by itself, since packs that say the same need not be used together. A plan may name the
    exercises of the packs that are checked along with it; where there are none, those of every pack that is found.

    Args:
        paths: packs (their folder, their `pack.yaml`, or a folder of such folders), plans (their file), and own changes
            to packs (a file in a folder `overrides`).

    Raises:
        RepcueError: a path is none of these, or a file cannot be opened.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files_of(path)))
    checked = {file: read_pack_file(file) for file in files if file.name == PACK_FILE}
    problems = [problem for reading in checked.values() for problem in reading.problems]
    problems += [problem for file, reading in checked.items() for problem in _called_otherwise(file, reading)]
    problems += [problem for file in checked for problem in accepted_beside(file).problems]
    others = [file for file in files if file.name != PACK_FILE]
    packs = ([each.pack for each in checked.values() if each.pack] or _packs_found()) if others else []
    for file in others:
        if file.absolute().parent.name == OVERRIDES:
            problems += _of_changes(file, packs, checked.values())
        else:
            problems += check_plan(file, _catalogue(packs))[1]
    return Checked(tuple(files), tuple(problems), MappingProxyType(checked))


def _of_changes(file: Path, packs: Sequence[Pack], checked: Iterable[PackReading]) -> tuple[Problem, ...]:
    """Return what is wrong with a file of changes, which is named after its pack; of a broken one, what can be told."""
    by_id = {pack.id: pack for pack in packs}
    if file.stem in by_id:
        return changed_pack(by_id[file.stem], file)[1]
    broken = (each.in_languages for each in checked if each.pack is None)
    for sounds in broken:
        if sounds and sounds[0].pack.id == file.stem:
            text, problems = read_text(file, PackError, what="override")
            languages = [sound.language for sound in sounds]
            return problems if text is None else changes_in_shape(text, shown_path(file), languages)
    return (Problem(shown_path(file), 0, 1, "", unknown("pack", file.stem, by_id), _FOR_ITS_PACK),)


def _files_of(path: Path) -> list[Path]:
    if not path.exists():
        raise PackError(f"There is no file or folder {shown_path(path)!r}; name a pack's folder, its file, or a plan.")
    if path.suffix == ENDING:
        check = f"repcue pack install {typed_path(path)} --dry-run"
        raise PackError(f"{shown_path(path)!r} is a pack that is built; this checks it and changes nothing: {check}")
    if not path.is_dir():
        return [path]
    if (path / PACK_FILE).is_file():
        return [path / PACK_FILE]
    packs = sorted(path.glob(f"*/{PACK_FILE}"))
    if not packs:
        raise PackError(
            f"There is no pack in {shown_path(path)!r}: no {PACK_FILE} there or one folder below.{misnamed_pack(path)}"
        )
    return packs


def _called_otherwise(file: Path, reading: PackReading) -> Iterator[Problem]:
    """Yield a warning where a pack's id is not its folder's name; blanks and capitals in that do not count."""
    folder = file.absolute().parent
    name = folder.name if folder.name not in {"", ".."} else folder.resolve().name
    for sound in reading.in_languages[:1]:
        pack_id = sound.pack.id
        if name and sound.is_given(("id",)) and pack_id not in {name, id_of_folder(name)}:
            sentence = f"the pack's folder is called {shown(name)}, not {shown(pack_id)}."
            yield sound.document.problem(("id",), sentence, _ONE_NAME, severity=Severity.WARNING)


def _packs_found() -> list[Pack]:
    return [pack for file in available_packs().values() if (pack := check_pack(file)[0])]


def _catalogue(packs: Sequence[Pack]) -> Catalogue:
    """Return as many of the packs together as get along; those that clash with earlier ones are left out."""
    together: list[Pack] = []
    for pack in packs:
        try:
            Catalogue([*together, pack])
        except RepcueError:
            continue
        together.append(pack)
    return Catalogue(together)
