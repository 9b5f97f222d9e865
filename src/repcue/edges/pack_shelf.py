"""The user's installed packs: put there all or nothing, and taken away without a trace.

A pack is unpacked and checked beside the others under a name that nobody looks for, and then takes its place by one
rename. What the user changed in an installed pack is never thrown away: it is kept aside and named. A link among the
packs, as somebody has who writes one elsewhere, is taken away alone: what it leads to is never touched.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from repcue.core.errors import OutputError, PackError, RepcueError, unknown
from repcue.edges.home import home_folder, shipped_folder
from repcue.edges.pack_archive import Opened, unpack
from repcue.edges.pack_files import available_packs, check_pack
from repcue.edges.yaml_files import shown_path
from repcue.packs.archive import MANIFEST, PACK_FILE, Manifest, read_manifest
from repcue.packs.changes import changes_between, version_key
from repcue.packs.load import PackReading
from repcue.packs.nodes import Path as Place
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Pack

_FOR_CLASHES: Final = "Choose other ids and aliases, unless nobody needs both packs at once."


@dataclass(frozen=True, slots=True)
class Shelved:
    """A pack that can be used by its name."""

    name: str
    file: Path
    is_own: bool
    """Whether it lies in the user's folder; else it ships with the program."""

    pack: Pack | None
    """None where it has mistakes."""

    linked_to: Path | None = None
    """Where its folder really is, if it is a link among the others."""


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation did, or would do."""

    opened: Opened
    folder: Path
    replaced: Pack | None
    """The version that was there before."""

    changes: tuple[str, ...]
    kept: Path | None
    """Where the user's own changes to the version before were put."""

    beside: tuple[str, ...]
    """Sentences about other packs that say the same."""


class Removed(NamedTuple):
    """What became of a pack that was taken away."""

    folder: Path
    """Where it lay among the others."""

    kept: Path | None
    """Where the user's own changes to it were put."""

    linked_to: Path | None
    """Where the pack itself is, untouched, if only a link to it was there."""


def own_packs_folder() -> Path:
    """Return where installed packs lie; it need not exist."""
    return home_folder() / "packs"


def shelved(
    folders: Sequence[Path] | None = None, *, known: Mapping[Path, PackReading] = MappingProxyType({})
) -> tuple[Shelved, ...]:
    """Return the packs that can be used by name, in the order of their names.

    Args:
        folders: where to look; None is `pack_folders()`.
        known: packs that were just read, by their `pack.yaml`, which need not be read again.
    """
    own = own_packs_folder().resolve()
    read = {file.resolve(): reading.pack for file, reading in known.items()}
    found = ((name, file, file.resolve()) for name, file in available_packs(folders).items())
    return tuple(
        Shelved(
            name,
            file,
            is_own=file.parent.parent.resolve() == own,
            pack=read[real] if real in read else check_pack(file)[0],
            linked_to=_linked_to(file.parent),
        )
        for name, file, real in found
    )


def _linked_to(folder: Path) -> Path | None:
    """Return where a link among the packs leads, also one that leads nowhere; None for a folder, or for nothing."""
    try:
        real = folder.resolve()
        return real if folder.is_symlink() or real != folder.parent.resolve() / folder.name else None
    except (OSError, RuntimeError):  # links in a circle
        return folder


def install(archive: Path, *, is_trial: bool = False, replaces: bool = False) -> Installed:
    """Put the pack of an archive among the user's, or say only what that would do.

    Args:
        archive: the `.repcue` file.
        is_trial: whether nothing is to be changed.
        replaces: whether an older version may take the place of a newer one.

    Raises:
        PackError: the archive is unsafe, damaged or has mistakes, or is older than what is there, which may be a link.
        OutputError: the folder cannot be written.
    """
    folder = own_packs_folder()
    with _beside(folder) as place:
        opened = unpack(archive, place)
        _refuse_shipped(opened.pack)
        target = folder / opened.pack.id
        _refuse_link(target)
        before = check_pack(target / PACK_FILE)[0] if (target / PACK_FILE).is_file() else None
        if before is not None and not replaces:
            _refuse_older(before, opened.pack)
        changes = tuple(changes_between(before, opened.pack)) if before else ()
        kept = _place_to_keep(target) if changed_by_hand(target) else None
        told = tuple(sentence for _, sentence in _said_by_others(opened.pack, shelved()))
        if not is_trial:
            _put(place, target, kept)
        return Installed(opened, target, before, changes, kept, told)


def remove(name: str) -> Removed:
    """Take a pack of the user's away; of one that is linked from elsewhere, the link alone.

    Raises:
        PackError: there is no such pack, or it ships with the program.
        OutputError: it cannot be removed.
    """
    link = own_packs_folder() / name
    if link.name == name and (real := _linked_to(link)) is not None:
        return _unlinked(link, real)
    own = {each.name: each for each in shelved([own_packs_folder()])}
    if name not in own:
        ships = name in available_packs()
        if ships:
            raise PackError(f"The pack {name!r} ships with RepCue and stays; leave it out with `--pack`.")
        raise PackError(unknown("installed pack", name, own))
    target = own[name].file.parent
    kept = _place_to_keep(target) if changed_by_hand(target) else None
    try:
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            target.replace(kept)
        else:
            gone = target.with_name(f".gone-{target.name}")
            target.replace(gone)
            shutil.rmtree(gone)
    except OSError as error:
        raise OutputError(f"The pack {shown_path(target)!r} cannot be removed ({error.strerror}).") from error
    return Removed(target, kept, None)


def _unlinked(link: Path, real: Path) -> Removed:
    try:
        link.unlink()
    except OSError as error:
        raise OutputError(f"The link {shown_path(link)!r} cannot be removed ({error.strerror}).") from error
    return Removed(link, None, real)


def changed_by_hand(folder: Path) -> bool:
    """Return whether a pack's folder holds anything that its archive did not bring."""
    if not folder.is_dir():
        return False
    manifest = _manifest(folder)
    if manifest is None:
        return True
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    there.pop(MANIFEST, None)
    if set(there) != set(manifest.files):
        return True
    return any(
        hashlib.sha256(there[name].read_bytes()).hexdigest() != each.sha256 for name, each in manifest.files.items()
    )


def _manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest((folder / MANIFEST).read_text(encoding="utf-8"), shown_path(folder))
    except (OSError, UnicodeError, RepcueError):
        return None


def _refuse_shipped(pack: Pack) -> None:
    """A stranger's pack must not take the place of one that everybody has."""
    if (shipped_folder("cue_packs") / pack.id).is_dir():
        raise PackError(f"A pack {pack.id!r} ships with RepCue; ask the author to give this one another id.")


def _refuse_link(target: Path) -> None:
    """Whoever linked a pack works on it: no other version comes in between unseen."""
    if (real := _linked_to(target)) is not None:
        raise PackError(
            f"{target.name!r} among your packs is a link to {shown_path(real)!r}. "
            f"Take the link away first, which leaves that folder as it is: repcue pack remove {target.name}"
        )


def _refuse_older(before: Pack, new: Pack) -> None:
    if version_key(new.version) < version_key(before.version):
        raise PackError(
            f"{new.id} {new.version} is older than the {before.version} that is installed. "
            "Add `--replace` to go back to it."
        )


def clashes(packs: Iterable[PackReading], others: Sequence[Shelved]) -> list[Problem]:
    """Return a warning for each of the other packs that one of these cannot be used together with.

    Args:
        packs: what was read; of one with mistakes, what is sound counts.
        others: those that can be used by name; one of the same id is the pack itself, or another version of it.
    """
    found = []
    for sound in (reading.in_languages[0] for reading in packs if reading.in_languages):
        if not sound.is_given(("id",)):
            continue  # whether it is another version of one of the others, nobody knows
        for same, sentence in _said_by_others(sound.pack, others):
            document = sound.document
            place = next((path for path, each in document.texts() if each == same and _is_name(path)), ("id",))
            found.append(document.problem(place, sentence, _FOR_CLASHES, severity=Severity.WARNING))
    return found


def _is_name(path: Place) -> bool:
    return len(path) > 2 and path[0] == "exercises" and path[2] in {"id", "aliases"}


def _said_by_others(pack: Pack, others: Sequence[Shelved]) -> Iterator[tuple[str, str]]:
    """Yield for each other pack with the same ids or aliases the first of these, and that the two get on badly."""
    aliases = {alias for exercise in pack.exercises for alias in exercise.aliases}
    ids = {exercise.id for exercise in pack.exercises}
    for other in others:
        if other.pack is None or other.pack.id == pack.id:
            continue
        same = sorted(
            (aliases & {alias for exercise in other.pack.exercises for alias in exercise.aliases})
            | (ids & {exercise.id for exercise in other.pack.exercises})
        )
        if same:
            more = f" and {len(same) - 1} more" if len(same) > 1 else ""
            yield same[0], f"It cannot be used together with {other.name}: both have {same[0]!r}{more}."


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """Give an empty folder on the same disk as `folder`, gone afterwards."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix=".coming-", dir=folder))
    except OSError as error:
        raise OutputError(f"The folder {shown_path(folder)!r} cannot be written ({error.strerror}).") from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _place_to_keep(target: Path) -> Path:
    kept = target.parent.parent / "kept-packs"
    number = 1
    while (place := kept / f"{target.name}-{number}").exists():
        number += 1
    return place


def _put(place: Path, target: Path, kept: Path | None) -> None:
    """Let the unpacked pack take its place; at every moment one of the two versions is whole on disk."""
    old = kept or target.with_name(f".gone-{target.name}")
    try:
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            old.parent.mkdir(parents=True, exist_ok=True)
            target.replace(old)
        try:
            place.replace(target)
        except OSError:
            if old.exists():
                old.replace(target)
            raise
        place.mkdir()
        if kept is None:
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise OutputError(f"The pack cannot be put into {shown_path(target)!r} ({error.strerror}).") from error
