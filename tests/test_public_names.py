"""Every public name is documented, and none is a word that could mean anything."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path(__file__).parents[1] / "src" / "repcue"
MODULES: Final = sorted(PACKAGE.rglob("*.py"))

SAYS_NOTHING: Final = frozenset(
    {"manager", "helper", "helpers", "util", "utils", "data", "info", "handle", "handler", "process", "tmp", "misc"}
)
"""Words that fit everything and so tell nothing; name the thing or what it becomes instead."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public_definitions(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Definition]]:
    """Yield public classes and functions with their dotted names, methods of public classes included."""
    for node in body:
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from public_definitions(node.body, f"{prefix}{node.name}.")


def names_in(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield every name that the module gives to something, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, Definition):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno


def words_of(name: str) -> list[str]:
    """Return the words of a name, however they are joined.

    `render_block` and `RenderBlock` are both render, block.
    """
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def test_words_of_a_name_are_found_however_they_are_joined() -> None:
    assert words_of("tmp_file") == words_of("TmpFile") == ["tmp", "file"]
    assert words_of("WAVData") == ["wav", "data"]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_public_name_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [f"{path.name}:{node.lineno} {name}" for name, node in public_definitions(tree.body) if not is_said(node)]
    if ast.get_docstring(tree) is None:
        bare.insert(0, f"{path.name}: the module itself")
    assert not bare, "without a docstring: " + ", ".join(bare)


def is_said(node: Definition) -> bool:
    """Tell whether it has a docstring, or takes over the one of what it overloads or sets."""
    taken_over = any(
        isinstance(each, ast.Name | ast.Attribute) and ast.unparse(each).endswith(("overload", "override", ".setter"))
        for each in node.decorator_list
    )
    return taken_over or ast.get_docstring(node) is not None


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_name_says_nothing(path: Path) -> None:
    named = [*names_in(ast.parse(path.read_text(encoding="utf-8"))), (path.stem, 1)]
    empty = [f"{path.name}:{line} {name}" for name, line in named if SAYS_NOTHING.intersection(words_of(name))]
    assert not empty, "say what it is: " + ", ".join(empty)
