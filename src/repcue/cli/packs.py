"""`repcue pack list`, `build`, `install` and `remove`: packs that travel."""

import argparse
import json
from collections.abc import Sized

from repcue.cli.checking import lints
from repcue.core.errors import PackError
from repcue.edges import pack_shelf
from repcue.edges.accepted_file import accepted_beside
from repcue.edges.pack_archive import build as build_archive
from repcue.edges.pack_files import PACK_FILE, misnamed_pack, read_pack_file
from repcue.edges.pack_shelf import Installed, Shelved
from repcue.edges.settings_file import read_settings
from repcue.edges.yaml_files import shown_path, typed, typed_path
from repcue.packs.report import has_errors, report


def list_packs(options: argparse.Namespace) -> int:
    """List the packs there are."""
    shelved = pack_shelf.shelved()
    if options.json:
        print(json.dumps([_as_record(each) for each in shelved], ensure_ascii=False, indent=1))
        return 0
    for each in shelved:
        print(_as_line(each))
    return 0


def build(options: argparse.Namespace) -> int:
    """Make one file of a pack."""
    if not (options.folder / PACK_FILE).is_file():
        raise PackError(
            f"There is no pack in {shown_path(options.folder)!r}: no {PACK_FILE} there.{misnamed_pack(options.folder)}"
        )
    file = options.folder / PACK_FILE
    read = read_pack_file(file)
    listed = accepted_beside(file).problems
    found = (*read.problems, *listed, *lints({file: read}, read_settings().voice))
    if has_errors(found):
        raise PackError(report(found, what="pack"))
    if found:
        print(report(found, what="pack") + "\n")
    archive, manifest = build_archive(options.folder, options.out)
    size = sum(each.bytes for each in manifest.files.values())
    files = _counted(manifest.files, "file")
    print(f"{shown_path(archive)}: {manifest.title} {manifest.version}, {files}, {size / 1000:,.0f} kB.")
    print(f"Whoever has it types: repcue pack install {typed(archive.name)}")
    return 0


def install(options: argparse.Namespace) -> int:
    """Put the pack of a file among the user's."""
    done = pack_shelf.install(options.file, is_trial=options.dry_run, replaces=options.replace)
    print("\n".join(_told(done, is_trial=options.dry_run)))
    return 0


def remove(options: argparse.Namespace) -> int:
    """Take an installed pack away."""
    folder, kept, linked_to = pack_shelf.remove(options.name)
    if linked_to is not None:
        stays = f"the folder itself stays in {shown_path(linked_to)}" if linked_to.is_dir() else "it led nowhere"
        print(f"Removed the link {options.name}; {stays}.")
    elif kept is None:
        print(f"Removed {options.name}; nothing is left of it in {shown_path(folder.parent)}.")
    else:
        print(f"Removed {options.name}. You had changed it, so your copy is kept in {shown_path(kept)}.")
    return 0


def _told(done: Installed, *, is_trial: bool) -> list[str]:
    pack = done.opened.pack
    cues = [cue for exercise in pack.exercises for cue in exercise.cues]
    lines = [
        f"{pack.title} {pack.version} by {pack.author}",
        f"Licence: {pack.licence}",
        f"{_counted(pack.exercises, 'exercise')}, {_counted(cues, 'cue')}",
    ]
    if done.replaced is not None:
        lines.append(f"In place of version {done.replaced.version}:")
        lines += [f"  {change}" for change in done.changes or ("Nothing that you would notice changes.",)]
    lines += [*done.beside, *done.opened.warnings]
    would = "would be " if is_trial else ""
    if done.kept is not None:
        lines.append(
            f"You had changed the version that was there; your copy {would or 'is '}kept in {shown_path(done.kept)}."
        )
    where = shown_path(done.folder)
    lines.append(f"Nothing was changed; it would go to {where}." if is_trial else f"Installed in {where}.")
    if not is_trial:
        lines.append(f"Use it: repcue start --pack {pack.id}")
    return lines


def _counted(things: Sized, noun: str) -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"


def _as_record(each: Shelved) -> dict[str, object]:
    pack = each.pack
    return {
        "name": each.name,
        "file": str(each.file),
        "installed": each.is_own,
        "linked_to": str(each.linked_to) if each.linked_to else None,
        "usable": pack is not None,
        "title": pack.title if pack else None,
        "version": pack.version if pack else None,
        "author": pack.author if pack else None,
        "licence": pack.licence if pack else None,
        "exercises": len(pack.exercises) if pack else 0,
    }


def _as_line(each: Shelved) -> str:
    where = "yours" if each.is_own else "ships with RepCue"
    where += f", linked from {shown_path(each.linked_to)}" if each.linked_to else ""
    if each.pack is None:
        return f"{each.name}: has mistakes; `repcue check {typed_path(each.file.parent)}` tells them. ({where})"
    pack = each.pack
    return (
        f"{each.name} {pack.version}: {pack.title}, {_counted(pack.exercises, 'exercise')}, {pack.licence}. ({where})"
    )
