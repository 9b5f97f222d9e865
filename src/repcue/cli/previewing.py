"""`repcue preview`: one set, rehearsed as a session would hold it, and shown."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from typing import Final

from repcue.cli.places import check_places
from repcue.cli.progress import SlowProgress
from repcue.cli.why import one_of
from repcue.core.clip import Samples
from repcue.core.events import PickExercise
from repcue.core.mixer import Mixer
from repcue.core.script import Line
from repcue.core.session import advance
from repcue.core.session_holds import moved_instead
from repcue.core.session_state import Session
from repcue.core.set_picture import picture
from repcue.core.set_timeline import SetTimeline, timelines_of
from repcue.core.situation import FocusChoice, Goal
from repcue.core.sounds import sounds
from repcue.core.spoken_texts import texts_of_exercise
from repcue.core.tempo import parse_tempo
from repcue.core.units import frames_from_seconds
from repcue.edges.audio_files import WavWriter
from repcue.edges.yaml_files import shown_path
from repcue.packs.schema import Exercise
from repcue.pipeline import Pipeline
from repcue.ports import Clips, Record
from repcue.prepare import Prepared, Wanted, check_choices, opened_record, prepare, prepare_clips
from repcue.rehearse import OUTPUT_RATE, Rehearsal, rehearse
from repcue.stages import Stages

BEGIN_AT_SECONDS: Final = 0.1
AFTER_SECONDS: Final = 6.0
"""How much is kept after the last repetition: "Rack it. Last set of this exercise. Rest two minutes." takes 5 s."""

LONGEST_BEFORE_SECONDS: Final = 60.0
"""More than any count-in with the words before it takes; only bounds how long is waited for the set's end."""


def preview(options: argparse.Namespace) -> int:
    """Show a set's timeline, and write what is heard."""
    check_places({"--out": options.out}, {})
    packs = tuple(options.pack) if options.pack else None
    prepared = prepare(Wanted(packs=packs, voice=options.voice, language=options.language))
    exercise = prepared.catalogue.find(" ".join(options.exercise))
    prepared = replace(prepared, session=_session(prepared.session, exercise, options))
    check_choices(prepared)
    for notice in prepared.notices:
        print(notice, file=sys.stderr)
    with SlowProgress("Rendering speech") as rendering:
        clips = prepare_clips(prepared, OUTPUT_RATE, rendering)
        clips.prepare(texts_of_exercise(exercise), rendering)
    with ExitStack() as stack:
        wav = stack.enter_context(WavWriter(options.out, OUTPUT_RATE)) if options.out else None
        records = rehearsed_set(prepared, clips, wav.write if wav else lambda _: None)
    sides = timelines_of(records)
    if options.json:
        print(json.dumps(_as_record(sides, options), ensure_ascii=False, indent=1))
        return 0
    print(f"{title(sides, exercise.name)}\n\n{picture(*sides)}")
    if options.out:
        print(f"\n{shown_path(options.out)} is what is heard.")
    return 0


def _session(session: Session, exercise: Exercise, options: argparse.Namespace) -> Session:
    """Return the session in which the exercise is picked, set up as the command line wants it."""
    picked, _ = advance(replace(session, plan=()), PickExercise(exercise.id))
    if options.tempo or options.reps:
        # Who asks for repetitions of what is held gets them.
        picked = replace(picked, **moved_instead(picked))
    return replace(
        picked,
        tempo=parse_tempo(options.tempo) if options.tempo else picked.tempo,
        target_reps=options.reps or picked.target_reps or exercise.reps,
        load_percent=options.load_percent,
        goal=one_of(Goal, options.goal, picked.goal),
        focus_choice=one_of(FocusChoice, options.focus, picked.focus_choice),
    )


def rehearsed_set(prepared: Prepared, clips: Clips, write: Callable[[Samples], None]) -> list[Record]:
    """Return the event log of a set, of both sides where one is done at a time, until its last words.

    "Next set" is said, and nothing else.

    Args:
        prepared: its session has an exercise chosen and a number of repetitions.
        clips: has what the set may say.
        write: takes what is played, as `rehearse.rehearse` gives it.
    """
    session, mixer = prepared.session, Mixer(OUTPUT_RATE)
    assert session.tempo is not None
    assert session.target_reps is not None
    records: list[Record] = []
    sides = 1 if session.side is None else 2

    def note(record: Record) -> None:
        records.append(record)
        finished = sum(each["kind"] == "set" and each["outcome"] == "finished" for each in records)
        if finished == sides and pipeline.finish_frame is None:
            pipeline.finish_frame = mixer.frame + frames_from_seconds(AFTER_SECONDS, OUTPUT_RATE)

    pipeline = Pipeline(Stages(prepared.grammar, clips, sounds(OUTPUT_RATE), mixer, note), session, prepared.settings)
    pipeline.open(opened_record(prepared, OUTPUT_RATE, "script", None))
    rep_seconds = session.tempo.rep_seconds(explosive_seconds=session.explosive_seconds)
    at_most_seconds = sides * (LONGEST_BEFORE_SECONDS + float(rep_seconds) * session.target_reps) + AFTER_SECONDS
    rehearse(Rehearsal(at_most_seconds, (Line(BEGIN_AT_SECONDS, "next set"),)), pipeline, mixer, write)
    return records


def title(sides: Sequence[SetTimeline], name: str) -> str:
    """Return what was rehearsed: the exercise, its repetitions, tempo and load, and how long is lifted."""
    first = sides[0]
    load = "" if first.load_percent is None else f", {first.load_percent:g} % of the maximum"
    each = " on each side" if len(sides) > 1 else ""
    if first.hold_seconds is not None:
        return f"{name}: held for {first.reps[-1].ended_seconds:g} s{each}{load}"
    seconds = sum(side.reps[-1].ended_seconds for side in sides)
    return f"{name}: {len(first.reps)} reps{each}, {first.tempo}{load}; {seconds:g} s of lifting"


def _as_record(sides: Sequence[SetTimeline], options: argparse.Namespace) -> dict[str, object]:
    """Return the set, or its first side, with the other one beside it where one is done at a time."""
    other = asdict(sides[1]) if len(sides) > 1 else None
    return {**asdict(sides[0]), "other_side": other, "out": None if options.out is None else str(options.out)}
