"""Vosk's decoder: a Kaldi model in a folder, searched for our sentences and freely. The only importer of vosk.

Two recognisers share the model: one is bound to the grammar, the other writes whatever it hears, and `core.agreement`
compares them. Both are fed as speech goes on: with the Korean model the free one takes 0.145 s of processor per second
of sound, the bound one 0.033 s, so asking it only at the end would cost "stop" another 0.15 s.

Traps of version 0.3.45 that shape this file.
- A word missing from the model is dropped from the grammar with a log line that nobody sees: every word is looked up.
- The grammar is a 2-gram, so any order of words can come out: the listener checks the whole text.
- `SetGrammar` in the middle of a segment aborts the process: it is never called; another grammar is another recogniser.
- Word times count all samples ever fed: a segment's own start is subtracted.
- The engine ends an utterance by itself after half a second of quiet; the pieces are put together again.
- A recogniser that is freed after its model crashes the interpreter at exit: `close` frees them in order.
"""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcue.core.agreement import FreeWord
from repcue.core.clip import Samples
from repcue.core.errors import ModelError, did_you_mean
from repcue.core.units import EAR_RATE
from repcue.edges.ears.decoder import Decoded, DecodedWord
from repcue.edges.ears.listener import UNKNOWN
from repcue.edges.ears.pronunciation import Pronunciations

_ACOUSTIC_MODEL: Final = ("am/final.mdl", "final.mdl")
"""Where the two layouts of Vosk's models have it; loading a folder without it prints and fails."""


class VoskDecoder:
    """Vosk behind the `Decoder` protocol."""

    engine: Final = "vosk"

    def __init__(self, folder: Path, pronunciations: Pronunciations) -> None:
        """Load a model, 1 to 5 s; `set_grammar` must follow.

        Args:
            folder: the model's folder, unpacked.
            pronunciations: which ordinary words sound like one that the model lacks.

        Raises:
            ModelError: the package or the model is missing or broken.
        """
        self.model = folder.name
        self._pronunciations = pronunciations
        self._model: Any = _opened(folder)
        self._searches: tuple[_Recogniser, ...] = ()
        """The one that is bound to the grammar, and the free one."""

        self._fed_frames = 0
        self._started_frame = 0

    def knows(self, word: str) -> bool:
        """Return whether the model can hear a word."""
        return bool(self._model.vosk_model_find_word(word) >= 0)

    def pronounce(self, pronunciations: Pronunciations) -> None:
        """Go by other words that sound like those that the model lacks."""
        self._pronunciations = pronunciations

    def spell(self, word: str) -> Sequence[Sequence[str]]:
        """Return the word, or else words that sound like it together, or else nothing."""
        return ((word,),) if self.knows(word) else self._pronunciations.split(word, self.knows)

    def spellings_of(self, words: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
        """Return how the model writes those words that it lacks; one that it cannot hear has no spelling."""
        missing = sorted(word for word in set(words) if not self.knows(word))
        return {word: tuple(tuple(each) for each in self.spell(word)) for word in missing}

    def set_grammar(self, sentences: Sequence[str]) -> None:
        """Hear these sentences, whose words the model must know, and what else Vosk can tell as unknown.

        Not within a segment.

        Raises:
            ModelError: there are no sentences; those of before are heard still.
        """
        if not sentences:
            raise ModelError(
                f"The model {self.model!r} can hear none of the phrases; choose a model of their language."
            )
        phrases = [*sentences, UNKNOWN] if self.knows(UNKNOWN) else list(sentences)
        bound = _Recogniser(self._model, phrases)
        free = self._searches[1] if self._searches else _Recogniser(self._model)
        free.finish()
        self._searches = (bound, free)
        # A recogniser counts from its own first sample.
        self._fed_frames = self._started_frame = 0

    def start(self) -> None:
        """Begin a segment."""
        if self._fed_frames > self._started_frame:
            for each in self._searches:
                each.finish()
        self._started_frame = self._fed_frames

    def accept(self, samples: Samples) -> str:
        """Take more of the segment, float32 (frames,) at 16 kHz, and return the words so far."""
        self._fed_frames += len(samples)
        sound = (np.clip(samples, -1.0, 1.0) * 32767.0).astype(np.int16).tobytes()
        for each in self._searches:
            each.accept(sound)
        return self._searches[0].text()

    def so_far(self) -> Decoded:
        """Return the words by now; Vosk times and scores none before the end."""
        bound, free = self._searches
        free_words = tuple(FreeWord(word) for word in free.text().split())
        return Decoded(bound.text(), (), 0.0, free_words=free_words)

    def finish(self) -> Decoded:
        """End the segment and return what it was; the score is Vosk's own, which says little."""
        if self._fed_frames == self._started_frame:
            return Decoded("", (), 0.0)
        bound, free = self._searches
        offset, found = self._started_frame / EAR_RATE, bound.finish()
        words = tuple(DecodedWord(each["word"], each["start"] - offset, each["end"] - offset) for each in found)
        score = float(np.mean([each["conf"] for each in found])) if found else 0.0
        free_words = tuple(FreeWord(each["word"], each["conf"]) for each in free.finish())
        self._started_frame = self._fed_frames
        text = " ".join(word.word for word in words)
        return Decoded(text, words, min(max(score, 0.0), 1.0), free_words=free_words)

    def close(self) -> None:
        """Give the model back. Idempotent."""
        self._searches = ()
        self._model = None


class _Recogniser:
    """One search of the model, which several share; its pieces are put together to segments."""

    def __init__(self, model: object, phrases: Sequence[str] | None = None) -> None:
        from vosk import KaldiRecognizer

        grammar = () if phrases is None else (json.dumps(phrases, ensure_ascii=False),)
        self._recogniser: Any = KaldiRecognizer(model, float(EAR_RATE), *grammar)
        self._recogniser.SetWords(True)
        self._pieces: list[dict[str, Any]] = []
        self._partial = ""

    def accept(self, sound: bytes) -> None:
        if self._recogniser.AcceptWaveform(sound):
            self._pieces.append(json.loads(self._recogniser.Result()))
            self._partial = ""
        else:
            self._partial = json.loads(self._recogniser.PartialResult()).get("partial", "")

    def text(self) -> str:
        """Return the words so far."""
        return " ".join(filter(None, (*(piece.get("text", "") for piece in self._pieces), self._partial)))

    def finish(self) -> list[dict[str, Any]]:
        """Return the words of the segment with their times and confidences, and forget them."""
        pieces = [*self._pieces, json.loads(self._recogniser.FinalResult())]
        self._pieces, self._partial = [], ""
        return [word for piece in pieces for word in piece.get("result", ())]


def _opened(folder: Path) -> object:
    if not folder.is_dir():
        siblings = [each.name for each in folder.parent.iterdir()] if folder.parent.is_dir() else []
        near = did_you_mean(folder.name, siblings)
        raise ModelError(f"There is no model at '{folder}'.{near} Give an unpacked Vosk model's folder.")
    if not any((folder / each).is_file() for each in _ACOUSTIC_MODEL):
        raise ModelError(f"'{folder}' is no Vosk model: it has no am/final.mdl. Give an unpacked Vosk model's folder.")
    try:
        from vosk import Model, SetLogLevel
    except (ImportError, OSError) as error:
        raise ModelError("The Vosk ear needs the package vosk; install it, or use `--engine bundled`.") from error
    SetLogLevel(-1)
    try:
        return Model(str(folder))
    except Exception as error:  # Vosk raises nothing more exact
        raise ModelError(f"The Vosk model in '{folder}' is broken; delete it and get it again.") from error
