"""Packs and plans checked where they lie: every problem of every file, for whoever writes them."""

from collections.abc import Sequence
from pathlib import Path

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError, RepcueError
from repcue.edges.pack_files import PACK_FILE, available_packs, check_pack
from repcue.edges.plan_file import check_plan
from repcue.edges.yaml_files import shown_path
from repcue.packs.report import Problem
from repcue.packs.schema import Pack


def check_files(paths: Sequence[Path]) -> tuple[tuple[Path, ...], tuple[Problem, ...]]:
    """Return the files that were checked, and everything that is wrong with them.

    Each pack is checked by itself, since packs that say the same need not be used together. A plan may name the
    exercises of the packs that are checked along with it; where there are none, those of every pack that is found.

    Args:
        paths: packs (their folder, their `pack.yaml`, or a folder of such folders) and plans (their file).

    Raises:
        RepcueError: a path is no pack, no plan and no folder of packs, or a file cannot be opened.
    """
    files = list(dict.fromkeys(file for path in paths for file in _files_of(path)))
    plans = [file for file in files if file.name != PACK_FILE]
    checked = [check_pack(file) for file in files if file.name == PACK_FILE]
    problems = [problem for _, found in checked for problem in found]
    if plans:
        catalogue = _catalogue([pack for pack, _ in checked if pack] or _packs_found())
        problems += [problem for plan in plans for problem in check_plan(plan, catalogue)[1]]
    return tuple(files), tuple(problems)


def _files_of(path: Path) -> list[Path]:
    if not path.exists():
        raise PackError(f"There is no file or folder {shown_path(path)!r}; name a pack's folder, its file, or a plan.")
    if not path.is_dir():
        return [path]
    if (path / PACK_FILE).is_file():
        return [path / PACK_FILE]
    packs = sorted(path.glob(f"*/{PACK_FILE}"))
    if not packs:
        raise PackError(f"There is no pack in {shown_path(path)!r}: no {PACK_FILE} there or one folder below.")
    return packs


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
