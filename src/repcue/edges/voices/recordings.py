"""A voice that is a folder of recordings, one phrase a file, named by what is said: `two-more.wav` for "Two more"."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, VoiceError
from repcue.edges.audio_files import read_audio
from repcue.ports import VoiceRenderer

RECORDING_ENDINGS: Final = (".wav", ".flac", ".ogg")


def slug(text: str) -> str:
    """Return a text as a file's name: its words in lower case with hyphens between.

    >>> slug("What's next?")
    'whats-next'
    >>> slug("Press the bar to the ceiling")
    'press-the-bar-to-the-ceiling'
    """
    kept = "".join(sign if sign.isalnum() else "" if sign in "'’" else " " for sign in text.lower())
    return "-".join(kept.split())


def recordings_in(folder: Path) -> dict[str, Path]:
    """Return the recordings of a folder by their slugs; WAV before FLAC before OGG where several say the same."""
    found: dict[str, Path] = {}
    for ending in RECORDING_ENDINGS:
        for path in sorted(folder.glob(f"*{ending}")):
            found.setdefault(slug(path.stem), path)
    return found


class RecordedVoice:
    """A `VoiceRenderer` that plays what somebody recorded, and lets another voice say the rest."""

    def __init__(self, folder: Path, fallback: VoiceRenderer, *, gain_db: float = 0.0) -> None:
        """Look which recordings there are.

        Args:
            folder: where they lie.
            fallback: who says what is not recorded.
            gain_db: how much louder or softer than other voices it is wanted.
        """
        self.gain_db = gain_db
        self._recordings = recordings_in(folder)
        self._fallback = fallback

    @property
    def fingerprint(self) -> str:
        """Everything that changes how it sounds: what every file holds, and who says the rest."""
        digest = sha256()
        for name, path in sorted(self._recordings.items()):
            digest.update(name.encode() + b"\0" + sha256(_bytes_of(path)).digest())
        return f"recordings {digest.hexdigest()}, else {self._fallback.fingerprint}"

    def render(self, texts: Sequence[str], progress: Callable[[int], None]) -> Mapping[str, tuple[Samples, int]]:
        """Return raw samples and their rate for every text.

        Raises:
            VoiceError: a recording cannot be read, or the fallback failed.
        """
        made: dict[str, tuple[Samples, int]] = {}
        others: list[str] = []
        for text in dict.fromkeys(texts):
            path = self._recordings.get(slug(text))
            if path is None:
                others.append(text)
                continue
            try:
                made[text] = read_audio(path)
            except AudioFileError as error:
                raise VoiceError(str(error)) from error
            progress(len(made))
        recorded = len(made)
        if others:
            made.update(self._fallback.render(others, lambda done: progress(recorded + done)))
        return made


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise VoiceError(f"The recording {str(path)!r} cannot be read ({error.strerror}).") from error
