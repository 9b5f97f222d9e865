"""A session's sets are kept before they are spoken of; what is kept decides what the next session does."""

from dataclasses import replace

import pytest

from repcue.core.clip import Clip
from repcue.core.experience import LiftedSet
from repcue.core.mixer import Mixer
from repcue.core.script import parse_script
from repcue.core.session_state import Session
from repcue.core.sounds import sounds
from repcue.pipeline import Pipeline
from repcue.rehearse import Rehearsal, rehearse
from repcue.settings import Settings
from repcue.stages import Stages
from repcue.testing.clips import ToneClips
from repcue.testing.histories import ListHistory
from repcue.testing.journals import ListJournal
from repcue.testing.sessions import gym
from support.rehearsals import english

RATE = 48_000


class ToldClips(ToneClips):
    """Tells when a text is about to be said."""

    def __init__(self, told: list[str]) -> None:
        super().__init__(RATE)
        self._told = told

    def speech(self, text: str, recording: str | None = None) -> Clip | None:
        self._told.append(text)
        return super().speech(text, recording)


class ToldHistory(ListHistory):
    """Tells when a set is kept."""

    def __init__(self, told: list[str], trouble: str | None = None) -> None:
        super().__init__()
        self._told = told
        self._trouble = trouble

    def keep(self, lifted: LiftedSet) -> str | None:
        self._told.append(f"kept {lifted.reps}")
        super().keep(lifted)
        return self._trouble


def held(script: str, history: ListHistory, told: list[str], seconds: float = 60.0) -> ListJournal:
    """What a session leaves in its log."""
    journal, mixer = ListJournal(), Mixer(RATE)
    stages = Stages(english(), ToldClips(told), sounds(RATE), mixer, journal.write, keep=history.keep)
    pipeline = Pipeline(stages, Session(gym(), known=history.experience()), Settings())
    pipeline.open({"kind": "opened", "sample_rate": RATE, "engine": "script"})
    rehearse(Rehearsal(seconds, parse_script(script, "a test")), pipeline, mixer, lambda _: None)
    return journal


def test_a_set_is_kept_before_the_coach_speaks_of_it() -> None:
    told: list[str] = []
    history = ToldHistory(told)
    held("0.5 bench press\n4 next set\n16 stop", history, told, 20)
    assert told.index("kept 1") < told.index("Stopped.")
    assert [(lifted.reps, lifted.outcome, lifted.rule) for lifted in history.kept] == [(1, "stopped", "R4")]


def test_a_false_stop_that_is_taken_back_is_kept_as_the_set_ended() -> None:
    history = ListHistory()
    held("0.5 squat\n4 next set\n16 stop\n18 undo that\n20 resume", history, [])
    assert [(lifted.reps, lifted.outcome) for lifted in history.kept] == [(3, "finished")]


def test_a_set_that_the_session_ends_in_is_kept() -> None:
    history = ListHistory()
    held("0.5 bench press\n4 next set", history, [], 17)
    assert [(lifted.reps, lifted.outcome) for lifted in history.kept] == [(1, "stopped")]


def test_failed_and_pain_that_are_told_in_the_rest_are_kept_with_the_set_before() -> None:
    history = ListHistory()
    journal = held("0.5 squat\n4 next set\n26 feel three\n29 failed\n34 that hurts\n40 failed", history, [])
    (kept,) = history.kept
    assert (kept.outcome, kept.reps, kept.feel, kept.symptom) == ("failed", 2, 3, "pain")
    ends = [(each["outcome"], each["reps"]) for each in journal.records if each["kind"] == "set"]
    assert ends == [("started", 0), ("finished", 3), ("failed", 2)]


def test_what_was_told_of_a_set_is_taken_back_word_by_word_and_at_last_its_end() -> None:
    script = "0.5 squat\n4 next set\n16 that hurts\n20 feel two\n23 i feel it in my lower back"
    told = []
    for undone in range(4):
        history = ListHistory()
        journal = held(script + "".join(f"\n{30 + 3 * index} undo that" for index in range(undone)), history, [], 42)
        (kept,) = history.kept
        told.append((kept.symptom, kept.feel, kept.wrong_feel))
        written = journal.of_kind("feel")[-1]
        assert (written["symptom"], written["feel"], written["wrong_feel"]) == told[-1]
    assert told == [("pain", 2, "lower back"), ("pain", 2, None), ("pain", None, None), (None, None, None)]


def test_pain_that_is_told_and_taken_back_in_the_rest_is_not_kept_and_the_rest_is_told_again() -> None:
    history = ListHistory()
    journal = held("0.5 squat\n4 next set\n16 stop\n22 that hurts\n30 undo that", history, [], 80)
    (kept,) = history.kept
    assert (kept.outcome, kept.symptom) == ("stopped", None)
    assert "Rest over." in [each["text"] for each in journal.of_kind("play")]


def test_where_it_is_felt_is_taken_back_in_the_set_it_was_told_in() -> None:
    history = ListHistory()
    held("0.5 squat\n4 next set\n14 i feel it in my lower back\n18 undo that\n22 stop", history, [])
    assert [lifted.wrong_feel for lifted in history.kept] == [None]


@pytest.mark.parametrize("end", ["38 stop", ""])
def test_a_finished_set_that_was_opened_again_and_left_is_finished_and_written_once(end: str) -> None:
    history = ListHistory()
    journal = held(f"0.5 squat\n4 next set\n32 undo that\n{end}", history, [], 42)
    assert [(lifted.reps, lifted.outcome) for lifted in history.kept] == [(3, "finished")]
    assert [each["outcome"] for each in journal.of_kind("set")] == ["started", "finished"]


def test_where_it_is_felt_while_a_set_is_lifted_is_kept_with_that_set() -> None:
    history = ListHistory()
    script = "0.5 squat\n4 next set\n14 stop\n16 next set\n26 i feel it in my lower back\n32 stop"
    journal = held(script, history, [])
    assert [lifted.wrong_feel for lifted in history.kept] == [None, "lower back"]
    assert [each["wrong_feel"] for each in journal.records if each["kind"] == "feel"] == ["lower back"]


def test_both_sides_are_kept_each_with_its_own_end() -> None:
    history = ListHistory()
    held("0.5 one arm row\n4 next set\n50 stop", history, [])
    assert [(each.side, each.outcome, each.set_number) for each in history.kept] == [
        ("left", "finished", 1),
        ("right", "stopped", 1),
    ]


def test_of_a_hold_the_seconds_are_kept_that_it_was_held() -> None:
    history = ListHistory()
    held("0.5 plank\n4 next set\n30.5 stop", history, [])
    (kept,) = history.kept
    assert (kept.hold_seconds, kept.outcome, kept.reps) == (30, "stopped", 0)
    assert kept.held_seconds
    assert 15 <= kept.held_seconds < 30


def test_a_history_that_cannot_be_written_is_told_and_the_session_goes_on() -> None:
    told: list[str] = []
    journal = held("0.5 squat\n4 next set", ToldHistory(told, "Your history cannot be written (full)."), told, 40)
    (problem,) = journal.of_kind("problem")
    assert (problem["what"], problem["detail"]) == ("history", "Your history cannot be written (full).")
    assert "Rack it." in told


def test_a_maximum_from_an_earlier_session_tells_how_heavy_kilograms_are() -> None:
    before = ListHistory()
    held("0.5 bench press\n2 sixty kilos\n5 next set\n22 failed", before, [], 30)
    (failed,) = before.kept
    assert (failed.outcome, failed.reps, failed.load_kg) == ("failed", 2, 60.0)
    later = ListHistory([(1, replace(failed, reps=10))])
    journal = held("0.5 bench press\n2 forty kilos\n5 next set", later, [], 16)
    assert {(cue["focus"], cue["rule"]) for cue in journal.of_kind("cue")} == {("internal", "R3")}
    assert later.experience()["bench-press"].one_rep_max_kg == 80.0
