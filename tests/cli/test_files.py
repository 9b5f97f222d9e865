"""What is read: scripts and sound files, good and bad."""

import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile

from cli.running import left_in, records_of, run
from repcue.edges.audio_files import WavWriter
from repcue.edges.clip_bank import ClipBank
from repcue.edges.home import shipped_folder
from repcue.edges.voices.open_voice import open_voice

SCRIPT_IS = "it is a text file with lines `SECONDS phrase`, like 4 next set."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "script.txt has no lines; write SECONDS phrase, like 4 next set"),
        (b"# later\n\n", "script.txt has no lines; write SECONDS phrase, like 4 next set"),
        (b"\x7fELF\xff\x00", f"The script 'script.txt' is no text; {SCRIPT_IS}"),
        (b"\n" * 1_000_001, f"The script 'script.txt' is longer than a megabyte; {SCRIPT_IS}"),
        (
            b"next set\n4 stop\n-1 stop\nnan stop\n5\n",
            "script.txt:1: 'next set' is no line of a script; write SECONDS phrase, like 4 next set\n"
            "script.txt:3: '-1 stop' is no line of a script; write SECONDS phrase, like 4 next set\n"
            "script.txt:4: 'nan stop' is no line of a script; write SECONDS phrase, like 4 next set\n"
            "script.txt:5: '5' is no line of a script; write SECONDS phrase, like 4 next set",
        ),
    ],
    ids=["empty", "comments", "binary", "long", "lines"],
)
def test_a_script_that_cannot_be_read_is_told(content: bytes, sentence: str, own_folder: Path) -> None:
    Path("script.txt").write_bytes(content)
    done = run("rehearse", "--script", "script.txt", "--out", "out.wav", "--events", "log.jsonl")
    assert (done.code, done.out, done.sentence) == (1, "", sentence)
    assert left_in(own_folder) == []


def test_a_script_that_is_not_there_is_told() -> None:
    done = run("rehearse", "--script", "scrpt.txt")
    assert (done.code, done.sentence) == (1, f"There is no script 'scrpt.txt'; {SCRIPT_IS}")


def test_a_script_that_is_a_folder_is_told() -> None:
    done = run("rehearse", "--script", ".")
    assert (done.code, done.sentence) == (1, f"The script '.' cannot be read (Is a directory); {SCRIPT_IS}")


def test_words_need_a_script() -> None:
    done = run("rehearse", "--mic", "mic.wav", "--words")
    assert (done.code, done.sentence) == (
        1,
        "--words needs --script FILE; a recording has no words to hand over.",
    )


def test_words_are_not_mixed_with_what_a_microphone_hears() -> None:
    done = run("rehearse", "--script", "script.txt", "--words", "--noise", "kitchen.wav")
    assert (done.code, done.sentence) == (
        1,
        "--words goes past the microphone, so --noise would not be heard; leave one out.",
    )


ALLOWED = "WAV, FLAC or OGG files of any sample rate, mono or stereo, are allowed"


@pytest.fixture
def phrase(home: Path) -> tuple[np.ndarray, int]:
    """ "Four reps" by the lifter, with a second of quiet before and after, at 48 kHz."""
    bank = ClipBank(open_voice("lifter", [shipped_folder("voices")]), home / "cache" / "clips", 48_000)
    bank.prepare(["four reps"])
    clip = bank.speech("four reps")
    assert clip is not None
    return np.pad(clip.samples, 48_000), 48_000


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sample_rate", "channels", "form", "subtype"),
    [
        (48_000, 1, "WAV", "PCM_16"),
        (44_100, 2, "WAV", "PCM_24"),
        (16_000, 1, "WAV", "PCM_U8"),
        (96_000, 2, "WAV", "FLOAT"),
        (22_050, 1, "FLAC", "PCM_16"),
    ],
)
def test_a_recording_of_any_kind_is_heard(
    phrase: tuple[np.ndarray, int], sample_rate: int, channels: int, form: str, subtype: str
) -> None:
    from repcue.edges.resample import resample

    samples = resample(phrase[0], phrase[1], sample_rate)
    soundfile.write("mic.wav", np.column_stack([samples] * channels), sample_rate, subtype=subtype, format=form)
    done = run("rehearse", "--mic", "mic.wav", "--engine", "bundled", "--events", "log.jsonl", "--tail", "1")
    assert done.code == 0, done.err
    heard = [
        (record["text"], record["engine"]) for record in records_of(Path("log.jsonl")) if record["kind"] == "heard"
    ]
    assert heard == [("four reps", "bundled")]


def test_bad_recordings_are_told(own_folder: Path) -> None:
    with WavWriter(Path("good.wav"), 16_000) as wav:
        wav.write(np.full(16_000, 0.1, dtype=np.float32))
    good = Path("good.wav").read_bytes()
    bad = {
        "empty.wav": (b"", "'empty.wav' is empty, 0 bytes; record or copy it again."),
        "header.wav": (
            good[:40] + struct.pack("<I", 0),
            "'header.wav' has a header and no sound after it; record or copy it again.",
        ),
        "cut.wav": (
            good[:16_044],
            "'cut.wav' is cut short: its header promises 1.00 s, it holds 0.50 s; record or copy it again.",
        ),
        "text.wav": (b"la la la", f"'text.wav' holds no sound that can be read; {ALLOWED}."),
    }
    for name, (content, sentence) in bad.items():
        Path(name).write_bytes(content)
        done = run("rehearse", "--mic", name, "--out", "out.wav", "--events", "log.jsonl")
        assert (done.code, done.out, done.sentence) == (1, "", sentence)
    assert left_in(own_folder) == sorted(["good.wav", *bad])


@pytest.mark.parametrize("option", ["--mic", "--echo", "--noise", "--music"])
def test_a_recording_that_is_not_there_is_told(option: str, own_folder: Path) -> None:
    source = () if option == "--mic" else ("--script", "script.txt")
    done = run("rehearse", *source, option, "gone.wav", "--out", "out.wav", "--events", "log.jsonl")
    assert (done.code, done.sentence) == (1, f"There is no sound file 'gone.wav'; {ALLOWED}.")
    assert left_in(own_folder) == []


@pytest.mark.parametrize("option", ["--echo", "--noise", "--music"])
def test_silence_is_no_noise_and_no_room(option: str, own_folder: Path) -> None:
    with WavWriter(Path("quiet.wav"), 16_000) as wav:
        wav.write(np.zeros(1_000, dtype=np.float32))
    done = run("rehearse", "--script", "script.txt", option, "quiet.wav", "--events", "log.jsonl")
    assert done.code == 1
    assert done.sentence == "'quiet.wav' holds nothing but silence; give a recording with sound in it."
    assert left_in(own_folder) == ["quiet.wav"]
