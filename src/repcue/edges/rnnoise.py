"""RNNoise: takes noise from speech, and tells how probably somebody speaks. Its library is loaded here only.

The wheel pyrnnoise brings RNNoise 0.2 (BSD; J.-M. Valin, Xiph.Org) as a shared library. Only the library is used: the
wheel's Python code would import audiolab and matplotlib, so it is neither imported nor are its requirements installed.
"""

import ctypes
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import numpy as np

from repcue.core.clip import Samples
from repcue.core.errors import ModelError

RATE: Final = 48_000
FRAME_FRAMES: Final = 480
"""It works in frames of 10 ms at 48 kHz."""

DELAY_FRAMES: Final = 960
"""What comes out was heard 20 ms earlier (measured by correlation): overlap of two frames, and one ahead."""

_FULL_SCALE: Final = 32768.0
"""RNNoise takes floats in the range of 16-bit samples."""

_LIBRARIES: Final = {"linux": "librnnoise.so", "darwin": "librnnoise.dylib", "win32": "rnnoise.dll"}


class RnNoise:
    """One stream's noise suppression. Not thread-safe; the same frames give the same answers."""

    def __init__(self) -> None:
        """Load the library, 15 MB with its network inside, and begin a stream.

        Raises:
            ModelError: the package pyrnnoise is missing, or its library does not run here.
        """
        self._library = _library()
        self._state: int | None = self._library.rnnoise_create(None)
        if not self._state:
            raise ModelError("RNNoise could not start; there is too little memory.")

    def suppress(self, frame: Samples) -> tuple[Samples, float]:
        """Return speech without noise, 20 ms late, and how probably somebody speaks, 0 to 1.

        Args:
            frame: float32, shape (480,), -1 to 1, at 48 kHz.
        """
        heard = np.ascontiguousarray(frame, dtype=np.float32) * np.float32(_FULL_SCALE)
        if heard.shape != (FRAME_FRAMES,):
            raise ValueError(f"RNNoise takes {FRAME_FRAMES} frames at a time, not {heard.shape}.")
        left = np.empty(FRAME_FRAMES, dtype=np.float32)
        probability = self._library.rnnoise_process_frame(self._state, left.ctypes.data, heard.ctypes.data)
        return left / np.float32(_FULL_SCALE), float(probability)

    def close(self) -> None:
        """End the stream; nothing may be suppressed after it. Idempotent."""
        state, self._state = self._state, None
        if state:
            self._library.rnnoise_destroy(state)

    def __del__(self) -> None:
        """Give back the C library's memory where nobody closed the stream."""
        if getattr(self, "_state", None):
            self.close()


def _library() -> Any:  # noqa: ANN401 - a C library has no types
    package = find_spec("pyrnnoise")
    name = _LIBRARIES.get(sys.platform)
    if package is None or package.origin is None or name is None:
        raise ModelError("Noise suppression needs the package pyrnnoise; install it with `make start`.")
    try:
        library = ctypes.CDLL(str(Path(package.origin).with_name(name)))
    except OSError as error:
        raise ModelError(f"RNNoise's library does not run here ({error}); reinstall pyrnnoise.") from error
    library.rnnoise_create.argtypes = [ctypes.c_void_p]
    library.rnnoise_create.restype = ctypes.c_void_p
    library.rnnoise_destroy.argtypes = [ctypes.c_void_p]
    library.rnnoise_destroy.restype = None
    library.rnnoise_process_frame.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
    library.rnnoise_process_frame.restype = ctypes.c_float
    return library
