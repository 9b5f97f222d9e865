"""Says our own phrases with many synthetic voices, for `repcue bench hearing`: a folder of WAVs and its manifest.

    python benchmarks/synthetic_phrases.py FOLDER [--per-intent 3] [--exercises 24] [--voices 4] [--seed 0] [--unseen]

Voices: eSpeak NG (with the project), Piper's joe (`pip install 'repcue[piper]'`), Flite's and Festival's (`apt install
flite festival festvox-kallpc16k festvox-us-slt-hts`); what is not installed is left out and named. The coach's own
voice is left out on purpose, and each phrase is said by several others.

`--unseen` takes voices that no threshold is fitted on: other variants and speakers, and the few good ones with another
throat: played faster or slower, which moves pitch and resonances together.

The manifest has `command` rows, and `other_speech` rows for sentences that hold commands or sound like them and must
do nothing. `speaker` tells voices apart, so that a threshold can be fitted on some and tried on others. Voices that are
fitted on say all of `no_commands.txt` besides.
"""

import argparse
import csv
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from repcue.core.clip import Samples
from repcue.core.errors import VoiceError
from repcue.core.grammar import Grammar
from repcue.core.messages import Lane
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import WavWriter, read_audio
from repcue.edges.resample import resample
from repcue.edges.voices.piper_voice import PiperVoice
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.prepare import Wanted, prepare

Spoken = Mapping[str, tuple[Samples, int]]
Row = tuple[str, str, str, str, str]
"""File, kind, text, speaker and seconds, as in a manifest."""

SAMPLES: Final = 6_000
"""Random sentences to choose from: about 80 of each of the grammar's templates."""

ESPEAK: Final = (
    ("en-us+m3", 150),
    ("en-us+f2", 170),
    ("en-us+m7", 190),
    ("en-us+f4", 140),
    ("en-gb-x-rp", 165),
    ("en-gb-x-rp+f3", 185),
    ("en-gb-scotland", 155),
    ("en-us+Andy", 175),
    ("en-us+klatt2", 160),
)
"""Accents, variants of both sexes, 140 to 190 words per minute. The coach is en-us at 180."""

PIPER: Final = (150, 190)
FLITE: Final = (("awb", 1.0), ("rms", 1.0), ("slt", 1.0), ("rms", 0.85), ("slt", 1.2))
"""Voice and how much slower than its own rate."""

FESTIVAL: Final = ("kal_diphone", "cmu_us_slt_arctic_hts")

UNSEEN_ESPEAK: Final = (
    ("en-us+m1", 165),
    ("en-us+f5", 155),
    ("en-us+m4", 185),
    ("en-gb-x-rp+f1", 160),
    ("en-gb-x-gbclan+m5", 170),
    ("en-us+Annie", 165),
)
UNSEEN_PIPER: Final = ((160, 1.09), (165, 0.92), (175, 1.16))
"""Words per minute, and how much faster than said it is played: women's throats are 15 to 20 % shorter than men's."""

UNSEEN_FLITE: Final = (("kal16", 1.0, 1.0), ("awb", 1.05, 1.1), ("slt", 1.0, 0.92), ("rms", 1.0, 1.12))
"""Voice, how much slower than its own rate, and how much faster it is played."""

NO_COMMANDS: Final = (
    "don't stop",
    "next to the bench",
    "i never stop at the gym",
    "are you done with that bench",
    "how long have you been here",
    "let's go to the movies tonight",
    "pass me the other one",
    "it hurts when i laugh at that",
    "could you help my friend over there",
    "what time does the gym close",
    "put the weight on the rack",
    "he failed the exam last week",
    "can you hold it for a second please",
    "i will be slower tomorrow morning",
    "that was the last bottle of water",
    "the music is louder than usual",
    "we should pause the video here",
    "my back is fine today thanks",
    "begin with the basics and then carry on",
    "she said stop and then she laughed",
)
"""Talk of a gym; many hold a command, none is one."""

SHORT_TALK: Final = Path(__file__).with_name("no_commands.txt")


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who can speak."""

    name: str
    render: Callable[[Sequence[str]], Spoken]


def main() -> int:
    """Render everything; return the exit code."""
    options = _options()
    prepared = prepare(Wanted())
    voices = installed_voices(unseen_voices() if options.unseen else fitted_voices())
    print(f"{len(voices)} voices: {', '.join(voice.name for voice in voices)}")
    said = [(text, "command") for text in chosen_phrases(prepared.grammar, options)]
    others = NO_COMMANDS if options.unseen else (*NO_COMMANDS, *short_talk())
    said += [(text, "other_speech") for text in others if prepared.grammar.understand(text) is None]
    render(said, voices, options)
    return 0


def render(said: Sequence[tuple[str, str]], voices: Sequence[Voice], options: argparse.Namespace) -> None:
    """Say texts of the kinds of a manifest into `options.folder`, each by `options.voices` voices, and tell how far."""
    options.folder.mkdir(parents=True, exist_ok=True)
    rows: list[Row] = []
    for voice, parts in assigned(said, voices, options.voices, options.seed):
        rows += _rendered(voice, parts, options.folder)
        print(f"{voice.name}: {len(parts)} phrases", flush=True)
    write_manifest(options.folder, sorted(rows))


def write_manifest(folder: Path, rows: Sequence[Row]) -> None:
    """List a folder's clips in its manifest.csv, and say how many they are."""
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("file", "kind", "text", "speaker", "seconds"))
        writer.writerows(rows)
    print(f"{len(rows)} clips in {folder}")


def short_talk() -> list[str]:
    """Return short things that are said to other machines and among people."""
    lines = SHORT_TALK.read_text(encoding="utf-8").splitlines()
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def chosen_phrases(grammar: Grammar, options: argparse.Namespace) -> list[str]:
    """Return sentences of every intent, twice as many of urgent ones; the same ones for the same seed."""
    chosen: dict[str, dict[str, None]] = {}
    for text, intent in grammar.sample_phrases(options.seed, SAMPLES):
        is_urgent = grammar.lane_of(intent.name) is Lane.URGENT
        most = options.exercises if intent.name == "pick_exercise" else options.per_intent * (1 + is_urgent)
        texts = chosen.setdefault(intent.name, {})
        if len(texts) < most:
            texts[text] = None
    return [text for name in sorted(chosen) for text in chosen[name]]


def assigned(
    said: Sequence[tuple[str, str]], voices: Sequence[Voice], voices_of_each: int, seed: int
) -> list[tuple[Voice, list[tuple[str, str]]]]:
    """Return who says what: each phrase by so many voices, all voices about equally often."""
    draw = random.Random(seed)
    parts: dict[str, list[tuple[str, str]]] = {voice.name: [] for voice in voices}
    for each in said:
        idle_first = sorted(voices, key=lambda voice: (len(parts[voice.name]), draw.random()))
        for voice in idle_first[:voices_of_each]:
            parts[voice.name].append(each)
    return [(voice, parts[voice.name]) for voice in voices if parts[voice.name]]


def fitted_voices() -> list[Voice]:
    """Return the voices that `fit_confidence.py` is given."""
    voices = [
        Voice(f"espeak-{voice}-{rate}", partial(_by_renderer, Pyttsx3Voice(voice, rate))) for voice, rate in ESPEAK
    ]
    voices += [Voice(f"piper-joe-{rate}", partial(_by_renderer, PiperVoice("joe", rate))) for rate in PIPER]
    voices += [Voice(f"flite-{voice}-{slower}", partial(_by_flite, voice, slower)) for voice, slower in FLITE]
    return voices + [Voice(f"festival-{voice}", partial(_by_festival, voice)) for voice in FESTIVAL]


def unseen_voices() -> list[Voice]:
    """Return the voices that nothing is fitted on."""
    voices = [
        Voice(f"espeak-{voice}-{rate}", partial(_by_renderer, Pyttsx3Voice(voice, rate)))
        for voice, rate in UNSEEN_ESPEAK
    ]
    for rate, faster in UNSEEN_PIPER:
        joe = partial(_by_renderer, PiperVoice("joe", rate))
        voices.append(Voice(f"piper-joe-{rate}-x{faster}", partial(_played_faster, joe, faster)))
    for voice, slower, faster in UNSEEN_FLITE:
        said = partial(_by_flite, voice, slower)
        voices.append(Voice(f"flite-{voice}-{slower}-x{faster}", partial(_played_faster, said, faster)))
    return voices


def installed_voices(candidates: Sequence[Voice]) -> list[Voice]:
    """Return those voices that this machine has, and say on stderr which are missing."""
    voices = []
    for voice in candidates:
        try:
            voice.render(["one"])
        except VoiceError as error:
            print(f"left out: {voice.name}: {error}", file=sys.stderr)
        else:
            voices.append(voice)
    return voices


def _played_faster(render: Callable[[Sequence[str]], Spoken], faster: float, texts: Sequence[str]) -> Spoken:
    return {text: (samples, round(rate * faster)) for text, (samples, rate) in render(texts).items()}


def _by_renderer(renderer: Pyttsx3Voice | PiperVoice, texts: Sequence[str]) -> Spoken:
    return renderer.render(texts, lambda _done: None)


def _by_flite(voice: str, slower: float, texts: Sequence[str]) -> Spoken:
    def order(text: str, wav: Path) -> tuple[list[str], str]:
        return ["flite", "-voice", voice, "--setf", f"duration_stretch={slower}", "-t", text, "-o", str(wav)], ""

    return {text: _by_program(order, text) for text in texts}


def _by_festival(voice: str, texts: Sequence[str]) -> Spoken:
    def order(text: str, wav: Path) -> tuple[list[str], str]:
        return ["text2wave", "-eval", f"(voice_{voice})", "-o", str(wav)], text

    return {text: _by_program(order, text) for text in texts}


def _by_program(order: Callable[[str, Path], tuple[list[str], str]], text: str) -> tuple[Samples, int]:
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "said.wav"
        command, typed = order(text, wav)
        if shutil.which(command[0]) is None:
            raise VoiceError(f"{command[0]} is not installed")
        ran = subprocess.run(command, input=typed, capture_output=True, text=True, check=False)
        if ran.returncode or not wav.is_file():
            raise VoiceError(f"{command[0]} failed: {ran.stderr.strip()[-200:]}")
        return read_audio(wav)


def _rendered(voice: Voice, parts: Sequence[tuple[str, str]], folder: Path) -> list[Row]:
    spoken = voice.render([text for text, _ in parts])
    (folder / voice.name).mkdir(exist_ok=True)
    rows = []
    for text, kind in parts:
        samples = resample(*spoken[text], EAR_RATE)
        file = f"{voice.name}/{text.replace(' ', '-')}.wav"
        with WavWriter(folder / file, EAR_RATE) as wav:
            wav.write(samples)
        rows.append((file, kind, text, voice.name, f"{len(samples) / EAR_RATE:.2f}"))
    return rows


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Say our own phrases with many synthetic voices.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--per-intent", type=int, default=3, help="sentences of each intent (default: 3)")
    parser.add_argument("--exercises", type=int, default=24, help="names of exercises (default: 24)")
    parser.add_argument("--voices", type=int, default=4, help="voices for each sentence (default: 4)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unseen", action="store_true", help="voices that no threshold is fitted on")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
