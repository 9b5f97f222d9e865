from dataclasses import replace

from repcue.core.catalogue import Catalogue
from repcue.core.session_state import Session
from repcue.core.tempo import Phase
from repcue.display.fold import REFUSALS, load_text, view_after
from repcue.display.plain import line_of
from repcue.display.setup import setup_record
from repcue.display.view import (
    HINTS,
    View,
    phase_at,
    phase_fraction_at,
    rep_number_at,
    rest_left_at,
    with_level,
)
from repcue.packs.schema import Cue, Exercise, Muscles, Pack
from repcue.testing.session_records import session_records

KINDS = (
    *("opened", "heard", "refused", "intent", "setup", "state", "set"),
    *("rep", "phase", "cue", "play", "rest", "problem", "closed"),
)


def view_at(seconds: float, view: View | None = None) -> View:
    view = view or View()
    for record in session_records():
        if record["at_seconds"] <= seconds:
            view = view_after(view, record)
    return view


def phase(due_frame: int, name: str = "eccentric", rep_number: int = 1) -> dict[str, object]:
    return {
        "kind": "phase",
        "at_seconds": 0.0,
        "rep_number": rep_number,
        "phase": name,
        "due_frame": due_frame,
        "duration_frames": 48_000,
    }


def test_an_unknown_record_changes_nothing() -> None:
    view = View(exercise="Squat")
    assert view_after(view, {"kind": "weather", "at_seconds": 1.0}) is view
    assert view_after(view, {}) is view


def test_a_record_without_fields_is_survived() -> None:
    for kind in KINDS:
        assert isinstance(view_after(View(), {"kind": kind}), View)


def test_a_record_with_fields_of_another_type_is_survived() -> None:
    fields = {field for record in session_records() for field in record} - {"kind"}
    for kind in KINDS:
        for wrong in (["?"], None, {"a": 1}, True, "?"):
            assert isinstance(view_after(View(), dict.fromkeys(fields, wrong) | {"kind": kind}), View)


def test_opening_tells_ear_voice_and_rate() -> None:
    view = view_after(View(), {"kind": "opened", "sample_rate": 44_100, "engine": "bundled", "voice": "coach"})
    assert (view.engine, view.voice, view.sample_rate) == ("bundled", "coach", 44_100)


def test_naming_an_exercise_shows_it() -> None:
    assert view_at(3.0).exercise == "Incline bench press"


def test_naming_an_exercise_while_lifting_does_not_show_it() -> None:
    lifting = view_at(15.0)
    named = {"kind": "intent", "name": "pick_exercise", "slots": {"exercise": "squat"}, "text": "squat"}
    assert view_after(lifting, named).exercise == "Incline bench press"


def test_a_set_tells_target_tempo_and_load() -> None:
    view = view_at(9.1)
    assert (view.set_number, view.sets_planned, view.target_reps) == (1, 2, 3)
    assert (view.tempo, view.load, view.state) == ("3-1-2-0", "60 kg", "count-in")


def test_an_open_ended_set_has_no_target() -> None:
    view = view_after(View(target_reps=8), {"kind": "set", "outcome": "started", "target_reps": 0})
    assert view.target_reps is None
    assert view_after(View(target_reps=8), {"kind": "set", "target_reps": None}).target_reps is None


def test_the_count_in_shows_what_was_counted_last() -> None:
    assert view_at(10.2).count == "two"
    assert view_at(12.1).count == ""


def test_the_phase_under_way_follows_the_time() -> None:
    view = view_at(18.0)
    span = phase_at(view, 13.6)
    assert span is not None
    assert (span.phase, span.rep_number) == (Phase.ECCENTRIC, 1)
    assert phase_fraction_at(view, 13.6) == 0.5
    later = phase_at(view, 16.5)
    assert later is not None
    assert later.phase is Phase.CONCENTRIC


def test_phases_told_ahead_wait_for_their_time() -> None:
    view = View(state="lifting")
    for index in range(3):
        view = view_after(view, phase(48_000 * (10 + index), "eccentric", index + 1))
    assert phase_at(view, 9.9) is None
    assert rep_number_at(view, 11.5) == 2


def test_a_phase_laid_out_anew_replaces_those_after_it() -> None:
    view = View(state="lifting")
    for due_frame in (480_000, 528_000, 576_000):
        view = view_after(view, phase(due_frame))
    view = view_after(view, phase(500_000, "concentric"))
    assert [round(span.started_at_seconds * 48_000) for span in view.phases] == [480_000, 500_000]


def test_a_phase_that_has_ended_stays_full() -> None:
    view = view_after(View(state="lifting"), phase(480_000))
    assert phase_fraction_at(view, 99.0) == 1.0


def test_a_phase_of_no_length_is_not_shown() -> None:
    view = view_after(View(state="lifting"), phase(480_000) | {"duration_frames": 0})
    assert view.phases == ()


def test_phases_do_not_pile_up() -> None:
    view = View(state="lifting")
    for index in range(100):
        view = view_after(view, phase(48_000 * index))
    assert len(view.phases) == 12


def test_stopping_forgets_the_phases() -> None:
    view = view_after(view_at(15.0), {"kind": "state", "from": "lifting", "to": "resting"})
    assert view.phases == ()
    assert phase_at(view, 15.0) is None


def test_words_are_undecided_then_understood() -> None:
    heard = view_after(View(), {"kind": "heard", "at_seconds": 4.0, "text": "next set"})
    assert (heard.heard, heard.is_understood, heard.refusal) == ("next set", False, "")
    meant = view_after(heard, {"kind": "intent", "name": "begin_set", "slots": {}, "text": "next set"})
    assert meant.is_understood


def test_refused_words_say_why_and_what_the_coach_said() -> None:
    view = view_at(6.5)
    assert (view.heard, view.refusal, view.reply) == ("time left", "not now", "No rest is on.")
    assert not view.is_understood


def test_refused_words_ask_whether_a_near_phrase_was_meant() -> None:
    refused = {"kind": "refused", "at_seconds": 6.0, "text": "next said", "reason": "not_a_command"}
    assert view_after(View(), refused | {"nearest": "next set"}).refusal == "no command; did you mean “next set”?"
    assert view_after(View(), refused | {"nearest": None}).refusal == "no command"


def test_a_command_in_doubt_is_asked_back_by_its_name() -> None:
    refused = {"kind": "refused", "at_seconds": 6.0, "text": "tap it", "reason": "uncertain"}
    asked = "not sure; did you mean “tap it”? say it again"
    assert view_after(View(), refused | {"nearest": "tap it"}).refusal == asked
    assert view_after(View(), refused | {"text": "tap at", "nearest": "tap it"}).refusal == asked
    assert view_after(View(), refused | {"nearest": None}).refusal == "not sure; say it again"
    line = line_of(refused | {"nearest": "tap it"})
    assert line is not None
    assert line.endswith("tap it — not sure; did you mean “tap it”? say it again")


def test_a_refusal_told_before_its_intent_stays_a_refusal() -> None:
    heard = view_after(View(), {"kind": "heard", "at_seconds": 4.0, "text": "time left"})
    refused = view_after(heard, {"kind": "refused", "at_seconds": 4.0, "text": "time left", "reason": "wrong_state"})
    meant = {"kind": "intent", "at_seconds": 4.0, "name": "time_left", "slots": {}, "text": "time left"}
    assert view_after(refused, meant).refusal == "not now"
    assert view_after(refused, meant | {"at_seconds": 9.0}).is_understood


def test_another_exercise_takes_its_cue_along() -> None:
    view = View(exercise="Squat", cue="push the floor", focus="external")
    assert view_after(view, {"kind": "setup", "exercise": "Squat"}).cue == "push the floor"
    assert view_after(view, {"kind": "setup", "exercise": "Deadlift"}).cue == ""


def test_a_question_clears_the_answer_before_it() -> None:
    assert view_after(View(reply="Squat."), {"kind": "state", "to": "confirming"}).reply == ""


def test_a_session_without_an_exercise_sets_nothing_up() -> None:
    assert view_after(View(), setup_record(Session(Catalogue()))) == View()


def test_what_a_session_is_set_to_shows_before_the_set() -> None:
    squat, press = (
        Exercise(
            id=name,
            name=name.title(),
            aliases=(name,),
            muscles=Muscles(primary=("quads",)),
            cues=(Cue(focus="external", rep="push"),),
        )
        for name in ("squat", "press")
    )
    pack = Pack(
        format="1", id="two", title="Two", version="1.0.0", author="A", licence="CC-BY-4.0", exercises=(squat, press)
    )
    session = Session(
        Catalogue([pack]), exercise=squat, tempo=squat.default_tempo, target_reps=8, sets_planned=3, load_kg=62.5
    )
    view = view_after(View(), setup_record(session))
    assert (view.exercise, view.next_exercise, view.target_reps) == ("Squat", "Press", 8)
    assert (view.tempo, view.load, view.set_number, view.sets_planned) == ("3-1-1-0", "62.5 kg", 1, 3)
    over = view_after(view, setup_record(replace(session, set_number=4)))
    assert over.set_number == 0


def test_every_reason_of_the_event_log_has_words() -> None:
    reasons = {"not_a_command", "wrong_state", "own_voice", "uncertain", "needs_confirmation", "bad_value"}
    assert set(REFUSALS) == reasons


def test_a_cue_is_kept_until_the_next_set() -> None:
    view = view_at(15.0)
    assert (view.cue, view.focus) == ("bend the bar inwards", "external")
    assert view_after(view, {"kind": "set", "outcome": "started"}).cue == ""


def test_a_silent_cue_leaves_the_one_on_the_screen() -> None:
    view = view_after(view_at(15.0), {"kind": "cue", "form": "silent", "text": "", "focus": "external"})
    assert view.cue == "bend the bar inwards"


def test_an_answer_that_cuts_another_is_shown_alone() -> None:
    play = {"kind": "play", "class": "reply", "started_frame": 0}
    cut = view_after(View(), {**play, "text": "squat three reps.", "ended_frame": 48_000, "outcome": "cut"})
    assert cut.reply == "squat three reps."
    newer = {**play, "started_frame": 48_240, "ended_frame": 72_000, "outcome": "played"}
    assert view_after(cut, {**newer, "text": "sixty kilos."}).reply == "sixty kilos."


def test_an_answer_in_pieces_is_shown_whole() -> None:
    first = {"kind": "play", "class": "reply", "text": "Squat.", "started_frame": 0, "ended_frame": 48_000}
    second = {"kind": "play", "class": "reply", "text": "Ten reps.", "started_frame": 57_600, "ended_frame": 96_000}
    later = {"kind": "play", "class": "reply", "text": "Two more.", "started_frame": 480_000, "ended_frame": 500_000}
    view = view_after(view_after(View(), first), second)
    assert view.reply == "Squat. Ten reps."
    assert view_after(view, later).reply == "Two more."


def test_what_was_dropped_was_not_said() -> None:
    dropped = {"kind": "play", "class": "reply", "text": "Two more.", "outcome": "dropped"}
    assert view_after(View(), dropped).reply == ""


def test_a_rest_runs_down_to_zero_and_no_further() -> None:
    view = view_at(31.5)
    assert rest_left_at(view, 36.2) == 10.0
    assert rest_left_at(view, 99.0) == 0.0


def test_adding_to_a_rest_moves_its_end() -> None:
    added = {"kind": "rest", "at_seconds": 40.0, "planned_seconds": 45.0, "left_seconds": 36.2, "change": "added"}
    assert rest_left_at(view_after(view_at(35.0), added), 40.0) == 36.2


def test_after_a_set_the_next_one_is_announced() -> None:
    assert view_at(30.2).set_number == 2
    assert view_at(72.0).set_number == 0


def test_underflows_are_counted_and_told() -> None:
    view = view_at(37.0)
    assert (view.underflows, view.problem) == (1, "the speaker ran dry")


def test_a_device_that_is_back_is_no_problem_any_more() -> None:
    lost = view_after(View(), {"kind": "problem", "at_seconds": 1.0, "what": "device_lost", "count": 1})
    assert lost.problem == "an audio device is gone"
    assert view_after(lost, {"kind": "problem", "at_seconds": 2.0, "what": "device_back"}).problem == ""


def test_an_alarm_is_remembered_with_its_time() -> None:
    assert view_at(73.5).alarm_at_seconds == 73.0


def test_other_alerts_are_no_alarm() -> None:
    for clip in ("earcon.refused", "rest.over"):
        assert view_after(View(), {"kind": "play", "at_seconds": 1.0, "class": "alert", "clip": clip}) == View()


def test_the_end_is_finished() -> None:
    assert view_at(99.0).state == "finished"


def test_every_state_but_the_last_has_hints() -> None:
    states = {"idle", "ready", "count-in", "lifting", "paused", "resting", "confirming", "asleep", "finished"}
    assert set(HINTS) == states
    assert all(View(state=state).hints for state in states - {"finished"})
    assert View(state="unheard of").hints == ()


def test_loads_read_as_people_write_them() -> None:
    assert load_text(102.5, None) == "102.5 kg"
    assert load_text(None, 70) == "70 %"


def test_the_microphone_is_shown_without_a_record() -> None:
    assert with_level(View(), -33.0).level_dbfs == -33.0
