"""What is measured for docs/hearing.md: one row for each goal, and a few besides that explain them.

A row names its clips, what is mixed under them, and the grammar; `parts_of` cuts it into streams that processes can
share. Our own phrases come from a folder that `benchmarks/synthetic_phrases.py` wrote, near misses of them from one of
`near_misses.py`, telephone prompts from one of `telephone_prompts.py`, and everything else from a folder of recordings;
each has a manifest.csv (`hearing_clips`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

from repcue.bench.hearing_clips import LabelledClip, read_manifest, sounds_of
from repcue.bench.hearing_stream import Mixing
from repcue.core.errors import RepcueError, unknown
from repcue.core.grammar import Grammar

OURS: Final = "ours"
"""The grammar of a session; others are files beside the benchmarks, by their stem."""

MOST_CLIPS_OF_A_PART: Final = 60
"""So many in one stream: two to five minutes of sound, so that processes end about together."""

MANIFEST: Final = "manifest.csv"
SHORT_TALK: Final = "short_"
SHORT_TALK_FOLDER: Final = "phrases"
"""How the recordings name short phrases of other speech: a file `short_*`, or the folder; the rest is reading and
meetings."""


class Source(StrEnum):
    """Where clips come from; the names are those of `Folders`."""

    RECORDINGS = "recordings"
    PHRASES = "phrases"
    NEAR_MISSES = "near_misses"
    PROMPTS = "prompts"


@dataclass(frozen=True, slots=True)
class Mixed:
    """A kind of sound under the clips, at one or more levels."""

    kind: str
    """`noise` or `music`, as in the manifest."""

    word: str
    """What the file's name or label must hold; empty for any."""

    snrs_db: tuple[float, ...]
    mixing: Mixing


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the figures."""

    name: str
    kind: str
    """Of its clips."""

    source: Source = Source.RECORDINGS
    """Whose clips they are."""

    mixed: tuple[Mixed, ...] = ()
    grammar: str = OURS
    wants: Callable[[LabelledClip], bool] = lambda _clip: True
    is_alone: bool = False
    """Whether nothing else may run beside it, as the time of the computing is its figure."""

    most_clips: int | None = None
    """At most so many, whatever `--limit` says."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where clips are; None for what is not at hand."""

    recordings: Path | None
    """People, noise and music."""

    phrases: Path | None
    """Our own phrases by synthetic voices, and talk that holds them."""

    near_misses: Path | None = None
    """What sounds like our phrases, by synthetic voices."""

    prompts: Path | None = None
    """Words and sentences by a person on whom nothing is fitted."""

    def of(self, source: Source) -> Path | None:
        """Return where the clips of a source are."""
        return {
            Source.RECORDINGS: self.recordings,
            Source.PHRASES: self.phrases,
            Source.NEAR_MISSES: self.near_misses,
            Source.PROMPTS: self.prompts,
        }[source]


@dataclass(frozen=True, slots=True)
class Part:
    """One stream of a row."""

    row: str
    number: int
    clips: tuple[LabelledClip, ...]
    grammar: str
    noise: Path | None
    snr_db: float | None
    mixing: Mixing
    seed: int


def is_short_talk(clip: LabelledClip) -> bool:
    """Return whether a clip of other speech is a short phrase, not a piece of reading or of a meeting."""
    path = PurePosixPath(clip.file)
    return path.name.startswith(SHORT_TALK) or SHORT_TALK_FOLDER in path.parts


def is_long_talk(clip: LabelledClip) -> bool:
    """Return whether a clip of other speech is reading or a meeting."""
    return not is_short_talk(clip)


def _under(kind: str, word: str, *snrs_db: float, mixing: Mixing = Mixing.ACTIVE) -> tuple[Mixed, ...]:
    return (Mixed(kind, word, snrs_db, mixing),)


_SWEPT: Final = (0.0, 6.0, 12.0, 18.0, 24.0)

_MOST_ORDERS: Final = 200
"""An order lasts ten seconds; so many tell 0.93 to 0.04 either way, and all rows take less than half an hour."""

ROWS: Final = (
    Row("pace", "command", source=Source.PHRASES, is_alone=True, most_clips=120),
    Row("pace_of_talk", "other_speech", wants=is_long_talk, is_alone=True, most_clips=15),
    Row("commands", "command", source=Source.PHRASES),
    Row("bike_10", "command", source=Source.PHRASES, mixed=_under("noise", "bike", 10.0)),
    Row("restaurant_10", "command", source=Source.PHRASES, mixed=_under("noise", "restaurant", 10.0)),
    Row("music_5", "command", source=Source.PHRASES, mixed=_under("music", "", 5.0)),
    Row("music_10", "command", source=Source.PHRASES, mixed=_under("music", "", 10.0)),
    Row("orders_clean", "order", grammar="orders", most_clips=_MOST_ORDERS),
    *(
        Row(
            f"orders_{db}",
            "order",
            grammar="orders",
            mixed=_under("noise", "kitchen", db, mixing=Mixing.PEAK),
            most_clips=_MOST_ORDERS,
        )
        for db in (24, 12, 6)
    ),
    Row("words", "word"),
    Row("words_alone", "word", grammar="words"),
    Row("talk", "other_speech", wants=is_long_talk),
    Row("short_talk", "other_speech", wants=is_short_talk),
    Row("gym_talk", "other_speech", source=Source.PHRASES),
    Row("near_misses", "other_speech", source=Source.NEAR_MISSES),
    Row("prompts", "other_speech", source=Source.PROMPTS),
    Row(
        "sweep",
        "command",
        source=Source.PHRASES,
        mixed=(
            Mixed("noise", "bike", _SWEPT, Mixing.ACTIVE),
            Mixed("noise", "restaurant", _SWEPT, Mixing.ACTIVE),
            Mixed("music", "", _SWEPT, Mixing.ACTIVE),
        ),
        most_clips=40,
    ),
)
"""In the order in which they are measured."""


def rows_named(names: str | None) -> list[Row]:
    """Return the rows of `a,b`, all for None, and none for `none`.

    Raises:
        RepcueError: there is no such row.

    >>> [row.name for row in rows_named("talk,pace")]
    ['pace', 'talk']
    """
    if names is None:
        return list(ROWS)
    wanted = [] if names.strip() == "none" else [name.strip() for name in names.split(",")]
    known = [row.name for row in ROWS]
    for name in wanted:
        if name not in known:
            raise RepcueError(unknown("row", name, known, at_most=len(known)))
    return [row for row in ROWS if row.name in wanted]


def parts_of(
    row: Row, folders: Folders, grammars: Mapping[str, Grammar], *, limit: int | None = None, seed: int = 0
) -> list[Part]:
    """Return the streams of a row; none where its recordings are not at hand.

    Each clip is heard once at each level of each `Mixed`; where several files fit one, they take turns.

    Args:
        row: what to measure.
        folders: where the clips are.
        grammars: by name; what phrases mean.
        limit: at most so many clips, drawn at random.
        seed: of drawing, order, gaps, and where noise begins.

    Raises:
        AudioFileError: a manifest is missing or broken, or has no such clips.
    """
    folder = folders.of(row.source)
    sounds = [(mixed, _sounds(mixed, folders.recordings)) for mixed in row.mixed]
    if folder is None or not all(found for _, found in sounds):
        return []
    clips = read_manifest(folder / MANIFEST, grammars[row.grammar], kinds=(row.kind,), seed=seed)
    most = min(each for each in (limit, row.most_clips, len(clips)) if each is not None)
    clips = [clip for clip in clips if row.wants(clip)][:most]
    parts: list[Part] = []
    for noise, snr_db, mixing, mixed_clips in _shares(clips, sounds):
        for first in range(0, len(mixed_clips), MOST_CLIPS_OF_A_PART):
            share = tuple(mixed_clips[first : first + MOST_CLIPS_OF_A_PART])
            parts.append(Part(row.name, len(parts), share, row.grammar, noise, snr_db, mixing, seed + len(parts)))
    return parts


_Share = tuple[Path | None, float | None, Mixing, Sequence[LabelledClip]]


def _shares(clips: Sequence[LabelledClip], sounds: Sequence[tuple[Mixed, Sequence[Path]]]) -> list[_Share]:
    if not sounds:
        return [(None, None, Mixing.ACTIVE, clips)]
    return [
        (path, snr_db, mixed.mixing, clips[number :: len(paths)])
        for mixed, paths in sounds
        for snr_db in mixed.snrs_db
        for number, path in enumerate(paths)
    ]


def _sounds(mixed: Mixed, recordings: Path | None) -> list[Path]:
    return sounds_of(recordings / MANIFEST, mixed.kind, mixed.word) if recordings is not None else []
