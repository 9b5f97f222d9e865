"""Pages that code writes say what the code says now."""

from pathlib import Path

import pytest

from repcue import session_diagram

DOCS = Path(__file__).parents[1] / "docs"


@pytest.mark.slow
def test_the_page_of_the_session_is_up_to_date() -> None:
    assert (DOCS / "session.md").read_text(encoding="utf-8") == session_diagram.page()


@pytest.mark.slow
def test_the_diagram_has_every_state_and_the_table_every_event() -> None:
    page = session_diagram.page()
    assert "    lifting --> resting: stop set, hurts, unwell, failed, rep done\n" in page
    assert "| *rest done* |  |  |  |  |  | ready, count-in | • | • |  |\n" in page
