"""The clip cache stays at a sensible size: what was not used for longest goes, what is in use stays."""

import os
from pathlib import Path

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.edges.clip_cache import ClipCache, clip_key
from repcue.edges.clip_pruning import (
    IN_USE_SECONDS,
    LEFT_SHARE,
    MARKED_SECONDS,
    MOST_BYTES,
    folder_bytes,
    mark_used,
    prune,
)

NOW_SECONDS = 2_000_000_000.0
DAY_SECONDS = 86_400.0
RATE = 48_000
SOUND: Samples = np.zeros(500, dtype=np.float32)
CLIP_BYTES = 24 + 2 * len(SOUND)


def clips(folder: Path, ages_days: dict[str, float], size: int = 100) -> Path:
    """Return a folder with a file for each name, last used so many days before `NOW_SECONDS`."""
    folder.mkdir(exist_ok=True)
    for name, days in ages_days.items():
        (folder / name).write_bytes(bytes(size))
        used_seconds = NOW_SECONDS - days * DAY_SECONDS
        os.utime(folder / name, (used_seconds, used_seconds))
    return folder


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_folder_that_is_small_enough_is_left_alone(tmp_path: Path) -> None:
    folder = clips(tmp_path / "clips", {f"{day}.clip": day for day in range(2, 12)})
    assert prune(folder, 1_000, NOW_SECONDS) == 1_000
    assert len(names(folder)) == 10


def test_what_was_not_used_for_longest_goes_until_there_is_room_again(tmp_path: Path) -> None:
    folder = clips(tmp_path / "clips", {f"{day}.clip": day for day in range(2, 13)})
    assert prune(folder, 1_000, NOW_SECONDS) == 800 == LEFT_SHARE * 1_000
    assert names(folder) == {f"{day}.clip" for day in range(2, 10)}
    assert folder_bytes(folder) == 800


def test_what_was_used_within_a_day_stays_however_much_it_is(tmp_path: Path) -> None:
    folder = clips(tmp_path / "clips", {"a.clip": 0.1, "b.clip": 1.9, "c.clip": 2.1, "d.clip": 30})
    assert prune(folder, 150, NOW_SECONDS) == 200
    assert names(folder) == {"a.clip", "b.clip"}
    assert IN_USE_SECONDS == DAY_SECONDS + MARKED_SECONDS


@pytest.mark.parametrize(
    ("age_days", "is_marked"), [(0.01, False), (0.99, False), (1.01, True), (90, True), (-2, True)]
)
def test_the_time_of_a_clip_is_set_once_a_day_at_most(tmp_path: Path, age_days: float, is_marked: bool) -> None:
    key = stored(ClipCache(tmp_path), tmp_path, "a", age_days).removesuffix(".clip")
    file = tmp_path / f"{key}.clip"
    before = file.stat().st_mtime
    now_seconds = before + age_days * DAY_SECONDS
    assert ClipCache(tmp_path, now_seconds=now_seconds).load(key, RATE) is not None
    assert (file.stat().st_mtime != before) is is_marked


def test_what_this_program_uses_stays_however_old_its_file_is(tmp_path: Path) -> None:
    folder = clips(tmp_path / "clips", {"a.clip": 90, "b.clip": 60, "c.clip": 30})
    assert prune(folder, 150, NOW_SECONDS, {"a.clip"}) == 100
    assert names(folder) == {"a.clip"}


def test_what_was_left_half_written_goes_too_and_nothing_else_is_touched(tmp_path: Path) -> None:
    folder = clips(tmp_path / "clips", {".a.1.part": 9, ".b.2.part": 0, "notes.txt": 99, "c.clip": 8})
    outside = clips(tmp_path / "outside", {"own.clip": 99})
    (folder / "link.clip").symlink_to(outside / "own.clip")
    (folder / "folder.clip").mkdir()
    assert prune(folder, 50, NOW_SECONDS) == 100
    assert names(folder) == {".b.2.part", "notes.txt", "link.clip", "folder.clip"}
    assert names(outside) == {"own.clip"}


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert folder_bytes(tmp_path / "clips") == prune(tmp_path / "clips", 0, NOW_SECONDS) == 0
    mark_used(tmp_path / "clips" / "a.clip", NOW_SECONDS)


def stored(cache: ClipCache, folder: Path, text: str, days_ago: float) -> str:
    """Store a clip as if that had been days ago, and return its file's name."""
    key = clip_key(text, "tones", "1", RATE)
    cache.store(key, SOUND, 0, RATE)
    used_seconds = (folder / f"{key}.clip").stat().st_mtime - days_ago * DAY_SECONDS
    os.utime(folder / f"{key}.clip", (used_seconds, used_seconds))
    return f"{key}.clip"


def test_a_clip_that_is_read_counts_as_used_and_outlives_those_that_are_not(tmp_path: Path) -> None:
    before = ClipCache(tmp_path)
    old = [stored(before, tmp_path, f"{number}", 100 - number) for number in range(10)]
    cache = ClipCache(tmp_path, most_bytes=10 * CLIP_BYTES)
    assert cache.load(old[0].removesuffix(".clip"), RATE) is not None
    newest = stored(cache, tmp_path, "one more", 0)
    assert names(tmp_path) == {old[0], *old[4:], newest}
    assert cache.problem is None


def test_a_session_never_loses_what_it_uses_and_its_cache_goes_on(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, most_bytes=3 * CLIP_BYTES)
    kept = {stored(cache, tmp_path, f"{number}", 50) for number in range(10)}
    assert names(tmp_path) == kept
    assert cache.problem is None
    after = ClipCache(tmp_path, most_bytes=3 * CLIP_BYTES)
    newest = stored(after, tmp_path, "one more", 0)
    assert newest in names(tmp_path)
    assert len(names(tmp_path)) == 2


def test_two_programs_may_prune_the_same_folder(tmp_path: Path) -> None:
    caches = [ClipCache(tmp_path, most_bytes=5 * CLIP_BYTES) for _ in range(2)]
    before = ClipCache(tmp_path)
    for number in range(5):
        stored(before, tmp_path, f"{number}", 50)
    own = [stored(caches[number % 2], tmp_path, f"own {number}", 0) for number in range(8)]
    assert names(tmp_path) >= set(own)
    assert all(cache.load(name.removesuffix(".clip"), RATE) for cache in caches for name in own)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="whoever may do anything is refused nothing")
def test_a_folder_that_cannot_be_changed_is_left_as_it_is(tmp_path: Path) -> None:
    folder = clips(tmp_path / "clips", {"a.clip": 90, "b.clip": 60})
    folder.chmod(0o500)
    try:
        assert prune(folder, 100, NOW_SECONDS) == 200
    finally:
        folder.chmod(0o700)


def test_the_usual_size_holds_three_voices_with_all_that_is_said() -> None:
    assert MOST_BYTES >= 3 * 1_300 * 125_000
