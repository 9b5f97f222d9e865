"""A session in memory: what is said when, what the room holds, and an end whatever happens."""

from collections.abc import Sequence

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance
from repcue.core.script import Line
from repcue.dsp.room import REACH_FRAMES, Echo, at_ear_rate
from repcue.rehearse import EAR_STEP_FRAMES, Rehearsal, Room, rehearse
from support.rehearsals import Fields, rehearsed, wired

RATE = 48_000


class ScriptedEar:
    """Keeps what it hears, and understands words at the given blocks."""

    engine = "scripted"
    model = "none"

    def __init__(self, said: dict[int, str]) -> None:
        self.said = said
        self.blocks: list[AudioBlock] = []

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        self.blocks.append(block)
        text = self.said.get(len(self.blocks) - 1)
        if text is None:
            return []
        at = block.started_at_seconds
        return [Partial(text[:3], at), Utterance(text, self.engine, Lane.NORMAL, (), at, at + 0.01, 1.5, 0.9)]

    def close(self) -> None:
        self.blocks = []

    @property
    def heard(self) -> Samples:
        return np.concatenate([block.samples for block in self.blocks])


def heard_by(ear: ScriptedEar, room: Room, seconds: float, block_frames: int = 480) -> tuple[list[Fields], Samples]:
    records: list[Fields] = []
    blocks: list[Samples] = []
    pipeline, mixer = wired(records)
    rehearsal = Rehearsal(seconds, room=room, ear=ear, block_frames=block_frames)
    rehearse(rehearsal, pipeline, mixer, lambda block: blocks.append(block.copy()))
    return records, np.concatenate(blocks)


def silent_room(echo: Echo | None = None) -> Room:
    return Room(np.zeros(0, dtype=np.float32), echo)


def test_a_phrase_is_heard_in_the_step_of_its_time() -> None:
    run = rehearsed("0.5 squat\n1.999 bench", 4)
    assert [record["at_seconds"] for record in run.of_kind("heard")] == [0.51, 2.0]
    assert [record["decided_at_seconds"] for record in run.of_kind("heard")] == [0.5, 1.999]


def test_a_rehearsal_lasts_as_long_as_is_asked_and_the_lead() -> None:
    run = rehearsed("0.5 squat", 2)
    assert len(run.sound) == run.records[-1]["frames"] == 2 * RATE + 2048


def test_the_ear_hears_the_track_in_steps_of_ten_milliseconds_and_then_silence() -> None:
    track = np.linspace(-1.5, 1.5, 1000, dtype=np.float32)
    ear = ScriptedEar({})
    heard_by(ear, Room(track), 0.1)
    assert [len(block.samples) for block in ear.blocks] == [EAR_STEP_FRAMES] * 10
    assert [block.started_at_seconds for block in ear.blocks] == pytest.approx([step / 100 for step in range(10)])
    assert np.array_equal(ear.heard[:1000], np.clip(track, -1.0, 1.0))
    assert not np.any(ear.heard[1000:])


def test_what_the_ear_understands_goes_through_the_session() -> None:
    records, _ = heard_by(ScriptedEar({50: "squat", 500: "next set"}), silent_room(), 40)
    assert [record["to"] for record in records if record["kind"] == "state"] == [
        "ready",
        "count-in",
        "lifting",
        "resting",
    ]
    assert [record["engine"] for record in records if record["kind"] == "heard"] == ["scripted"] * 2


@pytest.mark.parametrize("block_frames", [64, 480, 2048])
def test_the_ear_hears_the_coach_by_way_of_the_room_whatever_the_block(block_frames: int) -> None:
    ear = ScriptedEar({20: "squat"})
    unit = np.ones(1, dtype=np.float32)
    _, played = heard_by(ear, silent_room(Echo(unit, gain_db=-6.0, delay_frames=80)), 4, block_frames)
    padded = np.pad(played, (REACH_FRAMES, REACH_FRAMES))
    expected = at_ear_rate(padded)[: 4 * 16_000] * 10 ** (-6 / 20)
    assert np.allclose(ear.heard[80:], expected[:-80], atol=1e-5)
    assert np.max(np.abs(ear.heard)) > 0.05


def test_progress_is_told_every_second() -> None:
    told: list[float] = []
    records: list[Fields] = []
    pipeline, mixer = wired(records)
    rehearse(Rehearsal(3.0, words=[Line(0.5, "squat")]), pipeline, mixer, lambda _: None, told.append)
    assert told == [0.0, 1.0, 2.0]


def test_a_rehearsal_that_breaks_off_leaves_a_whole_log() -> None:
    records: list[Fields] = []
    pipeline, mixer = wired(records)

    def full(block: Samples) -> None:
        if mixer.frame > RATE:
            raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space left"):
        rehearse(Rehearsal(3.0, words=[Line(0.1, "squat")]), pipeline, mixer, full)
    assert records[-1]["kind"] == "closed"
    assert [record["outcome"] for record in records if record["kind"] == "play"] == ["cut"]


def test_a_rehearsal_ends_with_the_session() -> None:
    run = rehearsed("0.5 end workout\n4 yes end it", 100)
    assert run.pipeline.finish_frame is not None
    assert run.pipeline.finish_frame <= len(run.sound) - 2048 <= run.pipeline.finish_frame + 480
