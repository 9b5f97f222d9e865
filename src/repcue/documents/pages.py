"""Every page of the documentation that code writes, whole or in part: what it should say now.

| page | written from |
| --- | --- |
| README.md | consoles by running them, the screen from their event log, figures from `benchmarks/figures` |
| docs/cli.md | the command line's parser |
| docs/phrases.md | the English grammar and the session's table |
| docs/session.md | the session's table |
| docs/figures.md | `benchmarks/figures`: timing and cost |
| docs/hearing.md | `benchmarks/figures`: hearing and echo |
| docs/confusions.md | `benchmarks/figures`: confusions |
| docs/coaching.md | the rules of coaching, and the answers they give |
| docs/packs.md, docs/settings.md | the shapes of packs, plans and settings |
"""

import json
from collections.abc import Collection, Mapping, Set
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from repcue import session_diagram
from repcue.cli.asking import records_of
from repcue.cli.parser import parser
from repcue.core.errors import RepcueError
from repcue.documents import coaching
from repcue.documents.blocks import with_block, with_outputs
from repcue.documents.command_line import command_line_markdown
from repcue.documents.confusions import CONFUSIONS, confusions_markdown
from repcue.documents.consoles import Scratch, screen_text
from repcue.documents.figures import Result, figures_markdown, figures_table
from repcue.documents.hearing import ECHO, HEARING, goals_markdown
from repcue.documents.hearing_details import destructive_markdown, details_markdown, images_markdown
from repcue.packs.document import key_table, override_table, plan_table
from repcue.phrases import phrases_markdown
from repcue.prepare import our_grammar
from repcue.settings import settings_table

SHOWN_EVENTS: Final = "first_set.jsonl"
"""The event log that README's rehearsal writes; its screen is shown."""

SHOWN_AT_SECONDS: Final = 28.1
"""In the second repetition, while the cue is said."""

WRITTEN_HERE: Final = "<!-- written by `make docs`; changes made by hand are lost -->\n\n"


EXAMPLE_ALIASES: Final[Mapping[str, str]] = {"incline bench": "incline-bench-press"}
"""Stands for all exercises in the phrases: those of the packs would fill pages."""


def fresh_pages(repository: Path) -> dict[str, str]:
    """Return what every page should say now, by its path in the repository.

    Raises:
        RepcueError: a page, a stored result or a shown command is broken.
    """
    readme, examples = (_read(repository, page) for page in ("README.md", "examples/README.md"))
    with TemporaryDirectory() as folder:
        scratch = Scratch(Path(folder), repository)
        readme = with_outputs(readme, scratch.run)
        examples = with_outputs(examples, scratch.run)
        screen = f"```text\n{screen_text(scratch.folder / SHOWN_EVENTS, SHOWN_AT_SECONDS)}\n```"
    results = read_results(repository / "benchmarks" / "figures")
    readme = with_block(readme, "screen", screen)
    return {
        "README.md": with_block(readme, "figures", figures_table(results)),
        "examples/README.md": examples,
        "docs/figures.md": WRITTEN_HERE + figures_markdown(results),
        **pages_of_tables(repository),
    }


def pages_of_tables(repository: Path) -> dict[str, str]:
    """Return those pages for which nothing has to be run."""
    packs, settings = (_read(repository, f"docs/{name}.md") for name in ("packs", "settings"))
    for name, table in (("keys", key_table()), ("overrides", override_table()), ("plan", plan_table())):
        packs = with_block(packs, name, table)
    coached = _read(repository, "docs/coaching.md")
    for name, table in coaching.tables().items():
        coached = with_block(coached, name, table)
    hearing = _read(repository, "docs/hearing.md")
    for name, text in hearing_blocks(repository).items():
        hearing = with_block(hearing, name, text)
    return {
        "docs/hearing.md": hearing,
        "docs/cli.md": WRITTEN_HERE + command_line_markdown(parser()),
        "docs/phrases.md": WRITTEN_HERE + phrases_markdown(records_of(our_grammar(EXAMPLE_ALIASES))),
        "docs/session.md": session_diagram.page(),
        "docs/confusions.md": WRITTEN_HERE
        + confusions_markdown(_stored(repository / "benchmarks" / "figures", (CONFUSIONS,))),
        "docs/coaching.md": coached,
        "docs/packs.md": packs,
        "docs/settings.md": with_block(settings, "settings", settings_table()),
    }


def hearing_blocks(repository: Path) -> dict[str, str]:
    """Return the written parts of docs/hearing.md by name."""
    results = _stored(repository / "benchmarks" / "figures", (HEARING, ECHO))
    grammar = our_grammar(EXAMPLE_ALIASES)
    return {
        "goals": goals_markdown(results, grammar),
        "destructive": destructive_markdown(grammar),
        "plots": images_markdown(repository / "docs"),
        "details": details_markdown(results, grammar),
    }


def read_results(folder: Path) -> list[Result]:
    """Return the stored results of timing and cost, in the order of their files' names.

    Raises:
        RepcueError: a file is no result.
    """
    return _stored(folder, ("timing", "cost"), also_needed=frozenset({"voice"}))


def _stored(folder: Path, benchmarks: Collection[str], also_needed: Set[str] = frozenset()) -> list[Result]:
    results: list[Result] = []
    for path in sorted(folder.glob("*.json")):
        try:
            result = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise RepcueError(f"{path} is no JSON ({error}); write it with `repcue bench ... --json`.") from error
        keys = set(result if isinstance(result, dict) else ())
        if "benchmark" in keys and result["benchmark"] not in benchmarks:
            continue
        missing = ({"benchmark", "machine", "engine", "model"} | also_needed) - keys
        if missing:
            raise RepcueError(
                f"{path} is no result of a benchmark: {', '.join(sorted(missing))} is missing; "
                "write it with `repcue bench ... --json`."
            )
        results.append(result)
    return results


def _read(repository: Path, page: str) -> str:
    try:
        return (repository / page).read_text(encoding="utf-8")
    except OSError as error:
        raise RepcueError(f"{repository / page} cannot be read ({error.strerror}); run this in a checkout.") from error
