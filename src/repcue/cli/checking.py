"""`repcue check`: everything that is wrong with packs and plans, and what could be better."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from repcue.cli.name_checking import name_check
from repcue.cli.progress import SlowProgress
from repcue.core.errors import VoiceError
from repcue.edges.check_files import check_files
from repcue.edges.home import cache_folder
from repcue.edges.pack_lint import lint_pack
from repcue.edges.pack_shelf import clashes, shelved
from repcue.edges.settings_file import read_settings
from repcue.edges.speech_lengths import SpeechLengths
from repcue.edges.voices.open_voice import open_voice, voice_of_language
from repcue.packs.load import PackReading
from repcue.packs.report import Problem, has_errors, report
from repcue.packs.said_in import is_coaches
from repcue.packs.schema import Pack
from repcue.ports import VoiceRenderer
from repcue.prepare import voice_folders


def check(options: argparse.Namespace) -> int:
    """Check cue packs and plans."""
    checked = check_files(options.paths)
    problems = checked.problems
    if not options.quick:
        others = shelved(known=checked.packs)
        usable = [each.pack for each in others if each.pack]
        lint = lints(checked.packs, options.voice or read_settings().voice, usable)
        problems = (*problems, *lint, *clashes(checked.packs.values(), others))
    print(report(problems, what="file") if problems else f"{len(checked.files)} checked, no problems.")
    return 1 if has_errors(problems) else 0


def lints(packs: Mapping[Path, PackReading], voice: str, others: Sequence[Pack] = ()) -> list[Problem]:
    """Return what could be better in packs, as far as they are without mistakes.

    Args:
        packs: what was read, by the `pack.yaml`.
        voice: the name of the voice that says the cues.
        others: the packs that can be used beside these, whose names have to be heard apart from theirs.
    """
    speech = _Speech(voice)
    found = [
        problem for file, read in packs.items() for problem in lint_pack(read, file.parent, speech.seconds_in, voice)
    ]
    found += names_heard_apart(packs, others)
    if speech.silent:
        print(f"How long cues take was not measured: {speech.silent}", file=sys.stderr)
    return found


def names_heard_apart(packs: Mapping[Path, PackReading], others: Sequence[Pack] = ()) -> list[Problem]:
    """Return what is not heard apart, or not heard at all, in what is sound of packs; what is left out is said."""
    if not packs:
        return []
    with closing(name_check(others)) as names:
        found = [problem for file, read in packs.items() for problem in names.problems(read, file)]
        for notice in names.notices:
            print(notice, file=sys.stderr)
    return found


class _Speech:
    """How long things take in each language, as far as there is a voice for it."""

    def __init__(self, voice: str) -> None:
        self._voice = voice
        self.silent = ""
        """Why nothing is known of some language; empty when all is."""

    def seconds_in(self, language: str, pack: Pack) -> Callable[[str], float | None]:
        """Return what tells how long the texts of a pack take; everything is measured before it is asked."""
        cues = [cue for exercise in pack.exercises for cue in exercise.cues]
        texts = [text for cue in cues for text in (cue.set, cue.rep, cue.key) if text]
        try:
            lengths = SpeechLengths(self._renderer(language), cache_folder() / "speech-lengths")
            with SlowProgress("Measuring how long cues take") as bar:
                lengths.measure(texts, bar)
        except VoiceError as error:
            self.silent = str(error)
            return lambda _: None
        return lengths.seconds_of

    def _renderer(self, language: str) -> VoiceRenderer:
        if is_coaches(language):
            return open_voice(self._voice, voice_folders())
        return voice_of_language(language)
