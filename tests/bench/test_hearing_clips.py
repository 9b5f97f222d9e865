from pathlib import Path

import pytest
from tone_ear import grammar, manifest, tone

from repcue.bench.hearing_clips import Meaning, read_manifest, unknown_kinds
from repcue.core.errors import AudioFileError
from repcue.core.messages import Intent

HALF = tone(500)


def the_only(folder: Path, kind: str, text: str) -> Meaning | None:
    [clip] = read_manifest(manifest(folder, [(kind, text, HALF)]), grammar())
    return clip.expected


def test_a_command_means_what_the_grammar_says(tmp_path: Path) -> None:
    expected = the_only(tmp_path, "command", "large coffee")
    assert expected == Meaning("order", {"size": "large"})
    assert expected.is_met_by(Intent("order", {"size": "large"}))
    assert not expected.is_met_by(Intent("order", {"size": "small"}))
    assert not expected.is_met_by(Intent("order", {}))
    assert not expected.is_met_by(Intent("stop", {"size": "large"}))


def test_an_order_is_its_slots_stripped_whatever_the_intent(tmp_path: Path) -> None:
    expected = the_only(tmp_path, "order", '{"size": " large ", "shots": 2}')
    assert expected == Meaning(None, {"size": "large", "shots": 2})
    assert expected.is_met_by(Intent("anything", {"size": "large", "shots": 2}))


def test_a_word_is_wanted_only_where_it_is_a_whole_phrase(tmp_path: Path) -> None:
    assert the_only(tmp_path, "word", "stop") == Meaning("stop", {})
    assert the_only(tmp_path, "word", "coffee") is None


def test_other_speech_is_never_wanted_but_told_apart_where_it_is_a_phrase(tmp_path: Path) -> None:
    clips = read_manifest(
        manifest(tmp_path, [("other_speech", "stop", HALF), ("other_speech", "don't stop", HALF)]), grammar()
    )
    assert {clip.text: (clip.expected, clip.is_a_phrase) for clip in clips} == {
        "stop": (None, True),
        "don't stop": (None, False),
    }


def test_noise_and_rooms_of_the_same_manifest_are_left_out(tmp_path: Path) -> None:
    path = manifest(tmp_path, [("noise", "", HALF), ("word", "stop", HALF), ("room_impulse_response", "", HALF)])
    assert [clip.kind for clip in read_manifest(path, grammar())] == ["word"]


def test_rows_of_an_unknown_kind_are_told_all_at_once_with_their_lines(tmp_path: Path) -> None:
    kinds = ("word", "comand", "noise", "comand", "", "music", "comand", "speech")
    path = manifest(tmp_path, [(kind, "stop", HALF) for kind in kinds])
    assert unknown_kinds(path) == (
        f"{str(path)!r} has rows of an unknown kind, which are left out: 'comand' in lines 3, 5 and 8; '' in line 6; "
        "'speech' in line 9. Kinds are command, order, word, other_speech. Did you mean 'command'? "
        "Did you mean 'other_speech'?"
    )
    assert len(read_manifest(path, grammar())) == 1


def test_a_manifest_of_known_kinds_has_nothing_to_tell(tmp_path: Path) -> None:
    path = manifest(tmp_path, [(kind, "stop", HALF) for kind in ("word", "noise", "room_impulse_response")])
    assert unknown_kinds(path) is None


def test_a_limit_draws_from_every_kind_and_the_seed_decides_which(tmp_path: Path) -> None:
    path = manifest(tmp_path, [(kind, "stop", HALF) for kind in ("word", "command") for _ in range(10)])
    chosen = [read_manifest(path, grammar(), most_of_a_kind=3, seed=seed) for seed in (1, 1, 2)]
    assert sorted(clip.kind for clip in chosen[0]) == ["command"] * 3 + ["word"] * 3
    assert chosen[0] == chosen[1] != chosen[2]


def test_a_command_that_is_no_phrase_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"manifest\.csv:2: 'halt' is no phrase of the grammar, .*--grammar"):
        the_only(tmp_path, "command", "halt")


def test_an_order_without_slots_is_an_error_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match=r"manifest\.csv:2: 'large' are no slots; write them as JSON"):
        the_only(tmp_path, "order", "large")


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    path = tmp_path / "manifest.csv"
    path.write_text("file,kinds,text\n", encoding="utf-8")
    with pytest.raises(AudioFileError, match=r"no column 'kind'; it needs file, kind, text\. Did you mean 'kinds'\?"):
        read_manifest(path, grammar())


def test_a_missing_manifest_an_empty_one_and_an_unknown_kind_are_errors(tmp_path: Path) -> None:
    with pytest.raises(AudioFileError, match="cannot be read"):
        read_manifest(tmp_path / "none.csv", grammar())
    with pytest.raises(AudioFileError, match="lists no clip of kind order; nothing can be measured"):
        read_manifest(manifest(tmp_path, [("word", "stop", HALF)]), grammar(), kinds=["order"])
    with pytest.raises(AudioFileError, match=r"Unknown kind of clip 'words'\. Did you mean 'word'\?"):
        read_manifest(tmp_path / "none.csv", grammar(), kinds=["words"])
