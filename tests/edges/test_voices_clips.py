"""Clips: made once, kept, made again when damaged, and never in the way of a session."""

from pathlib import Path

import numpy as np
import pytest

from repcue.core.errors import AudioFileError, VoiceError
from repcue.dsp.loudness import loudness_lufs
from repcue.edges.audio_files import WavWriter
from repcue.edges.clip_bank import ClipBank
from repcue.edges.clip_cache import ClipCache, clip_key
from repcue.testing.voices import ToneVoice

TEXTS = ("one", "two", "Squeeze your chest", "Rest over.")
RATE = 48_000


class MuteVoice(ToneVoice):
    """Renders digital silence."""

    def render(self, texts, progress):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """Return silence for every text."""
        return {
            text: (np.zeros(4_800, dtype=np.float32), rate)
            for text, (_, rate) in super().render(texts, progress).items()
        }


class BrokenVoice(ToneVoice):
    """Fails at the second batch."""

    def render(self, texts, progress):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
        """Return sounds once, then raise."""
        if self.rendered:
            raise VoiceError("The voice could not speak.")
        return super().render(texts, progress)


def write_wav(path: Path, gain: float, sample_rate: int = 16_000) -> Path:
    at = np.arange(sample_rate // 2) / sample_rate
    with WavWriter(path, sample_rate) as wav:
        wav.write((gain * np.sin(2 * np.pi * 700 * at)).astype(np.float32))
    return path


def test_every_prepared_text_has_a_clip_at_the_outputs_rate(tmp_path: Path) -> None:
    bank = ClipBank(ToneVoice(), tmp_path, RATE)
    bank.prepare(TEXTS)
    for text in TEXTS:
        clip = bank.speech(text)
        assert clip is not None
        assert (clip.text, clip.sample_rate) == (text, RATE)
        assert 0 <= clip.centre_frame < clip.frames
        assert loudness_lufs(clip.samples, RATE) == pytest.approx(-16, abs=0.2)
        assert np.max(np.abs(clip.samples)) <= 10 ** (-3 / 20)
    clip = bank.speech("Rest over.")
    assert clip is not None
    assert clip.clip_id == "say.rest-over"


def test_what_was_never_prepared_has_no_clip(tmp_path: Path) -> None:
    assert ClipBank(ToneVoice(), tmp_path, RATE).speech("one") is None


def test_a_text_is_rendered_once_in_a_session_and_not_at_all_in_the_next(tmp_path: Path) -> None:
    first, second = ToneVoice(), ToneVoice()
    bank = ClipBank(first, tmp_path, RATE)
    bank.prepare(TEXTS)
    bank.prepare((*TEXTS, "one"))
    assert first.rendered == list(TEXTS)
    again = ClipBank(second, tmp_path, RATE)
    again.prepare(TEXTS)
    assert second.rendered == []
    for text in TEXTS:
        made, kept = bank.speech(text), again.speech(text)
        assert made is not None
        assert kept is not None
        assert made.samples.tobytes() == kept.samples.tobytes()
        assert (made.clip_id, made.centre_frame) == (kept.clip_id, kept.centre_frame)


def test_missing_names_each_text_that_must_be_rendered_once(tmp_path: Path) -> None:
    ClipBank(ToneVoice(), tmp_path, RATE).prepare(["one"])
    bank = ClipBank(ToneVoice(), tmp_path, RATE)
    assert bank.missing(["two", "one", "two", "ten"]) == ("two", "ten")


@pytest.mark.parametrize("other", [{"gain_db": -3.0}, {"rate": 44_100}])
def test_another_gain_or_rate_is_another_clip(tmp_path: Path, other: dict[str, float]) -> None:
    ClipBank(ToneVoice(), tmp_path, RATE).prepare(["one"])
    voice = ToneVoice(gain_db=other.get("gain_db", 0.0))
    assert ClipBank(voice, tmp_path, int(other.get("rate", RATE))).missing(["one"]) == ("one",)


def test_progress_counts_what_had_to_be_rendered(tmp_path: Path) -> None:
    ClipBank(ToneVoice(), tmp_path, RATE).prepare(["one"])
    told: list[tuple[int, int]] = []
    bank = ClipBank(ToneVoice(), tmp_path, RATE)
    bank.prepare(TEXTS, lambda done, total: told.append((done, total)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    bank.prepare(TEXTS, lambda done, total: told.append((done, total)))
    assert len(told) == 3


@pytest.mark.slow
def test_what_was_rendered_before_a_failure_is_kept(tmp_path: Path) -> None:
    texts = [f"number {n}" for n in range(70)]
    with pytest.raises(VoiceError):
        ClipBank(BrokenVoice(), tmp_path, 16_000).prepare(texts)
    assert len(ClipBank(ToneVoice(), tmp_path, 16_000).missing(texts)) == 6


@pytest.mark.parametrize("damage", ["truncated", "empty", "flipped", "another format"])
def test_a_damaged_clip_is_made_again(tmp_path: Path, damage: str) -> None:
    ClipBank(ToneVoice(), tmp_path, RATE).prepare(["one"])
    (path,) = tmp_path.glob("*.clip")
    content = path.read_bytes()
    flipped = content[:-1] + bytes([content[-1] ^ 1])
    path.write_bytes(
        {"truncated": content[:-9], "empty": b"", "flipped": flipped, "another format": b"RIFF" + content[4:]}[damage]
    )
    voice = ToneVoice()
    bank = ClipBank(voice, tmp_path, RATE)
    bank.prepare(["one"])
    assert voice.rendered == ["one"]
    assert bank.speech("one") is not None
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_written_to_costs_only_the_cache(tmp_path: Path) -> None:
    in_the_way = tmp_path / "cache"
    in_the_way.write_text("a file where the folder should be")
    bank = ClipBank(ToneVoice(), in_the_way, RATE)
    bank.prepare(TEXTS)
    assert all(bank.speech(text) for text in TEXTS)
    (problem,) = bank.problems
    assert problem.startswith(f"Rendered speech cannot be kept in {str(in_the_way)!r} (")
    assert problem.endswith("the session goes on, and the next start makes it again.")


def test_a_clip_that_cannot_take_its_place_leaves_nothing_half_written(tmp_path: Path) -> None:
    key = clip_key("one", "tones", "1", RATE)
    cache = ClipCache(tmp_path)
    (tmp_path / f"{key}.clip").mkdir()
    cache.store(key, np.zeros(480, dtype=np.float32), 0, RATE)
    assert cache.problem is not None
    assert [path.name for path in tmp_path.iterdir()] == [f"{key}.clip"]


def test_no_half_written_files_are_left(tmp_path: Path) -> None:
    ClipBank(ToneVoice(), tmp_path, RATE).prepare(TEXTS)
    assert {path.suffix for path in tmp_path.iterdir()} == {".clip"}


def test_a_text_without_sound_is_reported_and_not_asked_for_again(tmp_path: Path) -> None:
    voice = MuteVoice()
    bank = ClipBank(voice, tmp_path, RATE)
    bank.prepare(["one"])
    bank.prepare(["one"])
    assert voice.rendered == ["one"]
    assert bank.speech("one") is None
    assert bank.problems == ("The voice has no sound for 'one'; it stays silent.",)


@pytest.mark.parametrize("gain", [0.01, 0.9])
def test_a_recording_wins_over_the_voice_and_is_as_loud(tmp_path: Path, gain: float) -> None:
    path = write_wav(tmp_path / "mine.wav", gain)
    voice = ToneVoice()
    bank = ClipBank(voice, tmp_path / "cache", RATE)
    bank.prepare(["Squeeze"])
    bank.add_recording("Squeeze", "cue.bench.internal.rep", path)
    bank.prepare(["Squeeze"])
    clip = bank.speech("Squeeze", str(path))
    assert clip is not None
    assert (clip.clip_id, clip.text) == ("cue.bench.internal.rep", "Squeeze")
    assert loudness_lufs(clip.samples, RATE) == pytest.approx(-16, abs=0.2)
    assert clip.frames == pytest.approx(RATE / 2, abs=500)


def test_a_recording_says_only_what_is_asked_for_with_it(tmp_path: Path) -> None:
    bank = ClipBank(ToneVoice(), tmp_path / "cache", RATE)
    bank.prepare(["Squeeze"])
    for name in ("mine", "yours"):
        bank.add_recording("Squeeze", name, write_wav(tmp_path / f"{name}.wav", 0.3), name)
    asked = [bank.speech("Squeeze", recording) for recording in ("mine", "yours", None)]
    assert [clip and clip.clip_id for clip in asked] == ["mine", "yours", "say.squeeze"]
    bank.forget([("Squeeze", "mine")])
    asked = [bank.speech("Squeeze", recording) for recording in ("mine", "yours")]
    assert [clip and clip.clip_id for clip in asked] == ["say.squeeze", "yours"]


def test_a_changed_recording_is_taken_anew(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "mine.wav", 0.1)
    ClipBank(ToneVoice(), tmp_path / "cache", RATE).add_recording("Up", "cue.up", path)
    write_wav(path, 0.1, 44_100)
    ClipBank(ToneVoice(), tmp_path / "cache", RATE).add_recording("Up", "cue.up", path)
    assert len(list((tmp_path / "cache").iterdir())) == 2


def test_a_recording_of_silence_is_refused(tmp_path: Path) -> None:
    path = write_wav(tmp_path / "mine.wav", 0.0)
    with pytest.raises(AudioFileError) as caught:
        ClipBank(ToneVoice(), tmp_path / "cache", RATE).add_recording("Up", "cue.up", path)
    assert str(caught.value) == f"{str(path)!r} holds only silence; record 'Up' again."


def test_a_recording_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="There is no sound file"):
        ClipBank(ToneVoice(), tmp_path / "cache", RATE).add_recording("Up", "cue.up", tmp_path / "absent.wav")
