"""Packs on disk: found by name in the user's folder and among those that ship, read, and their recordings found.

A broken pack is refused whole, with its report; the others stay usable.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from repcue.core.errors import PackError, unknown
from repcue.core.spoken_texts import FORMS
from repcue.edges.home import home_folder, shipped_folder
from repcue.edges.inside import leads_out
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.load import PackReading, read_pack
from repcue.packs.overrides import with_overrides
from repcue.packs.report import Problem, report
from repcue.packs.said_in import said_in
from repcue.packs.schema import Cue, Pack, Recordings
from repcue.packs.values import RECORDING_ENDINGS

PACK_FILE: Final = "pack.yaml"

_MEANT: Final = frozenset({"pack.yaml", "pack.yml", "pack.yaml.txt", "pack.yml.txt", "pack.txt"})
"""What a pack's file is called by mistake: Notepad adds `.txt`, and Windows hides it."""

OVERRIDES: Final = "overrides"
"""The folder of the user's own changes, a file for each pack."""


@dataclass(frozen=True, slots=True)
class ReadPacks:
    """What came of reading some packs."""

    packs: tuple[Pack, ...]
    """Those that can be used, in the order they were named."""

    recordings: Mapping[tuple[str, str], Path]
    """The trainers' own recordings, by the words of the cue and the recording that the cue names: its whole path, so
    that no pack plays another's."""

    refused: tuple[str, ...]
    """Names of packs with mistakes."""

    problems: tuple[Problem, ...]
    """Mistakes of the refused packs, and warnings of all."""

    languages: Mapping[str, str] = field(default_factory=dict)
    """The language of every line that is said in another than its pack's main one, by the line."""

    notices: tuple[str, ...] = ()
    """Sentences that say where a main language stands in for the one that was asked for."""


def pack_folders() -> list[Path]:
    """Return the folders that packs lie in, first match wins; they need not exist."""
    return [home_folder() / "packs", shipped_folder("cue_packs")]


def available_packs(folders: Sequence[Path] | None = None) -> dict[str, Path]:
    """Return the packs that can be named, each with its `pack.yaml`, in the order of their names.

    Args:
        folders: where to look; None is `pack_folders()`.
    """
    found: dict[str, Path] = {}
    for folder in pack_folders() if folders is None else folders:
        # A folder with a dot before its name is one that is just being installed.
        for file in sorted(folder.glob(f"[!.]*/{PACK_FILE}")):
            found.setdefault(file.parent.name, file)
    return dict(sorted(found.items()))


def locate_pack(name: str, folders: Sequence[Path] | None = None) -> Path:
    """Return the `pack.yaml` that a name or a path means.

    Args:
        name: a pack's name; or a path to its folder or file, recognised by a `/` or the ending `.yaml`.
        folders: where to look for names; None is `pack_folders()`.

    Raises:
        PackError: there is no such pack.
    """
    if "/" in name or os.sep in name or name.endswith(".yaml") or name in {".", ".."}:
        path = Path(name).expanduser()
        file = path if path.suffix == ".yaml" else path / PACK_FILE
        if not file.is_file():
            hint = misnamed_pack(file.parent) or " Check the path."
            raise PackError(f"There is no pack {name!r}: {shown_path(file)} does not exist.{hint}")
        return file
    available = available_packs(folders)
    if name not in available:
        raise PackError(unknown("pack", name, available) + " A path to a pack's folder has a / in it.")
    return available[name]


def misnamed_pack(folder: Path) -> str:
    """Return " 'x' lies there; call it pack.yaml." for a file that is meant to be a folder's pack, or nothing."""
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    meant = [name for name in names if name.lower() in _MEANT and name != PACK_FILE]
    return f" {meant[0]!r} lies there; call it {PACK_FILE}." if meant else ""


def overrides_folder() -> Path:
    """Return the folder of the user's own changes to packs, a file each; it need not exist."""
    return home_folder() / OVERRIDES


def read_packs(
    names: Iterable[str],
    folders: Sequence[Path] | None = None,
    overrides: Path | None = None,
    *,
    language: str | None = None,
) -> ReadPacks:
    """Return the packs that are named with the user's changes; those with mistakes are refused, others stay usable.

    Args:
        names: names or paths, each as `locate_pack` takes it; a name that comes twice is read once.
        folders: where to look for names; None is `pack_folders()`.
        overrides: where the user's changes lie; None is `overrides_folder()`.
        language: what their lines are said in, where they have it; None is the main one of each.

    Raises:
        PackError: a name is unknown, a file cannot be opened, or no pack is usable (the message is the report).
    """
    packs: list[Pack] = []
    refused: list[str] = []
    problems: list[Problem] = []
    recordings: dict[tuple[str, str], Path] = {}
    languages: dict[str, str] = {}
    notices: list[str] = []
    files = {locate_pack(name, folders): name for name in names}
    for file, name in files.items():
        pack, found = check_pack(file, beside=packs)
        problems += found
        if pack is None:
            refused.append(name)
        else:
            pack, more = changed_pack(pack, (overrides or overrides_folder()) / f"{pack.id}.yaml", packs)
            problems += more
            said = said_in(pack, language or pack.language)
            languages |= said.languages
            notices += said.notices
            packs.append(_with_whole_paths(said.pack, file.parent))
            recordings |= _recordings(packs[-1])
    if refused and not packs:
        raise PackError(report(problems, what="pack"))
    read = ReadPacks(tuple(packs), MappingProxyType(recordings), tuple(refused), tuple(problems))
    return replace(read, languages=MappingProxyType(languages), notices=tuple(notices))


def changed_pack(pack: Pack, file: Path, beside: Sequence[Pack] = ()) -> tuple[Pack, tuple[Problem, ...]]:
    """Return a pack with the user's changes, and what is wrong with these; without the file, the pack as it is.

    Args:
        pack: as its author wrote it.
        file: the user's changes.
        beside: the packs that are used together with this one, and come first.

    Raises:
        PackError: the file cannot be opened.
    """
    if not file.is_file():
        return pack, ()
    text, problems = read_text(file, PackError, what="override")
    return (pack, problems) if text is None else with_overrides(pack, text, shown_path(file), beside=beside)


def check_pack(
    file: Path, *, beside: Sequence[Pack] = (), source: str | None = None
) -> tuple[Pack | None, tuple[Problem, ...]]:
    """Return the pack of a `pack.yaml`, or None and everything that is wrong with it.

    Args:
        file: the `pack.yaml`.
        beside: the packs that are used together with this one, and come first.
        source: what reports call the file; None is its path.

    Raises:
        PackError: the file cannot be opened.
    """
    reading = read_pack_file(file, beside=beside, source=source)
    return reading.pack, reading.problems


def read_pack_file(file: Path, *, beside: Sequence[Pack] = (), source: str | None = None) -> PackReading:
    """Return the same as `check_pack`, and what is sound of a pack with mistakes; arguments and errors are the same."""
    text, problems = read_text(file, PackError, what="pack", is_of_pack=True)
    source = source or shown_path(file)
    if text is None:
        return PackReading(None, tuple(replace(problem, source=source) for problem in problems))
    return read_pack(text, source, files=sounds_in(file.parent), beside=beside)


def sounds_in(folder: Path) -> frozenset[str]:
    """Return the sound files inside a folder, from there, with `/` between folders.

    A link that leads out of the folder does not count, so that a pack never plays what is not its own.
    """
    root = folder.resolve()
    inside: set[str] = set()
    for parent, _, names in os.walk(root, followlinks=False):
        for name in names:
            file = Path(parent, name)
            if name.lower().endswith(RECORDING_ENDINGS) and file.is_file() and not leads_out(file, root):
                inside.add(file.relative_to(root).as_posix())
    return frozenset(inside)


def _with_whole_paths(pack: Pack, folder: Path) -> Pack:
    """Return the pack, in all its languages, with its recordings named by their whole paths."""
    own = _with_files_in(pack, folder)
    others = {language: pack.in_language(language) for language in pack.languages if language != pack.language}
    return own.with_translations(
        {language: known._replace(pack=_with_files_in(known.pack, folder)) for language, known in others.items()}
    )


def _with_files_in(pack: Pack, folder: Path) -> Pack:
    def placed(cue: Cue) -> Cue:
        files: dict[str, str] = {form: str((folder / file).resolve()) for form in FORMS if (file := cue.recorded(form))}
        return cue.model_copy(update={"recording": None, "recordings": Recordings().model_copy(update=files)})

    exercises = (
        each.model_copy(update={"cues": tuple(placed(cue) for cue in each.cues)})
        if any(cue.recorded(form) for cue in each.cues for form in FORMS)
        else each
        for each in pack.exercises
    )
    return pack.model_copy(update={"exercises": tuple(exercises)})


def _recordings(pack: Pack) -> dict[tuple[str, str], Path]:
    languages = [pack.in_language(language).pack for language in (pack.language, *pack.languages)]
    cues = [cue for each in languages for exercise in each.exercises for cue in exercise.cues]
    found = [(cue.text(form), cue.recorded(form)) for cue in cues for form in FORMS]
    return {(text, recording): Path(recording) for text, recording in found if text and recording}
