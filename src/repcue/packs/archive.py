"""What a pack that travels as one file may hold: names, sizes and the manifest with a checksum of every file.

A `.repcue` file is a zip whose entries are the pack's files and `manifest.json`. It comes from a stranger, so nothing
in it is believed: every name is held against the rules here before anything is written, and every file against its
checksum before the pack is put among the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from repcue.core.errors import PackError
from repcue.packs.inside import DEEPEST_FOLDER, path_refusal, shown_name
from repcue.packs.schema import Pack
from repcue.packs.values import RECORDING_ENDINGS, Line, PackIdentifier, Version

ENDING: Final = ".repcue"
MANIFEST: Final = "manifest.json"
PACK_FILE: Final = "pack.yaml"
ACCEPTED_FILE: Final = "accepted.yaml"
"""Names that sound alike and are kept, each with the reason (`packs/accepted.py`)."""

TEXT_ENDINGS: Final = (".md", ".txt", ".csv")
ENDINGS: Final = (*RECORDING_ENDINGS, *TEXT_ENDINGS)
BARE_NAMES: Final = (PACK_FILE, ACCEPTED_FILE, MANIFEST, "LICENSE", "LICENCE")

MOST_FILES: Final = 2_000
"""A recorded clip for each length of each cue of 300 exercises."""

MOST_FILE_BYTES: Final = 32 * 1024**2
"""A minute of stereo at 96 kHz and 24 bits has 34 MB; a cue lasts 1.5 s."""

MOST_BYTES: Final = 512 * 1024**2


MOST_RATIO: Final = 100
"""Bytes that one byte of an archive may unpack to: text packs to a third or a tenth, sound hardly, zeros to a
thousandth."""

FREE_BYTES: Final = 1_000_000
"""Of one file, whatever it was packed from: a text of blanks is no bomb."""


class FileSum(BaseModel):
    """One file of the pack."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    sha256: str = Field(pattern=r"[0-9a-f]{64}")
    bytes: int = Field(ge=0, le=MOST_FILE_BYTES)


class Manifest(BaseModel):
    """What an archive says of itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    format: int = Field(ge=1, le=1)
    id: PackIdentifier
    version: Version
    title: Line
    author: Line
    licence: Line
    files: dict[str, FileSum] = Field(min_length=1, max_length=MOST_FILES)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an archive, as its directory declares it."""

    name: str
    bytes: int
    packed_bytes: int | None = None
    """What it takes in the archive; None where nothing is packed."""

    is_link: bool = False
    is_encrypted: bool = False


def manifest_of(pack: Pack, files: Mapping[str, FileSum]) -> Manifest:
    """Return the manifest of a pack with these files."""
    about = {key: getattr(pack, key) for key in ("id", "version", "title", "author", "licence")}
    return Manifest(format=1, files=dict(sorted(files.items())), **about)


def manifest_text(manifest: Manifest) -> str:
    """Return the manifest as JSON; the same for the same manifest."""
    return json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read_manifest(text: str, archive: str) -> Manifest:
    """Return the manifest of a text.

    Args:
        text: the JSON.
        archive: the file it comes from, as it is shown.

    Raises:
        PackError: it is none.
    """
    try:
        manifest = Manifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole"
        raise PackError(
            f"{archive!r} has a manifest that does not fit ({where}: {first['msg']}); ask its author to build it again."
        ) from error
    for name in manifest.files:
        if (why := name_refusal(name)) is not None:
            raise PackError(f"{archive!r} is refused: {why}.")
    if PACK_FILE not in manifest.files:
        raise PackError(f"{archive!r} holds no {PACK_FILE}; ask its author to build it again.")
    return manifest


def refuse_entries(entries: Iterable[Entry], archive: str) -> None:
    """Make sure that every entry may be written; nothing has been so far.

    Raises:
        PackError: an entry that a pack may not have; the message names it.
    """
    listed = list(entries)
    if len(listed) > MOST_FILES + 1:
        raise PackError(f"{archive!r} is refused: it holds {len(listed):,} files; {MOST_FILES:,} are allowed.")
    for why in _refusals(listed):
        raise PackError(f"{archive!r} is refused: {why}.")
    total = sum(entry.bytes for entry in listed)
    if total > MOST_BYTES:
        raise PackError(
            f"{archive!r} is refused: it would unpack to {_megabytes(total)}; {_megabytes(MOST_BYTES)} are allowed."
        )


def _refusals(entries: Sequence[Entry]) -> Iterator[str]:
    seen: dict[str, str] = {}
    folders = {same_file(folder) for entry in entries for folder in _folders_of(entry.name)}
    for entry in entries:
        if same_file(entry.name) in folders:
            yield f"{shown_name(entry.name)} is a file and a folder"
        if entry.is_link:
            yield f"{shown_name(entry.name)} is a link; a pack holds files only"
        if entry.is_encrypted:
            yield f"{shown_name(entry.name)} is encrypted"
        if (why := name_refusal(entry.name)) is not None:
            yield why
        if entry.bytes > MOST_FILE_BYTES:
            most = _megabytes(MOST_FILE_BYTES)
            yield f"{shown_name(entry.name)} would unpack to {_megabytes(entry.bytes)}; {most} are allowed"
        elif _is_bomb(entry):
            yield (
                f"{shown_name(entry.name)} would unpack to {_megabytes(entry.bytes)}, "
                f"over {MOST_RATIO} times what it takes in the archive"
            )
        twin = seen.setdefault(same_file(entry.name), entry.name)
        if twin is not entry.name:
            yield f"{shown_name(twin)} and {shown_name(entry.name)} are the same file on some computers"


def _is_bomb(entry: Entry) -> bool:
    packed = entry.packed_bytes
    return packed is not None and entry.bytes > FREE_BYTES and entry.bytes > MOST_RATIO * packed


def _folders_of(name: str) -> Iterator[str]:
    parts = name.split("/")
    # A deeper path is refused by its name, however long a stranger made it.
    return ("/".join(parts[:count]) for count in range(1, min(len(parts), DEEPEST_FOLDER + 1)))


def name_refusal(name: str) -> str | None:
    """Return why a file of a pack may not be called so, or None when it may.

    >>> name_refusal("clips/push.wav")
    >>> name_refusal("../push.wav")
    "'../push.wav' leads out of the pack's folder"
    >>> name_refusal("run.py")  # doctest: +ELLIPSIS
    "'run.py' is no file of a pack; allowed are pack.yaml, accepted.yaml, LICENSE and .wav, .flac, .ogg, .md, .txt..."
    """
    if (why := path_refusal(name)) is not None:
        return why
    if name in BARE_NAMES or name.lower().endswith(ENDINGS):
        return None
    allowed = f"{PACK_FILE}, {ACCEPTED_FILE}, LICENSE and {', '.join(ENDINGS)}"
    return f"{shown_name(name)} is no file of a pack; allowed are {allowed}"


def same_file(name: str) -> str:
    """Return what is equal for names that some file system takes for the same: case and composed letters."""
    return normalize("NFC", normalize("NFKC", name).casefold())


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"
