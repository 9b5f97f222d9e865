"""A plan's text to a plan whose exercises are those of a catalogue, or every problem in it at once."""

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError, unknown
from repcue.packs.nodes import Document
from repcue.packs.report import Problem, in_order
from repcue.packs.shape import fit_shape
from repcue.packs.yaml_nodes import read_document
from repcue.plans.schema import Plan


def load_plan(text: str, source: str, catalogue: Catalogue) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the plan with every exercise replaced by its id, or None and everything that is wrong with it.

    Args:
        text: the whole of the plan's file.
        source: the file's name, as reports show it.
        catalogue: the exercises there are.
    """
    document = read_document(text, source)
    plan, problems = fit_shape(document, Plan)
    entries = range(document.count_at(("exercises",)))
    checks = (_unknown_in, _hold_in)
    found_wrong = (check(document, index, catalogue) for index in entries for check in checks)
    lost = [problem for problem in found_wrong if problem is not None]
    if lost or plan is None:
        return None, in_order((*problems, *lost))
    found = (entry.model_copy(update={"exercise": catalogue.find(entry.exercise).id}) for entry in plan.exercises)
    return plan.model_copy(update={"exercises": tuple(found)}), in_order(problems)


def _unknown_in(document: Document, index: int, catalogue: Catalogue) -> Problem | None:
    """Return what an entry names that there is not: its exercise, or a muscle of that."""
    path = ("exercises", index, "exercise")
    name, muscle = document.text_at(path), document.text_at(("exercises", index, "muscle"))
    try:
        exercise = None if name is None else catalogue.find(name)
    except PackError as error:
        return document.problem(path, str(error))
    if exercise is None or muscle is None or muscle in exercise.focus_muscles:
        return None
    sentence = unknown(f"muscle of {exercise.spoken_name}", muscle, exercise.focus_muscles)
    return document.problem(("exercises", index, "muscle"), sentence)


def _hold_in(document: Document, index: int, catalogue: Catalogue) -> Problem | None:
    """Return what is wrong with how long an entry is to be held."""
    entry = ("exercises", index)
    name = document.text_at((*entry, "exercise"))
    if document.text_at((*entry, "hold_seconds")) is None or name is None or not catalogue.knows(name):
        return None
    exercise = catalogue.find(name)
    if exercise.hold_seconds is None:
        sentence = f"{exercise.spoken_name} is moved and not held."
        return document.problem((*entry, "hold_seconds"), sentence, "Leave it out, or take an exercise that is held.")
    for key in ("reps", "tempo"):
        if document.text_at((*entry, key)) is not None:
            return document.problem((*entry, key), f"a hold has no {key}.", f"Leave out {key} or hold_seconds.")
    return None
