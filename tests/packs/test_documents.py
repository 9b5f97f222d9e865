"""The tables in the documentation are those that the code writes; `--update-golden` writes them anew."""

from collections.abc import Callable
from pathlib import Path

import pytest

from repcue.packs.document import key_table, plan_table
from repcue.packs.load import load_pack
from repcue.packs.report import report
from repcue.settings import settings_table

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("page", "name", "table"),
    [
        ("packs.md", "keys", key_table),
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


def test_the_pack_in_the_documentation_is_one() -> None:
    text = (DOCS / "packs.md").read_text(encoding="utf-8")
    block = text.split("```yaml\n")[1].split("```")[0]
    pack, problems = load_pack(block, "docs/packs.md")
    assert report(problems) == "No problems."
    assert pack is not None
