"""Every exercise of the pack at four tempos, in the coach's own voice: the cues keep their rules.

The real pipeline and mixer run in steps of a tenth of a second, which changes nothing that is heard, only how long it
takes; what is checked is read from the event log.
"""

from dataclasses import replace

import numpy as np
import pytest

from repcue.core.messages import Lane, Utterance
from repcue.core.pace import Count, cue_clips
from repcue.core.session_state import Session, State
from repcue.core.situation import CueFrequency, FocusChoice, Level
from repcue.core.tempo import Untimed, parse_tempo
from repcue.edges.clip_bank import ClipBank
from repcue.packs.schema import Exercise, Focus, Form
from repcue.pipeline import LEAD_FRAMES
from repcue.prepare import Prepared, Wanted, prepare, prepare_clips
from repcue.rehearse import OUTPUT_RATE
from repcue.settings import Settings
from support.cue_rules import breaches, needless_silences
from support.rehearsals import Fields, wired
from support.rendered_home import rendered_home

TEMPOS = ("4-0-1-0", "3-1-1-1", "2-0-X-0", "5-2-1-0")
REPS = 10
ASKED: dict[Focus, FocusChoice] = {"internal": FocusChoice.INTERNAL, "external": FocusChoice.EXTERNAL}
STEP_FRAMES = OUTPUT_RATE // 10
GAP_FRAMES = round(0.08 * OUTPUT_RATE)


Rendered = tuple[Prepared, ClipBank]


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The shipped pack, and everything of it in the default voice."""
    home = rendered_home(tmp_path_factory.getbasetemp())
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("REPCUE_HOME", str(home))
        prepared = prepare(Wanted(packs=("essentials",)))
        return prepared, prepare_clips(prepared, OUTPUT_RATE)


def set_of(
    rendered: Rendered, exercise: Exercise, tempo: str, *, count: Count = "reps", **session: object
) -> list[Fields]:
    """The event log of one set, from "next set" to its last repetition."""
    prepared, clips = rendered
    start = Session(
        prepared.catalogue,
        state=State.READY,
        exercise=exercise,
        tempo=parse_tempo(tempo),
        target_reps=REPS,
        sets_planned=3,
        explosive_seconds=prepared.settings.explosive_seconds,
    )
    records: list[Fields] = []
    differing = replace(start, **session)  # type: ignore[arg-type]
    pipeline, mixer = wired(records, session=differing, settings=Settings(count=count), clips=clips)
    block = np.zeros(STEP_FRAMES, dtype=np.float32)
    pipeline.hear(Utterance("next set", "script", Lane.NORMAL, (), 0.0, 0.0, 0.0, 1.0), 0)
    now_frame = 0
    while pipeline.session.state is not State.RESTING:
        mixer.render_into(block[: now_frame + LEAD_FRAMES - mixer.frame])
        now_frame += STEP_FRAMES
        pipeline.step(now_frame)
    pipeline.close(0)
    return records


def cues_of(records: list[Fields]) -> list[tuple[int, str]]:
    return [(record["rep_number"], record["form"]) for record in records if record["kind"] == "cue"]


def shortest_frames(rendered: Rendered, exercise: Exercise, tempo: str, cue_id: str) -> int:
    """How long the shortest form is that may be said: after an explosive lift only the one word."""
    lengths = cue_clips(rendered[1], exercise.cues_by_id[cue_id.partition(".")[2]])
    forms: tuple[Form, ...] = ("key",) if parse_tempo(tempo).concentric is Untimed.EXPLOSIVE else ("key", "rep")
    return min(lengths[form].frames for form in forms if form in lengths)


@pytest.mark.parametrize("tempo", TEMPOS)
@pytest.mark.slow
def test_every_repetition_of_every_exercise_has_its_cue_where_there_is_time(rendered: Rendered, tempo: str) -> None:
    for exercise in rendered[0].catalogue.exercises:
        records = set_of(rendered, exercise, tempo, cue_frequency=CueFrequency.EVERY_REP)
        assert breaches(records) == [], exercise.id
        (cue_id,) = {record["cue"] for record in records if record["kind"] == "cue"}
        shortest = shortest_frames(rendered, exercise, tempo, cue_id)
        assert needless_silences(records, shortest, GAP_FRAMES) == [], exercise.id
        before = ["set"] if exercise.cues_by_id[cue_id.partition(".")[2]].set else []
        assert [form for rep_number, form in cues_of(records) if rep_number == 0] == before, exercise.id


@pytest.mark.parametrize("tempo", TEMPOS)
@pytest.mark.slow
def test_fading_muscle_cues_keep_their_rules_among_counted_seconds(rendered: Rendered, tempo: str) -> None:
    for exercise in rendered[0].catalogue.exercises:
        records = set_of(rendered, exercise, tempo, count="seconds", focus_choice=FocusChoice.INTERNAL)
        assert breaches(records) == [], exercise.id
        said = {rep_number for rep_number, form in cues_of(records) if form in ("rep", "key")}
        assert said <= {1, 2, 3, 6, 9, 10}, exercise.id


@pytest.mark.parametrize("tempo", TEMPOS)
@pytest.mark.slow
def test_every_cue_of_every_exercise_has_its_turn_and_keeps_the_rules(rendered: Rendered, tempo: str) -> None:
    for exercise in rendered[0].catalogue.exercises:
        said = {cue_id for asked in choices(exercise) for cue_id in cue_of_turn(rendered, exercise, tempo, asked)}
        assert said == {f"{exercise.id}.{cue_id}" for cue_id in exercise.cues_by_id}, exercise.id


def choices(exercise: Exercise) -> list[Fields]:
    """Each level that has cues, each muscle, each focus, and each turn among the cues for these."""
    levels = {Level.TRAINED, *(Level(cue.level) for cue in exercise.cues if cue.level)}
    return [
        {"level": level, "focus_muscle": muscle, "focus_choice": choice, "wanted_turn": turn}
        for level in sorted(levels)
        for muscle in exercise.focus_muscles
        for focus, choice in ASKED.items()
        for turn in range(len(exercise.cues_for(focus, muscle)))
    ]


def cue_of_turn(rendered: Rendered, exercise: Exercise, tempo: str, asked: Fields) -> set[str]:
    """The one cue that is said in a set with every repetition cued, once its rules were checked."""
    records = set_of(rendered, exercise, tempo, cue_frequency=CueFrequency.EVERY_REP, **asked)
    assert breaches(records) == [], (exercise.id, asked)
    (cue_id,) = {record["cue"] for record in records if record["kind"] == "cue"}
    shortest = shortest_frames(rendered, exercise, tempo, cue_id)
    assert needless_silences(records, shortest, GAP_FRAMES) == [], cue_id
    return {cue_id}


def test_the_rules_can_be_broken() -> None:
    """What finds nothing wrong must be able to."""
    opened = {"kind": "opened", "sample_rate": 1000}
    eccentric = {"kind": "phase", "rep_number": 1, "phase": "eccentric", "due_frame": 0, "duration_frames": 3000}
    lift = {"kind": "phase", "rep_number": 1, "phase": "concentric", "due_frame": 3000, "duration_frames": 1000}

    def log(*spoken: tuple[str, str, int, int], form: str = "rep", rep_number: int = 1) -> list[Fields]:
        plays = [
            {"kind": "play", "class": kind, "text": text, "started_frame": start, "ended_frame": end}
            for kind, text, start, end in spoken
        ]
        cues = [
            {"kind": "cue", "rep_number": rep_number, "form": form, "text": text, "phase": "concentric", "reason": ""}
            | {"at_seconds": start / 1000}
            for kind, text, start, _ in spoken
            if kind == "cue"
        ]
        return [opened, eccentric, lift, *cues, *plays, {"kind": "rep", "rep_number": 1}]

    assert breaches(log(("cue", "push", 1000, 2750))) == []
    assert breaches(log(("cue", "push", 1000, 2751))) == ["'push' ends at 2751, its phase is at 3000"]
    assert breaches(log(("cue", "push", 3100, 3500)))[0] == "'push' at 3100 is followed by no phase that it concerns"
    assert breaches(log(("cue", "push", 1000, 1500), ("count", "one", 1499, 1800))) == [
        "'push' is still being said when 'one' begins at 1499"
    ]
    assert breaches(log(("cue", "push", 2900, 3001)))[1:] == ["'push' at 2900 is said in the concentric at 3000"]
    assert breaches(log()) == ["repetition 1 has 0 cues and silences"]
    assert breaches(log(("cue", "push", 500, 900), form="silent")) == ["no reason for silence on repetition 1"]
    assert needless_silences(log(("cue", "push", 500, 900), form="silent"), 1770, 80) == [
        "repetition 1 could have had its cue in the eccentric"
    ]
    assert needless_silences(log(("cue", "push", 500, 900), form="silent"), 1771, 80) == []
