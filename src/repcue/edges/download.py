"""Downloads that can be resumed and are verified before anybody sees them.

What has come so far lies in `<file>.part`; only a whole file with the right SHA-256 gets its name.
"""

import hashlib
import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Final

from repcue import __version__
from repcue.core.errors import ModelError

CONNECT_SECONDS: Final = 5.0
"""A site that has not answered by then counts as out of reach, so that an offline start does not hang."""

BLOCK_BYTES: Final = 256 * 1024
Progress = Callable[[int, int], None]


def fetch(url: str, file: Path, size_bytes: int, sha256: str, progress: Progress, *, otherwise: str) -> Path:
    """Return `file`, downloaded from `url` unless it is there already, and verified.

    Args:
        url: an http or https address.
        file: where to put it; its folder is made.
        size_bytes: how long it has to be.
        sha256: what it has to be, in lower-case hexadecimal.
        progress: told how many of how many bytes are there.
        otherwise: what the user can do instead, the end of a sentence without its full stop.

    Raises:
        ModelError: the site is out of reach, the file is another one, or it cannot be written.
    """
    part = file.with_name(file.name + ".part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            _load(url, part, size_bytes, progress)
            _verify(part, size_bytes, sha256, url)
            part.replace(file)
        else:
            _verify(file, size_bytes, sha256, url)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError, ConnectionError) as error:
        site = urllib.request.Request(url).host
        raise ModelError(f"{site} could not be reached ({_why(error)}); {otherwise}.") from error
    except OSError as error:
        raise ModelError(f"{str(file)!r} cannot be written ({error.strerror or error}); {otherwise}.") from error
    return file


def _load(url: str, part: Path, size_bytes: int, progress: Progress) -> None:
    have = part.stat().st_size if part.exists() else 0
    if have > size_bytes:
        part.unlink()
        have = 0
    if have == size_bytes:
        return
    headers = {"User-Agent": f"repcue/{__version__}"} | ({"Range": f"bytes={have}-"} if have else {})
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=CONNECT_SECONDS) as answer:
        resumed = answer.status == http.HTTPStatus.PARTIAL_CONTENT
        have = have if resumed else 0
        with part.open("ab" if resumed else "wb") as file:
            while have <= size_bytes and (block := answer.read(BLOCK_BYTES)):
                file.write(block)
                have += len(block)
                progress(min(have, size_bytes), size_bytes)


def _verify(file: Path, size_bytes: int, sha256: str, url: str) -> None:
    have = file.stat().st_size
    if have < size_bytes:
        raise ModelError(
            f"Only {have} of {size_bytes} bytes came from {url}; type the same command again to go on from there."
        )
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(BLOCK_BYTES):
            digest.update(block)
    if have != size_bytes or digest.hexdigest() != sha256:
        file.unlink()
        raise ModelError(
            f"What came from {url} is not the model: {have} bytes with SHA-256 {digest.hexdigest()}, "
            f"expected {size_bytes} with {sha256}. It was removed; try again later."
        )


def _why(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"it answered {error.code}"
    reason = getattr(error, "reason", None) or error
    return str(getattr(reason, "strerror", None) or reason or type(error).__name__)
