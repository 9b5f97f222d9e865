"""The user's own layer over a pack: what it changes, what it cannot, and what is told when the pack has moved on."""

from pathlib import Path

import pytest

from repcue.edges.pack_files import read_packs
from repcue.packs.load import load_pack
from repcue.packs.overrides import with_overrides
from repcue.packs.report import Severity, report
from repcue.packs.schema import Pack

PACK = """
format: 1
id: legs
title: {en: Legs, de: Beine}
version: 1.0.0
author: Ann
licence: CC0-1.0
languages: [en, de]
exercises:
  - id: back-squat
    name: {en: Back squat, de: Kniebeuge}
    aliases: {en: [squat], de: [kniebeuge]}
    muscles: {primary: [quadriceps]}
    cues:
      - focus: internal
        rep: {en: Push with your quads, de: Schieb mit den Quads}
      - focus: external
        id: floor
        rep: {en: Push the floor away, de: Schieb den Boden weg}
        recording: clips/push.wav
  - id: leg-press
    name: {en: Leg press, de: Beinpresse}
    aliases: {en: [leg press], de: [beinpresse]}
    muscles: {primary: [quadriceps]}
    cues:
      - focus: internal
        rep: {en: Squeeze your quads, de: Spann die Quads an}
      - focus: external
        rep: {en: Push the plate away, de: Schieb die Platte weg}
"""


def legs() -> Pack:
    """Return the pack as its author wrote it."""
    pack, _ = load_pack(PACK, "pack.yaml")
    assert pack is not None
    return pack


def test_what_is_written_is_changed_and_all_else_stays() -> None:
    text = """
exercises:
  back-squat:
    reps: 5
    tempo: 2-0-X-0
    aliases: [low bar squat, squat]
    pinned: internal-1
    cues:
      floor: {rep: Drive the floor down, key: Down}
"""
    before = legs()
    pack, problems = with_overrides(before, text, "overrides/legs.yaml")
    assert report(problems) == "No problems."
    squat, press = pack.exercises
    assert (squat.reps, squat.tempo, squat.spoken_name, squat.pinned) == (5, "2-0-X-0", "low bar squat", "internal-1")
    assert (squat.sets, squat.name) == (3, "Back squat")
    assert [(cue.rep, cue.key, cue.recording) for cue in squat.cues] == [
        ("Push with your quads", None, None),
        ("Drive the floor down", "Down", None),
    ]
    assert press == before.exercises[1]
    assert before.exercises[0].reps == 10


def test_a_text_is_changed_in_the_languages_it_is_given_in() -> None:
    text = """
exercises:
  back-squat:
    reps: 5
    aliases: [low bar squat]
    cues:
      internal-1: {rep: Squeeze your quads}
      floor: {rep: {en: Drive the floor down, de: Drück den Boden runter}}
"""
    pack, _ = with_overrides(legs(), text, "legs.yaml")
    german = pack.in_language("de").pack.exercises[0]
    assert (german.reps, german.aliases) == (5, ("kniebeuge",))
    assert [cue.rep for cue in german.cues] == ["Schieb mit den Quads", "Drück den Boden runter"]


def test_six_words_are_for_english_changes_only() -> None:
    changed = "{rep: {en: Push, de: Schieb den Boden von dir weg nach unten}}"
    text = f"exercises:\n  back-squat:\n    cues:\n      floor: {changed}"
    pack, problems = with_overrides(legs(), text, "overrides/legs.yaml")
    assert report(problems) == "No problems."
    assert pack.in_language("de").pack.exercises[0].cues[1].rep == "Schieb den Boden von dir weg nach unten"


def test_what_the_pack_no_longer_has_is_told_and_all_else_counts() -> None:
    text = """
exercises:
  back-squat:
    reps: 5
    pinned: ceiling
    easier: goblet-squat
    cues:
      bar: {rep: Lift the bar}
  hack-squat: {reps: 8}
"""
    pack, problems = with_overrides(legs(), text, "legs.yaml")
    squat = pack.exercises[0]
    assert (squat.reps, squat.pinned, squat.easier) == (5, None, None)
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert [(problem.line, problem.sentence) for problem in problems] == [
        (5, "exercise 'back-squat' has no cue 'ceiling'."),
        (6, "pack 'legs' has no exercise 'goblet-squat'."),
        (8, "exercise 'back-squat' has no cue 'bar'."),
        (9, "pack 'legs' has no exercise 'hack-squat'."),
    ]
    assert problems[0].hint == (
        "This change is left out; delete it, or write what the pack calls it. There are: internal-1, floor."
    )
    assert str(problems[2]).startswith("legs.yaml:8:7: exercises.back-squat.cues: warning: exercise 'back-squat'")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("exercises:\n  back-squat: {reps: many}\n", "'many' is no whole number."),
        ("exercises:\n  back-squat: {repps: 5}\n", "unknown key 'repps'. Did you mean 'reps'?"),
        ("exercises:\n  back-squat: {id: squat}\n", "unknown key 'id'."),
        (
            "exercises:\n  back-squat: {aliases: [leg press]}\n",
            "alias 'leg press' is already that of exercise 'leg-press'.",
        ),
        (
            "exercises:\n  back-squat: {cues: {floor: {rep: {fr: Pousse}}}}\n",
            "'fr' is none of the pack's languages: en, de.",
        ),
        ("exercises: {}\n", "this is empty; it needs items."),
        ("", "the file is empty."),
    ],
)
def test_with_a_mistake_no_change_counts_and_the_pack_is_used_as_it_is(text: str, sentence: str) -> None:
    before = legs()
    pack, problems = with_overrides(before, text, "legs.yaml")
    assert pack == before
    assert problems[0].sentence == sentence
    assert problems[0].severity is Severity.ERROR


def test_what_stands_beside_a_mistake_is_told_at_once() -> None:
    text = """
exercises:
  back-squat:
    reps: many
    aliases: [leg press, Squat 2]
    pinned: ceiling
    cues:
      bar: {rep: Lift the bar}
  hack-squat: {reps: 8}
  Hack Squat: {reps: 8}
"""
    pack, problems = with_overrides(legs(), text, "legs.yaml")
    assert pack == legs()
    assert [(problem.line, problem.sentence) for problem in problems] == [
        (4, "'many' is no whole number."),
        (5, "alias 'leg press' is already that of exercise 'leg-press'."),
        (5, "'Squat 2' is no alias."),
        (6, "exercise 'back-squat' has no cue 'ceiling'."),
        (8, "exercise 'back-squat' has no cue 'bar'."),
        (9, "pack 'legs' has no exercise 'hack-squat'."),
        (10, "'Hack Squat' is no id."),
    ]


def test_the_layer_lies_in_the_users_folder_and_outlives_an_update(tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "legs"
    (folder / "clips").mkdir(parents=True)
    (folder / "clips" / "push.wav").write_bytes(b"RIFF")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    layer = tmp_path / "overrides"
    layer.mkdir()
    (layer / "legs.yaml").write_text("exercises:\n  back-squat: {reps: 5}\n", encoding="utf-8")
    assert [each.reps for each in read_packs(["legs"], [tmp_path / "packs"], layer).packs[0].exercises] == [5, 10]
    (folder / "pack.yaml").write_text(PACK.replace("1.0.0", "1.1.0") + "    reps: 12\n", encoding="utf-8")
    read = read_packs(["legs"], [tmp_path / "packs"], layer)
    assert (read.packs[0].version, [each.reps for each in read.packs[0].exercises]) == ("1.1.0", [5, 12])
    assert read.problems == ()


def test_a_recording_of_words_that_were_changed_is_not_played(tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "legs"
    (folder / "clips").mkdir(parents=True)
    (folder / "clips" / "push.wav").write_bytes(b"RIFF")
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    (tmp_path / "legs.yaml").write_text("exercises:\n  back-squat: {cues: {floor: {rep: Go}}}\n", encoding="utf-8")
    recorded = read_packs(["legs"], [tmp_path / "packs"], tmp_path / "none").recordings
    assert [text for text, _ in recorded] == ["Push the floor away"]
    assert dict(read_packs(["legs"], [tmp_path / "packs"], tmp_path).recordings) == {}


def test_a_layer_with_mistakes_is_told_and_the_pack_still_used(tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "legs"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text(PACK.replace("        recording: clips/push.wav\n", ""), encoding="utf-8")
    (tmp_path / "legs.yaml").write_text("exercises:\n  back-squat: {reps: 0}\n", encoding="utf-8")
    read = read_packs(["legs"], [tmp_path / "packs"], tmp_path)
    assert (read.packs[0].exercises[0].reps, read.refused) == (10, ())
    assert [problem.sentence for problem in read.problems] == ["'0' is too small."]


def test_the_shipped_example_fits_the_shipped_pack() -> None:
    folder = Path(__file__).parents[2] / "cue_packs" / "home-basics"
    pack, _ = load_pack((folder / "pack.yaml").read_text(encoding="utf-8"), "pack.yaml")
    assert pack is not None
    text = (folder / "overrides-example.txt").read_text(encoding="utf-8")
    changed, problems = with_overrides(pack, text, "overrides-example.txt")
    assert report(problems) == "No problems."
    row = next(each for each in changed.in_language("de").pack.exercises if each.id == "backpack-row")
    assert row.cues_by_id["starter-cord"].rep == "Zieh am Starterseil"
