"""What a session takes from a tune-in, and `repcue tune-in` where there are no devices."""

import io
from pathlib import Path

import pytest

from cli.running import run
from repcue.cli.tuned import level_guess, tuned_for
from repcue.cli.tuning import Guidance
from repcue.core.tune_in import Phase, steps_for
from repcue.core.tuned import Tuned
from repcue.dsp.level import LevelGuess
from repcue.edges.tuned_file import ReadTuned
from repcue.tuning import Showing

TUNED = Tuned(
    microphone="mic",
    speaker="spk",
    engine="bundled",
    echo_delay_seconds=0.1,
    noise_dbfs=-50.0,
    speech_dbfs=-35.0,
    needed_score=0.42,
    troubles=("You are very soft.",),
)
KEPT = ReadTuned({("mic", "spk"): TUNED})


def test_a_session_on_tuned_devices_says_what_it_goes_by() -> None:
    assert tuned_for("mic", "spk", KEPT) == (
        TUNED,
        ("Tune-in: You are very soft.", "Tune-in: ordinary commands need a score of 0.42 here."),
    )


def test_other_devices_know_nothing() -> None:
    assert tuned_for("mic", "other", KEPT) == (None, ())


def test_a_broken_file_is_told_when_a_session_begins() -> None:
    assert tuned_for("mic", "spk", ReadTuned({}, "Broken.")) == (None, ("Broken.",))


def test_levels_begin_where_they_were() -> None:
    assert level_guess(TUNED) == LevelGuess(-50.0, -35.0)
    assert level_guess(None) is None
    assert level_guess(TUNED.model_copy(update={"speech_dbfs": None})) is None


def test_scores_of_another_ear_mean_something_else() -> None:
    assert (TUNED.needed_score_for("bundled"), TUNED.needed_score_for("vosk")) == (0.42, 0.5)


def test_where_nobody_draws_each_step_is_a_line() -> None:
    out = io.StringIO()
    guidance = Guidance(out)
    quiet, _, stop = steps_for(["stop"])
    for step, phase in ((quiet, Phase.PROMPT), (quiet, Phase.LISTEN), (stop, Phase.PROMPT), (stop, Phase.DONE)):
        guidance.show(Showing(step, phase, -30.0, 1.0))
    guidance.close()
    assert out.getvalue() == 'Be quiet for three seconds.\nSay "stop".\n'


@pytest.mark.slow
def test_a_microphone_that_is_not_there_is_told(home: Path) -> None:
    done = run("tune-in", "--mic", "no such microphone")
    assert done.code == 1
    assert "Traceback" not in done.err
    assert done.out == ""
