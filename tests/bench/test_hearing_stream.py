from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from tone_ear import grammar, manifest, tone

from repcue.bench.hearing_clips import LabelledClip, read_manifest
from repcue.bench.hearing_stream import BLOCK_FRAMES, Mixing, Stream, Surroundings, active_rms, speech_end_frame
from repcue.core.clip import Samples
from repcue.core.units import EAR_RATE
from repcue.dsp.room import loudest_frame_rms

NOISE = np.random.default_rng(5).normal(0.0, 0.03, EAR_RATE).astype(np.float32)


def clips(folder: Path) -> list[LabelledClip]:
    tones = [tone(500, 0.4, level) for level in (0.05, 0.3, 0.8)]
    return read_manifest(manifest(folder, [("word", "stop", each) for each in tones]), grammar())


def whole(stream: Stream) -> Samples:
    return np.concatenate([block.samples for block in stream.blocks()])


def test_at_least_a_second_lies_between_two_clips_and_around_all(tmp_path: Path) -> None:
    stream = Stream(clips(tmp_path), Surroundings(), seed=0)
    gaps = [(after.start_frame - before.end_frame) / EAR_RATE for before, after in pairwise(stream.placed)]
    assert all(1.0 <= gap <= 2.0 for gap in gaps) and len(set(gaps)) == 2
    assert stream.placed[0].start_seconds >= 1.0
    assert stream.frames - stream.placed[-1].end_frame >= EAR_RATE


def test_the_stream_comes_in_blocks_of_ten_milliseconds_without_holes(tmp_path: Path) -> None:
    stream = Stream(clips(tmp_path), Surroundings(), seed=0)
    blocks = list(stream.blocks())
    assert {len(block.samples) for block in blocks} == {BLOCK_FRAMES}
    assert [round(block.started_at_seconds * 100) for block in blocks] == list(range(len(blocks)))
    assert 0 <= stream.frames - len(blocks) * BLOCK_FRAMES < BLOCK_FRAMES


def test_background_is_never_digital_silence(tmp_path: Path) -> None:
    sound = whole(Stream(clips(tmp_path), Surroundings(), seed=0))
    assert np.min([np.ptp(sound[first : first + 160]) for first in range(0, len(sound) - 160, 160)]) > 0


def test_without_noise_clips_are_as_loud_as_they_were(tmp_path: Path) -> None:
    stream = Stream(clips(tmp_path), Surroundings(), seed=0)
    sound = whole(stream)
    levels = sorted(float(np.max(sound[each.start_frame : each.end_frame])) for each in stream.placed)
    assert levels == pytest.approx([0.05, 0.3, 0.8], abs=0.003)


@pytest.mark.parametrize("mixing", list(Mixing))
def test_speech_stands_over_the_noise_under_it_as_defined(tmp_path: Path, mixing: Mixing) -> None:
    stream = Stream(clips(tmp_path), Surroundings("hiss.wav", NOISE, 12.0, mixing), seed=0)
    silent = [each.clip.path for each in stream.placed]
    noisy = whole(stream)
    speech = [0.0, 0.0, 0.0]
    for number, each in enumerate(stream.placed):
        mixed = noisy[each.start_frame : each.end_frame].astype(np.float64)
        # Tone and hiss are independent, so their powers add.
        speech[number] = float(np.mean(mixed**2))
    assert len(set(silent)) == 3
    assert max(speech) == pytest.approx(min(speech), rel=0.2), "every clip stands equally high over steady noise"
    gap = noisy[stream.placed[0].end_frame : stream.placed[1].start_frame]
    over_db = 10 * np.log10(speech[0] / float(np.mean(gap.astype(np.float64) ** 2)) - 1.0)
    # Over 1 % of full scale, a sine's loud samples are all but its crossings: the RMS hardly differs.
    assert over_db == pytest.approx(12.0, abs=1.0)


def test_noise_is_as_loud_from_end_to_end(tmp_path: Path) -> None:
    stream = Stream(clips(tmp_path), Surroundings("hiss.wav", NOISE, 12.0), seed=0)
    noisy = whole(stream)
    gaps = [noisy[before.end_frame : after.start_frame] for before, after in pairwise(stream.placed)]
    assert loudest_frame_rms(gaps[0]) == pytest.approx(loudest_frame_rms(gaps[1]), rel=0.1)


def test_the_same_seed_gives_the_same_sound_and_another_one_other_gaps(tmp_path: Path) -> None:
    noisy = Surroundings("hiss.wav", NOISE, 12.0)
    same, again, other = (Stream(clips(tmp_path), noisy, seed) for seed in (0, 0, 1))
    assert whole(same).tobytes() == whole(again).tobytes() == whole(same).tobytes()
    assert same.frames != other.frames


def test_a_room_delays_no_word_and_makes_none_louder(tmp_path: Path) -> None:
    room = np.zeros(4000, dtype=np.float32)
    room[800], room[3000] = 0.5, 0.2
    dry, wet = (Stream(clips(tmp_path), Surroundings(room=each), seed=0) for each in (None, room))
    assert [each.frames + 3199 for each in dry.placed] == [each.frames for each in wet.placed]
    first_dry, first_wet = dry.placed[0], wet.placed[0]
    assert first_dry.speech_ended_at_seconds == first_wet.speech_ended_at_seconds
    heard_dry = whole(dry)[first_dry.start_frame : first_dry.end_frame]
    heard_wet = whole(wet)[first_wet.start_frame : first_wet.end_frame]
    assert loudest_frame_rms(heard_wet) == pytest.approx(loudest_frame_rms(heard_dry), rel=0.05)


def test_the_last_word_ends_where_the_sound_does() -> None:
    quiet = np.random.default_rng(1).normal(0.0, 1e-4, EAR_RATE // 2).astype(np.float32)
    assert speech_end_frame(np.concatenate([quiet, tone(500, 0.4), quiet])) == 8000 + 6400
    soft_end = np.concatenate([quiet, tone(500, 0.4), tone(3000, 0.1, 0.03), quiet])
    assert speech_end_frame(soft_end) == 8000 + 6400 + 1600, "a soft final consonant belongs to the word"
    assert speech_end_frame(tone(500, 0.4)) == 6400
    assert speech_end_frame(np.zeros(10, dtype=np.float32)) == 10


def test_silence_between_words_does_not_count_as_active_speech() -> None:
    with_pause = np.concatenate([tone(500, 0.4), np.zeros(EAR_RATE, dtype=np.float32)])
    assert active_rms(with_pause) == pytest.approx(active_rms(tone(500, 0.4)))
    soft = np.full(100, 0.001, dtype=np.float32)
    assert active_rms(soft) == pytest.approx(0.001)
