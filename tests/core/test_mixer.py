"""Every clip begins in exactly the frame it is due, whatever the block size."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.clip import Clip, Samples
from repcue.core.messages import Cancel, Cut, Group, Outcome, Play, PlayClass, Played
from repcue.core.mixer import CEILING, FADE_SECONDS, KNEE, Mixer

RATE = 1000
FADE = round(FADE_SECONDS * RATE)
LEAD = 64
STEP = 10


def clip(frames: int, level: float = 0.25, centre: int = 0) -> Clip:
    return Clip(f"clip.{frames}", "", np.full(frames, level, dtype=np.float32), RATE, centre)


def play(
    number: int,
    due_frame: int,
    frames: int = 20,
    *,
    play_class: PlayClass = PlayClass.TICK,
    group: Group = Group.PACE,
    level: float = 0.25,
    gain_db: float = 0.0,
) -> Play:
    return Play(number, clip(frames, level), play_class, group, due_frame, due_frame, gain_db)


def cut(at_frame: int, *groups: Group, reason: str = "stopped") -> Cut:
    return Cut(frozenset(groups or (Group.PACE,)), at_frame, reason)


def rendered(mixer: Mixer, frames: int, block_frames: int = 7) -> Samples:
    sound = np.zeros(frames, dtype=np.float32)
    for start in range(0, frames, block_frames):
        mixer.render_into(sound[start : start + block_frames])
    return sound


def outcomes(mixer: Mixer) -> list[tuple[int, int | None, int | None, Outcome, str | None]]:
    return [
        (each.play.number, each.started_frame, each.ended_frame, each.outcome, each.reason)
        for each in mixer.take_played()
    ]


def test_a_clip_begins_in_its_frame_and_nowhere_else() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 101))
    sound = rendered(mixer, 200)
    assert np.flatnonzero(sound).tolist() == list(range(101, 121))
    assert outcomes(mixer) == [(1, 101, 121, Outcome.PLAYED, None)]


def test_clips_at_the_same_time_are_added() -> None:
    mixer = Mixer(RATE)
    for number in (1, 2):
        mixer.post(play(number, 10))
    assert rendered(mixer, 40)[10] == np.float32(0.5)


def test_a_play_has_its_own_gain() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, gain_db=-20.0))
    assert rendered(mixer, 10)[0] == pytest.approx(0.025)


def test_a_cut_fades_within_five_milliseconds_and_drops_what_has_not_begun() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 100))
    mixer.post(play(2, 60))
    mixer.post(cut(50))
    sound = rendered(mixer, 100)
    assert np.all(sound[:50] == np.float32(0.25))
    assert np.all(np.diff(sound[50 : 50 + FADE]) < 0)
    assert not np.any(sound[50 + FADE :])
    assert outcomes(mixer) == [
        (2, None, None, Outcome.DROPPED, "stopped"),
        (1, 0, 50 + FADE, Outcome.CUT, "stopped"),
    ]


def test_a_cut_leaves_other_groups_and_what_ends_before_it() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 30))
    mixer.post(play(2, 0, 90, group=Group.ALERT))
    mixer.post(cut(50))
    rendered(mixer, 100)
    assert [each[3] for each in outcomes(mixer)] == [Outcome.PLAYED, Outcome.PLAYED]


def test_of_two_cuts_the_earlier_counts() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 100))
    mixer.post(cut(80, reason="later"))
    mixer.post(cut(40, reason="earlier"))
    rendered(mixer, 100)
    assert outcomes(mixer) == [(1, 0, 40 + FADE, Outcome.CUT, "earlier")]


def test_what_is_cut_near_its_end_ends_when_it_would_have() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 52))
    mixer.post(cut(50))
    rendered(mixer, 60)
    assert outcomes(mixer) == [(1, 0, 52, Outcome.CUT, "stopped")]


def test_a_cancelled_play_is_never_heard() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 50))
    mixer.post(Cancel(1, "an answer needs its place"))
    assert not np.any(rendered(mixer, 100))
    assert outcomes(mixer) == [(1, None, None, Outcome.DROPPED, "an answer needs its place")]


def test_what_has_begun_cannot_be_cancelled() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 50))
    rendered(mixer, 14)
    mixer.post(Cancel(1, "too late"))
    mixer.post(Cancel(99, "there is none"))
    rendered(mixer, 50)
    assert outcomes(mixer) == [(1, 0, 50, Outcome.PLAYED, None)]


@pytest.mark.parametrize("play_class", [PlayClass.TICK, PlayClass.COUNT, PlayClass.CUE])
def test_what_is_late_is_dropped(play_class: PlayClass) -> None:
    mixer = Mixer(RATE)
    rendered(mixer, 14)
    mixer.post(play(1, 13, play_class=play_class))
    assert not np.any(rendered(mixer, 50))
    assert outcomes(mixer) == [(1, None, None, Outcome.DROPPED, "late")]


@pytest.mark.parametrize("play_class", [PlayClass.REPLY, PlayClass.ALERT])
def test_an_answer_or_an_alarm_is_heard_though_late(play_class: PlayClass) -> None:
    mixer = Mixer(RATE)
    rendered(mixer, 14)
    mixer.post(play(1, 13, play_class=play_class))
    assert np.flatnonzero(rendered(mixer, 50)).tolist() == list(range(20))
    assert outcomes(mixer) == [(1, 14, 34, Outcome.PLAYED, None)]


def test_a_change_of_volume_is_a_ramp_of_fifty_milliseconds() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 200, level=0.5))
    mixer.set_volume(-20.0, 100)
    sound = rendered(mixer, 200)
    assert np.all(sound[:101] == np.float32(0.5))
    assert np.all(np.diff(sound[100:150]) < 0)
    assert np.all(sound[150:] == np.float32(0.5) * np.float32(0.1))


def test_a_second_change_of_volume_begins_where_the_first_has_come_to() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 300, level=0.5))
    mixer.set_volume(-20.0, 100)
    mixer.set_volume(0.0, 125)
    sound = rendered(mixer, 300)
    assert sound[125] == pytest.approx(0.275)
    assert np.max(np.abs(np.diff(sound))) < 0.5 / 50
    assert sound[175] == np.float32(0.5)


def test_what_is_too_loud_is_bent_below_the_ceiling_and_never_clipped() -> None:
    mixer = Mixer(RATE)
    for number in range(5):
        mixer.post(play(number, 10))
    sound = rendered(mixer, 40)
    assert KNEE < np.max(sound) < CEILING
    assert mixer.peak_dbfs == pytest.approx(20 * np.log10(np.max(sound)), abs=1e-3)


def test_what_is_no_louder_than_the_knee_leaves_as_it_came() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 10))
    assert set(np.unique(rendered(mixer, 40)).tolist()) == {0.0, float(np.max(play(1, 10).clip.samples))}


def test_closing_tells_what_became_of_everything() -> None:
    mixer = Mixer(RATE)
    mixer.post(play(1, 0, 100))
    rendered(mixer, 28)
    mixer.post(play(2, 60))
    mixer.close()
    assert outcomes(mixer) == [(2, None, None, Outcome.DROPPED, "closed"), (1, 0, 28, Outcome.CUT, "closed")]


@dataclass(frozen=True)
class Said:
    """A message, and the control step in which it is posted."""

    step: int
    message: Play | Cut | Cancel | float


def posts(numbers: range) -> st.SearchStrategy[list[Said]]:
    """Messages that take effect a lead or more after the end of their step, as the pipeline posts them."""
    steps, ahead = st.integers(0, 40), st.integers(0, 200)

    def at(step: int, frames: int) -> int:
        return (step + 1) * STEP + LEAD + frames

    groups = st.sampled_from([Group.PACE, Group.REPLY])
    plays = st.builds(
        lambda step, frames, number, length, group, level: Said(
            step, play(number, at(step, frames), length, group=group, level=level)
        ),
        *(steps, ahead, st.sampled_from(numbers), st.integers(1, 120), groups, st.floats(-0.75, 0.75, width=32)),
    )
    cuts = st.builds(lambda step, frames, group: Said(step, cut(at(step, frames), group)), steps, ahead, groups)
    volumes = st.builds(Said, steps, st.floats(-30.0, 6.0))
    return st.lists(st.one_of(plays, plays, cuts, volumes), max_size=14)


def heard(said: list[Said], block_frames: int) -> tuple[bytes, list[Played], float]:
    """What is heard when the speaker asks for whole blocks up to the lead after every control step."""
    mixer = Mixer(RATE)
    blocks: list[Samples] = []
    for step in range(60):
        for each in said:
            if each.step == step:
                if isinstance(each.message, float):
                    mixer.set_volume(each.message, (step + 1) * STEP + LEAD)
                else:
                    mixer.post(each.message)
        while mixer.frame + block_frames <= (step + 1) * STEP + LEAD:
            blocks.append(rendered(mixer, block_frames, block_frames))
    blocks.append(rendered(mixer, 60 * STEP + LEAD - mixer.frame, block_frames))
    mixer.close()
    return np.concatenate(blocks).tobytes(), mixer.take_played(), mixer.peak


def told(played: list[Played]) -> list[tuple[object, ...]]:
    return sorted(
        (each.play.number, each.play.due_frame, id(each.play), each.started_frame, each.ended_frame, each.outcome)
        for each in played
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(posts(range(1000)))
@pytest.mark.slow
def test_what_is_heard_and_told_does_not_depend_on_the_block_size(said: list[Said]) -> None:
    sound, played, peak = heard(said, LEAD)
    for block_frames in (1, 7, 30):
        same_sound, same_played, same_peak = heard(said, block_frames)
        assert same_sound == sound
        assert told(same_played) == told(played)
        assert same_peak == peak


@settings(max_examples=100, deadline=None, derandomize=True)
@given(posts(range(1000)))
@pytest.mark.slow
def test_every_play_is_told_once_and_what_is_played_began_when_due(said: list[Said]) -> None:
    _, played, _ = heard(said, 7)
    plays = [each.message for each in said if isinstance(each.message, Play)]
    assert sorted(id(each.play) for each in played) == sorted(id(each) for each in plays)
    for each in played:
        assert each.started_frame in (None, each.play.due_frame)
        assert (each.started_frame is None) is (each.outcome is Outcome.DROPPED)
