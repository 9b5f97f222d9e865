"""One home for all commands, so that speech is rendered once; every test runs in a folder of its own."""

from pathlib import Path

import pytest

from cli.running import SCRIPT
from support.rendered_home import rendered_home


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with all speech of the default voice in it."""
    return rendered_home(tmp_path_factory.getbasetemp())


@pytest.fixture(autouse=True)
def own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: Path) -> Path:
    """The current folder: empty but for `script.txt`; nothing from outside is seen."""
    monkeypatch.setenv("REPCUE_HOME", str(home))
    monkeypatch.delenv("REPCUE_MODELS", raising=False)
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("script.txt").write_text(SCRIPT, encoding="utf-8")
    return folder
