"""The one option, the one fixture, the one order and the one profile that all tests share."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How fast examples are drawn tells of the machine, and nothing of ours.
settings.register_profile("any-machine", suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")

Golden = Callable[[Path, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="write stored texts anew; read the diff before commit"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep a file's tests in one worker, where they share what is dear to make, and all real sound in one."""
    for item in items:
        is_device = "device" in item.path.parent.parts
        item.add_marker(pytest.mark.xdist_group("device" if is_device else str(item.path)))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a stored one, to the letter; `--update-golden` stores it instead."""

    def compare(stored: Path, text: str) -> None:
        if request.config.getoption("--update-golden"):
            stored.write_text(text, encoding="utf-8")
        assert text == stored.read_text(encoding="utf-8"), f"{stored} is stale; see --update-golden"

    return compare
