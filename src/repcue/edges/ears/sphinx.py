"""The bundled ear's decoder: PocketSphinx with the English model that its package brings. Needs no download.

The only importer of pocketsphinx. It takes the grammar as a graph of words (`core/grammar_graph.py` says why); words
that its dictionary lacks get pronunciations. Nothing is printed: the library logs to stderr unless told otherwise.

While a segment goes on, its search follows the best path, which may be in the middle of a phrase ("bar" of "bar cue");
at the end it takes the best path that is a whole phrase. Where the two agree the phrase fits; where they do not, only
the grammar made it one. On 729 synthetic clips (9 voices) they agreed for 98 % of the right commands and for 37 % of
other sentences. That is the score. (The library's own lattice search ignores the end of the grammar and is off.)
"""

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from math import log
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import ModelError
from repcue.core.grammar_graph import WordGraph
from repcue.core.units import EAR_RATE, gain_from_db
from repcue.edges.ears.decoder import AlsoHeard, Decoded, DecodedWord
from repcue.edges.ears.pronunciation import Pronunciations

_DITHER_DB: Final = -60.0
"""Digital silence upsets the model, which was trained in rooms; noise this low cured it."""

_FIRST_CEPSTRUM: Final = "41.00,-5.29,-0.12,5.09,2.48,-4.07,-1.37,-1.78,-5.08,-2.05,-6.45,-1.42,1.17"
"""The mean cepstrum that is taken off before anything was heard: that of the model's training, as CMU's en-us 5.2 has
it in its feat.params. The package leaves "40,3,-1", with which twice as many first commands are misheard (16 and 8
of 216 synthetic ones)."""

_AGREED_SCORE: Final = 0.9
_FORCED_SCORE: Final = 0.3
"""When only the grammar made it a phrase."""

_MOST_PATHS: Final = 30
_NATS: Final = 1024.0
"""The library scales the logarithms of its scores down by so much."""

_NO_FIT: Final = -30.0
"""Of a word so unlikely that its likelihood is 0."""

_FRAME_SECONDS: Final = 0.01
_VARIANT: Final = re.compile(r"\(\d+\)$")
_MOST_VARIANTS: Final = 9


class SphinxDecoder:
    """PocketSphinx behind the `Decoder` protocol."""

    engine: Final = "bundled"
    model: Final = "pocketsphinx-en-us"

    def __init__(self, pronunciations: Pronunciations) -> None:
        """Load the model, about 0.2 s; `set_grammar` must follow.

        Raises:
            ModelError: PocketSphinx or its model is missing or broken.
        """
        self._pronunciations = pronunciations
        self._sphinx: Any = _opened()
        self._sphinx.set_cmn(_FIRST_CEPSTRUM)
        noise = np.random.default_rng(0).normal(0.0, gain_from_db(_DITHER_DB), EAR_RATE)
        self._dither = noise.astype(np.float32)
        self._frames = 0
        self._in_segment = False
        self._search: str | None = None
        self._searches = 0

    def learn(self, words: Iterable[str], pronunciations: Pronunciations | None = None) -> tuple[str, ...]:
        """Add the pronunciations of words, and return those that stay unknown, sorted.

        Args:
            words: any, also known ones. What was learnt before is never forgotten.
            pronunciations: how words sound from now on; None leaves it as it is.
        """
        self._pronunciations = pronunciations or self._pronunciations
        return tuple(sorted(word for word in set(words) if not self._learn(word)))

    def spell(self, word: str) -> Sequence[Sequence[str]]:
        """Return the word itself where its sound is known, else nothing."""
        return ((word,),) if self._sphinx.lookup_word(word) is not None else ()

    def set_grammar(self, graph: WordGraph) -> None:
        """Hear the sentences of a graph of words; every word must be known. Not within a segment.

        Raises:
            ModelError: the grammar cannot be used; the one of before still is.
        """
        if self._in_segment:
            self._sphinx.end_utt()
            self._in_segment = False
        self._searches += 1
        search, before = f"commands-{self._searches}", self._search
        arcs = [(one, to, 1.0) if word is None else (one, to, 1.0, word) for one, to, word in graph.arcs]
        try:
            network = self._sphinx.create_fsg(search, graph.start, graph.final, arcs)
            self._sphinx.add_fsg(search, network)
            self._sphinx.activate_search(search)
        except (RuntimeError, ValueError) as error:
            raise ModelError("PocketSphinx refused the grammar: none of its phrases can be heard.") from error
        self._search = search
        if before is not None:
            self._sphinx.remove_search(before)

    def start(self) -> None:
        """Begin a segment."""
        if self._in_segment:
            self._sphinx.end_utt()
        self._sphinx.start_utt()
        self._in_segment, self._frames = True, 0

    def accept(self, samples: Samples) -> str:
        """Take more of the segment, float32 (frames,) at 16 kHz, and return the words so far."""
        places = np.arange(self._frames, self._frames + len(samples)) % len(self._dither)
        self._frames += len(samples)
        dithered = np.clip(samples + self._dither[places], -1.0, 1.0)
        self._sphinx.process_raw((dithered * 32767.0).astype(np.int16).tobytes(), False, False)
        return self._text()

    def so_far(self) -> Decoded:
        """Return what the segment is by now, without an end to it."""
        text = self._text()
        return Decoded(text, tuple(self._words()) if text else (), _AGREED_SCORE)

    def finish(self) -> Decoded:
        """End the segment and return what it was; the score tells whether the sound ended as the phrase does."""
        unforced = self._text()
        if self._in_segment:
            self._sphinx.end_utt()
            self._in_segment = False
        text = self._text()
        if not text:
            return Decoded("", (), 0.0, others=tuple(self._others()))
        fits = text == unforced
        score = _AGREED_SCORE if fits else _FORCED_SCORE
        return Decoded(text, tuple(self._words()), score, fits, tuple(self._others()))

    def close(self) -> None:
        """Give the model back. Idempotent."""
        self._sphinx = None

    def _text(self) -> str:
        hypothesis = self._sphinx.hyp()
        return hypothesis.hypstr if hypothesis is not None else ""

    def _words(self) -> Iterable[DecodedWord]:
        for part in self._sphinx.seg():
            if not part.word.startswith(("<", "[", "(")):
                word = _VARIANT.sub("", part.word)
                frames = part.end_frame + 1 - part.start_frame
                # The library counts a frame's likelihoods from its best sound.
                fit = _NATS * log(part.ascore) / frames if part.ascore > 0.0 else _NO_FIT
                started_seconds = part.start_frame * _FRAME_SECONDS
                yield DecodedWord(word, started_seconds, started_seconds + frames * _FRAME_SECONDS, fit)

    def _others(self) -> Iterable[AlsoHeard]:
        """Yield the best paths of the ended segment; also those that are no whole phrase."""
        best = None
        # There is no list at all where no path reached the end, as with clipped speech.
        for path in islice(self._sphinx.nbest() or (), _MOST_PATHS):
            if path is not None and path.score > 0.0:
                logged = _NATS * log(path.score)
                best = logged if best is None else max(best, logged)
                yield AlsoHeard(path.hypstr, best - logged)

    def phonemes_of(self, word: str) -> tuple[str, ...]:
        """Return every pronunciation of a word that is known, in phonemes of the CMU dictionary."""
        lookup = self._sphinx.lookup_word
        variants = (lookup(f"{word}({number})") for number in range(2, _MOST_VARIANTS + 1))
        said = (*self._pronunciations.phonemes_of(word, lookup), *variants)
        return tuple(dict.fromkeys(each for each in said if each))

    def _learn(self, word: str) -> bool:
        lookup = self._sphinx.lookup_word
        said = self._pronunciations.phonemes_of(word, lookup)
        names = [word, *(f"{word}({number})" for number in range(2, _MOST_VARIANTS + 1))]
        known = {lookup(name) for name in names}
        free = iter([name for name in names if lookup(name) is None])
        for phonemes in said:
            if phonemes not in known:
                self._sphinx.add_word(next(free), phonemes, False)
        return lookup(word) is not None


def _opened() -> Any:  # noqa: ANN401 - the library has no types
    try:
        from pocketsphinx import Decoder, get_model_path, set_loglevel
    except ImportError as error:
        raise ModelError("The bundled ear needs the package pocketsphinx; install it with `make start`.") from error
    set_loglevel("FATAL")
    try:
        return Decoder(
            hmm=get_model_path("en-us/en-us"),
            dict=get_model_path("en-us/cmudict-en-us.dict"),
            lm=None,
            bestpath=False,
            loglevel="FATAL",
        )
    except (RuntimeError, ValueError) as error:
        raise ModelError("PocketSphinx's English model is missing or broken; reinstall pocketsphinx.") from error


def read_dictionary() -> dict[str, str]:
    """Return the phonemes of every word that the model knows, a further way to say "a" as "a(2)"; 134,000, 0.1 s.

    Raises:
        ModelError: PocketSphinx or its dictionary is missing.
    """
    try:
        from pocketsphinx import get_model_path

        text = Path(get_model_path("en-us/cmudict-en-us.dict")).read_text(encoding="utf-8")
    except (ImportError, OSError) as error:
        raise ModelError("How words sound is in the package pocketsphinx; install it with `make start`.") from error
    return dict(line.split(" ", 1) for line in text.splitlines() if " " in line)
