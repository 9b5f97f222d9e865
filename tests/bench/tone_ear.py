"""An ear for tests that hears tones for words: it streams, and anybody can compute what it must decide."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from repcue.core.clip import Samples
from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import WavWriter

QUIET_BLOCKS = 20
"""A tone is decided after so many quiet blocks of 10 ms."""

GRAMMAR = """\
language: en
lists: {size: [small, large]}
intents:
  stop: {lane: urgent, phrases: [stop]}
  order: {phrases: ["{size} coffee"]}
"""

WORDS = {500: "stop", 1000: "large coffee", 1500: "small coffee", 2000: "hello there"}
"""What the ear takes a tone for, by its frequency."""


class ToneEar:
    """Decides what a tone stands for, 0.2 s after it ended."""

    engine = "tones"
    model = "sine"

    def __init__(self, words: Mapping[int, str] = WORDS, *, times: int = 1, score: float = 1.0) -> None:
        self._words = words
        self._times = times
        self._score = score
        self._tone: list[Samples] = []
        self._quiet_blocks = 0
        self.is_closed = False

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        is_loud = float(np.max(np.abs(block.samples))) > 0.1
        if is_loud:
            self._tone.append(block.samples)
            self._quiet_blocks = 0
            return []
        if not self._tone:
            return []
        self._quiet_blocks += 1
        if self._quiet_blocks < QUIET_BLOCKS:
            return []
        return [self._decided(block.started_at_seconds + 0.01)] * self._times

    def close(self) -> None:
        self.is_closed = True

    def _decided(self, now_seconds: float) -> Utterance:
        tone = np.concatenate(self._tone)
        self._tone, self._quiet_blocks = [], 0
        frequency = np.argmax(np.abs(np.fft.rfft(tone, EAR_RATE)))
        text = self._words[min(self._words, key=lambda each: abs(each - frequency))]
        lane = Lane.URGENT if text == "stop" else Lane.NORMAL
        ended_at = now_seconds - 0.01 * QUIET_BLOCKS
        return Utterance(text, self.engine, lane, (), ended_at, now_seconds, 1.0, self._score)


def grammar() -> Grammar:
    return load_grammar(GRAMMAR, source="tones.yaml")


def tone(frequency: int, seconds: float = 0.4, level: float = 0.5) -> Samples:
    times = np.arange(round(seconds * EAR_RATE)) / EAR_RATE
    return (level * np.sin(2 * np.pi * frequency * times)).astype(np.float32)


def write(path: Path, samples: Samples) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with WavWriter(path, EAR_RATE) as wav:
        wav.write(samples)
    return path


def manifest(folder: Path, rows: Sequence[tuple[str, str, Samples]]) -> Path:
    """Write clips `0.wav`, `1.wav` … and their manifest: kind, text and sound of each."""
    lines = ["file,kind,text,speaker"]
    for number, (kind, text, samples) in enumerate(rows):
        write(folder / f"{number}.wav", samples)
        quoted = text.replace('"', '""')
        lines.append(f'{number}.wav,{kind},"{quoted}",somebody')
    path = folder / "manifest.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
