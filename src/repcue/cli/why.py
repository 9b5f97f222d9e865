"""`repcue why`: the coach's choice for a set, explained."""

import argparse
import json
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from enum import StrEnum
from typing import Final, TypeVar

from repcue.core.coach import CueChoice, choose_cue
from repcue.core.coaching import situation_of
from repcue.core.errors import RepcueError, unknown
from repcue.core.events import PickExercise
from repcue.core.experience import UNKNOWN
from repcue.core.rules import REFERENCES, Rule
from repcue.core.session import advance
from repcue.core.session_holds import moved_instead
from repcue.core.session_state import Session
from repcue.core.situation import CueFrequency, FocusChoice, Goal, Level, SetType, Situation
from repcue.core.tempo import parse_tempo
from repcue.edges.history import FileHistory, history_path
from repcue.packs.schema import Exercise
from repcue.prepare import Prepared, Wanted, prepare, remembering

Choice = TypeVar("Choice", bound=StrEnum)

_ABOUT: Final = {"internal": "the muscle", "external": "what you move"}
_HOW_OFTEN: Final[Mapping[CueFrequency, str]] = {
    CueFrequency.EVERY_REP: "on every repetition",
    CueFrequency.FADED: "on the first three repetitions, then on every {every} in one word, and on the last two",
    CueFrequency.LESS: "on every third repetition",
    CueFrequency.ON_REQUEST: 'when you say "cue"',
    CueFrequency.NONE: "never",
}
_ORDINALS: Final = {3: "third", 5: "fifth"}


def why(options: argparse.Namespace) -> int:
    """Tell which cue a set gets, by which rule, and on what evidence."""
    situation = _situation(options)
    chosen = choose_cue(situation)
    if options.json:
        print(json.dumps(_as_record(situation, chosen), ensure_ascii=False, indent=1))
    else:
        print(_as_text(situation, chosen))
    return 0


def _situation(options: argparse.Namespace) -> Situation:
    """Return what the command line asks about; what it leaves out comes from exercise, settings and history."""
    prepared = _remembered(prepare(Wanted(packs=tuple(options.pack) if options.pack else None)))
    exercise = prepared.catalogue.find(" ".join(options.exercise))
    session, _ = advance(replace(prepared.session, plan=()), PickExercise(exercise.id))
    session = _with_options(session, exercise, options)
    situation = situation_of(session)
    if options.load_percent is not None:
        situation = replace(situation, load_percent=options.load_percent, load_is_estimated=False)
    return replace(situation, focus_muscle=_muscle(options.muscle, exercise))


def _remembered(prepared: Prepared) -> Prepared:
    if not history_path().is_file():
        return prepared
    with closing(FileHistory(history_path())) as history:
        known = history.experience()
        for notice in history.notices:
            print(notice, file=sys.stderr)
    return remembering(prepared, known)


def _with_options(session: Session, exercise: Exercise, options: argparse.Namespace) -> Session:
    known = session.known.get(exercise.id, UNKNOWN)
    if options.tempo or options.reps is not None:
        session = replace(session, **moved_instead(session))
    if options.sessions is not None:
        known = replace(known, sessions=options.sessions)
    return replace(
        session,
        tempo=parse_tempo(options.tempo) if options.tempo else session.tempo,
        target_reps=session.target_reps if options.reps is None else options.reps or None,
        load_kg=options.load_kg,
        goal=one_of(Goal, options.goal, session.goal),
        level=one_of(Level, options.level, session.level),
        set_type=one_of(SetType, options.set_type, session.set_type),
        focus_choice=one_of(FocusChoice, options.focus, session.focus_choice),
        known={exercise.id: known},
    )


def one_of(kind: type[Choice], written: str | None, otherwise: Choice) -> Choice:
    """Return the choice that is written, or `otherwise` where nothing is."""
    return otherwise if written is None else kind(written)


def _muscle(written: str | None, exercise: Exercise) -> str | None:
    if written is not None and written not in exercise.focus_muscles:
        raise RepcueError(unknown(f"muscle of {exercise.spoken_name}", written, exercise.focus_muscles))
    return written


def _as_record(situation: Situation, chosen: CueChoice) -> dict[str, object]:
    decision, exercise = chosen.decision, situation.exercise
    return {
        "exercise": exercise.id,
        "set": {
            "load_percent": situation.load_percent,
            "load_from": situation.load_basis,
            "reps": situation.reps,
            "tempo": str(situation.tempo),
            "set_type": situation.set_type,
            "goal": situation.goal,
            "level": situation.level,
            "sessions": situation.sessions,
            "muscle": situation.muscle,
            "asked_for": situation.choice,
        },
        "focus": chosen.focus,
        "cue": f"{exercise.id}.{exercise.cue_id(chosen.cue)}",
        "forms": {"set": chosen.cue.set, "rep": chosen.cue.rep, "key": chosen.cue.key},
        "form_before": decision.form_before,
        "form_in_set": decision.form_in_set,
        "frequency": decision.frequency,
        "prepares_with": decision.prepares_with,
        "preparing": None if chosen.preparing is None else chosen.preparing.rep,
        "rule": decision.rule.rule_id,
        "reason": decision.reason,
        "spoken": decision.rule.spoken,
        "remarks": list(decision.remarks),
        "grade": decision.rule.grade,
        "evidence": decision.rule.grade.meaning,
        "references": _references(decision.rule.references),
        "against": _references(decision.rule.against),
    }


def _references(names: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"name": name, "about": REFERENCES[name].about, "where": REFERENCES[name].where} for name in names]


def _as_text(situation: Situation, chosen: CueChoice) -> str:
    decision = chosen.decision
    lines = [
        f"{situation.exercise.name}: {_set_in_words(situation)}",
        f"cue:       {chosen.cue.rep!r}, {chosen.focus}: about {_ABOUT[chosen.focus]}",
        f"said:      {_how_said(chosen)}",
        f"why:       {decision.rule.rule_id}. {decision.reason}",
        *(f"           {remark}" for remark in decision.remarks),
        f"evidence:  {decision.rule.grade.value}, {decision.rule.grade.meaning}",
        *_cited(decision.rule),
    ]
    return "\n".join(lines)


def _set_in_words(situation: Situation) -> str:
    load = "load not known" if situation.load_percent is None else f"{situation.load_percent:g} % of the maximum"
    reps = "open-ended" if situation.reps is None else f"{situation.reps} reps"
    aim = f"{reps}, {situation.tempo}" if situation.hold_seconds is None else f"held for {situation.hold_seconds} s"
    kind = "" if situation.set_type is SetType.WORK else f"{situation.set_type} set, "
    times = f"{situation.sessions} earlier session{'' if situation.sessions == 1 else 's'}"
    return f"{kind}{load}, {aim}; for {situation.goal}; {situation.level}, {times}"


def _how_said(chosen: CueChoice) -> str:
    decision = chosen.decision
    often = _HOW_OFTEN[decision.frequency].format(every=_ORDINALS[decision.faded_every])
    if decision.frequency is CueFrequency.NONE:
        return often
    if decision.form_in_set == "key" and decision.frequency is not CueFrequency.ON_REQUEST:
        often = f"{often}, in one word at most"
    before = "explained before the set, then "
    if chosen.preparing is not None:
        before = f"{chosen.preparing.rep!r} once, then this one {before}"
    return f"{before}{often}"


def _cited(rule: Rule) -> list[str]:
    lines = []
    for label, names in (("rests on:", rule.references), ("against:", rule.against)):
        for index, name in enumerate(names):
            reference = REFERENCES[name]
            lines.append(f"{label if not index else '':<10} {name}: {reference.about} ({reference.where})")
    return lines
