"""The rules of coaching and the answers they give → the tables of docs/coaching.md."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from itertools import product
from typing import Final

from repcue.core.coach import decide
from repcue.core.rules import REFERENCES, RULES, Grade, Rule
from repcue.core.situation import Goal, Level, SetType, Situation
from repcue.core.tempo import Tempo, parse_tempo
from repcue.edges.home import shipped_folder
from repcue.edges.pack_files import PACK_FILE, check_pack
from repcue.packs.schema import Exercise

SHOWN_EXERCISES: Final = ("bench-press", "deadlift", "leg-extension", "triceps-pushdown")
"""Two over several joints, one of them begun with the concentric; two over one joint, one of them for the triceps."""

SHOWN_TEMPOS: Final = tuple(parse_tempo(text) for text in ("3-1-1-0", "2-0-X-0"))
SHOWN_LIFTERS: Final = {"new to it": Level.NOVICE, "trained": Level.TRAINED}
SHOWN_SETS: Final[Mapping[str, Callable[[Exercise, Tempo], Situation]]] = {
    "50 %, 12 reps": partial(Situation, reps=12, load_percent=50),
    "load not known, 15 reps": partial(Situation, reps=15),
    "70 %, 10 reps": partial(Situation, reps=10, load_percent=70),
    "load not known, 10 reps": partial(Situation, reps=10),
    "85 %, 5 reps": partial(Situation, reps=5, load_percent=85),
    "load not known, 5 reps": partial(Situation, reps=5),
    "feel set, 50 %, 15 reps": partial(Situation, reps=15, load_percent=50, set_type=SetType.FEEL),
    "warm-up set, 70 %, 4 reps": partial(Situation, reps=4, load_percent=70, set_type=SetType.WARM_UP),
    "max set, 50 %, 20 reps": partial(Situation, reps=20, load_percent=50, set_type=SetType.MAX),
}
_CUES: Final = {"internal": "muscle", "external": "bar"}


def tables() -> dict[str, str]:
    """Return every table of the page, by the name of its block."""
    return {
        "rules": rule_table(),
        "grades": grade_table(),
        "told": spoken_table(),
        "sources": reference_table(),
        "answers": answer_tables(),
    }


def rule_table() -> str:
    """Return every rule with what it rests on, as Markdown."""
    head = ["| rule | what the coach does | how firm | rests on | against it |", "| --- " * 5 + "|"]
    return "\n".join([*head, *(_rule_row(rule) for rule in RULES.values())])


def _rule_row(rule: Rule) -> str:
    cells = (rule.rule_id, rule.does, rule.grade.value, "; ".join(rule.references), "; ".join(rule.against))
    return f"| {' | '.join(cells)} |"


def grade_table() -> str:
    """Return what the grades mean, as Markdown."""
    return "\n".join(["| grade | means |", "| --- | --- |", *(f"| {grade} | {grade.meaning} |" for grade in Grade)])


def reference_table() -> str:
    """Return every publication that a rule cites, as Markdown."""
    rows = [f"| {each.name} | {each.about} | {each.where} |" for each in REFERENCES.values()]
    return "\n".join(["| source | what it found | where |", "| --- | --- | --- |", *rows])


def spoken_table() -> str:
    """Return what the coach says when asked why, as Markdown."""
    rows = [
        f'| {rule.rule_id} | {" / ".join(rule.says.values())} | "{rule.spoken}" |'
        for rule in RULES.values()
        if rule.says
    ]
    return "\n".join(["| rule | on the screen and in the log | spoken |", "| --- | --- | --- |", *rows])


def answer_tables() -> str:
    """Return what the coach chooses for some exercises, loads, tempos, goals and levels, as Markdown.

    Lifts with the same answers share a table, and sets with the same answers a line.
    """
    named: dict[str, list[str]] = {}
    for exercise in _shown_exercises():
        named.setdefault(_answers(exercise), []).append(f"{exercise.name} ({exercise.mechanic})")
    return "\n\n".join(f"### {', '.join(names)}\n\n{table}" for table, names in named.items())


def _answers(exercise: Exercise) -> str:
    lines: dict[tuple[str, str, str], list[str]] = {}
    for tempo, (who, level), (told, facts) in product(SHOWN_TEMPOS, SHOWN_LIFTERS.items(), SHOWN_SETS.items()):
        asked = replace(facts(exercise, tempo), level=level)
        answers = " | ".join(_answer(replace(asked, goal=goal)) for goal in Goal)
        lines.setdefault((str(tempo), who, answers), []).append(told)
    shared: dict[tuple[str, str, str], list[str]] = {}
    for (tempo_text, who, answers), sets in lines.items():
        told = "any" if len(sets) == len(SHOWN_SETS) else "; ".join(sets)
        shared.setdefault((tempo_text, told, answers), []).append(who)
    head = [f"| tempo | lifter | set | {' | '.join(Goal)} |", "| --- " * (3 + len(Goal)) + "|"]
    rows = [
        f"| {tempo_text} | {'any' if len(who) == len(SHOWN_LIFTERS) else who[0]} | {told} | {answers} |"
        for (tempo_text, told, answers), who in shared.items()
    ]
    return "\n".join([*head, *rows])


def _answer(situation: Situation) -> str:
    decision = decide(situation)
    return f"{_CUES[decision.focus]} {decision.rule.rule_id}"


def _shown_exercises() -> list[Exercise]:
    pack, _ = check_pack(shipped_folder("cue_packs") / "essentials" / PACK_FILE)
    assert pack is not None
    by_id = {exercise.id: exercise for exercise in pack.exercises}
    return [by_id[exercise_id] for exercise_id in SHOWN_EXERCISES]
