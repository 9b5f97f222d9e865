"""How long texts take as a voice says them: rendered once, and remembered as a number rather than as sound.

A pack of 5,000 exercises has 30,000 texts; as clips they would fill gigabytes, as numbers a megabyte.
"""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

from repcue.dsp.speech import trimmed, without_rumble
from repcue.ports import VoiceRenderer

_BATCH: Final = 64
"""Texts rendered at a time: what is done is kept, should somebody end it."""


class SpeechLengths:
    """The lengths of one voice. Used by one thread."""

    def __init__(self, renderer: VoiceRenderer, folder: Path) -> None:
        """Read what is remembered.

        Args:
            renderer: who speaks.
            folder: where lengths are kept; it need not exist, and a file in it that is damaged is made again.
        """
        self._renderer = renderer
        self._file = folder / f"{sha256(renderer.fingerprint.encode()).hexdigest()[:32]}.json"
        self._seconds = _read(self._file)

    def seconds_of(self, text: str) -> float | None:
        """Return how long a text takes without the silence around it; None when it was never measured."""
        return self._seconds.get(text)

    def measure(self, texts: Iterable[str], progress: Callable[[int, int], None] | None = None) -> None:
        """Know the lengths of all these texts.

        Args:
            texts: in any order and number.
            progress: told how many of how many had to be rendered; not called when none had to.

        Raises:
            VoiceError: the voice failed; what it had rendered by then is remembered.
        """
        missing = [text for text in dict.fromkeys(texts) if text not in self._seconds]
        for first in range(0, len(missing), _BATCH):
            batch = missing[first : first + _BATCH]
            rendered = self._renderer.render(batch, lambda _: None)
            for text in batch:
                samples, rate = rendered[text]
                self._seconds[text] = round(len(trimmed(without_rumble(samples, rate), rate)) / rate, 3)
            self._keep()
            if progress is not None:
                progress(first + len(batch), len(missing))

    def _keep(self) -> None:
        part = self._file.with_name(f".{self._file.name}.part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(json.dumps(self._seconds, ensure_ascii=False), encoding="utf-8")
            part.replace(self._file)
        except OSError:
            return  # it is measured again next time, which costs a moment and nothing else


def _read(file: Path) -> dict[str, float]:
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return {str(text): float(seconds) for text, seconds in kept.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}
