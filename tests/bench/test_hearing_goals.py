"""The rows of the goals for hearing: which clips, what they come to, how they are kept and drawn."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tone_ear import ToneEar, grammar, manifest, tone, write

from repcue.bench.goal_figures import row_figures
from repcue.bench.goal_plots import draw, trade_points
from repcue.bench.goal_rows import MOST_CLIPS_OF_A_PART, OURS, Folders, Mixed, Part, Row, Source, parts_of, rows_named
from repcue.bench.goal_run import PartResult
from repcue.bench.goals import GoalFile
from repcue.bench.hearing_judge import session_judge, verdicts
from repcue.bench.hearing_run import listen
from repcue.bench.hearing_stream import Mixing, Stream, Surroundings
from repcue.bench.hearing_threshold import SHIFTS, needed_score
from repcue.core.clip import Samples
from repcue.core.errors import OutputError, RepcueError
from repcue.core.grammar import Grammar
from repcue.core.messages import Lane, Utterance
from repcue.edges.audio_files import read_audio_at

GRAMMARS: Mapping[str, Grammar] = {OURS: grammar()}
STOP, LARGE, HELLO = tone(500), tone(1000), tone(2000)
AT_ONCE = SHIFTS.index(0.0)


def recordings(folder: Path, rows: list[tuple[str, str, Samples]]) -> Folders:
    """Clips, and under them a hum and two songs; both folders are the same."""
    path = manifest(folder, rows)
    with path.open("a", encoding="utf-8") as file:
        for name, kind, label in (("hum", "noise", "exercise bike"), ("song_b", "music", ""), ("song_a", "music", "")):
            write(folder / f"{name}.wav", tone(100, 1.0, 0.001))
            file.write(f"{name}.wav,{kind},{label},\n")
    return Folders(folder, folder)


def heard(part: Part, ear: ToneEar) -> PartResult:
    noise = read_audio_at(part.noise, 16_000) if part.noise else None
    name = part.noise.name if part.noise else None
    stream = Stream(part.clips, Surroundings(name, noise, part.snr_db, part.mixing), part.seed)
    said, cost = listen(ear, stream, lambda _done, _whole: None)
    found = verdicts(stream.placed, said, session_judge(grammar()))
    return PartResult(part, tuple(found), cost, ear.engine, ear.model, 1.0)


def figures(row: Row, folders: Folders, ear: ToneEar | None = None) -> dict[str, Any]:
    results = [heard(part, ear or ToneEar()) for part in parts_of(row, folders, GRAMMARS)]
    return row_figures(row, results, grammar(), session_judge(grammar()))


def test_rows_are_named_and_an_unknown_one_is_told() -> None:
    assert [row.name for row in rows_named("talk, pace")] == ["pace", "talk"]
    assert rows_named("none") == []
    with pytest.raises(RepcueError, match=r"Unknown row 'tolk'\. Did you mean 'talk'\? There are: bike_10, "):
        rows_named("tolk")


def test_rows_that_need_the_machine_for_themselves_come_first() -> None:
    is_alone = [row.is_alone for row in rows_named(None)]
    assert is_alone == sorted(is_alone, reverse=True)


def test_several_sounds_of_a_kind_take_turns_and_every_clip_is_heard_once_at_each_level(tmp_path: Path) -> None:
    folders = recordings(tmp_path, [("command", "stop", STOP)] * 4)
    row = Row("m", "command", mixed=(Mixed("music", "", (5.0, 10.0), Mixing.ACTIVE),))
    parts = parts_of(row, folders, GRAMMARS)
    assert [(part.noise and part.noise.name, part.snr_db, len(part.clips)) for part in parts] == [
        ("song_a.wav", 5.0, 2),
        ("song_b.wav", 5.0, 2),
        ("song_a.wav", 10.0, 2),
        ("song_b.wav", 10.0, 2),
    ]
    assert len({clip.file for part in parts[:2] for clip in part.clips}) == 4


def test_long_rows_are_cut_and_a_limit_draws_the_same_clips_again(tmp_path: Path) -> None:
    folders = recordings(tmp_path, [("word", "stop", tone(500, 0.05))] * (MOST_CLIPS_OF_A_PART + 3))
    row = Row("w", "word")
    assert [len(part.clips) for part in parts_of(row, folders, GRAMMARS)] == [MOST_CLIPS_OF_A_PART, 3]
    assert parts_of(row, folders, GRAMMARS, limit=2) == parts_of(row, folders, GRAMMARS, limit=2)
    assert sum(len(part.clips) for part in parts_of(row, folders, GRAMMARS, limit=2)) == 2


def test_a_row_whose_recordings_are_not_at_hand_is_left_out(tmp_path: Path) -> None:
    folders = recordings(tmp_path, [("command", "stop", STOP)])
    noisy = Row("r", "command", mixed=(Mixed("noise", "restaurant", (10.0,), Mixing.ACTIVE),))
    assert parts_of(noisy, folders, GRAMMARS) == []
    assert parts_of(Row("c", "command", source=Source.PHRASES), Folders(tmp_path, None), GRAMMARS) == []


def test_our_commands_are_told_by_voice_and_with_the_time_they_take(tmp_path: Path) -> None:
    folders = recordings(tmp_path, [("command", "stop", STOP), ("command", "large coffee", tone(1500))])
    found = figures(Row("commands", "command", source=Source.PHRASES), folders)
    assert (found["clips"], found["right"], found["wrong"], found["espeak"]["clips"]) == (2, 1, 1, 0)
    assert found["by_intent_not_all_right"] == {"order": [0, 1]}
    assert found["latency_urgent"]["decisions"] == 1
    assert found["latency_urgent"]["of_sound"]["p50"] == pytest.approx(0.2, abs=0.011)
    assert found["cpu_in_speech"] > 0


def test_false_commands_are_named_and_those_that_stop_something_are_destructive(tmp_path: Path) -> None:
    rows = [("other_speech", "don't", STOP), ("other_speech", "tea", LARGE), ("other_speech", "stop", STOP)]
    found = figures(Row("talk", "other_speech"), recordings(tmp_path, rows))
    assert found["false_by_intent"] == {"order": 1, "stop": 1}
    assert (found["false_commands"], found["destructive"]) == (2, 1)
    assert (found["clips"], found["clips_that_are_phrases"], found["phrases_obeyed"]) == (2, 1, 1)
    assert found["false_per_hour"] == pytest.approx(2 / (0.8 / 3600), rel=0.01)


def test_words_are_counted_one_by_one(tmp_path: Path) -> None:
    rows = [("word", "stop", STOP), ("word", "stop", HELLO), ("word", "bird", HELLO), ("word", "cat", LARGE)]
    found = figures(Row("words", "word"), recordings(tmp_path, rows))
    assert found["by_word"] == {"bird": [1, 1], "cat": [0, 1], "stop": [1, 2]}
    assert found["false_by_intent"] == {"order": 1}


def test_the_sweep_has_a_point_for_every_sound_and_level(tmp_path: Path) -> None:
    mixed = (Mixed("noise", "bike", (20.0, 24.0), Mixing.ACTIVE),)
    found = figures(Row("sweep", "command", mixed=mixed), recordings(tmp_path, [("command", "stop", STOP)]))
    assert [(each["sound"], each["snr_db"], each["right"], each["clips"]) for each in found["levels"]] == [
        ("hum", 20.0, 1, 1),
        ("hum", 24.0, 1, 1),
    ]


def said(text: str, score: float, lane: Lane = Lane.NORMAL) -> Utterance:
    return Utterance(text, "tones", lane, (), 1.0, 1.2, 1.0, score)


def test_the_needed_score_is_found_by_asking_the_session() -> None:
    judge = session_judge(grammar())
    assert needed_score(said("large coffee", 0.9), judge) == 0.5
    assert needed_score(said("stop", 0.9, Lane.URGENT), judge) == 0.4
    assert needed_score(said("hello there", 0.9), judge) == 1.0


def test_a_laxer_threshold_brings_back_what_was_refused_and_a_stricter_one_loses_more(tmp_path: Path) -> None:
    folders = recordings(tmp_path, [("command", "large coffee", LARGE)])
    row = Row("commands", "command", source=Source.PHRASES)
    doubted = figures(row, folders, ToneEar(score=0.4))["by_threshold"]["right"]
    assert (doubted[0], doubted[AT_ONCE], doubted[-1]) == (1, 0, 0)
    certain = figures(row, folders, ToneEar(score=0.9))["by_threshold"]["right"]
    assert (certain[0], certain[AT_ONCE], certain[-1]) == (1, 1, 0)
    talk = figures(Row("talk", "other_speech"), recordings(tmp_path, [("other_speech", "", LARGE)]), ToneEar(score=0.4))
    false = talk["by_threshold"]["false_commands"]
    assert (false[0], false[AT_ONCE]) == (1, 0)


def test_a_row_takes_the_place_of_the_one_before_and_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "figures" / "hearing-tones.json"
    talk, words = rows_named("talk,words")[::-1]
    file = GoalFile(path)
    file.keep(talk, {"clips": 1}, "tones", "sine")
    file.keep(words, {"clips": 2}, "tones", "sine")
    GoalFile(path).keep(talk, {"clips": 3}, "tones", "sine")
    stored = json.loads(path.read_text(encoding="utf-8"))
    assert stored["rows"] == {"talk": {"clips": 3}, "words": {"clips": 2}}
    assert {"benchmark", "engine", "model", "machine"} <= stored.keys()


def test_a_run_that_was_broken_off_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    file = GoalFile(tmp_path / "hearing.json")
    talk, words = rows_named("talk,words")[::-1]
    file.keep(talk, {"measured": {"commit": "abc1234", "limit": None, "seed": 0}}, "tones", "sine")
    assert file.has(talk, "abc1234", None, 0)
    assert not file.has(words, "abc1234", None, 0)
    assert not any((file.has(talk, "abc1234", 40, 0), file.has(talk, "abc1234", None, 1), file.has(talk, "d", None, 0)))
    assert not file.has(talk, None, None, 0), "outside a checkout nobody knows what was measured"


def test_each_ear_has_its_own_file(tmp_path: Path) -> None:
    path = tmp_path / "hearing.json"
    (talk,) = rows_named("talk")
    GoalFile(path).keep(talk, {"clips": 1}, "tones", "sine")
    with pytest.raises(OutputError) as error:
        GoalFile(path).keep(talk, {"clips": 1}, "vosk", "model")
    assert str(error.value) == (f"{str(path)!r} holds figures of another ear (tones, sine); give each its own file.")


@pytest.mark.parametrize("text", ["{", "[]", '{"benchmark": "cost"}', '{"benchmark": "hearing", "rows": []}'])
def test_a_file_that_holds_something_else_is_not_written_over(tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=r"holds something else than hearing's figures; give another file\."):
        GoalFile(path)


def shown_rows() -> dict[str, Any]:
    right = [10 - index // 8 for index in range(len(SHIFTS))]
    false = [4 if index < AT_ONCE else 1 for index in range(len(SHIFTS))]
    talk = {"speech_hours": 0.5, "by_threshold": {"false_commands": false}}
    level = {"sound": "hum", "snr_db": 6.0, "right": 5, "clips": 10, "accuracy_95": [0.2, 0.8]}
    commands = {"clips": 10, "accuracy": 0.8, "accuracy_95": [0.5, 0.95], "by_threshold": {"right": right}}
    return {"sweep": {"levels": [level]}, "commands": commands, "talk": talk, "short_talk": talk}


def test_misses_stand_against_false_commands_of_all_talk() -> None:
    points = dict(trade_points(shown_rows()))
    assert points[0.0] == pytest.approx((2.0, 0.2))
    assert points[-0.25] == pytest.approx((8.0, 0.1))
    assert trade_points({"commands": shown_rows()["commands"]}) == []


@pytest.mark.slow
def test_the_stored_figures_are_drawn_into_small_images(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    drawn = draw({"rows": shown_rows()}, tmp_path / "images")
    assert [path.name for path in drawn] == ["hearing-snr.png", "hearing-trade.png"]
    for path in drawn:
        assert path.read_bytes().startswith(b"\x89PNG")
        assert path.stat().st_size < 60_000
    assert draw({"rows": {}}, tmp_path / "images") == []
