import os
import signal
import struct
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.clip import Samples
from repcue.core.errors import AudioFileError, OutputError
from repcue.edges.audio_files import WavWriter, pcm16, read_audio, read_audio_at

SINE = (0.5 * np.sin(np.arange(4_410) * 0.05)).astype(np.float32)


def refusal(path: Path) -> str:
    with pytest.raises(AudioFileError) as caught:
        read_audio(path)
    return str(caught.value)


def written(path: Path, samples: Samples = SINE, sample_rate: int = 44_100) -> bytes:
    with WavWriter(path, sample_rate) as wav:
        wav.write(samples)
    return path.read_bytes()


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("sample_rate", [8_000, 22_050, 48_000])
def test_a_wav_of_any_depth_and_rate_is_read(tmp_path: Path, subtype: str, sample_rate: int) -> None:
    soundfile.write(tmp_path / "a.wav", SINE, sample_rate, subtype=subtype)
    samples, rate = read_audio(tmp_path / "a.wav")
    assert rate == sample_rate
    assert samples.dtype == np.float32
    assert np.abs(samples - SINE).max() <= (2**-7 if subtype == "PCM_U8" else 2**-15)


@pytest.mark.parametrize(("name", "subtype"), [("a.flac", "PCM_24"), ("a.ogg", "VORBIS")])
def test_flac_and_ogg_are_read(tmp_path: Path, name: str, subtype: str) -> None:
    soundfile.write(tmp_path / name, SINE, 44_100, subtype=subtype)
    samples, rate = read_audio(tmp_path / name)
    assert rate == 44_100
    assert len(samples) == len(SINE)


def test_stereo_becomes_the_mean_of_both(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.stack([SINE, np.zeros_like(SINE)], axis=1), 44_100, subtype="FLOAT")
    assert np.allclose(read_audio(tmp_path / "a.wav")[0], SINE / 2)


def test_a_file_is_read_at_the_rate_that_is_asked_for(tmp_path: Path) -> None:
    written(tmp_path / "a.wav")
    assert len(read_audio_at(tmp_path / "a.wav", 16_000)) == 1_600


def test_beyond_full_scale_is_clipped(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", 4 * SINE, 44_100, subtype="FLOAT")
    assert np.abs(read_audio(tmp_path / "a.wav")[0]).max() == 1.0


def test_a_wav_from_a_pipe_has_no_length_in_its_header_and_is_read(tmp_path: Path) -> None:
    content = bytearray(written(tmp_path / "a.wav"))
    content[40:44] = struct.pack("<I", 0xFFFF_FFFF)
    (tmp_path / "a.wav").write_bytes(content)
    assert len(read_audio(tmp_path / "a.wav")[0]) == len(SINE)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a.wav") == (
        f"There is no sound file '{tmp_path / 'a.wav'}'; WAV, FLAC or OGG files of any sample rate, mono or stereo, "
        "are allowed."
    )


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path).startswith(f"'{tmp_path}' is a folder; name a sound file in it.")


def test_an_empty_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.wav").touch()
    assert refusal(tmp_path / "a.wav") == f"'{tmp_path / 'a.wav'}' is empty, 0 bytes; record or copy it again."


def test_a_header_without_sound_is_one_sentence(tmp_path: Path) -> None:
    written(tmp_path / "a.wav", SINE[:0])
    assert refusal(tmp_path / "a.wav") == (
        f"'{tmp_path / 'a.wav'}' has a header and no sound after it; record or copy it again."
    )


def test_a_wav_that_is_cut_short_is_one_sentence(tmp_path: Path) -> None:
    content = written(tmp_path / "a.wav", np.tile(SINE, 10))
    (tmp_path / "a.wav").write_bytes(content[: 44 + 44_100])
    assert refusal(tmp_path / "a.wav") == (
        f"'{tmp_path / 'a.wav'}' is cut short: its header promises 1.00 s, it holds 0.50 s; record or copy it again."
    )


@pytest.mark.parametrize("kept", [20, 44])
def test_a_wav_without_its_header_or_sound_is_refused(tmp_path: Path, kept: int) -> None:
    content = written(tmp_path / "a.wav")
    (tmp_path / "a.wav").write_bytes(content[:kept])
    assert refusal(tmp_path / "a.wav")


def test_a_flac_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    soundfile.write(path, np.random.default_rng(0).uniform(-0.5, 0.5, 44_100), 44_100)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert refusal(path)


def test_what_is_no_sound_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_text("incline bench\n")
    assert refusal(tmp_path / "a.wav") == (
        f"'{tmp_path / 'a.wav'}' holds no sound that can be read; WAV, FLAC or OGG files of any sample rate, mono or "
        "stereo, are allowed."
    )


def test_another_format_is_named(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.au", SINE, 44_100)
    assert refusal(tmp_path / "a.au").startswith(f"'{tmp_path / 'a.au'}' holds sound as AU; WAV, FLAC")


def mpeg_frames(count: int) -> bytes:
    """Return frames of 418 bytes as an MP3 of 128 kbit/s has them, without their sound, and one that is damaged."""
    silent = b"\xff\xfb\x92\x40" + bytes(414)
    return silent * count + b"\xff" * 300 + bytes(40) + silent[:200]


TAGS = b"ID3\x03\x00\x00\x00\x00\x01\x00" + bytes(128)
"""What stands before the frames of most MP3 files: 128 bytes of titles, their number in bytes of seven bits."""


def wav_of_mpeg(form: bytes) -> bytes:
    body = b"WAVE" + b"LIST" + struct.pack("<I", 3) + b"abc\0" + b"fmt " + struct.pack("<I", len(form)) + form
    sound = mpeg_frames(4)
    return b"RIFF" + struct.pack("<I", 1_000) + body + b"data" + struct.pack("<I", len(sound)) + sound


PLAIN_FORM = struct.pack("<HHIIHHHHIHHH", 0x55, 1, 44_100, 16_000, 1, 0, 12, 1, 2, 418, 1, 0)
LARGE_FORM = struct.pack("<HHIIHHHHIH", 0xFFFE, 1, 44_100, 16_000, 1, 0, 22, 0, 4, 0x55) + bytes(14)


@pytest.mark.parametrize("name", ["a.mp3", "a.wav", "a.flac", "a.ogg", "a.raw"])
@pytest.mark.parametrize(
    "content",
    [mpeg_frames(4), TAGS + mpeg_frames(4), TAGS + b"\xff\xfb", wav_of_mpeg(PLAIN_FORM), wav_of_mpeg(LARGE_FORM)],
    ids=["frames", "titles and frames", "cut short", "in a WAV", "in a WAV of the extensible form"],
)
def test_an_mp3_is_named_whatever_it_is_called_and_no_decoder_complains_of_it(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    assert refusal(tmp_path / name) == (
        f"'{tmp_path / name}' holds sound as MP3; WAV, FLAC or OGG files of any sample rate, mono or stereo, "
        "are allowed. Convert it."
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("beginning", "told"), [(b".snd", "AU"), (b"caff\0\1", "CAF"), (b"\0\0\0\x1cftypM4A ", "M4A"), (b"riff.", "W64")]
)
def test_what_is_known_and_not_read_is_named_by_its_first_bytes(tmp_path: Path, beginning: bytes, told: str) -> None:
    (tmp_path / "a.wav").write_bytes(beginning + bytes(100))
    assert refusal(tmp_path / "a.wav").startswith(f"'{tmp_path / 'a.wav'}' holds sound as {told}; WAV, FLAC")


@pytest.mark.parametrize(
    "content", [b"ID3", TAGS[:50], TAGS + b"words", b"RIFF\0\0\0\0WAVE", b"OggS", b"fLaC", b"\xff"]
)
def test_a_beginning_without_a_sound_is_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: bytes
) -> None:
    (tmp_path / "a.wav").write_bytes(content)
    assert refusal(tmp_path / "a.wav").startswith(f"'{tmp_path / 'a.wav'}' holds no sound that can be read; WAV, FLAC")
    assert capfd.readouterr() == ("", "")


def test_titles_before_a_flac_and_big_numbers_first_in_a_wav_are_read(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.flac", SINE, 44_100)
    (tmp_path / "b.flac").write_bytes(TAGS + (tmp_path / "a.flac").read_bytes())
    soundfile.write(tmp_path / "c.wav", SINE, 44_100, endian="BIG")
    assert (tmp_path / "c.wav").read_bytes().startswith(b"RIFX")
    for name in ("b.flac", "c.wav"):
        assert len(read_audio(tmp_path / name)[0]) == len(SINE)


def test_a_wav_that_is_called_raw_is_one_sentence(tmp_path: Path) -> None:
    assert written(tmp_path / "a.raw")
    assert refusal(tmp_path / "a.raw").startswith(f"'{tmp_path / 'a.raw'}' holds no sound that can be read; WAV, FLAC")


def test_samples_that_are_no_numbers_are_refused(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", np.full(10, np.nan), 44_100, subtype="FLOAT")
    assert refusal(tmp_path / "a.wav") == f"'{tmp_path / 'a.wav'}' holds samples that are no numbers; export it again."


def test_what_was_written_is_read_to_the_bit(tmp_path: Path) -> None:
    exact = (np.arange(-32_768, 32_768) / 32_768).astype(np.float32)
    written(tmp_path / "a.wav", exact, 48_000)
    samples, rate = read_audio(tmp_path / "a.wav")
    assert np.array_equal(samples, exact)
    assert rate == 48_000


@settings(deadline=None, derandomize=True, max_examples=25)
@given(st.lists(st.integers(0, 700), max_size=8))
def test_the_bytes_do_not_depend_on_the_blocks(tmp_path_factory: pytest.TempPathFactory, sizes: list[int]) -> None:
    folder = tmp_path_factory.mktemp("wav")
    with WavWriter(folder / "pieces.wav", 44_100) as wav:
        for piece in np.split(SINE, np.cumsum(sizes).clip(0, len(SINE))):
            wav.write(piece)
    assert (folder / "pieces.wav").read_bytes() == written(folder / "whole.wav")
    assert wav.frames == len(SINE)


def test_halves_go_to_even_and_full_scale_is_clipped() -> None:
    steps = (np.array([0.5, 1.5, 2.5, -0.5, -1.5, 32_768, -40_000]) / 32_768).astype(np.float32)
    assert np.frombuffer(pcm16(steps), dtype="<i2").tolist() == [0, 2, 2, 0, -2, 32_767, -32_768]


def test_nothing_is_seen_until_the_wav_is_closed(tmp_path: Path) -> None:
    wav = WavWriter(tmp_path / "a.wav", 48_000)
    wav.write(SINE)
    assert not (tmp_path / "a.wav").exists()
    wav.close()
    wav.close()
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]


@pytest.mark.parametrize("interruption", [ValueError, KeyboardInterrupt])
def test_an_interruption_leaves_what_was_there_before(tmp_path: Path, interruption: type[BaseException]) -> None:
    before = written(tmp_path / "a.wav")
    with pytest.raises(interruption), WavWriter(tmp_path / "a.wav", 48_000) as wav:
        wav.write(SINE[:100])
        raise interruption
    assert [path.name for path in tmp_path.iterdir()] == ["a.wav"]
    assert (tmp_path / "a.wav").read_bytes() == before


def test_a_place_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        WavWriter(tmp_path / "none" / "a.wav", 48_000)
    assert str(caught.value) == (
        f"'{tmp_path / 'none' / 'a.wav'}' cannot be written (No such file or directory); "
        "free the disk or choose another place."
    )


def test_a_folder_is_no_place_for_a_wav(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Is a directory"):
        WavWriter(tmp_path, 48_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on a file's size")
@pytest.mark.parametrize("frames", [10, 100_000])
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, frames: int) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, before[1]))
    try:
        with pytest.raises(OutputError) as caught, WavWriter(tmp_path / "a.wav", 48_000) as wav:
            wav.write(np.zeros(frames, dtype=np.float32))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert str(caught.value) == (
        f"'{tmp_path / 'a.wav'}' cannot be written (File too large); free the disk or choose another place."
    )
    assert list(tmp_path.iterdir()) == []


def test_writing_after_closing_is_refused(tmp_path: Path) -> None:
    wav = WavWriter(tmp_path / "a.wav", 48_000)
    wav.close()
    with pytest.raises(OutputError, match="is closed already"):
        wav.write(SINE)


def test_the_null_device_is_written_in_place() -> None:
    written(Path(os.devnull))
    assert not Path(os.devnull).is_file()
