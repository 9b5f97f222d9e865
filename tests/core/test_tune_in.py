"""The guide's table, and what three scores make of the demand."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.tune_in import (
    TABLE,
    Guide,
    Happening,
    Phase,
    StepKind,
    advance,
    longest_seconds,
    steps_for,
)
from repcue.core.tuned import LEAST_NEEDED_SCORE, needed_score_after

STEPS = steps_for(["stop", "next set", "bench press"])


def test_what_the_table_does_not_have_changes_nothing() -> None:
    for index, phase, happening in product(range(len(STEPS)), Phase, Happening):
        guide = Guide(STEPS, index, phase, 1.0)
        if (guide.step.kind, phase, happening) not in TABLE:
            assert advance(guide, happening, 2.0) is guide


def test_every_step_is_left_when_its_time_is_up() -> None:
    guide, passed = Guide(STEPS), [StepKind.QUIET]
    for second in range(20):
        happening = Happening.PROMPT_OVER if guide.phase is Phase.PROMPT else Happening.TIME_UP
        guide = advance(guide, happening, float(second))
        if guide.phase is Phase.PROMPT:
            passed.append(guide.step.kind)
    assert guide.phase is Phase.DONE
    assert passed == [step.kind for step in STEPS]


def test_a_command_that_was_understood_ends_its_step_and_quiet_does_not() -> None:
    assert advance(Guide(STEPS, 2, Phase.LISTEN), Happening.UNDERSTOOD, 1.0).index == 3
    assert advance(Guide(STEPS, 0, Phase.LISTEN), Happening.UNDERSTOOD, 1.0).index == 0


def test_only_when_the_user_was_asked_to_speak_is_a_microphone_given_up() -> None:
    assert advance(Guide(STEPS, 0, Phase.LISTEN), Happening.NO_SOUND, 1.0).phase is Phase.LISTEN
    assert advance(Guide(STEPS, 2, Phase.LISTEN), Happening.NO_SOUND, 1.0).phase is Phase.DONE


def test_it_takes_less_than_a_minute_with_the_slowest_voice() -> None:
    assert longest_seconds(STEPS, [4.0] * len(STEPS)) < 60.0


@given(st.lists(st.floats(0.0, 1.0), max_size=5))
@settings(deadline=None, derandomize=True)
def test_the_demand_stays_within_its_bounds_and_is_lowered_only_for_three_low_scores(scores: list[float]) -> None:
    needed = needed_score_after(scores)
    assert LEAST_NEEDED_SCORE <= needed <= CERTAIN_SCORE
    if len(scores) < 3 or max(scores) >= CERTAIN_SCORE:
        assert needed == CERTAIN_SCORE
