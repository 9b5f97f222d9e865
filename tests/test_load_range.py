"""One range of loads, in percent of the maximum, for plans, speech, the command line and the windows of cues."""

from pathlib import Path

import pytest

from cli.running import run
from repcue.core.catalogue import Catalogue
from repcue.core.intent import Misunderstood, understand
from repcue.core.messages import Intent, Lane, Utterance
from repcue.core.spoken_numbers import words_from_number
from repcue.core.units import LEAST_LOAD_PERCENT, MOST_LOAD_PERCENT
from repcue.edges.pack_files import read_packs
from repcue.packs.load import load_pack
from repcue.plans.load import load_plan
from support.english import english

RANGE = (LEAST_LOAD_PERCENT, MOST_LOAD_PERCENT)
OUTSIDE = (LEAST_LOAD_PERCENT - 1, MOST_LOAD_PERCENT + 1)
SMALLEST = (Path(__file__).parent / "packs" / "good" / "smallest.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("percent", [*RANGE, *OUTSIDE])
def test_speech_takes_the_range_and_tells_it(percent: int) -> None:
    phrase = f"{words_from_number(percent)} percent"
    meant = understand(Utterance(phrase, "script", Lane.NORMAL, (), 1.0, 1.2, 0.0, 1.0), english())
    if percent in RANGE:
        assert meant == Intent("set_percent", {"percent": percent}, phrase)
    else:
        assert isinstance(meant, Misunderstood)
        assert meant.sentence == (
            f"{percent} percent cannot be set; percent go from {RANGE[0]} to {RANGE[1]}, in whole numbers."
        )


@pytest.mark.parametrize("percent", [*RANGE, *OUTSIDE])
def test_plans_take_the_range_and_tell_it(percent: int) -> None:
    text = f"format: 1\ntitle: T\nexercises: [{{exercise: back-squat, load_percent: {percent}}}]\n"
    plan, problems = load_plan(text, "plan.yaml", Catalogue(read_packs(["essentials"]).packs))
    assert (plan is not None) == (percent in RANGE)
    assert [problem.hint for problem in problems] == ([] if plan else [f"Use {RANGE[0]} to {RANGE[1]}."])


@pytest.mark.parametrize("command", ["why", "preview"])
@pytest.mark.parametrize("percent", OUTSIDE)
def test_the_command_line_tells_the_range(command: str, percent: int) -> None:
    done = run(command, "bench", "press", "--load-percent", percent)
    assert (done.code, done.usage_sentence) == (
        2,
        f"argument --load-percent: '{percent}' is no number from {RANGE[0]} to {RANGE[1]} percent.",
    )


def test_the_window_of_a_cue_reaches_as_far() -> None:
    pack, problems = load_pack(SMALLEST.replace("away}", "away, least_load_percent: 101}"), "pack.yaml")
    assert (problems, pack is None) == ((), False)
    assert pack is not None
    cue = pack.exercises[0].cues[1]
    assert (cue.suits(100), cue.suits(101), cue.suits(MOST_LOAD_PERCENT)) == (False, True, True)
    pack, (problem,) = load_pack(SMALLEST.replace("away}", "away, most_load_percent: 151}"), "pack.yaml")
    assert (problem.sentence, problem.hint) == ("'151' is too large.", f"Use 0 to {MOST_LOAD_PERCENT}.")
