"""What is written in the event log, and in which order."""

from repcue.core.clip import Clip, silence
from repcue.core.events import BeginSet, CountInDone, PickExercise, RepDone, SetKilos
from repcue.core.messages import Group, Lane, Outcome, Play, PlayClass, Played, Utterance, Word
from repcue.core.records import Record, RecordOrder, heard_record, play_record, set_record
from repcue.testing.sessions import session_after


def test_what_was_heard_is_written_with_its_words() -> None:
    words = (Word("next", 1.0, 1.2), Word("set", 1.25, 1.5))
    utterance = Utterance("next set", "vosk", Lane.URGENT, words, 1.5, 1.9, 12.5, 0.9)
    assert heard_record(utterance) == {
        "kind": "heard",
        "text": "next set",
        "engine": "vosk",
        "lane": "urgent",
        "words": [
            {"word": "next", "started_at_seconds": 1.0, "ended_at_seconds": 1.2},
            {"word": "set", "started_at_seconds": 1.25, "ended_at_seconds": 1.5},
        ],
        "ended_at_seconds": 1.5,
        "decided_at_seconds": 1.9,
        "decode_ms": 12.5,
        "score": 0.9,
    }


def test_what_was_played_is_written_with_wanted_and_actual_frames() -> None:
    clip = Clip("count.one", "one", silence(0.1, 1000), 1000, 30)
    play = Play(7, clip, PlayClass.COUNT, Group.PACE, 470, 500)
    assert play_record(Played(play, 470, 520, Outcome.CUT, "stopped", 520)) == {
        "kind": "play",
        "class": "count",
        "clip": "count.one",
        "text": "one",
        "due_frame": 470,
        "started_frame": 470,
        "ended_frame": 520,
        "anchor_frame": 500,
        "outcome": "cut",
        "reason": "stopped",
    }


def test_a_set_is_written_with_all_its_numbers() -> None:
    happened = (PickExercise("back-squat"), SetKilos(62.5), BeginSet(), CountInDone(), RepDone(1, is_last=False))
    assert set_record(session_after(*happened), "stopped") == {
        "kind": "set",
        "outcome": "stopped",
        "exercise": "back-squat",
        "set_number": 1,
        "target_reps": 3,
        "reps": 1,
        "tempo": "4-0-1-0",
        "load_kg": 62.5,
        "hold_seconds": None,
        "held_seconds": None,
        "load_percent": None,
        "side": None,
    }


def ordered(*added: tuple[int, str, int]) -> tuple[RecordOrder, list[Record]]:
    written: list[Record] = []
    order = RecordOrder(1000, written.append)
    for frame, kind, number in added:
        order.add(frame, {"kind": kind, "number": number}, number)
    return order, written


def test_records_wait_for_their_time_and_are_given_it() -> None:
    order, written = ordered((300, "rep", 0), (200, "state", 0))
    order.flush(199)
    assert written == []
    order.flush(250)
    assert written == [{"kind": "state", "at_seconds": 0.2, "number": 0}]
    order.flush_all()
    assert [record["at_seconds"] for record in written] == [0.2, 0.3]


def test_in_one_frame_the_cause_comes_before_what_follows() -> None:
    kinds = ["opened", "heard", "intent", "refused", "rep", "state", "set", "rest", "phase", "cue", "play", "problem"]
    order, written = ordered(*((100, kind, 0) for kind in reversed(kinds)))
    order.flush_all()
    assert [record["kind"] for record in written] == kinds


def test_plays_of_one_frame_are_in_the_order_of_their_numbers() -> None:
    order, written = ordered((100, "play", 5), (100, "play", 2), (100, "play", 9))
    order.flush_all()
    assert [record["number"] for record in written] == [2, 5, 9]


def test_a_record_that_is_late_is_given_the_time_of_the_last_one() -> None:
    order, written = ordered((500, "rep", 0))
    order.flush(500)
    order.add(400, {"kind": "problem"})
    order.flush(500)
    assert [record["at_seconds"] for record in written] == [0.5, 0.5]


def test_flushing_nothing_writes_nothing() -> None:
    order, written = ordered()
    order.flush_all()
    assert written == []
