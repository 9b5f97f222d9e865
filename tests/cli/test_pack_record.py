"""`repcue pack record`: a trainer's own voice in a pack."""

from pathlib import Path

import numpy as np
import pytest

from cli.running import run
from repcue.core.clip import Samples
from repcue.core.errors import DeviceError
from repcue.dsp.loudness import loudness_lufs
from repcue.dsp.speech import finished
from repcue.edges.audio_files import WavWriter, read_audio
from repcue.edges.home import shipped_folder
from repcue.edges.resample import resample
from repcue.edges.takes import keep_take, record_take
from repcue.packs.edited import with_recording
from repcue.testing.microphones import ArrayMicrophone
from support.pack_texts import SQUAT

PACK = (
    SQUAT
    + """\
    safety: [Set the pins first.]
    cues:
      - focus: internal   # the thigh
        rep: Push with your quads

      - {focus: external, rep: Push the floor away, key: floor}
"""
)


@pytest.fixture(autouse=True)
def legs(own_folder: Path) -> Path:
    """A pack, and somebody's recording beside it."""
    (own_folder / "legs").mkdir()
    (own_folder / "legs" / "pack.yaml").write_text(PACK, encoding="utf-8")
    with WavWriter(own_folder / "said.wav", 16_000) as wav:
        wav.write(said(0.3))
    return own_folder / "legs"


def said(amplitude: float) -> Samples:
    """Return half a second of quiet, a second of a hum that swells like syllables, and a second and a half of quiet."""
    times = np.arange(16_000) / 16_000
    hum = amplitude * np.sin(2 * np.pi * 220 * times) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * times))
    quiet = np.random.default_rng(1).normal(0, 1e-4, 24_000)
    return np.concatenate((quiet[:8_000], hum, quiet)).astype(np.float32)


def test_a_file_becomes_a_clip_of_the_pack_and_the_comments_stay(legs: Path) -> None:
    done = run("pack", "record", "legs", "squat", "--file", "said.wav")
    assert done.code == 0, done.err
    assert done.out.startswith("legs/clips/back-squat-internal-1-rep.wav: 'Push with your quads', 1.0")
    text = (legs / "pack.yaml").read_text(encoding="utf-8")
    assert "        rep: Push with your quads\n        recording: clips/back-squat-internal-1-rep.wav\n" in text
    assert "# the thigh" in text
    checked = run("check", "legs")
    assert checked.code == 0
    assert "clips/" not in checked.out
    assert "It cannot be used together with essentials: both have 'back-squat' and 1 more." in checked.out
    samples, rate = read_audio(legs / "clips" / "back-squat-internal-1-rep.wav")
    assert rate == 16_000
    assert 0.9 < len(samples) / rate < 1.1


def test_a_key_word_is_recorded_beside_the_cue_and_replaced_by_the_next_take(legs: Path) -> None:
    for _ in range(2):
        assert (
            run("pack", "record", "legs", "squat", "--cue", "external", "--form", "key", "--file", "said.wav").code == 0
        )
    line = (legs / "pack.yaml").read_text(encoding="utf-8").splitlines()[-1]
    assert line == (
        "      - {focus: external, rep: Push the floor away, key: floor, "
        "recordings: {key: clips/back-squat-external-1-key.wav}}"
    )


def test_a_take_that_is_too_long_is_kept_and_remarked_on(legs: Path) -> None:
    done = run("pack", "record", "legs", "squat", "--cue", "external", "--form", "key", "--file", "said.wav")
    assert done.out.splitlines()[1] == (
        "'clips/back-squat-external-1-key.wav' takes 1.0 s. A key word takes at most 0.9 s; say it faster or say less."
    )


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ("set", "It lasts 10.5 s where a cue before a set may last 10 s. Say less."),
        ("rep", "It lasts 4.5 s where a cue on a repetition may last 4 s. Say less."),
        ("key", "It lasts 2.5 s where a key word may last 2 s. Say less."),
    ],
)
def test_a_take_that_is_far_too_long_leaves_the_former_one_and_the_pack(legs: Path, form: str, told: str) -> None:
    lifted = PACK.replace("key: floor", "key: floor, set: Push the floor away with both feet")
    (legs / "pack.yaml").write_text(lifted, encoding="utf-8")
    wanted = ("pack", "record", "legs", "squat", "--cue", "external", "--form", form, "--file")
    assert run(*wanted, "said.wav").code == 0
    clip = legs / "clips" / f"back-squat-external-1-{form}.wav"
    before = {path: path.read_bytes() for path in (clip, legs / "pack.yaml")}
    with WavWriter(Path("long.wav"), 16_000) as wav:
        times = np.arange(int(float(told.split()[2]) * 16_000)) / 16_000
        wav.write((0.3 * np.sin(1333 * times) * (0.55 + 0.45 * np.cos(2 * np.pi * 4 * times))).astype(np.float32))
    done = run(*wanted, "long.wav")
    assert (done.code, done.sentence) == (1, f"{told} Nothing was changed; record it again.")
    assert {path: path.read_bytes() for path in before} == before
    assert sorted(path.name for path in clip.parent.iterdir()) == [clip.name]


def test_a_pack_with_mistakes_is_told_in_one_line(legs: Path) -> None:
    (legs / "pack.yaml").write_text(PACK.replace("internal", "inside"), encoding="utf-8")
    done = run("pack", "record", "legs", "squat", "--file", "said.wav")
    assert (done.code, done.sentence) == (1, "The pack has mistakes; `repcue check legs` tells them.")


def test_a_form_without_text_is_told() -> None:
    done = run("pack", "record", "legs", "squat", "--form", "set", "--file", "said.wav")
    assert done.sentence == "The cue 'internal-1' of 'back-squat' has no 'set'; write its text in the pack first."


def test_an_unknown_cue_is_told_with_what_there_is() -> None:
    done = run("pack", "record", "legs", "squat", "--cue", "intern", "--file", "said.wav")
    assert done.sentence == (
        "Unknown cue of back-squat 'intern'. Did you mean 'internal-1'? There are: external-1, internal-1."
    )


def test_silence_is_no_take(legs: Path) -> None:
    with WavWriter(Path("quiet.wav"), 16_000) as wav:
        wav.write(np.zeros(16_000, dtype=np.float32))
    done = run("pack", "record", "legs", "squat", "--file", "quiet.wav")
    assert done.sentence == "There is only silence in it; record it again."
    assert (legs / "pack.yaml").read_text(encoding="utf-8") == PACK


def test_a_folder_of_clips_that_leads_elsewhere_gets_none(legs: Path) -> None:
    Path("elsewhere").mkdir()
    (legs / "clips").symlink_to(Path("elsewhere").resolve(), target_is_directory=True)
    done = run("pack", "record", "legs", "squat", "--file", "said.wav")
    assert done.sentence == "'legs/clips' is a link that leads out of the pack; put a folder in its place."
    assert not list(Path("elsewhere").iterdir())


@pytest.mark.parametrize(
    ("level", "voice", "told"),
    [
        (
            1e-3,
            0.0,
            "The take is too soft: -57 LUFS where -45 or more is needed. Go nearer, or speak up. "
            "It stands out from its noise by 1 dB where 10 or more are needed. Go nearer, or find a quieter room.",
        ),
        (
            0.05,
            0.0,
            "It stands out from its noise by 1 dB where 10 or more are needed. Go nearer, or find a quieter room.",
        ),
        (
            0.05,
            0.1,
            "It stands out from its noise by 5 dB where 10 or more are needed. Go nearer, or find a quieter room.",
        ),
        (1e-6, 0.002, "The take is too soft: -62 LUFS where -45 or more is needed. Go nearer, or speak up."),
    ],
)
def test_hiss_and_what_is_lost_in_it_is_no_take(legs: Path, level: float, voice: float, told: str) -> None:
    sound = said(voice) + np.random.default_rng(2).normal(0, level, len(said(voice))).astype(np.float32)
    with WavWriter(Path("hiss.wav"), 16_000) as wav:
        wav.write(sound)
    done = run("pack", "record", "legs", "squat", "--file", "hiss.wav")
    assert (done.code, done.sentence) == (1, f"{told} Nothing was changed; record it again.")
    assert (legs / "pack.yaml").read_text(encoding="utf-8") == PACK
    assert not (legs / "clips").exists()


def test_a_voice_in_a_little_noise_is_a_take() -> None:
    noise = np.random.default_rng(2).normal(0, 0.02, len(said(0.3))).astype(np.float32)
    with WavWriter(Path("voice.wav"), 16_000) as wav:
        wav.write(said(0.3) + noise)
    assert run("pack", "record", "legs", "squat", "--file", "voice.wav").code == 0


def test_what_is_kept_of_a_take_is_what_would_be_made_of_any_speech(own_folder: Path) -> None:
    take = said(0.3)
    seconds = keep_take(take, 16_000, own_folder / "kept.wav", "rep")
    clip, _ = read_audio(own_folder / "kept.wav")
    assert np.array_equal(clip, finished(take, 16_000))
    assert seconds == len(clip) / 16_000


@pytest.mark.parametrize("noise_level", [1e-4, 1e-3, 3e-3, 1e-2, 2e-2])
@pytest.mark.parametrize("rate", [16_000, 48_000])
def test_a_room_that_is_heard_before_and_after_a_voice_is_cut(own_folder: Path, noise_level: float, rate: int) -> None:
    frames = len(said(0.3)) * rate // 16_000
    hum = 0.05 * np.sin(2 * np.pi * 50 * np.arange(frames) / rate)
    room = hum + np.random.default_rng(5).normal(0, noise_level, frames)
    take = (resample(said(0.3), 16_000, rate) + room).astype(np.float32)
    assert 1.0 < keep_take(take, rate, own_folder / "kept.wav", "rep") < 1.15
    clip, _ = read_audio(own_folder / "kept.wav")
    assert loudness_lufs(clip, rate) == pytest.approx(-16.0, abs=0.5)


def test_a_word_in_a_long_file_is_judged_by_the_room_around_it(own_folder: Path) -> None:
    room = np.random.default_rng(5).normal(0, 3e-3, 12 * 16_000).astype(np.float32)
    room[80_000:][: len(said(0.3))] += said(0.3)
    assert 1.0 < keep_take(room, 16_000, own_folder / "kept.wav", "rep") < 1.15


def test_a_take_that_is_overdriven_is_refused_with_how_much_of_it(legs: Path) -> None:
    loud = np.clip(said(1.5), -1, 1)
    with WavWriter(Path("loud.wav"), 16_000) as wav:
        wav.write(loud)
    done = run("pack", "record", "legs", "squat", "--file", "loud.wav")
    assert (done.code, done.sentence) == (
        1,
        f"The take is too loud and distorted: {np.count_nonzero(np.abs(loud) >= 0.999)} samples are cut off at full "
        "scale (0 dBFS), up to 20 in a row. Turn the microphone down, or go farther away. "
        "Nothing was changed; record it again.",
    )
    assert not (legs / "clips").exists()
    with WavWriter(Path("peak.wav"), 16_000) as wav:
        wav.write(said(1.0) / np.max(np.abs(said(1.0))))
    assert run("pack", "record", "legs", "squat", "--file", "peak.wav").code == 0


def test_a_pack_that_ships_is_not_recorded_into_but_copied(legs: Path) -> None:
    shipped = shipped_folder("cue_packs") / "essentials"
    for named in ("essentials", str(shipped)):
        done = run("pack", "record", named, "bench press", "--file", "said.wav")
        assert (done.code, done.sentence) == (
            1,
            "The pack 'essentials' ships with RepCue, and an update would take your recording away. "
            f"Copy its folder '{shipped.as_posix()}' to my-essentials, write `id: my-essentials` in the copy's "
            "pack.yaml, record there, and use that in its place: repcue start --pack ./my-essentials",
        )


def test_a_pack_of_yours_is_recorded_into_by_its_name(legs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPCUE_HOME", str(legs.parent / "home"))
    (legs.parent / "home" / "packs").mkdir(parents=True)
    legs.rename(legs.parent / "home" / "packs" / "legs")
    done = run("pack", "record", "legs", "squat", "--file", "said.wav")
    assert done.out.startswith("home/packs/legs/clips/back-squat-internal-1-rep.wav: ")
    assert "Unknown pack 'leg'. Did you mean 'legs'?" in run("pack", "record", "leg", "squat").sentence


def test_a_recording_that_was_deleted_can_be_made_anew(legs: Path) -> None:
    for _ in range(2):
        assert run("pack", "record", "legs", "squat", "--file", "said.wav").code == 0
        (legs / "clips" / "back-squat-internal-1-rep.wav").unlink()


def test_everything_that_is_wrong_with_a_take_is_told_at_once() -> None:
    with WavWriter(Path("long.wav"), 16_000) as wav:
        wav.write(np.random.default_rng(3).normal(0, 1e-3, 16_000 * 5).astype(np.float32))
    done = run("pack", "record", "legs", "squat", "--file", "long.wav")
    assert done.sentence == (
        "The take is too soft: -57 LUFS where -45 or more is needed. Go nearer, or speak up. "
        "It stands out from its noise by 1 dB where 10 or more are needed. Go nearer, or find a quieter room. "
        "It lasts 5.0 s where a cue on a repetition may last 4 s. Say less. Nothing was changed; record it again."
    )


def test_a_take_begins_just_before_the_voice_and_ends_after_it() -> None:
    sound = said(0.3)
    take = record_take(ArrayMicrophone(sound, 16_000), [sound], 16_000)
    assert 0.05 < (len(sound) - len(take)) / 16_000 < 0.5


@pytest.mark.parametrize("level", [1e-3, 3e-3, 5e-3])
def test_hiss_of_the_room_begins_no_take_and_one_is_asked_when_it_is_known(level: float) -> None:
    sound = np.concatenate((np.zeros(3 * 16_000, dtype=np.float32), said(0.3)))
    sound += np.random.default_rng(6).normal(0, level, len(sound)).astype(np.float32)
    asked: list[str] = []
    take = record_take(ArrayMicrophone(sound, 16_000), [sound], 16_000, lambda: asked.append("say"))
    assert asked == ["say"]
    assert 0.0 < (len(sound) - len(take)) / 16_000 - 3.0 < 0.6


def test_a_knock_is_waited_past() -> None:
    knock = np.zeros(2 * 16_000)
    knock[16_000:17_600] = 0.5 * np.random.default_rng(7).normal(0, 1, 1_600) * np.exp(-np.arange(1_600) / 200)
    sound = np.concatenate((knock, said(0.3))).astype(np.float32)
    take = record_take(ArrayMicrophone(sound, 16_000), [sound], 16_000)
    assert len(take) < len(said(0.3))


def test_nobody_speaking_is_told() -> None:
    quiet = np.random.default_rng(1).normal(0, 1e-4, 12 * 16_000).astype(np.float32)
    with pytest.raises(DeviceError) as caught:
        record_take(ArrayMicrophone(quiet, 16_000), [quiet], 16_000)
    assert str(caught.value) == "Nobody was heard for 10 seconds; speak up, or name another `--mic`."


def test_a_microphone_that_sends_nothing_is_told() -> None:
    with pytest.raises(DeviceError) as caught:
        record_take(ArrayMicrophone(np.zeros(0, dtype=np.float32), 16_000), [], 16_000)
    assert str(caught.value) == "The microphone sends nothing; check its switch and `repcue devices`."


def test_a_value_over_several_lines_is_left_to_the_author() -> None:
    text = "cues:\n  - recording: >-\n      a\n      b\n    rep: c\n"
    with pytest.raises(ValueError, match="more than a word"):
        with_recording(text, ("cues", 0), "rep", "x.wav")
