"""What could be better in a pack that has no mistakes: its words, their lengths, its recordings."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, PackError
from repcue.dsp.loudness import loudness_lufs
from repcue.dsp.speech import trimmed, without_rumble
from repcue.edges.audio_files import read_audio
from repcue.edges.pack_files import sounds_in
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.languages import languages_of, read_in
from repcue.packs.lengths import Measures, Recorded, lengths
from repcue.packs.report import Problem, in_order
from repcue.packs.schema import Pack
from repcue.packs.shape import fit_shape
from repcue.packs.wording import wording
from repcue.packs.yaml_nodes import read_document

_FULL_SCALE = 0.999
SecondsOf = Callable[[str, Pack], Callable[[str], float | None]]
"""For a language and the pack in it: how long its texts take."""


def lint_pack(file: Path, seconds_of: SecondsOf, voice: str) -> tuple[Problem, ...]:
    """Return what could be better in a pack; nothing for one with mistakes, which are told by `check_pack`.

    Args:
        file: the `pack.yaml`.
        seconds_of: tells how long texts take in a language.
        voice: the voice that says them, as it is called.

    Raises:
        PackError: the file cannot be opened.
    """
    text, _ = read_text(file, PackError, what="pack")
    return in_order(_findings(text, file, seconds_of, voice)) if text is not None else ()


def _findings(text: str, file: Path, seconds_of: SecondsOf, voice: str) -> Iterator[Problem]:
    document = read_document(text, shown_path(file))
    languages = languages_of(document)
    recordings = {name: recorded_in(file.parent / name) for name in sorted(sounds_in(file.parent))}
    for language in languages:
        reading = read_in(document, Pack, language, languages)
        pack, _ = fit_shape(reading.document, Pack)
        if pack is None:
            continue
        spoken = pack.model_copy(update={"language": language})
        yield from wording(reading.document, spoken)
        measures = Measures(
            seconds_of(language, spoken), recordings.get, voice if language == languages[0] else language
        )
        yield from lengths(reading.document, spoken, measures)


def recorded_in(path: Path) -> Recorded | None:
    """Return how a recording sounds; None where it cannot be read."""
    try:
        samples, rate = read_audio(path)
    except AudioFileError:
        return None
    spoken = trimmed(without_rumble(samples, rate), rate)
    return Recorded(len(spoken) / rate, loudness_lufs(spoken, rate), longest_at_full_scale(samples))


def longest_at_full_scale(samples: Samples) -> int:
    """Return the longest run of frames at full scale.

    Args:
        samples: float32, shape (frames,), -1 to 1.
    """
    is_full = np.concatenate(([False], np.abs(samples) >= _FULL_SCALE, [False]))
    edges = np.flatnonzero(np.diff(is_full.astype(np.int8)))
    return int(np.max(edges[1::2] - edges[::2], initial=0))
