"""What tune-ins have left, in the user's folder: one entry for each pair of microphone and speaker.

Nobody's session may fail for it: what cannot be read is told in a sentence and left out, and the next tune-in replaces
it. Written beside and moved into place, so that a program that is killed leaves the old file or the new one.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from pydantic import ValidationError

from repcue.core.errors import OutputError
from repcue.core.tuned import Tuned
from repcue.edges.home import home_folder

FILE_NAME: Final = "tuned.json"
_MOST_BYTES: Final = 1_000_000
"""Some thousand pairs of devices; more is no such file."""

_MOST_PAIRS: Final = 50
"""The oldest beyond them are forgotten."""

Pair = tuple[str, str]
"""Names of microphone and speaker."""


@dataclass(frozen=True, slots=True)
class ReadTuned:
    """What the file holds."""

    by_pair: Mapping[Pair, Tuned]
    """In the order in which they were tuned in, the latest last."""

    problem: str = ""
    """What is wrong with the file, for the user; empty when nothing is."""


def tuned_path() -> Path:
    """Return where tune-ins are kept; there need not be any."""
    return home_folder() / FILE_NAME


def read_tuned(path: Path | None = None) -> ReadTuned:
    """Return what tune-ins have left; whatever cannot be read is left out and told.

    Args:
        path: the file; None is the user's own.
    """
    path = tuned_path() if path is None else path
    broken = f"The file {str(path)!r} cannot be read; type `repcue tune-in` to write it anew."
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
        entries = json.loads(content)["devices"] if len(content) <= _MOST_BYTES else None
    except FileNotFoundError:
        return ReadTuned({})
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ReadTuned({}, broken)
    if not isinstance(entries, list):
        return ReadTuned({}, broken)
    by_pair: dict[Pair, Tuned] = {}
    refused = 0
    for entry in entries:
        try:
            tuned = Tuned.model_validate(entry)
        except ValidationError:
            refused += 1
            continue
        by_pair[tuned.microphone, tuned.speaker] = tuned
    left_out = f"{refused} of {len(entries)} entries of {str(path)!r} cannot be read and are left out; "
    return ReadTuned(by_pair, f"{left_out}type `repcue tune-in` to replace them." if refused else "")


def keep_tuned(tuned: Tuned, path: Path | None = None) -> Path:
    """Keep what a tune-in has found, in place of what was kept for the same pair; return the file.

    Args:
        tuned: what was found.
        path: the file; None is the user's own.

    Raises:
        OutputError: it cannot be written.
    """
    path = tuned_path() if path is None else path
    pair = (tuned.microphone, tuned.speaker)
    others = [each for key, each in read_tuned(path).by_pair.items() if key != pair]
    kept = [each.model_dump(mode="json") for each in (*others, tuned)][-_MOST_PAIRS:]
    text = json.dumps({"format": 1, "devices": kept}, ensure_ascii=False, indent=1) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, prefix=".tuned-", delete=False) as beside:
            written = Path(beside.name)
            try:
                beside.write(text)
                beside.flush()
                os.fsync(beside.fileno())
            except OSError:
                written.unlink()
                raise
        try:
            written.replace(path)
        except OSError:
            written.unlink()
            raise
    except OSError as error:
        raise OutputError(
            f"{str(path)!r} cannot be written ({error.strerror}); free some space, or set REPCUE_HOME to a folder that "
            "you may write to."
        ) from error
    return path
