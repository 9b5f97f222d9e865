import numpy as np
import pytest

from repcue.core.clip import Samples
from repcue.dsp.echo_canceller import EchoCanceller, EchoCancellerSettings
from repcue.dsp.room_response import room_response
from repcue.testing.echoes import echo_of, loss_db, syllables

SECOND = 16_000


def cancelled(canceller: EchoCanceller, heard: Samples, played: Samples) -> Samples:
    """Return what leaves the canceller, moved back by its delay; shorter than `heard` by that."""
    hop = canceller.hop_frames
    starts = range(0, len(heard) - hop + 1, hop)
    left = [canceller.cancel(heard[start : start + hop], played[start : start + hop]) for start in starts]
    return np.concatenate(left)[canceller.delay_frames :]


@pytest.mark.slow
@pytest.mark.parametrize(("reverberation_seconds", "least_db"), [(0.35, 28.0), (1.5, 18.0)])
def test_an_echo_sinks_once_the_room_is_known(reverberation_seconds: float, least_db: float) -> None:
    played = syllables(12.0, 1)
    echo = echo_of(played, room_response(reverberation_seconds, 720))
    left = cancelled(EchoCanceller(), echo, played)
    assert loss_db(echo[3 * SECOND : 4 * SECOND], left[3 * SECOND : 4 * SECOND]) >= 10.0
    assert loss_db(echo[9 * SECOND : len(left)], left[9 * SECOND :]) >= least_db


@pytest.mark.slow
def test_a_user_over_the_echo_loses_less_than_a_decibel() -> None:
    played, user = syllables(16.0, 1), syllables(16.0, 2, level=0.06)
    user[: 6 * SECOND] = 0.0
    heard = echo_of(played, room_response(0.35, 720)) + user
    left = cancelled(EchoCanceller(), heard, played)
    kept, said = left[7 * SECOND :], user[7 * SECOND : len(left)]
    share = float(np.dot(kept, said) / np.dot(said, said))
    assert 20 * np.log10(share) == pytest.approx(0.0, abs=1.0)
    assert loss_db(share * said, kept - share * said) >= 10.0


def test_where_nothing_is_played_everything_passes() -> None:
    user = syllables(2.0, 1)
    left = cancelled(EchoCanceller(), user, np.zeros_like(user))
    assert loss_db(user, left - user[: len(left)]) >= 60.0


def test_while_it_is_not_open_everything_passes_and_it_learns() -> None:
    played = syllables(4.0, 1)
    echo = echo_of(played, room_response(0.2, 100))
    canceller = EchoCanceller()
    canceller.is_open = False
    left = cancelled(canceller, echo, played)
    assert loss_db(echo, left - echo[: len(left)]) >= 60.0
    assert 10 * np.log10(canceller.echo_power / (canceller.left_power + 1e-12)) > 10.0


@pytest.mark.slow
def test_steering_keeps_what_is_known_of_the_room() -> None:
    played = syllables(8.0, 1)
    echo = echo_of(played, room_response(0.2, 3_000))
    canceller = EchoCanceller(EchoCancellerSettings(tail_seconds=0.4))
    cancelled(canceller, echo[: 6 * SECOND], played[: 6 * SECOND])
    canceller.steer(2_560)
    assert canceller.late_hops == 8
    left = cancelled(canceller, echo[6 * SECOND :], played[6 * SECOND :])
    assert loss_db(echo[6 * SECOND : 6 * SECOND + len(left)], left) >= 18.0


@pytest.mark.slow
def test_an_echo_later_than_the_tail_is_reached_by_steering() -> None:
    played = syllables(8.0, 1)
    echo = echo_of(played, room_response(0.2, 8_000))
    canceller = EchoCanceller(EchoCancellerSettings(tail_seconds=0.3))
    canceller.steer(8_000 - 160)
    left = cancelled(canceller, echo, played)
    assert loss_db(echo[5 * SECOND : len(left)], left[5 * SECOND :]) >= 20.0


def test_steering_past_the_deepest_delay_stays_there() -> None:
    canceller = EchoCanceller(EchoCancellerSettings(deepest_delay_seconds=0.16))
    canceller.steer(1_000_000)
    assert canceller.late_hops == 8
    canceller.steer(-5)
    assert canceller.late_hops == 0


@pytest.mark.slow
def test_a_prediction_fits_until_the_echo_comes_at_another_time_and_again_once_that_is_learnt() -> None:
    played = syllables(20.0, 1)
    echo = echo_of(played, room_response(0.2, 500))
    canceller = EchoCanceller()
    cancelled(canceller, echo[: 6 * SECOND], played[: 6 * SECOND])
    assert canceller.fits
    assert canceller.fit == pytest.approx(1.0, abs=0.1)
    late = np.roll(echo, 800)
    cancelled(canceller, late[6 * SECOND : 7 * SECOND], played[6 * SECOND : 7 * SECOND])
    assert not canceller.fits
    canceller.learn_anew()
    assert canceller.fits
    left = cancelled(canceller, late[7 * SECOND :], played[7 * SECOND :])
    assert loss_db(late[13 * SECOND : 7 * SECOND + len(left)], left[6 * SECOND :]) >= 20.0
    assert canceller.fit == pytest.approx(1.0, abs=0.1)


@pytest.mark.slow
def test_full_scale_noise_leaves_it_finite_and_able_to_recover() -> None:
    chance = np.random.default_rng(5)
    played = syllables(12.0, 1)
    heard = echo_of(played, room_response(0.2, 100))
    heard[2 * SECOND : 4 * SECOND] = np.clip(chance.standard_normal(2 * SECOND), -1, 1)
    left = cancelled(EchoCanceller(), heard, played)
    assert np.isfinite(left).all()
    assert loss_db(heard[10 * SECOND : len(left)], left[10 * SECOND :]) >= 15.0


@pytest.mark.slow
def test_nothing_is_learnt_from_a_microphone_at_its_limit() -> None:
    played = syllables(12.0, 1)
    linear = echo_of(played, room_response(0.2, 100), 8.0)
    clipped = np.clip(linear, -1.0, 1.0)
    left = cancelled(EchoCanceller(), clipped, played)
    kept = np.abs(linear[: len(left)]) < 0.9
    kept[: 8 * SECOND] = False
    assert np.mean(np.abs(clipped) >= 1.0) > 0.005
    assert loss_db(clipped[: len(left)][kept], left[kept]) >= 15.0
