"""Lines about safety: each is said once in a session, and again where it was not heard."""

from dataclasses import replace

import pytest

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.line_watch import LineCut
from repcue.core.rep_speech import WORD_GAP_SECONDS
from repcue.core.schedule import SPEECH_GAP_SECONDS
from repcue.core.session import advance
from repcue.core.session_state import Session, State
from repcue.packs.drills import Drills, FeelSet
from repcue.packs.schema import Pack
from repcue.testing.sessions import BENCH_PRESS, SQUAT, gym, session_after
from support.rehearsals import Rehearsed, overlaps, rehearsed, spoken, tones

LINE = "Set the safety bars under the lowest point of the bar."
OTHER = "Bring the bells up from your knees."
ADVICE = "If it stays, stop training and get advice."
FEEL_SET = FeelSet(exercise="bench-press", before=("back-squat",), say="Light ones first.")
PACK: Pack = (
    gym()
    .packs[0]
    .model_copy(
        update={
            "exercises": (
                SQUAT.model_copy(update={"safety": (LINE,), "easier": "bench-press"}),
                BENCH_PRESS.model_copy(update={"safety": (OTHER,), "harder": "back-squat"}),
            ),
            "drills": Drills(feel_sets=(FEEL_SET,)),
        }
    )
)
WORDS = SQUAT.cues[0].model_copy(update={"set": "In this set, push the floor."})
BEFORE = PACK.model_copy(
    update={"exercises": (PACK.exercises[0].model_copy(update={"cues": (WORDS,)}), PACK.exercises[1])}
)
"""The same, with words before the set."""

SQUAT_PICKED = "0.5 squat\n"
"""The announcement lasts from 0.55 to 5.85 s, its line 2.5 s."""


def session() -> Session:
    return Session(Catalogue([PACK]))


def run(script: str, seconds: float = 30.0, pack: Pack = PACK) -> Rehearsed:
    return rehearsed(script, seconds, session=Session(Catalogue([pack])))


def heard_of(run: Rehearsed, line: str = LINE) -> list[str]:
    """Every answer with the line in it, as `played` or `cut` and its words."""
    return [f"{play['outcome']} {play['text']}" for play in run.plays("reply") if line in play["text"]]


WHOLE = f"squat three reps. Tempo four zero one zero {LINE}"


def test_a_line_that_is_heard_is_said_once() -> None:
    assert heard_of(run(f"{SQUAT_PICKED}8 sixty kilos\n10 next set\n24 stop\n30 next set", 45)) == [f"played {WHOLE}"]


def test_a_line_that_an_answer_cuts_follows_that_answer() -> None:
    told = run(f"{SQUAT_PICKED}4 sixty kilos")
    assert heard_of(told) == [f"cut {WHOLE}", f"played {LINE}"]
    answers = [play["text"] for play in told.plays("reply")]
    assert answers == [WHOLE, "sixty kilos.", LINE]


def test_a_line_that_two_answers_cut_follows_the_last_one() -> None:
    answers = run(f"{SQUAT_PICKED}4 sixty kilos\n6 ten reps").plays("reply")
    assert [play["text"] for play in answers][-2:] == ["ten reps.", LINE]
    assert answers[-1]["outcome"] == "played"


def test_once_it_was_heard_after_an_answer_the_introduction_goes_without_it() -> None:
    told = run(f"{SQUAT_PICKED}4 sixty kilos\n12 next set")
    assert told.plays("reply")[-1]["text"] == "squat Set one three reps."


INTRODUCED = f"squat Set one three reps. {LINE}"


@pytest.mark.parametrize("begun_at", ["1", "4", "5.2"])
def test_what_next_set_cuts_is_said_before_the_count(begun_at: str) -> None:
    told = run(f"{SQUAT_PICKED}{begun_at} next set")
    assert heard_of(told) == [f"cut {WHOLE}", f"played {INTRODUCED}"]
    counted = [play for play in told.plays("count") if play["text"] == "three"]
    assert told.said(INTRODUCED)["ended_frame"] < counted[0]["started_frame"]
    assert not overlaps(spoken(told))


def test_what_next_set_cuts_of_a_line_after_an_answer_is_said_before_the_count() -> None:
    told = run(f"{SQUAT_PICKED}4 sixty kilos\n5.7 next set")
    assert heard_of(told) == [f"cut {WHOLE}", f"cut {LINE}", f"played {INTRODUCED}"]


@pytest.mark.parametrize(("begun_at", "is_said"), [("4", False), ("9", True)])
def test_a_line_before_the_count_takes_the_place_of_the_cues_words(begun_at: str, is_said: bool) -> None:
    told = run(f"{SQUAT_PICKED}{begun_at} next set", 40, BEFORE)
    assert ("In this set, push the floor." in [play["text"] for play in told.plays("cue")]) is is_said


def test_a_line_before_the_count_makes_it_begin_later_by_as_long_as_it_lasts() -> None:
    first, heard = (run(f"{SQUAT_PICKED}{at} next set", 40) for at in ("4", "9"))
    line = tones(48_000).speech(LINE)
    assert line is not None
    # What is cut keeps its distance from what follows.
    lasts = line.frames + round((WORD_GAP_SECONDS + SPEECH_GAP_SECONDS) * 48_000)
    assert (first.zero() - 4 * 48_000) - (heard.zero() - 9 * 48_000) == lasts


def test_a_line_that_next_set_cut_and_pause_cut_again_is_said_when_the_set_goes_on() -> None:
    told = run(f"{SQUAT_PICKED}4 next set\n6 pause\n9 resume", 40)
    assert heard_of(told)[1:] == [f"cut {INTRODUCED}", f"played {LINE}"]


def test_a_line_that_next_set_cut_is_said_before_one_set_alone() -> None:
    assert len(heard_of(run(f"{SQUAT_PICKED}4 next set\n22 stop\n28 next set", 45))) == 2


def test_the_line_of_a_lift_that_was_only_a_drill_is_said_when_it_is_picked() -> None:
    drilled = session_after(ev.PickExercise("back-squat"), ev.DoFeelSet(), ev.BeginSet(), session=session())
    assert OTHER not in drilled.told
    (said,) = [
        each
        for each in advance(session_after(ev.StopSet(), session=drilled), ev.PickExercise("bench-press"))[1]
        if isinstance(each, fx.Say)
    ]
    assert said.line == OTHER


def test_a_line_that_was_heard_nearly_whole_is_not_said_again() -> None:
    end_seconds = run(SQUAT_PICKED).said(WHOLE)["ended_frame"] / 48_000
    nearly = run(f"{SQUAT_PICKED}{end_seconds - 0.3:.2f} sixty kilos")
    assert heard_of(nearly) == [f"cut {WHOLE}"]
    sooner = run(f"{SQUAT_PICKED}{end_seconds - 0.6:.2f} sixty kilos")
    assert heard_of(sooner) == [f"cut {WHOLE}", f"played {LINE}"]


def test_repeat_that_says_it_with_the_rest_and_not_a_third_time() -> None:
    assert heard_of(run(f"{SQUAT_PICKED}4 repeat that")) == [f"cut {WHOLE}", f"played {WHOLE}"]


def test_a_line_that_the_question_for_the_end_cuts_is_said_before_the_set() -> None:
    told = run(f"{SQUAT_PICKED}4 end workout\n8 no carry on\n12 next set")
    assert heard_of(told) == [f"cut {WHOLE}", f"played squat Set one three reps. {LINE}"]


def test_a_line_that_the_alarm_cuts_is_said_before_the_set() -> None:
    told = run(f"{SQUAT_PICKED}4 help me\n8 stop\n12 next set")
    assert heard_of(told) == [f"cut {WHOLE}", f"played squat Set one three reps. {LINE}"]


def test_a_line_that_a_feel_set_cuts_is_said_before_the_first_set_of_the_lift_itself() -> None:
    begun = session_after(ev.PickExercise("back-squat"), ev.DoFeelSet(), LineCut(LINE), session=session())
    assert begun.unheard == {LINE}
    back = session_after(ev.SkipRest(), session=begun)
    (begin,) = [each for each in advance(back, ev.BeginSet())[1] if isinstance(each, fx.StartCountIn)]
    assert (begin.introduction[-1], begin.line) == (LINE, LINE)


def test_a_line_in_an_introduction_that_is_cut_by_pause_is_said_when_the_set_goes_on() -> None:
    told = run(f"{SQUAT_PICKED}4 end workout\n8 no carry on\n12 next set\n15 pause\n18 resume", 40)
    assert heard_of(told)[1:] == [f"cut squat Set one three reps. {LINE}", f"played {LINE}"]
    assert told.states()[-1] in ("lifting", "resting")


def test_a_line_in_an_introduction_that_is_cut_by_stop_follows_the_answer() -> None:
    told = run(f"{SQUAT_PICKED}4 end workout\n8 no carry on\n12 next set\n15 stop")
    assert [play["text"] for play in told.plays("reply")][-2:] == ["Stopped.", LINE]


def test_nothing_is_urged_on_who_is_hurt_until_the_next_set() -> None:
    told = run(f"{SQUAT_PICKED}4 that hurts\n14 next set")
    assert [play["text"] for play in told.plays("reply")][1:] == [ADVICE, f"squat Set one three reps. {LINE}"]


def test_picking_another_lift_drops_the_line_of_the_first_until_that_is_picked_again() -> None:
    told = run(f"{SQUAT_PICKED}4 bench\n12 squat\n22 next set", 40)
    assert heard_of(told) == [f"cut {WHOLE}", f"played {WHOLE}"]
    assert len(heard_of(told, OTHER)) == 1


def test_an_easier_lift_has_its_own_line_said_once() -> None:
    _, effects = advance(session_after(ev.PickExercise("back-squat"), session=session()), ev.Easier())
    (said,) = [effect for effect in effects if isinstance(effect, fx.Say)]
    assert (said.texts[-1], said.line) == (OTHER, OTHER)
    assert OTHER not in said.shorter


def test_a_line_without_room_is_said_before_the_set_and_not_at_once() -> None:
    picked = session_after(ev.PickExercise("back-squat"), session=session())
    following, effects = advance(picked, LineCut(LINE, had_room=False))
    assert (set(following.unheard), effects) == ({LINE}, ())


@pytest.mark.parametrize("state", [State.CONFIRMING, State.ASLEEP, State.PAUSED])
def test_where_it_cannot_be_said_at_once_it_is_kept_for_the_set(state: State) -> None:
    held = replace(session_after(ev.PickExercise("back-squat"), session=session()), state=state)
    following, effects = advance(held, LineCut(LINE))
    assert (set(following.unheard), effects) == ({LINE}, ())


def test_a_line_is_kept_for_one_set_alone() -> None:
    told = run(f"{SQUAT_PICKED}4 end workout\n8 no carry on\n12 next set\n28 stop\n34 next set", 50)
    assert len(heard_of(told)) == 2
