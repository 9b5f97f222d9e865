"""How many processors numpy's arithmetic may take."""

import os
from typing import Final

THREADS: Final = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What the libraries under numpy go by: OpenBLAS on Linux and Windows, Accelerate on macOS."""


def keep_to_one_thread() -> None:
    """Let no product of two vectors wake a second thread; call it before numpy is loaded, or it does nothing.

    Sound comes in pieces of 10 and 20 ms. A thread that helps with one goes on spinning after it: on two cores that
    took 0.03 of one, beside the canceller's own 0.024. What somebody has set by hand stays.
    """
    for name in THREADS:
        os.environ.setdefault(name, "1")
