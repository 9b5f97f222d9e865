"""Sessions from what was heard to what is played and logged."""

import json
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from repcue.core import effects
from repcue.core.doubt import ADDRESSED_SCORE
from repcue.core.messages import Lane, Partial, Utterance
from repcue.core.rules import RULES
from repcue.core.session_state import Session, State
from repcue.pipeline import CONFIRM_SECONDS, LEAD_FRAMES, Pipeline
from repcue.settings import Settings
from repcue.testing.sessions import gym
from support.rehearsals import Fields, Rehearsed, overlaps, rehearsed, spoken, tones, wired

RATE = 48_000
EVERYTHING = """
0.5 deadlift
1 squat
3 ten reps
5 next set
18 slower
24 two more
25 what tempo
30 pause
32 resume
38.6 how many reps
42 last one
47 add thirty seconds
50 time left
52 louder
54 bench
56 next set
70 stop
72 undo that
74 resume
90 help me
95 stop
96 stop
98 end workout
101 yes end it
"""
"""Everything at once: 105 seconds with two sets, a rest, a false stop, the alarm, and refusals on the way."""


@pytest.fixture(scope="module")
def everything() -> Rehearsed:
    return rehearsed(EVERYTHING, 120)


def heard(text: str, *, score: float = 1.0, lane: Lane = Lane.NORMAL) -> Utterance:
    return Utterance(text, "script", lane, (), 0.0, 0.0, 0.0, score)


def test_a_set_is_paced_from_the_words_to_the_last_repetition() -> None:
    run = rehearsed("0.5 squat\n5 next set", 40)
    assert run.states() == ["idle", "ready", "count-in", "lifting", "resting"]
    ends = [run.zero() + rep * 5 * RATE for rep in (1, 2, 3)]
    assert [rep["ended_frame"] for rep in run.of_kind("rep")] == ends
    assert [(each["outcome"], each["reps"]) for each in run.of_kind("set")] == [("started", 0), ("finished", 3)]
    for word, end_frame in zip(("one", "two", "three"), ends, strict=True):
        assert end_frame in [play["anchor_frame"] for play in run.plays("count") if play["text"] == word]


def test_an_answer_begins_a_lead_after_the_step_in_which_it_was_heard() -> None:
    run = rehearsed("0.5 squat", 5)
    (reply,) = run.plays("reply")
    assert reply["started_frame"] == run.frame(0.51) + LEAD_FRAMES


def test_every_tick_begins_when_due(everything: Rehearsed) -> None:
    ticks = [play for play in everything.of_kind("play") if play["class"] == "tick" and play["outcome"] == "played"]
    assert len(ticks) > 60
    assert all(tick["started_frame"] == tick["due_frame"] == tick["anchor_frame"] for tick in ticks)


def test_nothing_is_said_over_anything_else(everything: Rehearsed) -> None:
    assert overlaps(spoken(everything)) == []


def test_every_repetition_that_was_done_has_one_cue_or_one_reason(everything: Rehearsed) -> None:
    assert_every_rep_has_its_cue(everything)


def assert_every_rep_has_its_cue(run: Rehearsed) -> None:
    begun: list[int] = []
    told: list[int] = []
    for record in run.records:
        if record["kind"] == "rep":
            begun.append(record["rep_number"])
        elif record["kind"] == "cue":
            told.append(record["rep_number"])
            assert record["form"] == "rep" or record["reason"]
    assert set(begun) <= set(told)


def test_stop_is_silence_within_the_lead_and_a_fade() -> None:
    run = rehearsed("0.5 squat\n5 next set\n17.3 stop", 25)
    stop = run.frame(17.31) + LEAD_FRAMES
    paced = [play for play in run.plays("tick", "count", "cue") if play["started_frame"] < run.frame(24)]
    assert max(play["ended_frame"] for play in paced) <= stop + run.frame(0.005)
    assert stop <= run.said("Stopped. one rep. Rest one minute.")["started_frame"] <= stop + run.frame(0.08)
    without_words = rehearsed("0.5 squat\n5 next set\n10.3 stop", 25, clips=only_silence())
    assert not np.any(without_words.sound[run.frame(10.31) + LEAD_FRAMES + run.frame(0.005) :])


def test_a_repetition_that_ends_in_the_step_of_the_stop_counts_and_one_after_it_does_not() -> None:
    first_end = rehearsed("0.5 squat\n5 next set", 30).of_kind("rep")[0]["ended_frame"] / RATE
    for said_at, reps in ((first_end - 0.02, 0), (first_end, 1)):
        run = rehearsed(f"0.5 squat\n5 next set\n{said_at:.3f} stop", 25)
        assert [each["reps"] for each in run.of_kind("set") if each["outcome"] == "stopped"] == [reps]
        assert len(run.of_kind("rep")) == reps


def test_stop_in_the_count_in_begins_no_set() -> None:
    run = rehearsed("0.5 squat\n5 next set\n7 stop", 20)
    assert run.states()[-1] == "ready"
    assert run.of_kind("set") == run.of_kind("phase") == run.of_kind("rest") == []


def test_a_change_of_tempo_takes_effect_at_the_next_repetition() -> None:
    begun = rehearsed("0.5 squat\n5 next set", 20).zero()
    run = rehearsed(f"0.5 squat\n5 next set\n{begun / RATE + 1:.2f} slower", 40)
    lengths = [rep["ended_frame"] - rep["started_frame"] for rep in run.of_kind("rep")]
    assert lengths == [5 * RATE, 6 * RATE, 6 * RATE]


def test_a_change_of_tempo_in_the_count_in_takes_effect_at_the_first_repetition() -> None:
    run = rehearsed("0.5 squat\n5 next set\n8 faster", 40)
    assert [rep["ended_frame"] - rep["started_frame"] for rep in run.of_kind("rep")] == [4 * RATE] * 3


@pytest.mark.parametrize("before_end", [2.0, 0.5, 0.3, 0.2, 0.1, 0.06])
def test_two_more_until_the_last_instant_goes_on_without_a_break(before_end: float) -> None:
    zero = rehearsed("0.5 squat\n5 next set", 20).zero()
    run = rehearsed(f"0.5 squat\n5 next set\n{zero / RATE + 15 - before_end:.3f} two more", 50)
    assert [rep["started_frame"] for rep in run.of_kind("rep")] == [zero + rep * 5 * RATE for rep in range(5)]
    assert_every_rep_has_its_cue(run)
    assert overlaps(spoken(run)) == []


def test_two_more_when_nothing_can_be_laid_out_in_time_counts_in_again() -> None:
    zero = rehearsed("0.5 squat\n5 next set", 20).zero()
    run = rehearsed(f"0.5 squat\n5 next set\n{zero / RATE + 15 - 0.03:.3f} two more", 60)
    assert run.states()[-4:] == ["lifting", "count-in", "lifting", "resting"]
    assert [rep["rep_number"] for rep in run.of_kind("rep")] == [1, 2, 3, 4, 5]
    assert [each["outcome"] for each in run.of_kind("set")] == ["started", "finished"]
    assert zero + 15 * RATE in [play["anchor_frame"] for play in run.plays("count") if play["text"] == "three"]
    assert overlaps(spoken(run)) == []


@pytest.mark.parametrize("before_end", [2.0, 0.2, 0.05])
def test_last_one_ends_the_set_with_the_repetition_under_way(before_end: float) -> None:
    zero = rehearsed("0.5 squat\n3 ten reps\n5 next set", 20).zero()
    run = rehearsed(f"0.5 squat\n3 ten reps\n5 next set\n{zero / RATE + 10 - before_end:.3f} last one", 30)
    assert [rep["rep_number"] for rep in run.of_kind("rep")] == [1, 2]
    assert [(each["outcome"], each["reps"]) for each in run.of_kind("set")][-1] == ("finished", 2)
    assert [phase["rep_number"] for phase in run.of_kind("phase")] == [1, 1, 2, 2]
    assert run.states()[-1] == "resting"


def test_last_one_takes_back_the_cue_of_a_repetition_that_will_not_come() -> None:
    script = "0.5 deadlift\n5 next set"
    second = rehearsed(script, 30).of_kind("rep")[1]["started_frame"] / RATE
    run = rehearsed(f"{script}\n{second + 0.5:.2f} last one", 30)
    assert [rep["rep_number"] for rep in run.of_kind("rep")] == [1, 2]
    assert [(cue["rep_number"], cue["form"], cue["reason"]) for cue in run.of_kind("cue")][-1] == (
        *(3, "silent"),
        "no repetition follows",
    )
    late = rehearsed(f"{script}\n{second + 3.6:.2f} last one", 30)
    assert [(cue["rep_number"], cue["form"]) for cue in late.of_kind("cue")][-1] == (3, "key")


def test_every_effect_is_carried_out() -> None:
    known = vars(Pipeline)["_carry_out"].dispatcher.registry
    kinds = {kind for kind in vars(effects).values() if isinstance(kind, type) and issubclass(kind, effects.Effect)}
    assert kinds - {effects.Effect} <= set(known)
    pipeline, _ = wired([])
    with pytest.raises(TypeError, match="nobody carries out Effect"):
        pipeline._carry_out(effects.Effect())


def test_an_open_ended_set_lasts_until_stop() -> None:
    run = rehearsed("0.5 squat\n3 no target\n6 next set\n70 stop", 80)
    assert run.of_kind("set")[-1]["outcome"] == "stopped"
    assert run.of_kind("set")[-1]["target_reps"] is None
    assert run.of_kind("set")[-1]["reps"] == len(run.of_kind("rep")) > 9


def test_a_paused_set_goes_on_with_the_repetition_that_was_held() -> None:
    run = rehearsed("0.5 squat\n5 next set\n20 pause\n25 resume", 60)
    assert [rep["rep_number"] for rep in run.of_kind("rep")] == [1, 2, 3]
    assert 3 * RATE <= run.zero() - run.frame(25.01) - LEAD_FRAMES < 4 * RATE
    assert {play["reason"] for play in run.of_kind("play") if play["outcome"] != "played"} == {"paused"}


def test_a_pause_in_the_count_in_leaves_one_set_in_the_log() -> None:
    run = rehearsed("0.5 squat\n5 next set\n7 pause\n9 resume", 40)
    assert [each["outcome"] for each in run.of_kind("set")] == ["started", "finished"]


def test_a_false_stop_is_taken_back() -> None:
    run = rehearsed("0.5 squat\n5 next set\n20 stop\n22 undo that\n25 resume", 60)
    assert run.states()[4:8] == ["resting", "paused", "count-in", "lifting"]
    assert [rest["change"] for rest in run.of_kind("rest")] == ["started", "skipped", "started"]
    assert [rep["rep_number"] for rep in run.of_kind("rep")] == [1, 2, 3]
    assert [each["outcome"] for each in run.of_kind("set")] == ["started", "stopped", "finished"]


def test_the_rest_is_announced_on_its_beats() -> None:
    run = rehearsed("0.5 squat\n5 next set", 95)
    start = run.of_kind("rep")[-1]["ended_frame"]
    end = start + 60 * RATE
    anchors = {
        play["text"]: play["anchor_frame"] for play in run.plays("count") if play["started_frame"] > start + RATE
    }
    assert anchors["Half way."] == start + 30 * RATE
    assert anchors["Ten seconds."] == end - 10 * RATE
    assert [anchors[word] for word in ("three", "two", "one")] == [end - beat * RATE for beat in (3, 2, 1)]
    pips = [play["started_frame"] for play in run.plays("tick") if play["clip"] == "rest.pip"]
    assert pips == [end - beat * RATE for beat in (3, 2, 1)]
    assert [play["started_frame"] for play in run.plays("alert")] == [end]
    (over,) = [state for state in run.of_kind("state") if state["because"] == "RestDone"]
    assert over["at_seconds"] == end / RATE
    rests = [(rest["change"], rest["planned_seconds"], rest["left_seconds"]) for rest in run.of_kind("rest")]
    assert rests == [("started", 60, 60.0), ("over", 60, 0.0)]


def test_a_rest_is_extended_asked_about_and_skipped() -> None:
    run = rehearsed("0.5 squat\n5 next set\n35 add thirty seconds\n40 time left\n44 skip rest", 50)
    ended = run.of_kind("rep")[-1]["ended_frame"] / RATE
    assert [rest["change"] for rest in run.of_kind("rest")] == ["started", "extended", "skipped"]
    extended = run.of_kind("rest")[1]
    assert extended["planned_seconds"] == 90
    assert extended["left_seconds"] == pytest.approx(90 - (35.01 - ended), abs=1e-6)
    assert run.plays("reply")[-1]["text"] == "Rest ended."
    assert run.states()[-1] == "ready"


def test_a_question_that_nobody_answers_expires() -> None:
    run = rehearsed("0.5 squat\n6 end workout", 30)
    asked = run.said("End the workout? Say yes end it, or no carry on.")
    expired = [state for state in run.of_kind("state") if state["because"] == "ConfirmExpired"]
    assert [state["at_seconds"] for state in expired] == [asked["ended_frame"] / RATE + CONFIRM_SECONDS]
    assert run.states()[-1] == "ready"


def test_an_old_question_does_not_expire_a_new_one() -> None:
    run = rehearsed("0.5 squat\n6 end workout\n10 no carry on\n12 end workout", 20)
    assert run.states()[-1] == "confirming"


def test_without_its_words_a_question_still_waits() -> None:
    run = rehearsed("0.5 squat\n6 end workout", 12, clips=only_silence())
    assert run.states()[-1] == "confirming"


def only_silence() -> Any:  # noqa: ANN401
    return type("Nothing", (), {"speech": lambda self, text, recording=None: None})()


def test_a_yes_ends_the_session_after_the_goodbye() -> None:
    run = rehearsed("0.5 squat\n6 end workout\n10 yes end it", 60)
    goodbye = run.said("Workout over. Well done.")
    assert run.pipeline.finish_frame == goodbye["ended_frame"] + run.frame(0.3)
    assert run.records[-1]["kind"] == "closed"
    assert len(run.sound) < run.frame(15)


def test_ending_a_paused_set_logs_it_as_stopped() -> None:
    run = rehearsed("0.5 squat\n5 next set\n18 pause\n20 end workout\n25 yes end it", 60)
    assert run.of_kind("set")[-1]["outcome"] == "stopped"


def test_a_long_tempo_is_asked_back_and_taken_with_a_yes() -> None:
    run = rehearsed("0.5 squat\n6 tempo eight one two zero\n14 yes do it\n20 next set", 50)
    assert run.states()[2:5] == ["confirming", "ready", "count-in"]
    lengths = [rep["ended_frame"] - rep["started_frame"] for rep in run.of_kind("rep")]
    assert lengths[0] == 11 * RATE


def test_the_alarm_sounds_until_stop_and_leaves_the_set_on_hold() -> None:
    run = rehearsed("0.5 squat\n5 next set\n18 help me\n30 muscle cue\n32 stop\n34 resume", 70)
    alarms = [play for play in run.plays("alert") if play["clip"] == "alarm"]
    assert alarms[0]["started_frame"] == run.frame(18.01) + LEAD_FRAMES
    assert alarms[-1]["outcome"] == "cut"
    assert alarms[-1]["ended_frame"] <= run.frame(32.01) + LEAD_FRAMES + run.frame(0.005)
    assert all(b["started_frame"] - a["ended_frame"] == run.frame(0.3) for a, b in pairwise(alarms))
    (refused,) = run.of_kind("refused")
    assert (refused["text"], refused["said"]) == ("muscle cue", None)
    assert run.states()[4:7] == ["paused", "count-in", "lifting"]


def test_closing_in_an_alarm_and_a_set_leaves_a_whole_log() -> None:
    run = rehearsed("0.5 squat\n5 next set\n18 help me", 22)
    assert run.of_kind("set")[-1]["outcome"] == "stopped"
    assert run.records[-1]["kind"] == "closed"
    assert_log_is_whole(run)


def test_asleep_nothing_is_answered_and_the_rest_runs_on() -> None:
    run = rehearsed("0.5 squat\n5 next set\n35 coach sleep\n40 next set\n44 stop\n100 coach wake up", 110)
    assert [refused["said"] for refused in run.of_kind("refused")] == [None, None]
    between = [play for play in run.plays() if run.frame(39) < play["started_frame"] < run.frame(50)]
    assert between == []
    assert run.states()[-2:] == ["asleep", "ready"]


def test_a_refusal_is_logged_with_what_was_heard_and_what_was_answered() -> None:
    run = rehearsed("0.5 next set\n5 squat\n10 next set\n24 bench", 30)
    assert [(each["text"], each["reason"], each["said"]) for each in run.of_kind("refused")] == [
        ("next set", "wrong_state", "Pick an exercise first."),
        ("bench", "wrong_state", None),
    ]
    assert [play["clip"] for play in run.plays("alert")] == ["earcon.refused"]


def test_what_is_no_command_and_what_is_out_of_range_is_refused() -> None:
    run = rehearsed("0.5 squat\n6 nice weather\n8 four hundred kilos", 12)
    assert [(each["text"], each["reason"]) for each in run.of_kind("refused")] == [
        ("nice weather", "not_a_command"),
        ("four hundred kilos", "bad_value"),
    ]


@pytest.mark.parametrize(("lane", "is_done"), [(Lane.NORMAL, False), (Lane.URGENT, True)])
def test_what_is_uncertain_is_acted_on_only_when_urgent(lane: Lane, is_done: bool) -> None:
    records: list[Fields] = []
    pipeline, _ = wired(records)
    pipeline.hear(heard("squat"), 480)
    pipeline.hear(heard("stop" if lane is Lane.URGENT else "next set", score=0.3, lane=lane), 960)
    pipeline.step(9600)
    pipeline.close(underflows=0)
    reasons = [record["reason"] for record in records if record["kind"] == "refused"]
    assert reasons == (["wrong_state"] if is_done else ["uncertain"])


def test_a_partial_changes_nothing() -> None:
    records: list[Fields] = []
    pipeline, _ = wired(records)
    pipeline.hear(Partial("squ", 0.1), 480)
    assert pipeline.session.state is State.IDLE


def test_a_problem_is_written() -> None:
    records: list[Fields] = []
    pipeline, _ = wired(records)
    pipeline.problem("underflow", 2, "the speaker ran dry")
    pipeline.close(underflows=2)
    assert records[1] == {
        "kind": "problem",
        "at_seconds": 0.0,
        "what": "underflow",
        "count": 2,
        "detail": "the speaker ran dry",
    }
    assert records[-1]["underflows"] == 2


def test_the_volume_of_the_session_is_the_mixers() -> None:
    loud = rehearsed("0.5 squat", 4)
    quiet = rehearsed("0.5 squat", 4, session=Session(gym(), volume_db=-20.0))
    assert np.max(np.abs(quiet.sound)) == pytest.approx(np.max(np.abs(loud.sound)) / 10, rel=1e-4)
    changed = rehearsed("0.5 squat\n2 quieter", 6)
    assert np.array_equal(changed.sound[: RATE * 2], loud.sound[: RATE * 2])


def test_speech_can_be_louder_than_ticks() -> None:
    plain = rehearsed("0.5 squat", 4)
    loud = rehearsed("0.5 squat", 4, settings=Settings(speech_gain_db=6.0))
    assert np.max(loud.sound) == pytest.approx(2 * np.max(plain.sound), rel=0.01)


def test_the_cue_is_said_on_request() -> None:
    run = rehearsed("0.5 squat\n5 cue", 10)
    assert run.plays("reply")[-1]["text"] == "Push the floor away"


def test_a_muscle_cue_in_a_set_changes_the_words_of_the_next_set() -> None:
    run = rehearsed("0.5 bench press\n7 next set\n20 muscle cue\n28 stop\n33 next set", 60)
    cues = [(cue["focus"], cue["rule"], cue["at_seconds"] > 33) for cue in run.of_kind("cue")]
    assert set(cues) == {("external", "R4", False), ("internal", "R0", True)}
    assert run.said("Muscle cue. From the next set.")["outcome"] == "played"


def test_no_cues_silences_the_cue_that_is_laid_out_already() -> None:
    run = rehearsed("0.5 bench press\n7 next set\n13.5 no cues\n26 every rep", 45)
    told = [(cue["rep_number"], cue["form"], cue["reason"]) for cue in run.of_kind("cue")]
    assert told[:2] == [(0, "set", told[0][2]), (1, "silent", "cues are off")]
    assert {form for rep_number, form, _ in told if rep_number == 2} == {"silent"}
    assert (4, "rep") in {(rep_number, form) for rep_number, form, _ in told}


def test_a_tempo_said_in_a_set_is_confirmed_wherever_it_is_said() -> None:
    for tenth in range(0, 50, 2):
        said_at = 14 + tenth / 10
        run = rehearsed(f"0.5 squat\n3 ten reps\n6 next set\n{said_at:.1f} tempo three one one zero", 24)
        (answer,) = [play for play in run.plays("reply") if play["started_frame"] > run.frame(said_at)]
        assert answer["text"] in ("Tempo three one one zero", "New tempo.")
        assert answer["started_frame"] <= run.frame(said_at + 1.3)
        assert answer["outcome"] == "played"


@pytest.mark.parametrize("count", ["seconds", "reps", "ticks"])
@pytest.mark.parametrize("exercise", ["bench press", "squat", "deadlift", "lat pulldown"])
@pytest.mark.slow
def test_answers_in_a_set_displace_cues_and_seconds_and_never_overlap(exercise: str, count: Any) -> None:  # noqa: ANN401
    asked = "\n".join(f"{at:.2f} {phrase}" for at, phrase in answers())
    run = rehearsed(f"0.5 {exercise}\n6 no target\n8 next set\n{asked}", 100, settings=Settings(count=count))
    assert overlaps(spoken(run)) == []
    assert_every_rep_has_its_cue(run)
    dropped = [play for play in run.of_kind("play") if play["class"] == "cue" and play["outcome"] == "dropped"]
    silent = [cue for cue in run.of_kind("cue") if cue["form"] == "silent"]
    assert len(silent) >= len(dropped)
    for rep in run.of_kind("rep")[:-1]:
        if count != "ticks":
            assert number_is_on_its_beat_or_dropped(run, rep)


def test_why_that_cue_is_answered_in_every_part_of_a_repetition() -> None:
    asked = "\n".join(f"{30 + 7.1 * index:.1f} why that cue" for index in range(6))
    run = rehearsed(f"0.5 bench press\n4 no target\n6 tempo four one one zero\n12 next set\n{asked}", 80)
    told = [play["text"] for play in run.plays("reply") if "evidence" in play["text"]]
    assert len(told) == 6
    assert RULES["R4"].spoken_in_short in told


def answers() -> list[tuple[float, str]]:
    """A question every 2.37 seconds: they fall into every part of a repetition."""
    phrases = [
        "what can i say",
        "how many reps",
        "what tempo",
        "what's next",
        "cue",
        "repeat that",
        "louder",
        "quieter",
    ]
    return [(20 + 2.37 * index, phrases[index % len(phrases)]) for index in range(30)]


def number_is_on_its_beat_or_dropped(run: Rehearsed, rep: Fields) -> bool:
    counts = [play for play in run.of_kind("play") if play["class"] == "count"]
    return rep["ended_frame"] in [play["anchor_frame"] for play in counts]


TYPES: dict[str, dict[str, tuple[type, ...]]] = {
    "opened": {"sample_rate": (int,), "engine": (str,)},
    "heard": {
        "text": (str,),
        "engine": (str,),
        "lane": (str,),
        "words": (list,),
        "ended_at_seconds": (float,),
        "decided_at_seconds": (float,),
        "decode_ms": (float,),
        "score": (float,),
    },
    "refused": {"text": (str,), "reason": (str,), "said": (str, type(None)), "nearest": (str, type(None))},
    "intent": {"name": (str,), "slots": (dict,), "text": (str,)},
    "state": {"from": (str,), "to": (str,), "because": (str,)},
    "set": {
        "outcome": (str,),
        "exercise": (str,),
        "set_number": (int,),
        "target_reps": (int, type(None)),
        "reps": (int,),
        "tempo": (str,),
        "load_kg": (float, type(None)),
        "load_percent": (int, type(None)),
        "side": (str, type(None)),
    },
    "rep": {"rep_number": (int,), "started_frame": (int,), "ended_frame": (int,)},
    "phase": {"rep_number": (int,), "phase": (str,), "due_frame": (int,), "duration_frames": (int,)},
    "cue": {
        "rep_number": (int,),
        "exercise": (str,),
        "cue": (str,),
        "focus": (str,),
        "form": (str,),
        "text": (str,),
        "rule": (str,),
        "phase": (str,),
        "reason": (str,),
    },
    "play": {
        "class": (str,),
        "clip": (str,),
        "text": (str,),
        "due_frame": (int,),
        "started_frame": (int, type(None)),
        "ended_frame": (int, type(None)),
        "anchor_frame": (int,),
        "outcome": (str,),
        "reason": (str, type(None)),
    },
    "rest": {"planned_seconds": (int, float), "left_seconds": (int, float), "change": (str,)},
    "problem": {"what": (str,), "count": (int,), "detail": (str,)},
    "closed": {"frames": (int,), "underflows": (int,), "dropped": (int,), "peak_dbfs": (float,)},
}
"""The fields that readers of the log rely on."""

WORDS: dict[tuple[str, str], Collection[Any]] = {
    ("heard", "lane"): {"urgent", "normal"},
    ("refused", "reason"): {
        "not_a_command",
        "wrong_state",
        "own_voice",
        "uncertain",
        "needs_confirmation",
        "bad_value",
    },
    ("set", "outcome"): {"started", "finished", "stopped", "failed"},
    ("phase", "phase"): {"eccentric", "stretched", "concentric", "contracted"},
    ("cue", "focus"): {"internal", "external", "other"},
    ("cue", "form"): {"set", "rep", "key", "silent"},
    ("play", "class"): {"tick", "count", "cue", "reply", "alert"},
    ("play", "outcome"): {"played", "cut", "dropped"},
    ("state", "from"): set(State),
    ("state", "to"): set(State),
}


def assert_log_is_whole(run: Rehearsed) -> None:
    assert run.records[0]["kind"] == "opened"
    assert [record["kind"] for record in run.records].count("closed") == 1
    assert run.records[-1]["kind"] == "closed"
    times = [record["at_seconds"] for record in run.records]
    assert times == sorted(times)
    for record in run.records:
        json.dumps(record)
        for name, kinds in TYPES[record["kind"]].items():
            assert isinstance(record[name], kinds), (record["kind"], name, record[name])
            assert record[name] in WORDS.get((record["kind"], name), [record[name]])


def test_the_log_has_every_field_with_its_type_and_time_never_goes_back(everything: Rehearsed) -> None:
    assert {record["kind"] for record in everything.records} == set(TYPES) - {"problem"}
    assert_log_is_whole(everything)


def test_the_log_tells_every_play_once_and_truly(everything: Rehearsed) -> None:
    for play in everything.of_kind("play"):
        assert (play["started_frame"] is None) is (play["ended_frame"] is None) is (play["outcome"] == "dropped")
        assert (play["outcome"] == "played") is (play["reason"] is None)
        if play["started_frame"] is not None:
            assert play["started_frame"] == play["due_frame"] < play["ended_frame"]
    told = [(play["due_frame"], play["clip"], play["outcome"]) for play in everything.of_kind("play")]
    assert len(told) == len(set(told))
    dropped = sum(play["outcome"] == "dropped" for play in everything.of_kind("play"))
    assert everything.records[-1]["dropped"] == dropped
    assert everything.records[-1]["frames"] == len(everything.sound)


def test_state_records_are_a_chain(everything: Rehearsed) -> None:
    changes = everything.of_kind("state")
    assert [change["from"] for change in changes] == ["idle", *(change["to"] for change in changes)][:-1]


def test_the_sound_is_silent_where_nothing_is_played(everything: Rehearsed) -> None:
    is_heard = np.zeros(len(everything.sound), dtype=bool)
    for play in everything.plays():
        is_heard[play["started_frame"] : play["ended_frame"]] = True
    assert not np.any(everything.sound[~is_heard])
    for tick in everything.plays("tick"):
        assert everything.sound[tick["started_frame"]] != 0.0


SHORT = """
0.1 squat
1 next set
4 faster
9 quieter
10.5 what tempo
12.3 pause
13 resume
19.7 last one
23 add thirty seconds
24 louder
25 next set
27 stop
27.5 undo that
28 nonsense
"""
"""A pause, a false stop, a rest that changes, changes of volume, and answers in a set, in half a minute."""


@pytest.mark.parametrize("block_frames", [64, 480, 1000])
@pytest.mark.slow
def test_what_is_heard_and_logged_does_not_depend_on_the_block_size(everything: Rehearsed, block_frames: int) -> None:
    run = rehearsed(EVERYTHING, 120, block_frames=block_frames)
    assert run.records == everything.records
    assert run.sound.tobytes() == everything.sound.tobytes()


@pytest.mark.parametrize("block_frames", [1, 7, 480])
@pytest.mark.slow
def test_nor_does_it_for_blocks_of_a_frame(block_frames: int) -> None:
    large, small = (rehearsed(SHORT, 30, sample_rate=8000, block_frames=frames) for frames in (2048, block_frames))
    assert {"pause", "undo that", "last one"} <= {record["text"] for record in large.of_kind("heard")}
    assert {record["outcome"] for record in large.of_kind("play")} == {"played", "cut", "dropped"}
    assert small.records == large.records
    assert small.sound.tobytes() == large.sound.tobytes()


def test_the_same_session_twice_gives_the_same_bytes(everything: Rehearsed) -> None:
    again = rehearsed(EVERYTHING, 120)
    assert again.records == everything.records
    assert again.sound.tobytes() == everything.sound.tobytes()


EXACT: list[tuple[int, float, Callable[[int, int], int]]] = [
    (48_000, 0.3, lambda zero, tick: zero + tick * 14_400),
    (44_100, 0.333, lambda zero, tick: zero + (tick * 333 * 441 * 2 + 10) // 20),
]
"""Rate, length of the one phase, and where arithmetic puts a tick: 0.333 s are 14,685.3 frames."""


@pytest.mark.parametrize(("rate", "explosive_seconds", "expected"), EXACT)
@pytest.mark.slow
def test_ten_thousand_ticks_begin_where_arithmetic_says_in_log_and_sound(
    rate: int, explosive_seconds: float, expected: Callable[[int, int], int]
) -> None:
    script = "0.1 squat\n0.2 no target\n0.3 no cues\n0.4 tempo zero zero explosive zero\n6 next set"
    settings = Settings(count="ticks", explosive_seconds=explosive_seconds)
    seconds = 10_010 * explosive_seconds + 20
    # Where there is sound is all that is asked, and a fifth of the memory.
    run = rehearsed(script, seconds, settings=settings, sample_rate=rate, keep=lambda block: block != 0)
    zero = run.zero()
    ticks = [play for play in run.plays("tick") if play["started_frame"] >= zero][:10_000]
    assert len(ticks) == 10_000
    for number, tick in enumerate(ticks):
        assert tick["started_frame"] == tick["due_frame"] == expected(zero, number)
        assert run.sound[tick["started_frame"]]
        assert not np.any(run.sound[tick["started_frame"] - 480 : tick["started_frame"]])


def test_the_book_of_speech_stays_small() -> None:
    run = rehearsed("0.5 squat\n3 no target\n6 next set", 120)
    assert len(run.pipeline._schedule._book.in_the_way(0, 10**9)) < 12


def test_a_clip_that_was_never_prepared_is_left_out_and_the_session_goes_on() -> None:
    run = rehearsed("0.5 squat\n5 next set", 40, clips=only_silence())
    assert run.states() == ["idle", "ready", "count-in", "lifting", "resting"]
    assert {cue["reason"] for cue in run.of_kind("cue")} == {"it was not rendered"}
    assert tones(RATE).speech("anything") is not None


def sounds_after(*utterances: tuple[float, Utterance], session: Session | None = None) -> list[tuple[float, str]]:
    """The sounds without words that are heard after what was heard, and when."""
    records: list[Fields] = []
    pipeline, mixer = wired(records, session=session)
    waiting = list(utterances)
    for step in range(1, 2_000):
        now_frame = step * 480
        while waiting and waiting[0][0] * RATE <= now_frame:
            pipeline.hear(waiting.pop(0)[1], now_frame)
        pipeline.step(now_frame)
        while mixer.frame < now_frame + LEAD_FRAMES:
            mixer.render_into(np.zeros(480, dtype=np.float32))
    pipeline.close(0)
    plays = [record for record in records if record["kind"] == "play" and record["clip"].startswith("earcon")]
    return [(round(play["started_frame"] / RATE, 2), play["clip"]) for play in plays]


def test_a_command_that_was_not_certain_is_told_by_two_knocks() -> None:
    assert sounds_after((1.0, heard("squat", score=0.4))) == [(1.04, "earcon.unsure")]


def test_what_scores_as_other_talk_does_is_told_by_nothing() -> None:
    assert sounds_after((1.0, heard("squat", score=ADDRESSED_SCORE - 0.01))) == []
    assert sounds_after((1.0, heard("lovely weather today", score=1.0))) == []


def test_two_doubts_in_six_seconds_are_told_once() -> None:
    doubts = [(at_seconds, heard("squat", score=0.4)) for at_seconds in (1.0, 4.0, 6.9, 7.1, 8.0)]
    assert sounds_after(*doubts) == [(1.04, "earcon.unsure"), (7.14, "earcon.unsure")]


def test_no_doubt_is_told_asleep_or_over_the_alarm() -> None:
    asleep = Session(gym(), state=State.ASLEEP, return_state=State.IDLE)
    assert sounds_after((1.0, heard("squat", score=0.4)), session=asleep) == []
    assert sounds_after((1.0, heard("help me")), (3.0, heard("squat", score=0.4))) == []


def test_a_refusal_is_logged_with_the_phrase_that_was_probably_meant() -> None:
    run = rehearsed("0.5 next said\n3 lovely weather today\n5 tempo nine hundred\n7 resume", 10)
    assert [(each["reason"], each["nearest"]) for each in run.of_kind("refused")][:2] == [
        ("not_a_command", "next set"),
        ("not_a_command", None),
    ]
    assert run.of_kind("refused")[-1]["nearest"] is None


def test_a_command_that_was_not_certain_is_its_own_nearest_phrase() -> None:
    records: list[Fields] = []
    pipeline, _ = wired(records)
    pipeline.hear(heard("squat", score=0.4), 480)
    pipeline.close(0)
    (refused,) = [record for record in records if record["kind"] == "refused"]
    assert (refused["reason"], refused["text"], refused["nearest"]) == ("uncertain", "squat", "squat")
