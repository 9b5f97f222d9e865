"""A plan's text to a plan whose exercises are those of a catalogue, or every problem in it at once."""

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError
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
    unknown: list[Problem] = []
    for index in range(document.count_at(("exercises",))):
        path = ("exercises", index, "exercise")
        name = document.text_at(path)
        try:
            if name is not None:
                catalogue.find(name)
        except PackError as error:
            unknown.append(document.problem(path, str(error)))
    if unknown or plan is None:
        return None, in_order((*problems, *unknown))
    entries = (entry.model_copy(update={"exercise": catalogue.find(entry.exercise).id}) for entry in plan.exercises)
    return plan.model_copy(update={"exercises": tuple(entries)}), in_order(problems)
