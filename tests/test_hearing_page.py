"""docs/hearing.md tells what was measured, the goal beside it, and what was not."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from repcue.bench.fit import fit_checksum
from repcue.core.grammar import Grammar
from repcue.documents.hearing import GOALS, NO_GOALS_MEASURED, NOT_MEASURED, Stored, destructive_in, goals_markdown
from repcue.documents.hearing_details import destructive_markdown, details_markdown, images_markdown
from repcue.prepare import our_grammar

FIT = "0123abcd"
MEASURED: dict[str, Any] = {
    "version": "0.1.0",
    "commit": "abc1234",
    "machine": "Chip 1, 2 cores",
    "load_average": 0.1,
    "limit": None,
    "seed": 7,
    "fit": FIT,
    "processes": 2,
    "sound_seconds": 600,
    "took_seconds": 90,
}


def shares(right: int, clips: int) -> dict[str, Any]:
    return {"right": right, "clips": clips}


def commands(right: int) -> dict[str, Any]:
    times = {"decisions": 40, "p50": 0.2, "p95": 0.5, "of_sound": {"p50": 0.15, "p95": 0.4}}
    return {
        **shares(right, 400),
        "other_voices": shares(right - 100, 300),
        "espeak": shares(100, 100),
        "by_intent_not_all_right": {"stop_set": [9, 10]},
        "latency_urgent": times,
        "latency_normal": times | {"p50": None, "p95": None},
        "cpu_in_speech": 0.2,
        "cpu_in_silence": 0.09,
        "measured": MEASURED,
    }


def talk(false: int, hours: float) -> dict[str, Any]:
    return {
        "clips": 100,
        "speech_hours": hours,
        "false_commands": false,
        "false_by_intent": {"slower": false} if false else {},
        "destructive": 0,
        "clips_that_are_phrases": 2,
        "phrases_obeyed": 1,
        "cpu_in_speech": 0.25,
        "cpu_in_silence": 0.05,
        "measured": MEASURED,
    }


def stored(engine: str = "bundled") -> list[dict[str, Any]]:
    rows = {
        "commands": commands(398),
        "bike_10": commands(300),
        "pace": commands(400),
        "pace_of_talk": talk(0, 0.1),
        "talk": talk(3, 1.2),
        "words": {"by_word": {"stop": [5, 5]}, "false_by_intent": {"pause_set": 2}, "measured": MEASURED},
    }
    room = {"rt60_seconds": 0.35, "user_below_echo_db": 10, "drift_ppm": 0, "without_echo": 0.9, "clips": 60}
    rooms = [room | {"drift_ppm": 100, "with_echo": 0.1, "ratio": 0.1}, room | {"with_echo": 0.87, "ratio": 0.967}]
    echo = {
        "benchmark": "echo",
        "engine": "bundled",
        "fit": FIT,
        "rooms": rooms,
        "self_triggered": {"minutes": 30, "commands": 2},
    }
    return [echo, {"benchmark": "hearing", "engine": engine, "model": "m/en-us", "rows": rows}]


@cache
def grammar() -> Grammar:
    return our_grammar({"bench press": "bench-press"})


def page_of(results: list[dict[str, Any]]) -> str:
    return goals_markdown(results, grammar(), lambda engine: FIT if engine == "bundled" else None)


def row(table: str, what: str) -> list[str]:
    (line,) = [line for line in table.splitlines() if line.startswith(f"| {what}")]
    return [field.strip() for field in line.strip("|").split("|")][1:]


def test_a_figure_stands_beside_its_goal_with_its_interval() -> None:
    table = page_of(stored())
    assert table.startswith("### bundled ear, en-us\n")
    assert row(table, "our commands") == ["≥ 0.97", "0.995 (0.982 to 0.999)", "398 of 400 clips", "met"]
    assert row(table, "exercise bike") == ["≥ 0.88", "0.750 (0.705 to 0.790)", "300 of 400 clips", "missed by 0.13"]
    assert row(table, "people say *stop*, in our") == [
        "≥ 0.93",
        "1.000 (0.566 to 1.000)",
        "5 of 5 clips",
        "met, not for sure",
    ]
    assert row(table, "false commands, reading") == [
        "≤ 1 an hour",
        "2.5 (0.5 to 7.3)",
        "3 in 1.20 h",
        "missed by 1.5 an hour",
    ]
    assert row(table, "end of word to decision, urgent") == [
        "≤ 0.25 s",
        "0.20 s, of which 0.05 s computing",
        "40 decisions",
        "met",
    ]
    assert row(table, "share of a core while") == ["≤ 0.35", "0.250", "the worse of commands and of reading", "met"]
    assert row(table, "share of a core in silence")[-1] == "missed by 0.01"


def test_the_echo_is_that_of_the_room_without_drift() -> None:
    table = page_of(stored())
    assert row(table, "the coach through a speaker") == [
        "≥ 0.95",
        "0.967 (0.870 with, 0.900 without)",
        "60 clips",
        "met",
    ]
    assert row(table, "commands that the coach gives itself") == ["≤ 0", "2", "30 min", "missed by 2"]


def test_what_was_measured_with_other_weights_than_ship_is_marked() -> None:
    results = stored()
    echo, ear = results
    del echo["fit"]
    ear["rows"]["commands"]["measured"] = {**MEASURED, "fit": "another"}
    ear["rows"]["pace_of_talk"]["measured"] = {key: value for key, value in MEASURED.items() if key != "fit"}
    table = page_of(results)
    assert row(table, "our commands")[1] == "0.995 (0.982 to 0.999) †"
    assert row(table, "exercise bike")[1] == "0.750 (0.705 to 0.790)"
    assert row(table, "share of a core while")[1] == "0.250 †"
    assert row(table, "the coach through a speaker")[1].endswith(" †")
    assert row(table, "commands that the coach gives itself")[1] == "2 †"
    assert table.endswith(
        "\n\n† Measured with an earlier fit of how certain the ear is than the one that ships, or before the fit was "
        "stored beside the figure."
    )
    assert "†" not in page_of(stored())


def test_an_ear_without_weights_of_its_own_has_no_marks() -> None:
    results = stored("vosk")
    results[1]["rows"]["commands"]["measured"] = {**MEASURED, "fit": None}
    assert "†" not in page_of(results)


def test_what_is_destructive_is_counted_by_the_grammar_as_it_is() -> None:
    results = stored()
    results[1]["rows"]["talk"] |= {"false_by_intent": {"resume_set": 2, "slower": 1}, "destructive": 0}
    assert row(page_of(results), "destructive ones")[1:] == ["2", "1.20 h", "missed by 2"]
    assert "| reading and meetings | 1.20 | 3 | `resume_set` 2, `slower` 1 | 2 |" in details_markdown(
        results, grammar()
    )


def test_what_was_counted_as_destructive_stands_where_the_intents_are_not_known() -> None:
    assert destructive_in({"destructive": 3}, grammar()) == 3
    assert destructive_in({"destructive": 3, "false_by_intent": {"order": 4}}, grammar()) == 3


def test_a_word_that_is_no_phrase_of_ours_is_told_as_such() -> None:
    assert grammar().understand("go") is None
    [goal] = [goal for goal in GOALS if goal.what == "people say *go*, which is no phrase of ours, and nothing is done"]
    rows = {"words": {"by_word": {"go": [4, 5]}, "measured": MEASURED}}
    reading = goal.read(Stored(rows, {}, grammar(), FIT))
    assert reading is not None
    assert reading.of == "4 of 5 clips"


def test_the_weights_that_ship_have_a_checksum_and_an_ear_without_has_none() -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", fit_checksum("bundled") or "")
    assert fit_checksum("vosk") is None


def test_what_was_not_measured_is_said_and_not_filled_in() -> None:
    table = page_of(stored("vosk"))
    assert row(table, "restaurant") == ["≥ 0.85", NOT_MEASURED, "", ""]
    assert row(table, "end of word to decision, others, median")[1] == NOT_MEASURED
    assert row(table, "the coach through a speaker")[1] == NOT_MEASURED, "the echo was measured with another ear"
    assert len(table.splitlines()) == 4 + len(GOALS)
    assert page_of([]) == NO_GOALS_MEASURED


def test_details_tell_voices_words_false_commands_and_how_they_were_measured() -> None:
    page = details_markdown(stored(), grammar())
    assert "| clean | 0.995 (0.982 to 0.999) | 0.993 (0.976 to 0.998) | 1.000 (0.963 to 1.000) |" in page
    assert "Intents that were not right every time, clean: `stop_set` 9 of 10." in page
    assert "| stop | 5 of 5 | – |" in page
    assert "Words that are no phrase of ours were taken for: `pause_set` 2." in page
    assert "| reading and meetings | 1.20 | 3 | `slower` 3 | 0 | 1 obeyed in 2 clips |" in page
    assert "| our commands, clean, alone on the machine | 0.20 s, 0.50 s | – | 0.200 | 0.090 |" in page
    about = "RepCue 0.1.0, commit abc1234, fit 0123abcd, Chip 1, 2 cores"
    assert f"| `talk` | 10.0 min | 1.5 min | 0.1 | 7, no limit | {about} |" in page


def test_what_counts_as_destructive_comes_from_the_grammar() -> None:
    named = destructive_markdown(grammar())
    assert {"`stop_set`", "`help`", "`begin_set`"} <= set(named.rstrip(".").split(", "))
    assert "`slower`" not in named


def test_plots_are_shown_where_they_are_stored(tmp_path: Path) -> None:
    assert images_markdown(tmp_path) == "Nothing is drawn yet."
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "hearing-snr.png").write_bytes(b"png")
    assert "](images/hearing-snr.png)" in images_markdown(tmp_path)
