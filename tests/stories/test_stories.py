"""What a lifter says and what is heard: every `*.yaml` beside this file is one story.

    title: what it tells
    seconds: how long it lasts
    settings, plan: what differs from the usual ones
    said:     {SECONDS: phrase}
    states:   every change of state, as `SECONDS before > after`
    heard:    some of what is heard, in this order, as `WHERE class text` (or the name of a sound without words)
    not_heard: texts that must not be

WHERE is the second at which it begins, to the millisecond; or `rep N +SECONDS` and `rest -SECONDS`, which is where it
belongs to the frame: from the start of a repetition (the last of that number), before the end of the last rest.
The whole of each session is in `golden/`; `pytest --update-golden` writes it anew.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from repcue.core.session_state import Session
from repcue.plans.schema import PlanEntry
from repcue.settings import Settings
from repcue.testing.sessions import gym
from support.rehearsals import Fields, Rehearsed, overlaps, rehearsed, spoken
from support.timelines import timeline

HERE = Path(__file__).parent
STORIES = sorted(HERE.glob("*.yaml"))
KEYS = {"title", "seconds", "settings", "plan", "said", "states", "heard", "not_heard"}

Golden = Callable[[Path, str], None]


@cache
def told(path: Path) -> tuple[dict[str, Any], Rehearsed]:
    """Return a story and what came of it."""
    story = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert set(story) <= KEYS
    settings = Settings.model_validate(story.get("settings", {}))
    plan = tuple(PlanEntry.model_validate(entry) for entry in story.get("plan", ()))
    session = Session(gym(), plan=plan, explosive_seconds=settings.explosive_seconds)
    session = replace(session, usual_rest_seconds=settings.rest_seconds)
    script = "\n".join(f"{at_seconds} {phrase}" for at_seconds, phrase in story["said"].items())
    return story, rehearsed(script, float(story["seconds"]), session=session, settings=settings)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_goes_as_it_is_told(path: Path) -> None:
    story, run = told(path)
    assert states_of(run) == story["states"]
    heard = run.plays()
    position = 0
    for line in story["heard"]:
        found = [index for index in range(position, len(heard)) if is_there(line, heard[index], run)]
        assert found, f"not heard there: {line}\nheard: " + "\n       ".join(as_line(play) for play in heard[position:])
        position = found[0] + 1
    assert not {play["text"] for play in heard} & set(story.get("not_heard", ()))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_is_the_same_to_the_frame(path: Path, golden: Golden) -> None:
    _, run = told(path)
    golden(HERE / "golden" / f"{path.stem}.txt", timeline(run))


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_story_keeps_the_rules_of_sound(path: Path) -> None:
    _, run = told(path)
    assert overlaps(spoken(run)) == []
    assert all(tick["started_frame"] == tick["due_frame"] for tick in run.plays("tick"))
    assert [record["kind"] for record in run.records].count("closed") == 1
    assert run.records[-1]["kind"] == "closed"


def test_no_golden_file_is_left_over() -> None:
    assert {path.stem for path in (HERE / "golden").glob("*.txt")} == {path.stem for path in STORIES}


def states_of(run: Rehearsed) -> list[str]:
    return [f"{change['at_seconds']:.3f} {change['from']} > {change['to']}" for change in run.of_kind("state")]


def as_line(play: Fields) -> str:
    return f"{play['started_frame'] / 48_000:.3f} {play['class']} {play['text'] or play['clip']}"


def is_there(line: str, play: Fields, run: Rehearsed) -> bool:
    """Tell whether a line of the story is this play."""
    *where, play_class, text = split(line)
    if (play["class"], play["text"].strip() or play["clip"]) != (play_class, text):
        return False
    if where[0] == "rep":
        starts = [phase["due_frame"] for phase in run.of_kind("phase") if phase["rep_number"] == int(where[1])]
        begun = [frame for frame in starts if frame in starts_of_reps(run)]
        return bool(play["anchor_frame"] == begun[-1] + round(float(where[2]) * run.sample_rate))
    if where[0] == "rest":
        return bool(play["anchor_frame"] == end_of_rest(run) + round(float(where[1]) * run.sample_rate))
    return bool(f"{play['started_frame'] / run.sample_rate:.3f}" == where[0])


def split(line: str) -> list[str]:
    """Return the words of where it is heard, its class and its text."""
    words = 3 if line.startswith("rep ") else 2 if line.startswith("rest ") else 1
    return line.split(" ", words + 1)


def starts_of_reps(run: Rehearsed) -> set[int]:
    """Return where repetitions begin: the first phase of each."""
    begun: set[int] = set()
    before = None
    for record in run.records:
        if record["kind"] == "phase":
            if record["rep_number"] != before:
                begun.add(int(record["due_frame"]))
            before = record["rep_number"]
        elif record["kind"] == "state":
            before = None
    return begun


def end_of_rest(run: Rehearsed) -> int:
    rest = [record for record in run.of_kind("rest") if record["change"] in ("started", "extended")][-1]
    return run.frame(rest["at_seconds"] + rest["left_seconds"])
