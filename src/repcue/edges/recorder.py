"""`--record`: what was heard and what was played, as two WAV files."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from repcue.core.clip import Samples
from repcue.core.errors import OutputError
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import WavWriter

PENDING_BLOCKS: Final = 1000
"""10 s of blocks: longer than a disk is ever busy while a session survives; then the oldest are lost."""


class Recorder:
    """Keeps blocks from the audio and hearing threads until the control thread writes them."""

    def __init__(self, folder: Path, sample_rate: int) -> None:
        """Open `heard.wav` and `played.wav` in a folder, which is made if need be.

        Raises:
            OutputError: the folder or the files cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = f"Recordings cannot be kept in {str(folder)!r} ({error.strerror})"
            raise OutputError(f"{reason}; choose a folder with --record.") from error
        self._played: deque[Samples] = deque(maxlen=PENDING_BLOCKS)
        self._heard: deque[Samples] = deque(maxlen=PENDING_BLOCKS)
        self._is_recording = True
        self._played_file = WavWriter(folder / "played.wav", sample_rate)
        try:
            self._heard_file = WavWriter(folder / "heard.wav", EAR_RATE)
        except OutputError:
            self._played_file.discard()
            raise

    def tapped(self, render: Callable[[Samples], None]) -> Callable[[Samples], None]:
        """Return `render` with a copy kept of what it gave; called on the audio thread."""

        def render_and_keep(out: Samples) -> None:
            render(out)
            self._played.append(out.copy())

        return render_and_keep

    def heard(self, samples: Samples) -> None:
        """Keep what was heard; called on the hearing thread."""
        self._heard.append(samples)

    def write_pending(self) -> str | None:
        """Write what was kept since the last call; called on the control thread.

        Returns:
            Why nothing is recorded from now on, as a sentence, at the one call that finds it out; else None.
        """
        for pending, file in ((self._played, self._played_file), (self._heard, self._heard_file)):
            while pending:
                samples = pending.popleft()
                if self._is_recording and (failure := self._write(file, samples)) is not None:
                    return failure
        return None

    def _write(self, file: WavWriter, samples: Samples) -> str | None:
        try:
            file.write(samples)
        except OutputError as error:
            self._is_recording = False
            self._played_file.discard()
            self._heard_file.discard()
            return f"Nothing is recorded any more: {error}"
        return None

    def close(self) -> None:
        """Keep what was recorded, or nothing where nothing was. Idempotent; after both devices have closed."""
        self.write_pending()
        for file in (self._played_file, self._heard_file):
            if file.frames:
                file.close()
            else:
                file.discard()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
