"""Clips, and clips one after the other."""

import numpy as np

from repcue.core.clip import Clip, joined, silence


def clip(text: str, frames: int, centre: int) -> Clip:
    return Clip(f"say.{text}", text, np.full(frames, 0.5, dtype=np.float32), 1000, centre)


def test_silence_is_zeros_of_the_right_length_and_kind() -> None:
    quiet = silence(0.25, 1000)
    assert quiet.shape == (250,)
    assert quiet.dtype == np.float32
    assert not np.any(quiet)


def test_joined_clips_have_a_gap_between_them_and_the_centre_of_the_first() -> None:
    both = joined([clip("one", 100, 30), clip("rep.", 200, 60)], 0.05)
    assert (both.clip_id, both.text, both.centre_frame, both.frames) == ("say.one+say.rep.", "one rep.", 30, 350)
    assert np.flatnonzero(both.samples == 0).tolist() == list(range(100, 150))


def test_one_clip_alone_stays_as_it_is() -> None:
    one = clip("one", 100, 30)
    assert np.array_equal(joined([one], 0.05).samples, one.samples)
