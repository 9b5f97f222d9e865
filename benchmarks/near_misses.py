"""Says what sounds like our phrases and is none of them, for `fit_confidence.py --talk`: WAVs and their manifest.

    python benchmarks/near_misses.py FOLDER [--count 200] [--voices 2] [--seed 0] [--unseen]

Alone and with a pause around it, "star" is as like "stop" as talk ever gets, and reading and meetings hold hardly any
of it. So common English words, and pairs of them, are ranked by how near they come to a phrase of ours (`SoundAlikes`),
and the nearest are said, at most three for each phrase; and pieces of our own phrases ("percent"), and words drawn at
random. What sounds the same as a phrase is left out, as nobody could tell.

Voices are those of `synthetic_phrases.py`. `--unseen` takes voices, and another half of the words, that nothing is
fitted on.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from zlib import crc32

from repcue.cli.progress import SlowProgress
from repcue.core.grammar import Grammar
from repcue.core.sound_alike import SoundAlikes
from repcue.edges.ears.pronunciation import pronunciations_for
from repcue.edges.ears.sphinx import SphinxDecoder
from repcue.edges.ears.whisper import model_folder
from repcue.prepare import Wanted, prepare
from synthetic_phrases import fitted_voices, installed_voices, render, unseen_voices

COMMON_TOKENS: Final = 14_000
"""Whisper's vocabulary has frequent words first; beyond that they are names and pieces."""

PAIRS: Final = 6_000
"""Random pairs to choose from."""

MOST_PER_PHRASE: Final = 3
LEAST_UNLIKENESS: Final = 0.12
"""For each phoneme. Nearer than that is the same in another accent, or the same number said another way; "star" is at
0.25 of "stop"."""

LONGEST_PIECE: Final = 3

_BLANK: Final = "\u0120"


def main() -> int:
    """Render everything; return the exit code."""
    options = _options()
    prepared = prepare(Wanted())
    voices = installed_voices(unseen_voices() if options.unseen else fitted_voices())
    draw = random.Random(options.seed)
    texts = near_misses(prepared.grammar, prepared.catalogue.pronunciations(), options.count, draw, options.unseen)
    render([(text, "other_speech") for text in texts], voices, options)
    return 0


def near_misses(grammar: Grammar, said: dict[str, str], count: int, draw: random.Random, is_unseen: bool) -> list[str]:
    """Return single words, pairs, pieces of our phrases and words at random: so many of each, or fewer."""
    decoder = SphinxDecoder(pronunciations_for(grammar.language).with_words(said))
    decoder.learn(grammar.words)
    alikes = SoundAlikes(grammar.to_word_graph(decoder.spell), decoder.phonemes_of)
    words = [word for word in _common_words() if decoder.phonemes_of(word) and _is_wanted(word, is_unseen)]
    pairs = [f"{draw.choice(words)} {draw.choice(words)}" for _ in range(PAIRS)]
    pieces = [piece for piece in _pieces(grammar) if _is_wanted(piece, is_unseen)]
    chosen = [
        *_nearest(alikes, grammar, words, count),
        *_nearest(alikes, grammar, pairs, count),
        *_nearest(alikes, grammar, pieces, count),
        *(word for word in draw.sample(words, min(count, len(words))) if grammar.understand(word) is None),
    ]
    decoder.close()
    return list(dict.fromkeys(chosen))


def _common_words() -> list[str]:
    vocabulary = json.loads((model_folder() / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    ranked = sorted((number, token) for token, number in vocabulary.items() if number < COMMON_TOKENS)
    words = (token.removeprefix(_BLANK) for _, token in ranked if token.startswith(_BLANK))
    return [word for word in words if len(word) > 2 and word.isascii() and word.isalpha() and word.islower()]


def _is_wanted(text: str, is_unseen: bool) -> bool:
    return crc32(text.encode()) % 2 == int(is_unseen)


def _nearest(alikes: SoundAlikes, grammar: Grammar, texts: Sequence[str], count: int) -> list[str]:
    ranked = []
    with SlowProgress("Comparing") as bar:
        for done, text in enumerate(texts, start=1):
            bar(done, len(texts))
            words = text.split()
            found = alikes.nearest(words, 1)
            unlikeness = found[0].cost / alikes.count_phonemes(words) if found else 0.0
            if unlikeness > LEAST_UNLIKENESS and grammar.understand(text) is None:
                ranked.append((unlikeness, text, found[0].text))
    chosen: list[str] = []
    of_phrase: dict[str, int] = {}
    for _, text, phrase in sorted(ranked):
        of_phrase[phrase] = of_phrase.get(phrase, 0) + 1
        if of_phrase[phrase] <= MOST_PER_PHRASE and len(chosen) < count:
            chosen.append(text)
    return chosen


def _pieces(grammar: Grammar) -> list[str]:
    """Return runs of words of our phrases that are no phrase, each once."""
    return list(dict.fromkeys(_runs(grammar)))


def _runs(grammar: Grammar) -> Iterator[str]:
    for text, _ in grammar.sample_phrases(0, 3_000):
        words = text.split()
        for length in range(1, min(len(words), LONGEST_PIECE + 1)):
            for first in range(len(words) - length + 1):
                piece = " ".join(words[first : first + length])
                # "Stop the" can only become that, and is obeyed.
                if grammar.understand(piece) is None and grammar.urgent_meaning(piece) is None:
                    yield piece


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Say what sounds like our phrases and is none of them.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=200, help="texts of each of four sorts (default: 200)")
    parser.add_argument("--voices", type=int, default=2, help="voices for each text (default: 2)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unseen", action="store_true", help="voices and words that nothing is fitted on")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
