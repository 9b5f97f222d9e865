"""What bad sound does to the bundled ear: understood, missed or mistaken, and ten minutes of screaming.

    python benchmarks/bad_input.py [--minutes 10] [--seed 0] [--noise FILE] [--json FILE]

Speech: the phrases below by two voices of eSpeak NG, each damaged in every way of `repcue.testing.bad_sounds`.
Screaming: `bad_sounds.screams`, or a recording with `--noise`, as fast as it can be computed. `behind_seconds` is how
far a live session with a core to itself would have fallen behind: the worst sum of processor time over the audio that
had come by then.
"""

import argparse
import json
import resource
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from time import process_time
from typing import Any, Final

import numpy as np

from repcue.bench.machine import machine
from repcue.core.clip import Samples
from repcue.core.gate import is_certain
from repcue.core.grammar import Grammar
from repcue.core.messages import AudioBlock, Lane, Utterance
from repcue.core.units import EAR_RATE
from repcue.dsp.reference import PlayedRing
from repcue.edges.audio_files import read_audio_at
from repcue.edges.ears.open_ear import open_ear
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.edges.resample import resample
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.prepare import Wanted, prepare
from repcue.testing.bad_sounds import clipped, screams, telephone, with_gaps, with_hum

PHRASES: Final = (
    "stop",
    "rack it",
    "pause",
    "next set",
    "resume",
    "two more",
    "slower",
    "incline bench",
    "ten reps",
    "skip rest",
    "muscle cue",
    "time left",
)
VOICES: Final = (("en-us+m3", 160), ("en-us+f2", 150))
PEAK: Final = 0.2
PAUSE_SECONDS: Final = 1.2
NOISE_DBFS: Final = -65.0

DAMAGES: Final[Mapping[str, Callable[[Samples], Samples]]] = {
    "as it is": lambda sound: sound,
    "turned up to full scale": lambda sound: clipped(sound, 0.0),
    "clipped by 6 dB": lambda sound: clipped(sound, 6.0),
    "clipped by 12 dB": lambda sound: clipped(sound, 12.0),
    "hum of 50 Hz, -50 dBFS": lambda sound: with_hum(sound, 50.0, -50.0),
    "hum of 50 Hz, -40 dBFS": lambda sound: with_hum(sound, 50.0, -40.0),
    "an offset of a fifth": lambda sound: sound + np.float32(0.2),
    "gaps of 5 ms, two a second": lambda sound: with_gaps(sound, 0.5, 0.005),
    "gaps of 20 ms, four a second": lambda sound: with_gaps(sound, 0.25, 0.02),
    "a telephone, 300 to 3400 Hz": telephone,
    "44.1 kHz told as 48": lambda sound: resample(sound, 48_000, 44_100),
    "40 dB too soft": lambda sound: sound * np.float32(0.01),
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="of screaming (default: 10)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--noise", type=Path, help="a recording instead of the made screams")
    parser.add_argument("--no-speech", action="store_true", help="only the screaming")
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    grammar = prepare(Wanted()).grammar
    figures: dict[str, Any] = {
        "machine": machine(),
        "speech": {how: said_badly(grammar, damage) for how, damage in DAMAGES.items() if not options.no_speech},
        "screaming": screamed_at(grammar, options.minutes, options.seed, options.noise),
    }
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print("sound                          right missed wrong false stops   of", len(PHRASES) * len(VOICES))
    for how, row in figures["speech"].items():
        print(f"{how:<30} {row['right']:>5} {row['missed']:>6} {row['wrong']:>5} {row['false_stops']:>11}")
    print(json.dumps(figures["screaming"], indent=1))


def said_badly(grammar: Grammar, damage: Callable[[Samples], Samples]) -> dict[str, Any]:
    """Return how many of the phrases are decided rightly, wrongly or not at all when they come damaged."""
    counts = {"right": 0, "missed": 0, "wrong": 0, "false_stops": 0}
    mistaken: list[str] = []
    for voice, words_per_minute in VOICES:
        sound, ends = said(voice, words_per_minute)
        ear = EchoFreeEar(open_ear("bundled", None, grammar).ear, PlayedRing(EAR_RATE))
        certain = [each for each, _ in decided(ear, blocks_of(damage(sound)), grammar)]
        ear.close()
        for phrase, start, end in zip(PHRASES, [0.0, *ends], ends, strict=False):
            # At another rate everything comes at other times, in proportion.
            scale = len(damage(sound)) / len(sound)
            told = [each for each in certain if start * scale < each.ended_at_seconds - 0.1 <= (end + 0.3) * scale]
            meant = grammar.understand(phrase)
            assert meant is not None
            understood = [grammar.understand(each.text) for each in told]
            is_right = [each == replace(meant, text=each.text) for each in understood if each is not None]
            kind = "right" if is_right and all(is_right) else "wrong" if is_right else "missed"
            counts[kind] += 1
            if kind == "wrong":
                mistaken.append(f"{phrase}: {', '.join(each.text for each in told)}")
            stops = [each for each in understood if each is not None and is_stop(each.name, grammar)]
            counts["false_stops"] += bool(stops and not is_stop(meant.name, grammar))
    return counts | {"mistaken": mistaken}


def is_stop(intent: str, grammar: Grammar) -> bool:
    """Return whether an intent ends or holds a set, or calls for help."""
    return grammar.lane_of(intent) is Lane.URGENT


def said(voice: str, words_per_minute: int) -> tuple[Samples, list[float]]:
    """Return the phrases one after the other in a quiet room, and when each ends."""
    rendered = Pyttsx3Voice(voice, words_per_minute).render(PHRASES, lambda _: None)
    parts, ends, frames = [], [], 0
    pause = np.zeros(round(PAUSE_SECONDS * EAR_RATE), dtype=np.float32)
    for phrase in PHRASES:
        samples = resample(*rendered[phrase], EAR_RATE)
        parts += [pause, samples * np.float32(PEAK / np.abs(samples).max())]
        frames += len(pause) + len(samples)
        ends.append(frames / EAR_RATE)
    sound = np.concatenate([*parts, pause])
    noise = np.random.default_rng(7).normal(0.0, 10 ** (NOISE_DBFS / 20), len(sound))
    return np.asarray(sound + noise, dtype=np.float32), ends


def blocks_of(sound: Samples, since_seconds: float = 0.0) -> Iterator[AudioBlock]:
    """Yield a sound in blocks of 10 ms."""
    for start in range(0, len(sound) - 159, 160):
        block = np.clip(sound[start : start + 160], -1.0, 1.0)
        yield AudioBlock(block, since_seconds + start / EAR_RATE)


def decided(ear: EchoFreeEar, blocks: Iterator[AudioBlock], grammar: Grammar) -> Iterator[tuple[Utterance, str]]:
    """Yield what a session would act on, and the intent's name."""
    for block in blocks:
        for heard in ear.feed(block):
            meant = grammar.understand(heard.text) if isinstance(heard, Utterance) else None
            if isinstance(heard, Utterance) and meant is not None and is_certain(heard, meant, grammar):
                yield heard, meant.name


def screamed_at(grammar: Grammar, minutes: float, seed: int, noise: Path | None) -> dict[str, Any]:
    """Return what a long noise does: what is decided, what it costs, how far behind and how large the ear gets."""
    ear = EchoFreeEar(open_ear("bundled", None, grammar).ear, PlayedRing(EAR_RATE))
    recording = read_audio_at(noise, EAR_RATE) if noise else None
    commands: list[dict[str, object]] = []
    megabytes, computing_seconds, behind_seconds, worst_seconds = [], 0.0, 0.0, 0.0
    for minute in range(round(minutes)):
        sound = (
            screams(60.0, seed + minute)
            if recording is None
            else np.resize(np.roll(recording, -minute * 60 * EAR_RATE), 60 * EAR_RATE)
        )
        for block in blocks_of(sound, 60.0 * minute):
            began = process_time()
            for heard, name in decided(ear, iter((block,)), grammar):
                at = {"at_seconds": round(heard.ended_at_seconds, 1), "score": round(heard.score, 3)}
                commands.append({"text": heard.text, "intent": name, "is_stop": is_stop(name, grammar)} | at)
            took = process_time() - began
            computing_seconds += took
            behind_seconds = max(0.0, behind_seconds + took - 0.01)
            worst_seconds = max(worst_seconds, behind_seconds)
        megabytes.append(round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1))
        print(f"minute {minute + 1}: {megabytes[-1]} MB, {len(commands)} commands", file=sys.stderr)
    ear.close()
    return {
        "minutes": minutes,
        "sound": noise.name if noise else "made",
        "commands": commands,
        "false_stops": sum(bool(each["is_stop"]) for each in commands),
        "computing_seconds_per_second": round(computing_seconds / (60 * minutes), 3),
        "worst_behind_seconds": round(worst_seconds, 2),
        "most_megabytes_by_minute": megabytes,
    }


if __name__ == "__main__":
    main()
