import pytest

from repcue.bench.hearing_statistics import percentiles, rate_interval, share_interval


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_shares_have_wilsons_interval(successes: int, trials: int, low: float, high: float) -> None:
    """The last is the example of Newcombe (1998), table I."""
    assert share_interval(successes, trials) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize(("events", "low", "high"), [(0, 0.0, 3.689), (1, 0.025, 5.572), (100, 81.364, 121.627)])
def test_rates_have_the_exact_poisson_interval(events: int, low: float, high: float) -> None:
    """From the chi-square quantiles, as in any table of Poisson limits."""
    assert rate_interval(events, 1.0) == pytest.approx((low, high), abs=2e-3)


def test_many_events_are_counted_as_exactly() -> None:
    interval = rate_interval(800, 1.0)
    assert interval is not None
    assert interval == pytest.approx((745.5, 857.4), abs=0.5)


def test_no_trials_tell_nothing() -> None:
    assert share_interval(0, 0) == (0.0, 1.0)
    assert rate_interval(0, 0.0) is None
    assert percentiles([]) == {"p50": None, "p95": None}
