"""What a rehearsal takes when nothing else is said; apart, so that the command line starts fast."""

from typing import Final

DEFAULT_TAIL_SECONDS: Final = 5.0
"""How long a rehearsal goes on after its last line: time for an answer."""
