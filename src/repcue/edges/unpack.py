"""Zip archives from elsewhere: unpacked all or nothing, and never outside their folder."""

import shutil
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from repcue.core.errors import ModelError
from repcue.packs.inside import name_leads_out

MOST_BYTES: Final = 4 * 1024**3
"""The largest published Vosk models unpack to under 4 GiB."""

MOST_FILES: Final = 10_000
_LINK: Final = 0o120000


def unpack(archive: Path, target: Path, is_whole: Callable[[Path], bool]) -> None:
    """Unpack an archive's one folder to `target`, which does not exist before and is whole after.

    Args:
        archive: a zip with one folder at its top.
        target: what that folder shall be; its parent exists.
        is_whole: tells whether the folder is what it should be.

    Raises:
        ModelError: it is no zip, would write outside its folder, is too large, or is not what it should be.
    """
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        with zipfile.ZipFile(archive) as opened:
            _refuse_unsafe(archive, opened)
            opened.extractall(beside)
        folders = [path for path in beside.iterdir() if path.is_dir()]
        if len(folders) != 1 or not is_whole(folders[0]):
            raise ModelError(f"{str(archive)!r} holds no model: one folder with am/final.mdl in it was expected.")
        if target.exists():
            shutil.rmtree(target)
        folders[0].replace(target)
    except zipfile.BadZipFile as error:
        raise ModelError(
            f"{str(archive)!r} is no zip archive, or a damaged one; remove it and get it again."
        ) from error
    except OSError as error:
        raise ModelError(
            f"{str(archive)!r} cannot be unpacked ({error.strerror or error}); make room and retry."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _refuse_unsafe(archive: Path, opened: zipfile.ZipFile) -> None:
    entries = opened.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise ModelError(
            f"{str(archive)!r} would unpack to more than {MOST_BYTES // 1024**3} GiB; it was not unpacked."
        )
    for entry in entries:
        is_link = entry.external_attr >> 16 & 0o170000 == _LINK
        if name_leads_out(entry.filename.replace("\\", "/")) or is_link:
            raise ModelError(
                f"{str(archive)!r} would write outside its folder ({entry.filename!r}); it was not unpacked."
            )
