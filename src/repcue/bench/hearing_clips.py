"""Labelled clips: a folder with sound files and a manifest that says what each holds.

| kind           | text                     | right when                                                            |
| -------------- | ------------------------ | --------------------------------------------------------------------- |
| `command`      | the phrase               | intent and slots are what the grammar makes of the phrase             |
| `order`        | slots as JSON            | all slots are these, whatever the intent is called                    |
| `word`         | one word                 | it is a phrase of the grammar and is decided; or is none, and nothing |
| `other_speech` | what is said, or nothing | nothing is decided                                                    |

Rows of noise, music and rooms are left out, so that one manifest can describe a whole folder; so are rows of any other
kind, which `unknown_kinds` tells.
"""

import csv
import json
import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from repcue.core.errors import AudioFileError, did_you_mean, unknown
from repcue.core.grammar import Grammar
from repcue.core.messages import Intent, SlotValue

KINDS: Final = ("command", "order", "word", "other_speech")
"""What can be judged."""

NOT_JUDGED: Final = ("noise", "music", "room", "room_impulse_response")
"""What a manifest may list besides."""

COLUMNS: Final = ("file", "kind", "text")
"""What a manifest must have; further columns are the owner's."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a clip should be understood as."""

    intent: str | None
    """None: any."""

    slots: Mapping[str, SlotValue]

    def is_met_by(self, intent: Intent) -> bool:
        """Return whether an intent is this, every slot included."""
        return self.intent in (None, intent.name) and dict(intent.slots) == dict(self.slots)


@dataclass(frozen=True, slots=True)
class LabelledClip:
    """One row of a manifest."""

    file: str
    """As the manifest names it."""

    path: Path
    kind: str
    text: str
    expected: Meaning | None
    """None: nothing may be decided."""

    is_a_phrase: bool = False
    """Other speech whose words are a phrase of the grammar all the same ("pause" to a television)."""


def read_manifest(
    path: Path, grammar: Grammar, *, kinds: Collection[str] = KINDS, most_of_a_kind: int | None = None, seed: int = 0
) -> list[LabelledClip]:
    """Return the clips of a manifest in an order that depends on the seed only.

    Args:
        path: the CSV file; sound files are relative to its folder.
        grammar: what phrases mean.
        kinds: which kinds are wanted.
        most_of_a_kind: at most so many of each kind, drawn at random; None for all.
        seed: of the order and the drawing.

    Raises:
        AudioFileError: there is no such manifest, a column is missing, a label cannot be used, or nothing is left.
    """
    wrong = [kind for kind in kinds if kind not in KINDS]
    if wrong:
        raise AudioFileError(unknown("kind of clip", wrong[0], KINDS))
    clips = [
        _labelled(row, path, line, grammar)
        for line, row in _rows(path)
        if row["kind"] in KINDS and row["kind"] in kinds
    ]
    random.Random(seed).shuffle(clips)
    if most_of_a_kind is not None:
        clips = _at_most(clips, most_of_a_kind)
    if not clips:
        raise AudioFileError(f"{str(path)!r} lists no clip of kind {' or '.join(kinds)}; nothing can be measured.")
    return clips


def unknown_kinds(path: Path) -> str | None:
    """Return a sentence with all rows of a manifest whose kind nobody knows, by their lines; None where there are none.

    Raises:
        AudioFileError: there is no such manifest, or a column is missing.
    """
    lines: dict[str, list[int]] = {}
    for line, row in _rows(path):
        if row["kind"] not in (*KINDS, *NOT_JUDGED):
            lines.setdefault(row["kind"], []).append(line)
    if not lines:
        return None
    told = "; ".join(f"{kind!r} in {_listed(numbers)}" for kind, numbers in lines.items())
    near = "".join(dict.fromkeys(did_you_mean(kind, KINDS) for kind in lines))
    return f"{str(path)!r} has rows of an unknown kind, which are left out: {told}. Kinds are {', '.join(KINDS)}.{near}"


def _listed(lines: Sequence[int]) -> str:
    """Return lines to read.

    >>> _listed([2]), _listed([2, 3, 9])
    ('line 2', 'lines 2, 3 and 9')
    """
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def sounds_of(path: Path, kind: str, word: str = "") -> list[Path]:
    """Return the sound files of a kind that is not judged (noise, music) whose name or label has a word in it, by name.

    Raises:
        AudioFileError: there is no such manifest, or a column is missing.
    """
    rows = [row for _, row in _rows(path) if row["kind"] == kind and word in f"{row['file']} {row['text']}".lower()]
    return sorted(path.parent / row["file"] for row in rows)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            rows = [(reader.line_num, row) for row in reader]
            columns = reader.fieldnames or []
    except (OSError, UnicodeError, csv.Error) as error:
        raise AudioFileError(f"The manifest {str(path)!r} cannot be read ({error}); give a CSV file.") from error
    for column in COLUMNS:
        if column not in columns:
            near = did_you_mean(column, columns)
            raise AudioFileError(
                f"The manifest {str(path)!r} has no column {column!r}; it needs {', '.join(COLUMNS)}.{near}"
            )
    return [(line, {column: row[column] or "" for column in COLUMNS}) for line, row in rows]


def _labelled(row: Mapping[str, str], manifest: Path, line: int, grammar: Grammar) -> LabelledClip:
    kind, text, where = row["kind"], row["text"].strip(), f"{manifest}:{line}"
    path = manifest.parent / row["file"]
    match kind:
        case "order":
            return LabelledClip(row["file"], path, kind, text, Meaning(None, _slots(text, where)))
        case "other_speech":
            is_a_phrase = bool(text) and grammar.understand(text) is not None
            return LabelledClip(row["file"], path, kind, text, None, is_a_phrase)
    meant = grammar.understand(text)
    if meant is None and kind == "command":
        raise AudioFileError(
            f"{where}: {text!r} is no phrase of the grammar, so nothing can be right; correct the text, or use "
            f"--grammar with the grammar that it belongs to."
        )
    return LabelledClip(row["file"], path, kind, text, Meaning(meant.name, dict(meant.slots)) if meant else None)


def _slots(text: str, where: str) -> dict[str, SlotValue]:
    try:
        slots = json.loads(text)
    except ValueError:
        slots = None
    if not isinstance(slots, dict) or not all(isinstance(value, str | int | float) for value in slots.values()):
        raise AudioFileError(f'{where}: {text!r} are no slots; write them as JSON, {{"size": "large"}}.')
    return {name: value.strip() if isinstance(value, str) else value for name, value in slots.items()}


def _at_most(clips: Sequence[LabelledClip], most: int) -> list[LabelledClip]:
    taken: dict[str, int] = {}
    kept = []
    for clip in clips:
        taken[clip.kind] = taken.get(clip.kind, 0) + 1
        if taken[clip.kind] <= most:
            kept.append(clip)
    return kept
