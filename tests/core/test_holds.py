"""Holds: exercises that are held for seconds and not repeated, from the plan to what is heard in one."""

from dataclasses import replace
from typing import Any

import pytest
import yaml

from repcue.core import effects as fx
from repcue.core import events as ev
from repcue.core.catalogue import Catalogue
from repcue.core.coaching import situation_of
from repcue.core.experience import Experience
from repcue.core.holds import SecondHeld
from repcue.core.records import set_record
from repcue.core.saved_packs import PacksSaved
from repcue.core.session import advance
from repcue.core.session_state import Session, State
from repcue.core.situation import CueFrequency
from repcue.plans.load import load_plan
from repcue.plans.schema import PlanEntry
from repcue.settings import Settings
from repcue.testing.sessions import PLANK, gym, session_after
from support.cue_rules import speech_over_speech
from support.rehearsals import Fields, rehearsed

PICKED = (ev.PickExercise("plank"),)
HOLDING = (*PICKED, ev.BeginSet(), ev.CountInDone(), SecondHeld(1), SecondHeld(2))


def target(session: Session) -> tuple[object, ...]:
    return session.hold_seconds, str(session.tempo), session.target_reps


def said(*happened: ev.Event, session: Session | None = None) -> str:
    """What is said after the last of some events."""
    before = session_after(*happened[:-1], session=session)
    _, effects = advance(before, happened[-1])
    texts = [text for effect in effects if isinstance(effect, fx.Say) for text in effect.texts]
    return " ".join(texts + [effect.sentence for effect in effects if isinstance(effect, fx.Refuse)])


def hold_of(seconds: int, **session: object) -> Session:
    """A session in which a plank of so many seconds is picked."""
    plank = PLANK.model_copy(update={"hold_seconds": seconds})
    (pack,) = gym().packs
    catalogue = Catalogue([pack.model_copy(update={"exercises": (plank,)})])
    return replace(session_after(*PICKED, session=Session(catalogue)), **session)  # type: ignore[arg-type]


def heard_in(seconds: int, settings: Settings | None = None, **session: object) -> list[Fields]:
    """The log of one hold, from "next set" to the words after it."""
    run = rehearsed("0.5 next set", seconds + 18, session=hold_of(seconds, **session), settings=settings or Settings())
    return run.records


def words_in(records: list[Fields]) -> list[tuple[float, str]]:
    """What is said in the hold, each with the second of it in which it is heard."""
    (zero,) = [record["due_frame"] for record in records if record["kind"] == "phase"]
    spoken = [
        record for record in records if record["kind"] == "play" and record["text"] and record["class"] != "reply"
    ]
    return [
        (round((play["anchor_frame"] - zero) / 48_000, 2), play["text"])
        for play in spoken
        if play["anchor_frame"] >= zero and play["started_frame"] is not None
    ]


def test_what_is_held_has_one_hold_for_its_target() -> None:
    assert target(session_after(*PICKED)) == (30, "0-0-0-30", 1)
    assert said(*PICKED) == "plank For thirty seconds."
    assert said(*PICKED, ev.WhatTempo()) == "For thirty seconds."
    assert said(*PICKED, ev.WhatsNext()) == "Next: plank Set one For thirty seconds."


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ({}, (30, "0-0-0-30", 1)),
        ({"hold_seconds": 75}, (75, "0-0-0-75", 1)),
        ({"reps": 4}, (None, "0-5-0-5", 4)),
        ({"tempo": "2-0-2-0"}, (None, "2-0-2-0", 3)),
    ],
)
def test_a_plan_says_how_long_is_held_or_that_it_is_moved(entry: dict[str, Any], wanted: tuple[object, ...]) -> None:
    plan = (PlanEntry(exercise="plank", **entry),)
    assert target(session_after(ev.NextExercise(), session=Session(gym(), plan=plan))) == wanted


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"exercise": "squat", "hold_seconds": 30}, "squat is moved and not held."),
        ({"exercise": "plank", "hold_seconds": 30, "reps": 3}, "a hold has no reps."),
        ({"exercise": "plank", "hold_seconds": 30, "tempo": "3-1-1-0"}, "a hold has no tempo."),
    ],
)
def test_a_plan_that_wants_both_is_told_so(entry: dict[str, Any], told: str) -> None:
    plan, (problem,) = load_plan(
        yaml.safe_dump({"format": "1", "title": "A day", "exercises": [entry]}), "plan.yaml", gym()
    )
    assert plan is None
    assert told in str(problem)


def test_repetitions_or_a_tempo_make_it_move_and_normal_tempo_makes_it_held_again() -> None:
    assert target(session_after(*PICKED, ev.SetReps(8))) == (None, "0-5-0-5", 8)
    moved = session_after(*PICKED, ev.SetTempo("4", "0", "1", "0"))
    assert target(moved) == (None, "4-0-1-0", 3)
    assert target(session_after(ev.SetReps(8), session=moved)) == (None, "4-0-1-0", 8)
    assert target(session_after(ev.NormalTempo(), session=moved)) == (30, "0-0-0-30", 1)
    assert target(session_after(ev.Undo(), session=moved)) == (30, "0-0-0-30", 1)
    asked = session_after(*PICKED, ev.SetTempo("10", "1", "0", "0"))
    assert target(session_after(ev.ConfirmNo(), session=asked)) == (30, "0-0-0-30", 1)
    assert target(session_after(ev.ConfirmYes(), session=asked)) == (None, "10-1-0-0", 3)


@pytest.mark.parametrize(
    "event",
    [
        *(ev.Slower(), ev.Faster(), ev.SetTempo("4", "0", "1", "0"), ev.NormalTempo(), ev.SetReps(5)),
        *(ev.MoreReps(2), ev.LastRep()),
    ],
)
def test_a_hold_under_way_takes_no_word_about_repetitions(event: ev.Event) -> None:
    for more in ((), (ev.PauseSet(),)):
        holding = session_after(*HOLDING, *more)
        assert advance(holding, event) == (
            holding,
            (fx.Refuse("wrong_state", "This is held, not moved.", is_spoken=True),),
        )


def test_what_was_held_is_told_and_written() -> None:
    assert said(*HOLDING, ev.HowManyReps()) == "two seconds."
    assert said(*HOLDING, ev.StopSet()).startswith("Stopped. two seconds. Rest")
    assert said(*HOLDING, ev.Failed()).startswith("Set over. two seconds. Rest")
    assert said(*HOLDING, ev.RepDone(1, is_last=True)).startswith("And relax. Rest one minute.")
    stopped = set_record(session_after(*HOLDING), "stopped")
    assert (stopped["hold_seconds"], stopped["held_seconds"], stopped["reps"]) == (30, 2, 0)
    assert session_after(*HOLDING, ev.RepDone(1, is_last=True), ev.HowManyReps()).held_seconds == 30
    assert session_after(*HOLDING, ev.StopSet(), ev.BeginSet()).held_seconds == 0


def test_a_hold_that_is_done_cannot_go_on() -> None:
    done = (*HOLDING, ev.RepDone(1, is_last=True), ev.Undo())
    assert said(*done) == "The set is open again. The hold is done. Say stop."
    assert said(*done, ev.ResumeSet()) == "The hold is done. Say stop."


def test_again_repeats_a_hold_as_a_hold() -> None:
    session = session_after(*HOLDING, ev.RepDone(1, is_last=True), ev.PickExercise("back-squat"), ev.RepeatSet())
    assert (session.state, *target(session)) == (State.COUNT_IN, 30, "0-0-0-30", 1)


def test_a_saved_pack_changes_how_long_is_held() -> None:
    (pack,) = gym().packs
    longer = PLANK.model_copy(update={"hold_seconds": 45})
    saved = PacksSaved((pack.model_copy(update={"exercises": (longer,)}),))
    assert target(session_after(*PICKED, saved)) == (45, "0-0-0-45", 1)
    assert target(session_after(*PICKED, ev.SetReps(8), saved)) == (None, "0-5-0-5", 8)


def test_how_heavy_a_hold_is_its_one_repetition_does_not_tell() -> None:
    assert situation_of(session_after(*PICKED)).reps is None


def test_a_long_hold_tells_its_half_its_last_ten_seconds_and_counts_down() -> None:
    records = heard_in(40)
    assert words_in(records) == [
        (3.11, "Push the floor away"),
        (20.0, "Half way."),
        (30.0, "Ten seconds."),
        (37.0, "three"),
        (38.0, "two"),
        (39.0, "one"),
    ]
    assert speech_over_speech(records) == []


def test_a_short_hold_tells_what_it_has_room_for() -> None:
    assert words_in(heard_in(20))[1:] == [(10.0, "Half way."), (17.0, "three"), (18.0, "two"), (19.0, "one")]
    assert [text for _, text in words_in(heard_in(5))] == ["Floor", "three", "two", "one"]


def test_a_hold_ticks_every_second_to_the_sample() -> None:
    records = heard_in(300)
    (zero,) = [record["due_frame"] for record in records if record["kind"] == "phase"]
    ticks = [
        record["started_frame"] - zero
        for record in records
        if record["kind"] == "play" and record["class"] == "tick" and record["started_frame"] >= zero
    ]
    assert [frame for frame in ticks if frame < 300 * 48_000] == [second * 48_000 for second in range(300)]


def test_counted_seconds_go_up_to_the_end() -> None:
    records = heard_in(12, Settings(count="seconds"))
    words = dict(words_in(records))
    assert {float(second): words.get(second) for second in (1, 2, 6, 11, 12)} == {
        1.0: "one",
        2.0: "two",
        6.0: "Half way.",
        11.0: "eleven",
        12.0: "twelve",
    }
    assert speech_over_speech(records) == []


def test_ticks_alone_leave_the_cue() -> None:
    assert words_in(heard_in(12, Settings(count="ticks"))) == [(3.11, "Push the floor away")]


def test_a_hold_without_cues_says_why() -> None:
    cues = [cue for cue in heard_in(12, cue_frequency=CueFrequency.NONE) if cue["kind"] == "cue"]
    assert [(cue["rep_number"], cue["form"], cue["reason"]) for cue in cues] == [(1, "silent", "cues are off")]


def test_a_hold_that_is_stopped_is_silent_from_then_on() -> None:
    run = rehearsed("0.5 next set\n20 stop", 60, session=hold_of(40), settings=Settings())
    after = [play for play in run.plays("tick", "cue") if play["started_frame"] > 21 * 48_000]
    assert [play["clip"] for play in after if play["clip"].startswith("tick.")] == []


def test_a_cue_that_is_taken_back_in_a_hold_is_not_said() -> None:
    run = rehearsed("0.5 next set\n6 no cues", 60, session=hold_of(40), settings=Settings())
    said_in_hold = [cue for cue in run.of_kind("cue") if cue["rep_number"] == 1]
    assert {cue["form"] for cue in said_in_hold} == {"silent"}


def test_an_answer_in_a_hold_takes_the_place_of_a_counted_second() -> None:
    script = "0.5 next set\n20.4 louder\n24.2 what can i say"
    run = rehearsed(script, 62, session=hold_of(40), settings=Settings(count="seconds"))
    assert speech_over_speech(run.records) == []
    assert [play["text"] for play in run.plays("reply")][1:3] == ["Louder.", "Say stop, pause, slower, or last one."]


def test_a_hold_is_announced_with_how_long_it_was_held_last_time() -> None:
    known = Session(gym(), known={"plank": Experience(2, held_seconds=25), "back-squat": Experience(2)})
    assert said(*PICKED, session=known) == "plank For thirty seconds. Last time twenty five seconds."
    assert said(ev.PickExercise("back-squat"), session=known) == "squat three reps. Tempo four zero one zero"
    assert said(*PICKED, ev.SetReps(5), ev.PickExercise("plank"), session=known).startswith("plank five reps. Tempo")


def test_a_hold_that_is_new_is_announced_without_a_last_time() -> None:
    assert said(*PICKED) == "plank For thirty seconds."
    assert said(*PICKED, session=Session(gym(), known={"plank": Experience(3)})) == "plank For thirty seconds."


def test_before_its_second_set_nothing_is_said_of_last_time() -> None:
    known = Session(gym(), known={"plank": Experience(2, held_seconds=25)})
    done = (*HOLDING, ev.RepDone(1, is_last=True))
    assert said(*done, ev.PickExercise("plank"), session=known) == "plank Set two For thirty seconds."
