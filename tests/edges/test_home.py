from pathlib import Path

import pytest

from repcue.edges.home import cache_folder, home_folder, models_folders, shipped_folder

CHECKOUT = Path(__file__).parents[2]


def test_repcue_home_moves_home_cache_and_models(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path))
    monkeypatch.delenv("REPCUE_MODELS", raising=False)
    assert home_folder() == tmp_path
    assert cache_folder() == tmp_path / "cache"
    assert models_folders()[-1] == tmp_path / "models"


def test_without_repcue_home_the_platforms_folders_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPCUE_HOME", raising=False)
    assert home_folder().name == "repcue"
    assert home_folder() != cache_folder()


def test_models_put_there_by_hand_come_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("REPCUE_MODELS", str(tmp_path / "mine"))
    assert models_folders() == [tmp_path / "mine", shipped_folder("models"), tmp_path / "home" / "models"]


def test_an_empty_repcue_models_adds_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path))
    monkeypatch.setenv("REPCUE_MODELS", "")
    assert models_folders() == [shipped_folder("models"), tmp_path / "models"]


def test_in_a_checkout_the_shipped_folders_are_the_top_level_ones() -> None:
    assert shipped_folder("voices") == CHECKOUT / "voices"
    assert shipped_folder("cue_packs") == CHECKOUT / "cue_packs"


def test_looking_for_folders_creates_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path / "home"))
    home_folder(), cache_folder(), models_folders()
    assert not (tmp_path / "home").exists()
