"""Write the generated parts of the documentation anew, or check them with `--check`."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from repcue.core.errors import RepcueError
from repcue.documents.pages import fresh_pages, read_results


def main() -> int:
    """Run the command; return 0, or 1 where a page was stale or broken."""
    options = _options()
    try:
        pages = fresh_pages(options.folder)
        if not read_results(options.folder / "benchmarks" / "figures"):
            _say("benchmarks/figures holds no results; docs/figures.md lists the commands that measure them.")
    except RepcueError as error:
        _say(str(error))
        return 1
    stale = settle(pages, options.folder, is_check=options.check)
    for page in stale:
        _say(f"{page} {'is stale; type `make docs`' if options.check else 'was written anew'}.")
    return int(bool(stale) and options.check)


def settle(pages: Mapping[str, str], folder: Path, *, is_check: bool) -> list[str]:
    """Write the pages that differ from what is stored, unless it is only a check; return which differ."""
    stale = [page for page, text in pages.items() if _stored(folder / page) != text]
    for page in stale:
        if not is_check:
            (folder / page).write_text(pages[page], encoding="utf-8")
    return stale


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m repcue.documents", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit code 1 if a page is stale")
    parser.add_argument(
        "--folder", type=Path, default=Path(), metavar="FOLDER", help="the checkout (default: where you are)"
    )
    return parser.parse_args()


def _stored(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main())
