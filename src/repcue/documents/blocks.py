"""Parts of a Markdown page: blocks between comments, fenced blocks, links. Pure: text in, text out.

A block is written by code and lies between two comments; whatever else the first one says is for people:

    <!-- figures: written by ... -->
    ...
    <!-- end of figures -->

A fenced `console` block shows commands, each after `$ `, with their output under them. The commands are written by
people, the output by running them.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from repcue.core.errors import RepcueError

Run = Callable[[str], str]
"""Takes a command line and returns what it prints."""

_FENCE = re.compile(r"^```(\S*)[^\n]*\n(.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!`)!?\[[^\]\n]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block."""

    language: str
    """What stands after the three backticks; empty when nothing does."""

    body: str
    line_number: int
    """Of the opening backticks, from 1."""


def fences(text: str) -> list[Fence]:
    r"""Return the fenced blocks of a page.

    >>> fences("Type:\n```sh\nmake start\n```\n")
    [Fence(language='sh', body='make start\n', line_number=2)]
    """
    return [
        Fence(found.group(1), found.group(2), text.count("\n", 0, found.start()) + 1) for found in _FENCE.finditer(text)
    ]


def commands_in(body: str) -> list[str]:
    r"""Return the commands of a console block.

    >>> commands_in("$ repcue say stop\nintent: stop_set\n")
    ['repcue say stop']
    """
    return [line[2:] for line in body.splitlines() if line.startswith("$ ")]


def with_block(text: str, name: str, content: str) -> str:
    r"""Return a page with the block of a name filled with `content`, a blank line around it.

    Raises:
        RepcueError: the page has no such block, or more than one.

    >>> with_block("a\n<!-- x: by y -->\nold\n<!-- end of x -->\n", "x", "new")
    'a\n<!-- x: by y -->\n\nnew\n\n<!-- end of x -->\n'
    """
    block = re.compile(rf"(<!-- {re.escape(name)}:[^\n]*-->\n).*?(<!-- end of {re.escape(name)} -->)", re.DOTALL)
    found = len(block.findall(text))
    if found != 1:
        raise RepcueError(
            f"The page has {found} blocks {name!r}; it needs one, "
            f"from '<!-- {name}: ... -->' to '<!-- end of {name} -->'."
        )
    return block.sub(lambda match: f"{match.group(1)}\n{content.strip()}\n\n{match.group(2)}", text)


def with_outputs(text: str, run: Run) -> str:
    """Return a page whose console blocks show what their commands print now."""
    pieces, end = [], 0
    for found in _FENCE.finditer(text):
        if found.group(1) == "console":
            shown = "".join(f"$ {command}\n{run(command)}" for command in commands_in(found.group(2)))
            pieces += [text[end : found.start(2)], shown]
            end = found.end(2)
    return "".join([*pieces, text[end:]])


def links_in(text: str) -> Iterator[str]:
    """Yield the targets of a page's links, fenced blocks left out."""
    for found in _LINK.finditer(_FENCE.sub("", text)):
        yield found.group(1)


def anchors_in(text: str) -> set[str]:
    r"""Return the anchors of a page's headings, as code forges make them.

    >>> sorted(anchors_in("# What it needs\n## `repcue say`, and more"))
    ['repcue-say-and-more', 'what-it-needs']
    """
    headings = _HEADING.findall(_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
