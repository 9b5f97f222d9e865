"""The tables in the documentation are those that the code writes; `--update-golden` writes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from repcue.packs.document import key_table, override_table, plan_table
from repcue.packs.load import load_pack
from repcue.packs.overrides import with_overrides
from repcue.packs.report import report
from repcue.settings import settings_table

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "name", "table"),
    [
        ("packs.md", "keys", key_table),
        ("packs.md", "overrides", override_table),
        ("packs.md", "plan", plan_table),
        ("settings.md", "settings", settings_table),
    ],
)
def test_a_table_in_the_documentation_is_up_to_date(
    page: str, name: str, table: Callable[[], str], request: pytest.FixtureRequest
) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    start = text.index("-->\n", text.index(f"<!-- {name}:")) + len("-->\n")
    end = text.index(f"<!-- end of {name} -->")
    fresh = f"\n{table()}\n\n"
    if request.config.getoption("--update-golden"):
        (DOCS / page).write_text(text[:start] + fresh + text[end:], encoding="utf-8")
    else:
        assert text[start:end] == fresh, "run pytest --update-golden"


def yaml_blocks() -> list[str]:
    """Return the examples on the page, in their order."""
    text = (DOCS / "packs.md").read_text(encoding="utf-8")
    return [block.split("```")[0] for block in text.split("```yaml\n")[1:]]


def test_the_packs_in_the_documentation_are_some() -> None:
    for block in yaml_blocks()[:2]:
        pack, problems = load_pack(block, "docs/packs.md")
        assert report(problems) == "No problems."
        assert pack is not None


def test_the_parts_in_the_documentation_fit_into_the_pack_above_them() -> None:
    head = yaml_blocks()[1]
    [drills] = [block for block in yaml_blocks() if block.startswith("drills:")]
    pack, problems = load_pack(head + drills, "docs/packs.md")
    assert report(problems) == "No problems."
    assert pack is not None
    [changes] = [block for block in yaml_blocks() if block.startswith("exercises:")]
    changed, problems = with_overrides(pack, changes, "docs/packs.md")
    assert report(problems) == "No problems."
    assert changed != pack


def test_two_languages_in_the_documentation_are_two() -> None:
    pack, _ = load_pack(yaml_blocks()[1], "docs/packs.md")
    assert pack is not None
    assert pack.in_language("de").notices == ()
    assert pack.in_language("de").pack.exercises[0].spoken_name == "kniebeuge"
