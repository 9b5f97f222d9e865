"""The question how well a muscle was felt: what is no answer is told what is, and nothing is noted."""

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.session import advance
from repcue.core.session_state import Session
from repcue.packs.drills import Drills, FeelSet
from repcue.packs.schema import Pack
from repcue.testing.sessions import BENCH_PRESS, SQUAT, session_after
from support.english import english
from support.rehearsals import Rehearsed, rehearsed

AGAIN = "From one to five. Say feel, and the number."
FEEL_SET = FeelSet(exercise="bench-press", before=("bench-press",), say="Light ones first.")
PACK = Pack(
    format="1",
    id="feel",
    title="Feel",
    version="1.0.0",
    author="A",
    licence="CC0-1.0",
    exercises=(BENCH_PRESS, SQUAT),
    drills=Drills(feel_sets=(FEEL_SET,)),
)
ASKED = "0.5 bench press\n6 feel set\n13 next set\n30 stop\n"
"""The feel set ends after 30 s, and the question has been asked after 40 s."""


def asked_and(answer: str, seconds: float = 60.0) -> Rehearsed:
    return rehearsed(f"{ASKED}{answer}", seconds, session=Session(Catalogue([PACK])))


def answers(run: Rehearsed, after_seconds: float) -> list[str]:
    return [play["text"] for play in run.plays("reply") if play["started_frame"] > after_seconds * run.sample_rate]


@pytest.mark.parametrize("number", ["six", "seven", "eight", "nine", "ten"])
def test_feel_and_a_number_above_five_is_heard_as_what_it_is_and_asked_again(number: str) -> None:
    intent = english().understand(f"feel {number}")
    assert intent is not None
    score = intent.slots["score"]
    assert isinstance(score, int)
    rested = session_after(ev.PickExercise("back-squat"), ev.BeginSet(), ev.CountInDone(), ev.StopSet())
    following, effects = advance(rested, ev.FeelScore(score))
    assert following is rested
    assert effects == (fx.Refuse("bad_value", AGAIN, is_spoken=True),)


@pytest.mark.parametrize("answer", ["nine", "four", "thirty", "feel nine", "feel eleven"])
def test_what_answers_the_question_without_a_score_is_asked_again_and_noted_nowhere(answer: str) -> None:
    run = asked_and(f"45 {answer}")
    assert run.of_kind("feel") == []
    assert answers(run, 45)[0] == AGAIN
    (refused,) = run.of_kind("refused")
    assert refused["said"] == AGAIN


def test_the_answer_after_that_is_noted() -> None:
    run = asked_and("45 nine\n50 feel four")
    assert [each["feel"] for each in run.of_kind("feel")] == [4]
    assert answers(run, 50)[0] == "four Noted."


@pytest.mark.parametrize("script", ["45 feel four\n50 nine", "45 next exercise\n50 nine"])
def test_a_bare_number_is_no_answer_once_nothing_is_asked(script: str) -> None:
    run = asked_and(script)
    assert AGAIN not in answers(run, 40)
    assert [each["said"] for each in run.of_kind("refused")] == [None]


def test_a_bare_number_in_a_set_stays_without_an_answer() -> None:
    run = rehearsed("0.5 squat\n4 next set\n14 nine\n15 feel nine", 20.0)
    assert AGAIN not in answers(run, 4)
