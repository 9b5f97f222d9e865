"""The recordings on which the certainty of an ear is fitted: commands in quiet and noise, and all that is no command.

As `goal_rows`, with what makes more of few recordings: played slower, or through a telephone line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from repcue.bench.goal_rows import (
    MANIFEST,
    OURS,
    Folders,
    Mixed,
    Part,
    Row,
    Source,
    is_long_talk,
    is_short_talk,
    parts_of,
)
from repcue.bench.hearing_clips import sounds_of
from repcue.bench.hearing_stream import Mixing
from repcue.core.clip import Samples
from repcue.core.grammar import Grammar
from repcue.core.units import EAR_RATE, gain_from_db
from repcue.edges.audio_files import read_audio_at
from repcue.edges.resample import resample
from repcue.testing.bad_sounds import screams, telephone

SLOWER: Final = 0.9
"""How much slower it is played; pitch and resonances fall as from a child to a man."""

SOFTER_DB: Final = -12.0
SCREAM_SECONDS: Final = 300.0
SCREAM_SEED: Final = 7


class Change(StrEnum):
    """What is done to clips before they are heard."""

    NONE = "as recorded"
    SLOWER = "slower"
    TELEPHONE = "by telephone"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Clips of one kind, and whether they count as what they say."""

    row: Row
    change: Change = Change.NONE
    is_no_command: bool = False
    """Whether it is heard with our own grammar, in which nothing of it is a command, whatever its label says."""


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """One stream: clips, or sound without a word."""

    name: str
    part: Part | None
    change: Change = Change.NONE
    is_no_command: bool = False
    sounds: tuple[Path, ...] = ()
    """Noise alone, one after the other; without clips or sounds it is screams."""


def _commands(name: str, most_clips: int | None, *mixed: Mixed, change: Change = Change.NONE) -> EvidenceRow:
    return EvidenceRow(Row(name, "command", source=Source.PHRASES, mixed=mixed, most_clips=most_clips), change)


def _kitchen(snr_db: float) -> tuple[Mixed, ...]:
    return (Mixed("noise", "kitchen", (snr_db,), Mixing.PEAK),)


def _active(kind: str, word: str, snr_db: float) -> Mixed:
    return Mixed(kind, word, (snr_db,), Mixing.ACTIVE)


ROWS: Final = (
    _commands("clean", None),
    EvidenceRow(Row("gym talk", "other_speech", source=Source.PHRASES)),
    EvidenceRow(Row("short talk", "other_speech", wants=is_short_talk)),
    EvidenceRow(Row("talk", "other_speech", wants=is_long_talk)),
    _commands("music", None, _active("music", "", 5.0)),
    _commands("bike", 200, _active("noise", "bike", 10.0)),
    _commands("restaurant", 200, _active("noise", "restaurant", 10.0)),
    _commands("kitchen", 200, _active("noise", "kitchen", 6.0)),
    _commands("dishes", 200, _active("noise", "dishes", 8.0)),
    EvidenceRow(Row("words", "word")),
    EvidenceRow(Row("single words", "word", grammar="words")),
    EvidenceRow(Row("orders", "order", grammar="orders", most_clips=110)),
    EvidenceRow(Row("orders 12 dB", "order", grammar="orders", mixed=_kitchen(12.0), most_clips=100)),
    EvidenceRow(Row("orders 6 dB", "order", grammar="orders", mixed=_kitchen(6.0), most_clips=100)),
    EvidenceRow(Row("orders as talk", "order", grammar="orders"), is_no_command=True),
    EvidenceRow(Row("short talk, slower", "other_speech", wants=is_short_talk), Change.SLOWER),
    _commands("telephone", 150, change=Change.TELEPHONE),
)
"""Each in another order, so that rows that take some of the clips take different ones."""

NO_WORD: Final = "no word"
SCREAMS: Final = "screams"
"""Rows without clips."""

_ALONE: Final = ("noise", "music")


def evidence_parts(
    folders: Folders,
    grammars: Mapping[str, Grammar],
    *,
    others: Sequence[Path] = (),
    limit: int | None = None,
    seed: int = 0,
) -> list[EvidencePart]:
    """Return every stream whose recordings are at hand.

    Args:
        folders: where the clips are.
        grammars: `ours`, `orders` and `words`.
        others: further folders of talk that holds no command, each a row of its own by the folder's name.
        limit: at most so many clips of each row.
        seed: of drawing, order, gaps, and where noise begins.

    Raises:
        AudioFileError: a manifest is missing or broken.
    """
    parts = []
    for number, each in enumerate(ROWS):
        drawn = parts_of(each.row, folders, grammars, limit=limit, seed=seed + number)
        if each.is_no_command:
            drawn = [replace(part, grammar=OURS) for part in drawn]
        parts += [EvidencePart(each.row.name, part, each.change, each.is_no_command) for part in drawn]
    for number, folder in enumerate(others, start=len(ROWS)):
        row = Row(folder.name, "other_speech", source=Source.PHRASES)
        drawn = parts_of(row, Folders(None, folder), grammars, limit=limit, seed=seed + number)
        parts += [EvidencePart(folder.name, part) for part in drawn]
    if folders.recordings is not None:
        sounds = [path for kind in _ALONE for path in sounds_of(folders.recordings / MANIFEST, kind)]
        parts += [EvidencePart(NO_WORD, None, sounds=tuple(sounds[first::4])) for first in range(4)]
    return [*parts, EvidencePart(SCREAMS, None)]


def wordless(part: EvidencePart) -> Iterator[Samples]:
    """Yield the sound of a part without clips, each as loud as recorded and softer: float32 at 16 kHz."""
    if not part.sounds:
        yield screams(SCREAM_SECONDS, SCREAM_SEED)
    for gain_db in (0.0, SOFTER_DB):
        for path in part.sounds:
            yield read_audio_at(path, EAR_RATE) * np.float32(gain_from_db(gain_db))


def changed(samples: Samples, change: Change) -> Samples:
    """Return a sound at 16 kHz as it is to be heard."""
    match change:
        case Change.NONE:
            return samples
        case Change.SLOWER:
            return resample(samples, round(SLOWER * EAR_RATE), EAR_RATE)
        case Change.TELEPHONE:
            return telephone(samples)
