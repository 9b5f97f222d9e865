"""A plan on disk."""

from pathlib import Path

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PlanError
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.report import Problem, report
from repcue.plans.load import load_plan
from repcue.plans.schema import Plan


def read_plan(path: Path, catalogue: Catalogue) -> Plan:
    """Return the plan of a file, its exercises by id.

    Args:
        path: the file.
        catalogue: the exercises there are.

    Raises:
        PlanError: the file cannot be read or holds mistakes; the message is the report of all of them.
    """
    plan, problems = check_plan(path, catalogue)
    if plan is None:
        raise PlanError(report(problems, what="plan"))
    return plan


def check_plan(path: Path, catalogue: Catalogue) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the plan of a file, or None and everything that is wrong with it.

    Raises:
        PlanError: the file cannot be opened.
    """
    text, problems = read_text(path, PlanError, what="plan")
    return (None, problems) if text is None else load_plan(text, shown_path(path), catalogue)
