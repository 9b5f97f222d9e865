"""Measures what the bundled ear takes for what: every phrase by many voices, in quiet and in noise.

    python benchmarks/measure_confusions.py [--noises FOLDER --snr 10] [--voices 8] [--samples 8] [--write]

Said are all names of exercises and all commands of the grammar; of phrases with numbers, tempos or muscles, `--samples`
of each. Each phrase is said by `--voices` of those that `benchmarks/synthetic_phrases.py` fits on, in quiet and once
more in a noise: the sound files of FOLDER take turns, the speech `--snr` dB over them (RMS of speech over 1 % of full
scale, over the RMS of the noise).

Heard by the bundled ear's front and decoder, in one stream for each voice and condition as in a session, but told where
each phrase begins and ends: no endpointer, no certainty, no referee. So this is what the grammar makes of a phrase
before anything is refused, at a fifth of the cost of the whole ear.

`--write` stores the table as `benchmarks/figures/confusions-bundled.json`, of which `make docs` makes
`docs/confusions.md`, and as `src/repcue/grammars/mistaken.en.json` the pairs that turned up more than once, which
`repcue check` tells; `--pairs` writes these from the stored table and measures nothing. `benchmarks/judge_distance.py`
adds what it says about the distance that `repcue check` uses.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from judge_distance import TABLE, as_json
from repcue.bench.hearing_stream import ROOM_TONE_DB, active_rms
from repcue.bench.machine import machine
from repcue.core.clip import Samples
from repcue.core.grammar import Grammar
from repcue.core.grammar_graph import WordGraph
from repcue.core.grammar_spelling import as_written
from repcue.core.messages import Intent
from repcue.core.units import EAR_RATE, gain_from_db
from repcue.dsp.endpoint import WINDOW_FRAMES
from repcue.edges.audio_files import read_audio_at
from repcue.edges.check_names import MISTAKEN_FILE
from repcue.edges.ears.front import PlainFront, SuppressingFront
from repcue.edges.ears.pronunciation import pronunciations_for
from repcue.edges.ears.sphinx import SphinxDecoder
from repcue.edges.resample import resample
from repcue.packs.measured import mistaken_as_json, mistaken_in
from repcue.prepare import Wanted, our_grammar, prepare
from synthetic_phrases import Voice, assigned, fitted_voices, installed_voices

MISTAKEN: Final = Path(__file__).parents[1] / "src" / "repcue" / "grammars" / MISTAKEN_FILE

WRITTEN_OUT: Final = 12
"""An intent of up to so many sentences is said whole; a larger one has numbers, tempos or muscles in it."""

EDGE_SECONDS: Final = 0.3
"""Background before and after a phrase that is decoded with it, as the listener has it."""

NOISE_DB: Final = -46.0
"""How loud a noise is, RMS re full scale; so that speech 10 dB over it is as loud as at an arm's length."""

SPEECH_DB: Final = -24.0
"""How loud the active part of speech is in quiet."""

LOUDEST: Final = 0.95
QUIET: Final = "quiet"
SAMPLED_FROM: Final = 6_000


@dataclass(frozen=True, slots=True)
class Condition:
    """What is heard besides the speech."""

    name: str
    noise: Samples | None


class KnownEdges:
    """The bundled ear's front and decoder in one stream, told where each phrase begins and ends."""

    def __init__(self, decoder: SphinxDecoder, grammar: Grammar, condition: Condition, snr_db: float) -> None:
        """Begin a stream; the decoder has its grammar.

        In quiet the front would leave everything as it is, and is left out.
        """
        self._decoder, self._grammar = decoder, grammar
        self._condition, self._snr_db = condition, snr_db
        self._front = PlainFront() if condition.noise is None else SuppressingFront()
        self._tone = np.random.default_rng(1)
        self._frame = 0
        for window in _windows(self._background(EAR_RATE)):
            self._front.hear(window)

    def hear(self, speech: Samples) -> str:
        """Return what the grammar makes of a phrase; empty where nothing."""
        edge = np.zeros(round(EDGE_SECONDS * EAR_RATE), dtype=np.float32)
        padded = np.concatenate((edge, speech, edge))
        padded = padded[: len(padded) - len(padded) % WINDOW_FRAMES]
        background = self._background(len(padded))
        wanted_db = SPEECH_DB if self._condition.noise is None else NOISE_DB + self._snr_db
        gain = min(gain_from_db(wanted_db) / max(active_rms(speech), 1e-9), LOUDEST / max(np.abs(speech).max(), 1e-9))
        sound = np.clip(background + padded * np.float32(gain), -1.0, 1.0)
        self._decoder.start()
        self._decoder.accept(np.concatenate([self._front.hear(window).decoded for window in _windows(sound)]))
        return self._grammar.respell(self._decoder.finish().text)

    def close(self) -> None:
        """Give the front back; the decoder is the caller's."""
        self._front.close()

    def _background(self, frames: int) -> Samples:
        tone = self._tone.normal(0.0, gain_from_db(ROOM_TONE_DB), frames).astype(np.float32)
        noise = self._condition.noise
        if noise is None:
            return tone
        places = np.arange(self._frame, self._frame + frames) % len(noise)
        self._frame += frames
        return tone + noise[places]


def main() -> int:
    """Measure, or tell; return the exit code."""
    options = _options()
    if options.pairs:
        _write_pairs(json.loads(TABLE.read_text(encoding="utf-8")))
        return 0
    prepared = prepare(Wanted())
    said = phrases_to_say(prepared.grammar, prepared.catalogue.aliases(), options.samples)[:: options.every]
    noises = _noises(options.noises)
    voices = installed_voices(fitted_voices())
    shares = assigned([(text, "command") for text in said], voices, options.voices, 0)
    print(f"{len(said)} phrases, {len(voices)} voices, {options.voices} for each phrase", flush=True)
    graph: WordGraph | None = None
    tally = Tally()
    for voice, share in shares:
        texts = [text for text, _ in share]
        clips = _spoken(voice, texts)
        for condition, part in _parts(texts, noises, tally):
            decoder = SphinxDecoder(pronunciations_for("en").with_words(prepared.catalogue.pronunciations()))
            decoder.learn(prepared.grammar.words)
            graph = graph or prepared.grammar.to_word_graph(decoder.spell)
            decoder.set_grammar(graph)
            ear = KnownEdges(decoder, prepared.grammar, condition, options.snr)
            for text in part:
                heard = ear.hear(clips[text])
                is_right = _same(prepared.grammar.understand(text), prepared.grammar.understand(heard))
                tally.note(text, text if is_right else heard, condition.name)
            ear.close()
            decoder.close()
        print(f"{voice.name}: {len(share)} phrases; {tally.right} of {tally.all} right so far", flush=True)
    table = table_of(tally, voices, [QUIET, *(noise.name for noise in noises)], options.snr)
    if options.write is not None:
        options.write.write_text(as_json(table), encoding="utf-8")
        if options.write == TABLE:
            _write_pairs(table)
    return 0


def _write_pairs(table: Mapping[str, object]) -> None:
    MISTAKEN.write_text(mistaken_as_json(mistaken_in(table)), encoding="utf-8")


class Tally:
    """How often what was heard instead of what."""

    def __init__(self) -> None:
        self.said: Counter[tuple[str, str]] = Counter()
        """By phrase and condition."""

        self.wrong: Counter[tuple[str, str, str]] = Counter()
        """By phrase, what was heard, and condition."""

    def note(self, text: str, heard: str, condition: str) -> None:
        """Count one hearing."""
        self.said[text, condition] += 1
        if heard != text:
            self.wrong[text, heard, condition] += 1

    @property
    def all(self) -> int:
        """How many hearings."""
        return self.said.total()

    @property
    def right(self) -> int:
        """How many of them gave what was said."""
        return self.all - self.wrong.total()


def phrases_to_say(grammar: Grammar, aliases: Iterable[str], samples: int) -> list[str]:
    """Return every name of an exercise, every sentence of small intents, and some of large ones; sorted."""
    plain = our_grammar({}, grammar.language)
    written: dict[str, list[str]] = {}
    for text in plain.sentences(as_written):
        intent = plain.understand(text)
        if intent is not None:
            written.setdefault(intent.name, []).append(text)
    chosen = {name: set(sentences) for name, sentences in written.items() if len(sentences) <= WRITTEN_OUT}
    for text, intent in plain.sample_phrases(0, SAMPLED_FROM):
        drawn = chosen.setdefault(intent.name, set())
        if len(drawn) < samples and len(written[intent.name]) > WRITTEN_OUT:
            drawn.add(text)
    return sorted({*aliases}.union(*chosen.values()))


def table_of(tally: Tally, voices: Sequence[Voice], conditions: Sequence[str], snr_db: float) -> dict[str, object]:
    """Return the table: how often each phrase was said, and all that was heard instead."""
    texts = sorted({text for text, _ in tally.said})
    return {
        "benchmark": "confusions",
        "machine": machine(),
        "engine": SphinxDecoder.engine,
        "model": SphinxDecoder.model,
        "voice": f"{len(voices)} synthetic voices",
        "voices": [voice.name for voice in voices],
        "snr_db": snr_db,
        "conditions": list(conditions),
        "phrases": {text: [tally.said[text, each] for each in conditions] for text in texts},
        "confusions": [
            {"said": text, "heard": heard, "count": count, "of": tally.said[text, where], "condition": where}
            for (text, heard, where), count in sorted(tally.wrong.items())
        ],
    }


def _parts(texts: Sequence[str], noises: Sequence[Condition], tally: Tally) -> list[tuple[Condition, list[str]]]:
    """Return what is heard where: everything in quiet, and each phrase in the noise where it was heard least."""
    parts: dict[str, list[str]] = {noise.name: [] for noise in noises}
    for place, text in enumerate(texts):
        if noises:
            order = [noises[(place + shift) % len(noises)].name for shift in range(len(noises))]
            parts[min(order, key=lambda name: tally.said[text, name])].append(text)
    return [(Condition(QUIET, None), list(texts)), *((noise, parts[noise.name]) for noise in noises)]


def _same(meant: Intent | None, heard: Intent | None) -> bool:
    return bool(meant and heard and (meant.name, meant.slots) == (heard.name, heard.slots))


def _spoken(voice: Voice, said: Sequence[str]) -> dict[str, Samples]:
    spoken = voice.render(said)
    clips = {text: resample(*spoken[text], EAR_RATE) for text in said}
    return {text: samples for text, samples in clips.items() if len(samples)}


def _noises(folder: Path | None) -> list[Condition]:
    if folder is None:
        return []
    files = sorted(path for path in folder.iterdir() if path.suffix in {".wav", ".flac", ".ogg"})
    sounds = {path.stem: read_audio_at(path, EAR_RATE) for path in files}
    level = gain_from_db(NOISE_DB)
    return [
        Condition(name, sound * np.float32(level / np.sqrt(np.mean(np.square(sound)))))
        for name, sound in sounds.items()
    ]


def _windows(sound: Samples) -> Iterable[Samples]:
    return (sound[first : first + WINDOW_FRAMES] for first in range(0, len(sound), WINDOW_FRAMES))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure what the bundled ear takes for what.")
    parser.add_argument("--noises", type=Path, help="a folder of sounds, each heard under every phrase")
    parser.add_argument("--snr", type=float, default=10.0, help="decibels of speech over a noise (default: 10)")
    parser.add_argument("--samples", type=int, default=8, help="sentences of intents with numbers (default: 8)")
    parser.add_argument("--voices", type=int, default=8, help="voices for each phrase (default: 8)")
    parser.add_argument("--every", type=int, default=1, help="only every so-manieth phrase, for a trial")
    parser.add_argument("--write", type=Path, nargs="?", const=TABLE, help="store the table, there or elsewhere")
    parser.add_argument("--pairs", action="store_true", help="only write the pairs that ship, from the stored table")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
