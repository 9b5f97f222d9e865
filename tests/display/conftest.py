"""Golden screens: text files that change only when asked, with `--update-golden` or REPCUE_UPDATE_GOLDEN=1."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

Golden = Callable[[str, str], None]
"""Compares a text with the file of that name."""

FOLDER = Path(__file__).parent / "golden"


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Return what compares a text with a golden file, or writes it when that is asked for."""
    is_update = request.config.getoption("--update-golden", default=False) or "REPCUE_UPDATE_GOLDEN" in os.environ

    def compare(name: str, text: str) -> None:
        if is_update:
            (FOLDER / name).write_text(text, encoding="utf-8")
        assert text == (FOLDER / name).read_text(encoding="utf-8"), f"{name} differs; look, then --update-golden"

    return compare
