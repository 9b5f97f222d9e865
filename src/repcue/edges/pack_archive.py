"""Packs as one file: built with the same bytes every time, and read without believing anything in it."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from repcue.core.errors import OutputError, PackError
from repcue.core.spoken_texts import FORMS
from repcue.edges.accepted_file import accepted_beside
from repcue.edges.inside import leads_out
from repcue.edges.pack_files import check_pack
from repcue.edges.pack_lint import recorded_in
from repcue.edges.yaml_files import shown_path, typed, typed_path
from repcue.packs import archive as rules
from repcue.packs.archive import ACCEPTED_FILE, MANIFEST, PACK_FILE, Entry, FileSum, Manifest
from repcue.packs.report import has_errors, report
from repcue.packs.schema import Pack

_FIRST_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip can hold; the time of building would make every build another file."""

_PLAIN_FILE: Final = 0o100644 << 16
_FILE_TYPE: Final = 0o170000
_REGULAR: Final = (0, 0o100000)
"""Zips of systems without Unix permissions have none."""

_PACKED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_MOST_DIRECTORY_BYTES: Final = 2 * 1024**2
"""2,000 entries with names of 200 letters take 0.5 MB of a zip's directory, and as much of a manifest."""

_DIRECTORY_END: Final = b"PK\x05\x06"
_DIRECTORY_END_BYTES: Final = 22
_LARGE_LOCATOR: Final = b"PK\x06\x07"
_LARGE_LOCATOR_BYTES: Final = 20
_LONGEST_COMMENT: Final = 65_535
"""APPNOTE.TXT 4.3.15 and 4.3.16."""

_BLOCK_BYTES: Final = 256 * 1024


class Built(NamedTuple):
    """An archive that was written."""

    file: Path
    manifest: Manifest


def build(folder: Path, out: Path | None = None) -> Built:
    """Write the archive of a pack and return it; the same pack gives the same bytes.

    Args:
        folder: the pack's.
        out: the archive; None is `<id>-<version>.repcue` in the current folder.

    Raises:
        PackError: the pack has mistakes (the message is the report), or a file that no pack may have.
        OutputError: the archive cannot be written.
    """
    pack, problems = check_pack(folder / PACK_FILE)
    problems = (*problems, *accepted_beside(folder / PACK_FILE).problems)
    if pack is None or has_errors(problems):
        raise PackError(report(problems, what="pack"))
    files = dict(_files(folder))
    sums = {
        name: FileSum(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content)) for name, content in files.items()
    }
    rules.refuse_entries([Entry(name, len(content)) for name, content in files.items()], shown_path(folder))
    manifest = rules.manifest_of(pack, sums)
    out = Path(f"{pack.id}-{pack.version}{rules.ENDING}") if out is None else out
    _write(out, {MANIFEST: rules.manifest_text(manifest).encode(), **dict(sorted(files.items()))})
    return Built(out, manifest)


def sum_of(content: bytes) -> FileSum:
    """Return the checksum and length of a file."""
    return FileSum(sha256=hashlib.sha256(content).hexdigest(), bytes=len(content))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the pack's files; hidden ones, such as an editor's, stay at home."""
    root = folder.resolve()
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if any(part.startswith(".") for part in name.split("/")) or name == MANIFEST or path.is_dir():
            continue
        if path.is_symlink() or leads_out(path, root):
            raise PackError(f"{shown_path(path)!r} is a link; put the file itself into the pack, or delete the link.")
        if (why := rules.name_refusal(name)) is not None:
            raise PackError(f"The pack cannot be built: {why}. Delete it from the folder, or rename it.")
        yield name, path.read_bytes()


def _write(out: Path, files: dict[str, bytes]) -> None:
    part = out.with_name(f".{out.name}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            for name, content in files.items():
                entry = zipfile.ZipInfo(name, _FIRST_DATE)
                entry.create_system, entry.external_attr = 3, _PLAIN_FILE
                archive.writestr(entry, content)
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise OutputError(f"The archive {shown_path(out)!r} cannot be written ({error.strerror or error}).") from error


class Opened(NamedTuple):
    """An archive that was unpacked and verified."""

    manifest: Manifest
    pack: Pack
    warnings: tuple[str, ...]


def unpack(file: Path, into: Path) -> Opened:
    """Unpack an archive into an empty folder, verified and checked.

    Args:
        file: the archive.
        into: an empty folder that nobody uses; what is in it after an error is to be thrown away.

    Raises:
        PackError: it is no archive of a pack, is damaged or unsafe, or its pack has mistakes.
    """
    shown = shown_path(file)
    _refuse_unbuilt(file, shown)
    try:
        _refuse_large_directory(file, shown)
        with zipfile.ZipFile(file) as archive:
            manifest = _verified(archive, shown, into)
    except FileNotFoundError as error:
        raise PackError(f"There is no archive {shown!r}. Check the path.") from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, RuntimeError) as error:
        raise PackError(f"{shown!r} is no pack archive, or a damaged one; get it again from its author.") from error
    except OSError as error:
        raise PackError(f"{shown!r} cannot be unpacked ({error.strerror or error}).") from error
    pack, problems = check_pack(into / PACK_FILE, source=f"{file.name}/{PACK_FILE}")
    problems = (*problems, *accepted_beside(into / PACK_FILE, f"{file.name}/{ACCEPTED_FILE}").problems)
    if pack is None or has_errors(problems):
        raise PackError(
            f"{shown!r} holds a pack with mistakes; ask its author to mend them.\n\n" + report(problems, what="pack")
        )
    if (pack.id, pack.version) != (manifest.id, manifest.version):
        raise PackError(
            f"{shown!r} calls itself {manifest.id} {manifest.version} and holds {pack.id} {pack.version}; "
            "ask its author to build it again."
        )
    _refuse_other_terms(pack, manifest, shown)
    _refuse_unreadable(pack, into, shown)
    return Opened(manifest, pack, tuple(str(problem) for problem in problems))


def _refuse_other_terms(pack: Pack, manifest: Manifest, shown: str) -> None:
    """Make sure that the manifest names the pack's own title, author and licence."""
    for key in ("title", "author", "licence"):
        said, held = getattr(manifest, key), getattr(pack, key)
        if said != held:
            raise PackError(
                f"{shown!r} gives its {key} as {said!r}, and its pack gives {held!r}; ask its author to build it again."
            )


def _refuse_unbuilt(file: Path, shown: str) -> None:
    """Tell whoever names a pack itself, and not the file that is made of it, what to do with either."""
    folder = file.parent if file.name == PACK_FILE and file.is_file() else file
    if not folder.is_dir():
        return
    if not (folder / PACK_FILE).is_file():
        raise PackError(
            f"{shown!r} is a folder without a {PACK_FILE}; install takes one {rules.ENDING} file, "
            "which `repcue pack build FOLDER` makes of a pack's folder."
        )
    named = shown_path(folder)
    as_path = typed(named if "/" in named else f"./{named}")
    raise PackError(
        f"{shown!r} is a pack that is not built; install takes one {rules.ENDING} file, and "
        f"`repcue pack build {typed_path(folder)}` makes it. "
        f"On this computer it can be used as it is: repcue start --pack {as_path}"
    )


def _refuse_unreadable(pack: Pack, folder: Path, shown: str) -> None:
    """Make sure that every recording the pack uses is sound: no session begins with one that is not."""
    packs = [pack.in_language(language).pack for language in dict.fromkeys((pack.language, *pack.languages))]
    cues = [cue for each in packs for exercise in each.exercises for cue in exercise.cues]
    for name in sorted({name for cue in cues for form in FORMS if (name := cue.recorded(form))}):
        if recorded_in(folder / name) is None:
            raise PackError(
                f"{shown!r} is refused: the recording {name!r} cannot be read as sound; "
                "ask its author to save it again."
            )


def _refuse_large_directory(file: Path, shown: str) -> None:
    """Make sure that the zip's directory is small: it is read into memory before any entry can be judged."""
    with file.open("rb") as opened:
        size = opened.seek(0, 2)
        opened.seek(max(0, size - _LONGEST_COMMENT - _DIRECTORY_END_BYTES - _LARGE_LOCATOR_BYTES))
        tail = opened.read()
    at = len(tail) - _DIRECTORY_END_BYTES
    if at < 0 or tail[at : at + 4] != _DIRECTORY_END or tail[-2:] != b"\0\0":
        at = tail.rfind(_DIRECTORY_END)
    if at < 0 or len(tail) < at + _DIRECTORY_END_BYTES:
        raise zipfile.BadZipFile
    before = tail[max(0, at - _LARGE_LOCATOR_BYTES) : at]
    if before.startswith(_LARGE_LOCATOR) or int.from_bytes(tail[at + 12 : at + 16], "little") > _MOST_DIRECTORY_BYTES:
        raise PackError(f"{shown!r} is refused: it holds more files than the {rules.MOST_FILES:,} that are allowed.")


def _verified(archive: zipfile.ZipFile, shown: str, into: Path) -> Manifest:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    size = Path(archive.filename or "").stat().st_size
    rules.refuse_entries([_declared(entry, size) for entry in entries], shown)
    names = {entry.filename for entry in entries}
    if MANIFEST not in names:
        raise PackError(f"{shown!r} is no pack archive: it has no {MANIFEST}. `repcue pack build` makes one.")
    with archive.open(MANIFEST) as opened:
        text = opened.read(_MOST_DIRECTORY_BYTES).decode("utf-8")
    manifest = rules.read_manifest(text, shown)
    if extra := sorted(names - {MANIFEST} - set(manifest.files)):
        raise PackError(f"{shown!r} is refused: {extra[0]!r} is not in its manifest.")
    if missing := sorted(set(manifest.files) - names):
        raise PackError(f"{shown!r} is damaged: {missing[0]!r} is missing; get it again from its author.")
    for name, expected in manifest.files.items():
        _copy(archive, name, expected, into / name, shown)
    (into / MANIFEST).write_text(text, encoding="utf-8")
    return manifest


def _declared(entry: zipfile.ZipInfo, archive_bytes: int) -> Entry:
    """Return an entry as the directory declares it; what it takes is no more than the archive has."""
    if entry.compress_type not in _PACKED:
        raise NotImplementedError(f"compression {entry.compress_type}")
    kind = entry.external_attr >> 16 & _FILE_TYPE
    packed = min(entry.compress_size, archive_bytes)
    return Entry(entry.orig_filename, entry.file_size, packed, kind not in _REGULAR, bool(entry.flag_bits & 1))


def _copy(archive: zipfile.ZipFile, name: str, expected: FileSum, target: Path, shown: str) -> None:
    """Write one file; never more of it than the manifest says, whatever the archive holds."""
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, left = hashlib.sha256(), expected.bytes
    with archive.open(name) as opened, target.open("xb") as written:
        while block := opened.read(min(_BLOCK_BYTES, left + 1)):
            left -= len(block)
            if left < 0:
                break
            digest.update(block)
            written.write(block)
    if left or digest.hexdigest() != expected.sha256:
        raise PackError(f"{shown!r} is damaged: {name!r} is not what its manifest says; get it again from its author.")
