"""Sound files: WAV, FLAC and OGG of any rate and depth in; 16-bit WAV out, block by block.

The only importer of soundfile.
"""

import os
import struct
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Final, Self

import numpy as np
from numpy.typing import NDArray

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, OutputError
from repcue.edges.resample import resample
from repcue.edges.sound_formats import READ, sound_format

if TYPE_CHECKING:
    from soundfile import SoundFile

_ALLOWED: Final = "WAV, FLAC or OGG files of any sample rate, mono or stereo, are allowed"
_READ_FRAMES: Final = 65_536

_UNKNOWN_SIZES: Final = (0, 0x7FFF_FFFF, 0xFFFF_FFFF)
"""What programs write into a header whose file they cannot go back in, such as a pipe."""

_LONGEST_WAV_BYTES: Final = 0xFFFF_FFFF - 36
"""A WAV's sizes have 32 bits: 12 hours at 48 kHz."""


def read_audio(path: Path) -> tuple[Samples, int]:
    """Return what a sound file holds, as one channel (the mean of all), and its frames per second.

    Raises:
        AudioFileError: there is no such file, or it is empty, cut short, damaged or no sound.
    """
    _refuse_absent(path)
    _refuse_foreign(path)
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            samples = _mono(file)
            promised, sample_rate = max(int(file.frames), _promised_frames(path, file)), int(file.samplerate)
    except (soundfile.LibsndfileError, TypeError) as error:  # soundfile goes by the ending .raw, whatever is in it
        raise AudioFileError(_no_sound(path)) from error
    if not promised:
        raise AudioFileError(f"{str(path)!r} has a header and no sound after it; record or copy it again.")
    if len(samples) < promised:
        raise AudioFileError(
            f"{str(path)!r} is cut short: its header promises {promised / sample_rate:.2f} s, "
            f"it holds {len(samples) / sample_rate:.2f} s; record or copy it again."
        )
    if not np.isfinite(samples).all():
        raise AudioFileError(f"{str(path)!r} holds samples that are no numbers; export it again.")
    return np.clip(samples, -1.0, 1.0), sample_rate


def read_audio_at(path: Path, sample_rate: int) -> Samples:
    """Return what a sound file holds, as one channel at `sample_rate` frames per second.

    Raises:
        AudioFileError: as `read_audio`.
    """
    samples, own_rate = read_audio(path)
    return resample(samples, own_rate, sample_rate)


def _refuse_absent(path: Path) -> None:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise AudioFileError(f"There is no sound file {str(path)!r}; {_ALLOWED}.") from error
    if path.is_dir():
        raise AudioFileError(f"{str(path)!r} is a folder; name a sound file in it. {_ALLOWED}.")
    if size == 0:
        raise AudioFileError(f"{str(path)!r} is empty, 0 bytes; record or copy it again.")


def _refuse_foreign(path: Path) -> None:
    found = sound_format(path)
    if not found:
        raise AudioFileError(_no_sound(path))
    if found not in READ:
        raise AudioFileError(f"{str(path)!r} holds sound as {found}; {_ALLOWED}. Convert it.")


def _no_sound(path: Path) -> str:
    return f"{str(path)!r} holds no sound that can be read; {_ALLOWED}."


def _mono(file: "SoundFile") -> Samples:
    blocks = [block.mean(axis=1) for block in file.blocks(_READ_FRAMES, dtype="float32", always_2d=True)]
    return np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)


def _promised_frames(path: Path, file: "SoundFile") -> int:
    """Return how many frames a WAV's header promises; libsndfile itself trusts only what is there."""
    if file.format not in ("WAV", "WAVEX"):
        return 0
    with path.open("rb") as raw:
        raw.seek(12)
        frame_bytes = 0
        while len(head := raw.read(8)) == 8:
            name, size = struct.unpack("<4sI", head)
            if name == b"data":
                return 0 if size in _UNKNOWN_SIZES or not frame_bytes else size // frame_bytes
            if name == b"fmt ":
                frame_bytes = struct.unpack("<12xH2x", raw.read(16))[0]
                size -= 16
            raw.seek(size + size % 2, os.SEEK_CUR)
    return 0


class WavWriter:
    """Writes a mono 16-bit WAV; nothing is seen at its path until `close`.

    Samples go to a file beside it that takes its place at the end, so that no half-written WAV is ever left. As a
    context manager it closes at the end and discards when an exception, Ctrl-C included, leaves the block. A path that
    is no ordinary file, like /dev/null, is written in place.

    The same samples give the same bytes: float 1/32768 is one step, halves go to even, beyond full scale is clipped,
    and nothing is dithered.
    """

    def __init__(self, path: Path, sample_rate: int) -> None:
        """Open the file.

        Args:
            path: where the WAV will be; a WAV that is there is replaced at the end.
            sample_rate: frames per second.

        Raises:
            OutputError: the file cannot be written there.
        """
        self._path = path
        self._sample_rate = sample_rate
        self._frames = 0
        in_place = path.exists() and not path.is_file()
        self._unfinished = path if in_place else path.with_name(f".{path.name}.{os.getpid()}.part")
        self._file: IO[bytes] | None = None
        try:
            self._file = self._unfinished.open("wb")
            self._file.write(_wav_header(0, sample_rate))
        except OSError as error:
            self.discard()
            raise self._refusal(error) from error

    @property
    def frames(self) -> int:
        """How many frames were written so far."""
        return self._frames

    def write(self, samples: Samples) -> None:
        """Append samples: float32, shape (frames,), -1 to 1.

        Raises:
            OutputError: the disk is full or the WAV too long; what was written is removed.
        """
        if self._file is None:
            raise OutputError(f"{str(self._path)!r} is closed already; nothing more can be written to it.")
        if 2 * (self._frames + len(samples)) > _LONGEST_WAV_BYTES:
            self.discard()
            raise OutputError(
                f"{str(self._path)!r} would be longer than a WAV can be, 4 GiB; record a shorter session."
            )
        try:
            self._file.write(pcm16(samples))
        except OSError as error:
            self.discard()
            raise self._refusal(error) from error
        self._frames += len(samples)

    def close(self) -> None:
        """Finish the WAV and put it in its place. Idempotent.

        Raises:
            OutputError: the disk is full or the place is gone; what was written is removed.
        """
        if self._file is None:
            return
        try:
            self._file.seek(0)
            self._file.write(_wav_header(self._frames, self._sample_rate))
            self._file.close()
            if self._unfinished != self._path:
                self._unfinished.replace(self._path)
        except OSError as error:
            self.discard()
            raise self._refusal(error) from error
        self._file = None

    def discard(self) -> None:
        """Remove what was written; a WAV that was there before stays. Idempotent."""
        file, self._file = self._file, None
        if file is None:
            return
        try:
            file.close()
        except OSError:
            file.close()  # the first attempt failed to write what was pending and keeps the file open
        if self._unfinished != self._path:
            self._unfinished.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _refusal(self, error: OSError) -> OutputError:
        why = error.strerror or str(error)
        return OutputError(f"{str(self._path)!r} cannot be written ({why}); free the disk or choose another place.")


def pcm16(samples: Samples) -> bytes:
    """Return samples as little-endian 16-bit integers.

    Args:
        samples: float32, shape (frames,), -1 to 1; 1/32768 is one step, halves go to even, more is clipped.

    >>> pcm16(np.array([0.0, 0.5, -1.0, 1.0], dtype=np.float32)).hex(" ", 2)
    '0000 0040 0080 ff7f'
    """
    scaled = np.clip(np.rint(samples * np.float32(32_768)), -32_768, 32_767)
    steps: NDArray[np.int16] = scaled.astype("<i2")
    return steps.tobytes()


def _wav_header(frames: int, sample_rate: int) -> bytes:
    size = 2 * frames
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, sample_rate, 2 * sample_rate, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)
