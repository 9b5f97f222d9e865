"""`repcue preview`: a set's timeline, its sound, and what cannot be previewed."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest

from cli.running import run
from conftest import Golden
from repcue.cli.previewing import rehearsed_set, title
from repcue.core.errors import RepcueError
from repcue.core.events import Event, LessTalking, MuscleCue, NoCues, PickExercise
from repcue.core.session_state import Session
from repcue.core.set_picture import picture
from repcue.core.set_timeline import SetTimeline, timelines_of
from repcue.core.tempo import parse_tempo
from repcue.edges.audio_files import read_audio
from repcue.prepare import Prepared, Wanted, prepare
from repcue.rehearse import OUTPUT_RATE
from repcue.testing.clips import ToneClips
from repcue.testing.sessions import gym, session_after

SIDES: Final = ("left", "right")
GOLDEN: Final = Path(__file__).parent / "golden"


def hummed(exercise: str, tempo: str, reps: int, *asked: Event) -> tuple[SetTimeline, ...]:
    """The timelines of a set's sides in the gym, its words hummed, so that it is the same on every machine."""
    picked = session_after(PickExercise(exercise), *asked, session=Session(gym()))
    session = replace(picked, tempo=parse_tempo(tempo), target_reps=reps)
    prepared: Prepared = replace(prepare(Wanted()), session=session)
    return timelines_of(rehearsed_set(prepared, ToneClips(OUTPUT_RATE), lambda _: None))


@pytest.mark.parametrize(
    ("name", "exercise", "tempo", "asked"),
    [
        ("preview_slow", "back-squat", "4-0-1-0", ()),
        ("preview_all_phases", "bench-press", "3-1-1-1", (MuscleCue(),)),
        ("preview_explosive", "deadlift", "2-0-X-0", ()),
        ("preview_long", "back-squat", "10-1-2-0", (LessTalking(),)),
        ("preview_sides", "one-arm-row", "3-1-1-0", ()),
    ],
)
def test_the_picture_of_a_set(golden: Golden, name: str, exercise: str, tempo: str, asked: tuple[Event, ...]) -> None:
    sides = hummed(exercise, tempo, 4, *asked)
    text = picture(*sides)
    golden(GOLDEN / f"{name}.txt", f"{title(sides, exercise)}\n\n{text}\n")
    assert all(len(line) <= 81 for line in text.splitlines() if line.startswith(("rep", " ")) and ":" not in line)


def test_a_set_is_shown_as_long_as_it_is_and_each_cue_lies_in_its_repetition() -> None:
    (timeline,) = hummed("bench-press", "4-0-1-0", 5)
    assert [rep.rep_number for rep in timeline.reps] == [1, 2, 3, 4, 5]
    assert timeline.reps[-1].ended_seconds == pytest.approx(25.0, abs=0.001)
    for rep in timeline.reps:
        assert [phase.what for phase in rep.phases] == ["eccentric", "concentric"]
        (said,) = [sound for sound in rep.sounds if sound.what == "cue"]
        assert rep.cue is not None
        assert said.text == rep.cue.text
        assert said.ended_seconds <= rep.phases[1].started_seconds - 0.25
        assert len([sound for sound in rep.sounds if sound.what == "tick"]) == 5


def test_a_log_without_a_repetition_shows_nothing() -> None:
    with pytest.raises(RepcueError) as caught:
        timelines_of([{"kind": "opened", "sample_rate": 48_000}])
    assert str(caught.value) == "There is no repetition in the log, so there is nothing to show."


def test_both_sides_are_shown_with_the_change_between_them() -> None:
    left, right = hummed("one-arm-row", "3-1-1-0", 3)
    assert (left.side, right.side, left.started_seconds) == ("left", "right", 0.0)
    assert [rep.rep_number for rep in right.reps] == [1, 2, 3]
    assert [len(side.reps[-1].phases) for side in (left, right)] == [3, 3]
    assert right.reps[0].started_seconds == 0.0
    assert left.after[-1].text == "Change sides. ten seconds."
    assert right.before[0].text == "Right side. three reps."
    # The ten seconds of the change, then the three of the count-in and what it takes to say which side.
    assert 13 < right.started_seconds - left.reps[-1].ended_seconds < 17


def cue_part(text: str, side: str) -> list[str]:
    """The lines of a picture that tell of the cue on one side."""
    shown = text.split(f"{side} side", 1)[1].split("right side, begins", maxsplit=1)[0].splitlines()
    after = next(index for index, line in enumerate(shown) if line.startswith("after"))
    return [line for line in shown[after + 1 :] if line and not line.startswith("|")]


@pytest.fixture
def lowered_first() -> Session:
    """A one-sided lift that is lowered first, so that no cue has room in a quick repetition."""
    picked = session_after(PickExercise("one-arm-row"), session=Session(gym()))
    assert picked.exercise is not None
    exercise = picked.exercise.model_copy(update={"starts": "eccentric"})
    return replace(picked, exercise=exercise, tempo=parse_tempo("1-0-1-0"), target_reps=3)


def pictured(session: Session) -> str:
    prepared: Prepared = replace(prepare(Wanted()), session=session)
    return picture(*timelines_of(rehearsed_set(prepared, ToneClips(OUTPUT_RATE), lambda _: None)))


def test_a_side_that_is_silent_is_told_why_it_is_this_cue_since_it_was_said_before_the_set(
    lowered_first: Session,
) -> None:
    text = pictured(lowered_first)
    assert "never said" not in text
    silent = "reps 1-3: silent, no phase before it lasts more than a second"
    assert cue_part(text, "left")[-2:] == [
        "said    before the set: set, 'In this set, pull to your pocket.'",
        f"        {silent}",
    ]
    assert cue_part(text, "right") == [f"said    {silent}"]


def test_a_side_on_which_the_cue_is_said_otherwise_tells_of_all_its_repetitions() -> None:
    text = picture(*hummed("one-arm-row", "1-0-1-0", 3))
    silent = "reps 2-3: silent, no phase before it lasts more than a second"
    assert cue_part(text, "right") == ["said    rep 1: key, 'Pocket'", f"        {silent}"]


def test_a_cue_that_was_silent_on_both_sides_was_never_said() -> None:
    text = picture(*hummed("one-arm-row", "2-0-1-0", 2, NoCues()))
    assert "It was never said." in "\n".join(cue_part(text, "left"))
    assert cue_part(text, "right") == []


@pytest.mark.slow
def test_both_sides_are_written_and_told() -> None:
    done = run("preview", "split", "squat", "--reps", 2, "--tempo", "3-0-1-0", "--out", "a.wav")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Bulgarian split squat: 2 reps on each side, 3-0-1-0; 16 s of lifting"
    (left,), (right,) = ([at for at, line in enumerate(lines) if line.startswith(f"{side} side")] for side in SIDES)
    assert left < right
    assert [sum(line.startswith("rep 2") for line in part) for part in (lines[left:right], lines[right:])] == [1, 1]
    samples, rate = read_audio(Path("a.wav"))
    assert 45 < len(samples) / rate < 70
    shown = json.loads(run("preview", "split", "squat", "--reps", 2, "--tempo", "3-0-1-0", "--json").out)
    assert (shown["side"], shown["other_side"]["side"]) == ("left", "right")
    assert shown["other_side"]["started_seconds"] > shown["reps"][-1]["ended_seconds"] + 10


@pytest.mark.slow
def test_the_sound_is_written_and_the_timeline_told() -> None:
    done = run("preview", "bench", "press", "--reps", 2, "--tempo", "4-0-1-0", "--load-percent", 85, "--out", "a.wav")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Barbell bench press: 2 reps, 4-0-1-0, 85 % of the maximum; 10 s of lifting"
    assert "rule    R2. The set is heavy or short, so the cue is about what you move." in done.out
    assert lines[-1] == "a.wav is what is heard."
    samples, rate = read_audio(Path("a.wav"))
    assert rate == OUTPUT_RATE
    assert 20 < len(samples) / rate < 40
    assert abs(samples).max() > 0.1


@pytest.mark.slow
def test_without_a_file_nothing_is_written_and_json_has_the_same() -> None:
    done = run("preview", "bench-press", "--reps", 2, "--focus", "internal", "--json")
    assert (done.code, done.err) == (0, "")
    shown = json.loads(done.out)
    assert (shown["exercise"], shown["target_reps"], shown["out"]) == ("bench-press", 2, None)
    assert [rep["cue"]["focus"] for rep in shown["reps"]] == ["internal", "internal"]
    assert sorted(path.name for path in Path().iterdir()) == ["script.txt"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("bench", "pres"), "Unknown exercise 'bench pres'. Did you mean 'bench press'? There are: "),
        (("bench", "press", "--tempo", "4-a"), "Tempo '4-a' has two parts; write four, like 3-1-1-0 "),
        (("bench", "press", "--voice", "coash"), "Unknown voice 'coash'. Did you mean 'coach'? There are: "),
        (("bench", "press", "--pack", "essentails"), "Unknown pack 'essentails'. Did you mean 'essentials'? "),
        (
            ("bench", "press", "--out", "no/such/a.wav"),
            "'no/such/a.wav' cannot be written: the folder 'no/such' does not exist. ",
        ),
    ],
)
def test_what_nobody_knows_is_told_before_anything_is_rendered(arguments: tuple[str, ...], sentence: str) -> None:
    done = run("preview", *arguments)
    assert (done.code, done.out) == (1, "")
    assert done.sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--reps", "0", "argument --reps: '0' is no number from 1 to 100 repetitions."),
        ("--load-percent", "0", "argument --load-percent: '0' is no number from 1 to 150 percent."),
        ("--load-percent", "150.5", "argument --load-percent: '150.5' is no number from 1 to 150 percent."),
    ],
)
def test_a_number_out_of_range_is_told_with_the_range(option: str, value: str, sentence: str) -> None:
    done = run("preview", "bench", option, value)
    assert (done.code, done.usage_sentence) == (2, sentence)


@pytest.mark.parametrize("percent", ["1", "62.5", "150"])
def test_why_and_preview_take_the_same_loads(percent: str) -> None:
    shown, told = (run(command, "bench", "press", "--load-percent", percent) for command in ("preview", "why"))
    assert (shown.code, told.code) == (0, 0)
    assert f", {percent} % of the maximum" in shown.out
    assert f"{percent} % of the maximum" in told.out


def test_what_is_held_is_shown_as_one_hold_and_as_repetitions_where_they_are_asked_for() -> None:
    shown = run("preview", "plank")
    assert (shown.code, shown.err) == (0, "")
    lines = shown.out.splitlines()
    assert lines[0] == "Plank: held for 30 s"
    assert [line for line in lines if line.startswith("hold ")]
    assert "Half way." in shown.out
    assert "And relax." in shown.out
    sides = run("preview", "side", "plank", "--pack", "home-basics").out
    assert sides.startswith("Side plank: held for 20 s on each side\n\nleft side\n")
    assert sides.count("\nhold ") == 2
    moved = run("preview", "plank", "--tempo", "4-0-1-0", "--reps", 2)
    assert moved.out.startswith("Plank: 2 reps, 4-0-1-0; 10 s of lifting")


def test_a_pack_is_said_in_another_language_and_its_names_stay() -> None:
    shown = run("preview", "wall", "sit", "--pack", "home-basics", "--language", "de")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.splitlines()[0] == "Wall sit: held for 30 s"
    assert "Spann die Oberschenkel an." in shown.out
    assert "wall sit Set one For thirty seconds." in shown.out
    without = run("preview", "plank", "--language", "de")
    assert without.err == "Pack 'essentials' has no texts in 'de'; those in 'en' are used.\n"
