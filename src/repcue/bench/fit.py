"""Which fit of certainty a figure was measured with: the checksum of the weights, stored beside it."""

from functools import cache
from hashlib import sha256
from typing import Final

from repcue.edges.ears.certainty import weights_for

_DIGITS: Final = 12
"""Of a checksum: enough to tell fits apart, as with commits."""


@cache
def fit_checksum(engine: str) -> str | None:
    """Return the checksum of the weights that ship for an engine; None where it has none."""
    path = weights_for(engine)
    # As text, so that a checkout with other line ends has the same.
    return sha256(path.read_text(encoding="utf-8").encode()).hexdigest()[:_DIGITS] if path.is_file() else None
