"""`repcue bench echo` with twins for ears and voices: what is mixed, what is counted, what is told."""

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from repcue.bench.echo import Wants, measure, usual_rooms, with_troubles
from repcue.bench.echo_run import Tape, listen, scored
from repcue.bench.echo_scene import (
    Coach,
    Place,
    Spoken,
    active_rms,
    coaching,
    measured_room,
    modelled_room,
    reverberation_seconds,
    scene_at,
    spoken_on_track,
)
from repcue.bench.echo_self import SelfTriggered, coach_alone
from repcue.bench.echo_table import table_lines
from repcue.core.judgement import Judge
from repcue.core.messages import AudioBlock, Lane, Partial, Utterance, Word
from repcue.core.own_voice import SAID_OVER_USER_DB, Said
from repcue.core.units import EAR_RATE
from repcue.dsp.reference import PlayedRing
from repcue.dsp.room_response import room_response
from repcue.edges.echo_free_ear import EchoFreeEar
from repcue.prepare import Prepared, Wanted, prepare
from repcue.rehearse import OUTPUT_RATE
from repcue.testing.clips import ToneClips
from repcue.testing.echoes import syllables


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    """A session of the shipped pack, with none of the user's own settings."""
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path))
    return prepare(Wanted())


class LoudEar:
    """Takes whatever is loud for one word, once it has been quiet for 0.2 s."""

    engine = "loud"
    model = "none"

    def __init__(self, word: str = "stop", score: float = 1.0, least: float = 0.03) -> None:
        self._word, self._score, self._least = word, score, least
        self._began: float | None = None
        self._ended = 0.0

    def feed(self, block: AudioBlock) -> Sequence[Partial | Utterance]:
        ends = block.started_at_seconds + len(block.samples) / EAR_RATE
        if float(np.max(np.abs(block.samples))) > self._least:
            self._began = block.started_at_seconds if self._began is None else self._began
            self._ended = ends
        elif self._began is not None and ends - self._ended >= 0.2:
            words = (Word(self._word, self._began, self._ended),)
            self._began = None
            return [Utterance(self._word, "loud", Lane.NORMAL, words, self._ended, ends, 1.0, self._score)]
        return []

    def close(self) -> None:
        pass


def coach(seconds: float) -> Coach:
    return Coach(np.repeat(syllables(seconds, 1), OUTPUT_RATE // EAR_RATE), ())


def stops(count: int) -> Spoken:
    return spoken_on_track([("stop", syllables(0.4, number + 5)) for number in range(count)])


def said_by(text: str, start: float, end: float, over_user_db: float | None = None) -> Utterance:
    return Utterance(text, "x", Lane.NORMAL, (Word(text, start, end),), end, end + 0.3, 1.0, 1.0, over_user_db)


@pytest.mark.parametrize("level_db", [0.0, 10.0, 20.0])
def test_the_echo_is_as_far_over_the_user_as_the_place_says(level_db: float) -> None:
    spoken = stops(2)
    scene = scene_at(modelled_room(0.35, level_db), coach(len(spoken.track) / EAR_RATE), spoken)
    start, end, _ = spoken.commands[0]
    assert 20 * np.log10(active_rms(scene.echo) / active_rms(scene.user[start:end])) == pytest.approx(level_db, abs=0.1)


def test_with_headphones_there_is_only_the_user() -> None:
    spoken = stops(1)
    scene = scene_at(Place("headphones", None), coach(12.0), spoken)
    assert not scene.echo.any()
    assert np.array_equal(scene.heard, scene.user + scene.hiss)


def test_commands_lie_apart_and_are_equally_loud() -> None:
    spoken = spoken_on_track([("stop", syllables(0.4, 1, level)) for level in (0.01, 0.1)])
    gaps = [after[0] - before[1] for before, after in pairwise(spoken.commands)]
    assert all(1.6 * EAR_RATE <= gap <= 2.2 * EAR_RATE for gap in gaps)
    assert [active_rms(spoken.track[a:b]) for a, b, _ in spoken.commands] == pytest.approx([1.0, 1.0], abs=1e-3)


@pytest.mark.parametrize("rt60", [0.35, 1.5])
def test_the_reverberation_time_of_a_room_is_found(rt60: float) -> None:
    assert reverberation_seconds(room_response(rt60, 100, direct_db=-20.0)) == pytest.approx(rt60, rel=0.1)
    assert reverberation_seconds(np.eye(1, 1000)[0]) is None


def test_a_measured_room_begins_with_the_delay_of_a_sound_card() -> None:
    response = np.zeros(8_000, dtype=np.float32)
    response[3_000] = 1.0
    place = measured_room("hall.wav", response, 10.0)
    assert place.response is not None
    assert int(np.argmax(place.response)) == round(0.045 * EAR_RATE) + 80


def test_a_delay_that_jumps_is_later_in_every_other_minute() -> None:
    spoken = Spoken(np.zeros(130 * EAR_RATE, dtype=np.float32), [(0, 1, "stop")])
    played = np.zeros(130 * OUTPUT_RATE, dtype=np.float32)
    played[[OUTPUT_RATE * second for second in (10, 70, 125)]] = 1.0
    place = Place("jumping", np.eye(1, 10)[0], jump_seconds=0.06)
    echo = scene_at(place, Coach(played, ()), spoken).echo
    peaks = [int(np.argmax(echo[(at - 1) * EAR_RATE : (at + 1) * EAR_RATE])) for at in (10, 70, 125)]
    assert peaks == pytest.approx([EAR_RATE, EAR_RATE * 1.06, EAR_RATE], abs=1)


@pytest.mark.parametrize("drift_ppm", [0.0, 200.0])
def test_the_microphones_frames_are_placed_on_the_speakers_clock(drift_ppm: float) -> None:
    ring = PlayedRing(OUTPUT_RATE)
    free = EchoFreeEar(Tape(), ring)
    frames = 20 * EAR_RATE
    listen(free, np.zeros(frames, dtype=np.float32), np.zeros(30 * OUTPUT_RATE, dtype=np.float32), drift_ppm)
    assert ring.frames / OUTPUT_RATE == pytest.approx(20.0 / (1 + drift_ppm * 1e-6) + 0.04, abs=1e-4)


def test_right_is_what_a_session_would_have_obeyed_in_time(prepared: Prepared) -> None:
    spoken = Spoken(
        np.zeros(1, dtype=np.float32), [(at * EAR_RATE, (at + 1) * EAR_RATE, "stop") for at in (10, 20, 30, 40)]
    )
    said = [Said("Stopped. stop", 29.9, 31.0)]
    decided = [
        said_by("stop", 10.2, 10.8),
        said_by("slower", 20.2, 20.8),
        said_by("stop", 30.2, 30.9, SAID_OVER_USER_DB),
        said_by("stop", 45.2, 45.8),
    ]
    score = scored(decided, spoken, said, Judge(prepared.grammar, lambda: None), prepared.grammar)
    assert (score.right, score.commands, score.own_voice) == (1, 4, 1)
    assert score.other == ("slower, 20.8 s", "stop, 45.8 s")
    assert score.missed == {
        "stop, 20.0 s": "slower (obeyed, 1.00)",
        "stop, 30.0 s": "stop (own_voice, 1.00)",
        "stop, 40.0 s": "",
    }


def test_the_coach_paces_sets_without_a_rest_and_knows_what_it_says(prepared: Prepared) -> None:
    found = coaching(prepared, ToneClips(OUTPUT_RATE), 140.0)
    assert len(found.played) == 141 * OUTPUT_RATE
    starts = [each.started_at_seconds for each in found.said]
    assert starts == sorted(starts)
    assert {"one", "twenty"} <= {word for each in found.said for word in each.text.lower().split()}
    since = [each for each in found.said if each.started_at_seconds > 20.0]
    assert max(b.started_at_seconds - a.ended_at_seconds for a, b in pairwise(since)) < 6.0


@pytest.mark.slow
def test_the_report_holds_every_room_against_the_ear_without_echo(prepared: Prepared, tmp_path: Path) -> None:
    kept: list[int] = []
    phrases = [("stop", syllables(0.4, seed)) for seed in (11, 12)]
    wants = Wants(with_troubles(usual_rooms()[:1], [0.0, 100.0], 0.0), phrases, minutes_alone=0.0)
    report = measure(
        prepared,
        ToneClips(OUTPUT_RATE),
        LoudEar,
        wants,
        keep=lambda part: kept.append(len(part["rooms"])),  # type: ignore[arg-type]
    )
    json.dumps(report)
    rooms = report["rooms"]
    assert isinstance(rooms, list)
    assert [(each["room"], each["drift_ppm"]) for each in rooms] == [
        ("headphones", 0.0),
        ("modelled, RT60 0.35 s", 0.0),
        ("modelled, RT60 0.35 s", 100.0),
    ]
    assert kept == [1, 2, 3]
    assert rooms[0]["without_echo"] == rooms[0]["with_echo"] == 1.0
    assert rooms[0]["near_end_gain_db"] == pytest.approx(0.0, abs=0.05)
    assert set(rooms[1]) >= {"rt60_seconds", "user_below_echo_db", "clips", "ratio", "erle_db", "cpu_share"}


@pytest.mark.slow
def test_commands_that_the_coach_gives_itself_are_counted(prepared: Prepared) -> None:
    place = modelled_room(0.35, 10.0)
    clips = ToneClips(OUTPUT_RATE)
    obeyed = coach_alone(prepared, clips, lambda: LoudEar("bench press"), [place], seconds=20.0)
    assert obeyed.seconds == pytest.approx(20.0, abs=0.1)
    assert obeyed.heard >= len(obeyed.commands) > 0
    assert obeyed.commands[0].startswith("modelled, RT60 0.35 s, echo 10 dB over a usual user, ")
    doubtful = coach_alone(prepared, clips, lambda: LoudEar("bench press", score=0.1), [place], seconds=20.0)
    assert doubtful.commands == []
    assert doubtful.refused["uncertain"] > 0


def test_the_table_has_a_row_for_each_room_and_a_line_on_the_coach_alone() -> None:
    room = {
        "room": "hall.wav",
        "rt60_seconds": 1.5,
        "user_below_echo_db": 10.0,
        "drift_ppm": 100.0,
        "delay_jump_seconds": 0.0,
        "without_echo": 0.95,
        "with_echo": 0.9,
        "with_echo_95": [0.83, 0.94],
        "ratio": 0.947,
        "erle_db": 36.6,
        "cpu_share": 0.0149,
    }
    alone = SelfTriggered(seconds=1800.0, commands=["hall, 3.0 s: stop"], refused={"own_voice": 3})
    lines = table_lines({"rooms": [room], "self_triggered": alone.as_json()})
    assert "hall.wav  1.5 s  10 dB" in lines[1]
    assert "+100 ppm" in lines[1]
    assert "0.900 (0.830 to 0.940)  0.947  -     37 dB  1.5 %" in lines[1]
    assert lines[2:] == [
        "Coach alone for 30 minutes: 1 commands to itself; refused: 3 own_voice.",
        "  hall, 3.0 s: stop",
    ]
