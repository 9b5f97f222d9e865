from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance, Word
from repcue.core.own_voice import ALONE_OVER_USER_DB, SAID_OVER_USER_DB
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room_response import room_response
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.testing.echoes import at_another_clock, echo_of, loss_db, syllables

BLOCK = 160
SECOND = 16_000


@dataclass
class KeepingEar:
    """Keeps what it hears; says what it is told to at a moment."""

    engine: str = "kept"
    model: str = "none"
    says: list[tuple[float, Partial | Utterance]] = field(default_factory=list)
    blocks: list[AudioBlock] = field(default_factory=list)
    is_closed: bool = False

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        self.blocks.append(block)
        end = block.started_at_seconds + len(block.samples) / SECOND
        due = [heard for at_seconds, heard in self.says if at_seconds <= end]
        self.says = self.says[len(due) :]
        return due

    def close(self) -> None:
        self.is_closed = True

    def heard(self) -> Samples:
        """What was heard from moment 0 on, placed by its times."""
        first = self.blocks[0]
        samples = np.concatenate([block.samples for block in self.blocks])
        return samples[round(-first.started_at_seconds * SECOND) :]


def listened(
    heard: Samples, played: Samples, *, ear: KeepingEar | None = None, lost: range = range(0), lead: int = 4 * BLOCK
) -> tuple[EchoFreeEar, KeepingEar, list[Partial | Utterance]]:
    """Feed a session's sound; the speaker is asked for `lead` frames ahead of the microphone."""
    inner = ear or KeepingEar()
    ring = PlayedRing(SECOND)
    outer = EchoFreeEar(inner, ring)
    said: list[Partial | Utterance] = []
    for number, start in enumerate(range(0, len(heard) - BLOCK + 1, BLOCK)):
        ring.write(played[ring.frames : start + BLOCK + lead])
        if number not in lost:
            said += outer.feed(AudioBlock(heard[start : start + BLOCK], start / SECOND))
    return outer, inner, said


def utterance(text: str, start: float, end: float) -> Utterance:
    return Utterance(text, "kept", Lane.NORMAL, (Word(text, start, end),), end, end + 0.1, 1.0, 1.0)


def rest_of_echo_db(heard: Samples, echo: Samples, since_seconds: float) -> float:
    start = round(since_seconds * SECOND)
    return loss_db(echo[start : len(heard)], heard[start:])


@pytest.mark.slow
@pytest.mark.parametrize("delay_seconds", [0.02, 0.15, 0.5])
def test_the_ear_hears_no_coach_whatever_the_delay(delay_seconds: float) -> None:
    played = syllables(10.0, 1)
    echo = echo_of(played, room_response(0.35, round(delay_seconds * SECOND)))
    outer, inner, _ = listened(echo, played)
    assert outer.echo_delay_seconds == pytest.approx(delay_seconds, abs=0.001)
    assert rest_of_echo_db(inner.heard(), echo, 7.0) >= 20.0


@pytest.mark.slow
@pytest.mark.parametrize("ppm", [100.0, -100.0])
def test_clocks_that_drift_apart_are_kept_together(ppm: float) -> None:
    played = syllables(24.0, 1)
    echo = at_another_clock(echo_of(played, room_response(0.35, 800)), ppm)
    outer, inner, _ = listened(echo, played)
    assert outer.drift_ppm == pytest.approx(ppm, abs=3.0)
    assert rest_of_echo_db(inner.heard(), echo, 20.0) >= 20.0


@pytest.mark.slow
@pytest.mark.parametrize("jump", [960, -480])
def test_when_the_delay_jumps_what_is_known_of_the_room_stays_good(jump: int) -> None:
    played = syllables(16.0, 1)
    echo = echo_of(played, room_response(0.35, 1_600))
    at = 8 * SECOND
    echo[at:] = np.roll(echo, jump)[at:]
    outer, inner, _ = listened(echo, played, lead=1_600)
    heard = inner.heard()
    assert loss_db(echo[7 * SECOND : at], heard[7 * SECOND : at]) >= 20.0
    assert loss_db(echo[at + 3 * SECOND : at + 4 * SECOND], heard[at + 3 * SECOND : at + 4 * SECOND]) >= 20.0
    assert outer.echo_delay_seconds == pytest.approx((1_600 + jump) / SECOND, abs=0.001)


@pytest.mark.slow
def test_a_delay_may_jump_there_and_back() -> None:
    played = syllables(24.0, 1)
    echo = echo_of(played, room_response(0.35, 800))
    there, back = 8 * SECOND, 16 * SECOND
    echo[there:back] = np.roll(echo, 960)[there:back]
    outer, inner, _ = listened(echo, played)
    for since in (there + 3 * SECOND, back + 3 * SECOND):
        assert loss_db(echo[since : since + SECOND], inner.heard()[since : since + SECOND]) >= 20.0
    assert outer.echo_delay_seconds == pytest.approx(0.05, abs=0.001)


@pytest.mark.slow
def test_another_room_is_learnt_anew() -> None:
    played = syllables(24.0, 1)
    echo = echo_of(played, room_response(0.35, 800))
    echo[8 * SECOND :] = -echo_of(played, room_response(0.35, 805, seed=2))[8 * SECOND :]
    _, inner, _ = listened(echo, played)
    assert rest_of_echo_db(inner.heard(), echo, 20.0) >= 20.0


@pytest.mark.slow
def test_with_headphones_everything_passes_untouched() -> None:
    user, played = syllables(12.0, 1), syllables(12.0, 2)
    outer, inner, _ = listened(user, played)
    heard = inner.heard()
    assert not outer.has_echo
    assert loss_db(user, heard - user[: len(heard)]) >= 60.0


def test_without_sound_from_the_speaker_everything_passes_untouched() -> None:
    user = syllables(2.0, 1)
    _, inner, _ = listened(user, np.zeros_like(user))
    heard = inner.heard()
    assert loss_db(user, heard - user[: len(heard)]) >= 60.0


def test_a_reference_that_is_not_there_yet_is_read_earlier() -> None:
    played = syllables(4.0, 1)
    echo = echo_of(played, room_response(0.1, 1_600))
    outer, _, _ = listened(echo, played, lead=0)
    assert outer.echo_delay_seconds == pytest.approx(0.1, abs=0.001)


@pytest.mark.slow
def test_blocks_that_the_device_lost_do_not_part_echo_and_reference() -> None:
    played = syllables(12.0, 1)
    echo = echo_of(played, room_response(0.2, 800))
    outer, inner, _ = listened(echo, played, lost=range(700, 712))
    assert outer.echo_delay_seconds == pytest.approx(0.05, abs=0.001)
    tail = np.concatenate([block.samples for block in inner.blocks if block.started_at_seconds >= 9.0])
    assert loss_db(echo[-len(tail) :], tail) >= 20.0


def test_sound_keeps_its_times_and_decisions_get_the_time_they_were_made() -> None:
    decided = utterance("stop", 0.5, 0.8)
    _, inner, said = listened(
        syllables(2.0, 1), np.zeros(2 * SECOND, dtype=np.float32), ear=KeepingEar(says=[(0.9, decided)])
    )
    first = said[0]
    assert isinstance(first, Utterance)
    assert first.ended_at_seconds == 0.8
    assert 0.9 <= first.decided_at_seconds <= 0.9 + 0.031
    assert first.echo_over_user_db is None
    ends = [block.started_at_seconds + len(block.samples) / SECOND for block in inner.blocks]
    assert [block.started_at_seconds for block in inner.blocks[1:]] == pytest.approx(ends[:-1])


@pytest.mark.slow
def test_an_utterance_knows_whether_the_user_spoke() -> None:
    played, user = syllables(12.0, 1), syllables(12.0, 2, level=0.03)
    user[: 10 * SECOND] = 0.0
    echo = echo_of(played, room_response(0.35, 800))
    alone, both = utterance("three", 8.0, 9.0), utterance("stop", 10.2, 11.2)
    _, _, said = listened(echo + user, played, ear=KeepingEar(says=[(9.3, alone), (11.5, both)]))
    over_user = [each.echo_over_user_db for each in said if isinstance(each, Utterance)]
    assert over_user[0] is not None
    assert over_user[0] >= 20.0
    assert over_user[1] is not None
    assert over_user[1] <= 12.0


@pytest.mark.slow
def test_an_echo_that_drives_the_microphone_to_its_limit_is_no_user() -> None:
    played = syllables(12.0, 1)
    echo = np.clip(echo_of(played, room_response(0.35, 800), 12.0), -1.0, 1.0)
    alone = utterance("three", 9.0, 10.0)
    _, _, said = listened(echo, played, ear=KeepingEar(says=[(10.3, alone)]))
    level = next(each.echo_over_user_db for each in said if isinstance(each, Utterance))
    assert np.mean(np.abs(echo) >= 1.0) > 0.01
    assert level is not None
    assert level >= ALONE_OVER_USER_DB


@pytest.mark.slow
def test_what_is_heard_over_the_coach_before_the_room_is_known_is_in_doubt() -> None:
    played = syllables(4.0, 1)
    early = utterance("three", 0.5, 1.2)
    _, _, said = listened(echo_of(played, room_response(0.35, 800)), played, ear=KeepingEar(says=[(1.5, early)]))
    assert [each.echo_over_user_db for each in said if isinstance(each, Utterance)] == [SAID_OVER_USER_DB]


@pytest.mark.parametrize(("lane", "level_db"), [(Lane.NORMAL, ALONE_OVER_USER_DB), (Lane.URGENT, SAID_OVER_USER_DB)])
def test_what_is_heard_while_the_coach_first_speaks_throughout_is_the_coachs_unless_urgent(
    lane: Lane, level_db: float
) -> None:
    played = (0.1 * np.random.default_rng(1).standard_normal(2 * SECOND)).astype(np.float32)
    early = replace(utterance("three", 0.5, 1.2), lane=lane)
    _, _, said = listened(echo_of(played, room_response(0.35, 800)), played, ear=KeepingEar(says=[(1.5, early)]))
    assert [each.echo_over_user_db for each in said if isinstance(each, Utterance)] == [level_db]


@pytest.mark.slow
def test_with_headphones_nothing_is_in_doubt_once_the_coach_was_long_not_heard() -> None:
    user, played = syllables(20.0, 1), syllables(20.0, 2)
    early, late = utterance("stop", 2.0, 2.4), utterance("stop", 18.0, 18.4)
    _, _, said = listened(user, played, ear=KeepingEar(says=[(2.7, early), (18.7, late)]))
    assert [each.echo_over_user_db for each in said if isinstance(each, Utterance)] == [SAID_OVER_USER_DB, None]


@pytest.mark.slow
def test_with_headphones_what_leaves_is_what_came_sample_by_sample() -> None:
    user, played = syllables(6.0, 1), syllables(6.0, 2)
    _, inner, _ = listened(user, played)
    heard = inner.heard()
    assert np.max(np.abs(heard - user[: len(heard)])) <= 1e-6


def test_closing_closes_the_ear() -> None:
    inner = KeepingEar()
    outer = EchoFreeEar(inner, PlayedRing(48_000))
    outer.close()
    assert inner.is_closed
    assert (outer.engine, outer.model) == ("kept", "none")


@pytest.mark.slow
def test_a_word_that_ends_where_it_begins_has_a_level_all_the_same() -> None:
    played = syllables(12.0, 1)
    echo = echo_of(played, room_response(0.35, 800))
    alone = utterance("done", 10.0, 10.0)
    _, _, said = listened(echo, played, ear=KeepingEar(says=[(10.3, alone)]))
    level = next(each.echo_over_user_db for each in said if isinstance(each, Utterance))
    assert level is not None
    assert level >= ALONE_OVER_USER_DB
