"""Lines on standard output, for as long as somebody reads them."""

import errno
import os
import sys
from typing import Final

_GONE: Final = (errno.EPIPE, errno.ENOSPC, errno.EIO)
"""The reader has ended (`| head -1`), the disk is full, the terminal is closed."""


class Lines:
    """Prints line by line; when nobody can read them any more, a session goes on without."""

    def __init__(self) -> None:
        self._are_read = True

    def tell(self, line: str) -> None:
        """Print a line at once, unless the reader is gone."""
        if not self._are_read:
            return
        try:
            print(line, flush=True)
        except OSError as error:
            if error.errno not in _GONE:
                raise
            self._are_read = False
            silence_output()


def silence_output() -> None:
    """Send what is still printed to nowhere; else Python complains when it flushes at its end."""
    try:
        standard_output = sys.stdout.fileno()
    except (OSError, AttributeError):  # there is no file under it
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, standard_output)
    os.close(nowhere)
