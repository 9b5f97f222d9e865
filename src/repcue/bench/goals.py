"""Every row of the goals for hearing, measured with one ear and kept as soon as it is there.

A rerun of some rows replaces only those: each row says of which version, commit, fit, machine load and limit it is.
"""

import json
import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from repcue import __version__
from repcue.bench.fit import fit_checksum
from repcue.bench.goal_figures import row_figures
from repcue.bench.goal_rows import Folders, Part, Row, parts_of
from repcue.bench.goal_run import EarChoice, PartResult, Progress, grammars_of, hear_all, prepared_for
from repcue.bench.hearing_judge import session_judge
from repcue.bench.machine import machine, machine_line
from repcue.core.errors import OutputError, RepcueError

BENCHMARK: Final = "hearing"
Document = dict[str, Any]
Measured = Callable[[Row, Mapping[str, Any]], None]
"""Told each row when it is measured, with its figures."""


@dataclass(frozen=True, slots=True)
class GoalOptions:
    """How to measure."""

    folders: Folders
    choice: EarChoice
    limit: int | None = None
    """At most so many clips of each row."""

    seed: int = 0
    processes: int = 1
    is_resumed: bool = False
    """Whether rows are left that were measured of this commit with this limit and seed."""

    decisions: Path | None = None
    """Folder for what became of every clip, one file for each row."""


class GoalFile:
    """The stored figures of one ear."""

    def __init__(self, path: Path) -> None:
        """Read what is there.

        Raises:
            OutputError: there is a file that is not such figures.
        """
        self._path = path
        self.document: Document = {"benchmark": BENCHMARK, "rows": {}}
        if path.exists():
            try:
                self.document = json.loads(path.read_text(encoding="utf-8"))
                is_ours = self.document["benchmark"] == BENCHMARK and isinstance(self.document["rows"], dict)
            except (ValueError, KeyError, TypeError):
                is_ours = False
            if not is_ours:
                raise OutputError(f"{str(path)!r} holds something else than hearing's figures; give another file.")

    def has(self, row: Row, commit: str | None, limit: int | None, seed: int) -> bool:
        """Return whether a row is there, measured of this commit with this limit and seed."""
        measured = self.document["rows"].get(row.name, {}).get("measured", {})
        asked = {"commit": commit, "limit": limit, "seed": seed}
        return commit is not None and all(measured.get(key, ...) == value for key, value in asked.items())

    def keep(self, row: Row, figures: Mapping[str, Any], engine: str, model: str) -> None:
        """Put one row in the place of the one before, and write the file.

        Raises:
            OutputError: the file is of another ear, or cannot be written.
        """
        ear = (self.document.get("engine", engine), self.document.get("model", model))
        if ear != (engine, model):
            raise OutputError(
                f"{str(self._path)!r} holds figures of another ear ({ear[0]}, {ear[1]}); give each its own file."
            )
        rows = {**self.document["rows"], row.name: figures}
        self.document = {
            "benchmark": BENCHMARK,
            "engine": engine,
            "model": model,
            "machine": machine(),
            "rows": dict(sorted(rows.items())),
        }
        part = self._path.with_suffix(".part")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            part.write_text(_laid_out(self.document), encoding="utf-8")
            part.replace(self._path)
        except OSError as error:
            raise OutputError(
                f"The figures cannot be written to {str(self._path)!r} ({error.strerror or error})."
            ) from error


def measure(rows: Sequence[Row], options: GoalOptions, file: GoalFile, *, progress: Progress, told: Measured) -> None:
    """Measure rows and keep each; first those that must have the machine for themselves.

    Args:
        rows: which.
        options: how.
        file: where they are kept.
        progress: told how many streams of how many are heard.
        told: told each row with its figures.

    Raises:
        RepcueError: no row's recordings are at hand, a recording or model is broken, or a file cannot be written.
    """
    grammars, circumstances = grammars_of(options.choice), _circumstances(options)
    if options.is_resumed:
        rows = [row for row in rows if not file.has(row, circumstances["commit"], options.limit, options.seed)]
    plan = {
        row: parts_of(row, options.folders, grammars, limit=options.limit, seed=options.seed)
        for row in rows
        if row.grammar in grammars
    }
    plan = {row: parts for row, parts in plan.items() if parts}
    if rows and not plan:
        raise RepcueError("There are no recordings for these rows; give --recordings and --phrases a folder each.")
    whole, heard = sum(map(len, plan.values())), 0
    for is_alone, group in groupby(plan, key=lambda row: row.is_alone):
        parts = [part for row in group for part in plan[row]]
        left = {row: list[PartResult]() for row in plan if row.is_alone == is_alone}
        before = heard

        def tell(done: float, _of: float, before: int = before) -> None:
            progress(before + done, whole)

        for result in hear_all(parts, options.choice, processes=1 if is_alone else options.processes, progress=tell):
            row = next(each for each in left if each.name == result.part.row)
            left[row].append(result)
            if len(left[row]) == len(plan[row]):
                results = left.pop(row)
                figures = _finished(row, results, options, circumstances)
                file.keep(row, figures, results[0].engine, results[0].model)
                told(row, figures)
        heard += len(parts)


def _circumstances(options: GoalOptions) -> Document:
    """Return what is the same for every row of a run; the load is that before it."""
    return {
        "version": __version__,
        "commit": commit(),
        "machine": machine_line(),
        "load_average": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "limit": options.limit,
        "seed": options.seed,
        "fit": fit_checksum(options.choice.engine),
    }


def _finished(row: Row, results: Sequence[PartResult], options: GoalOptions, circumstances: Document) -> Document:
    """Return the figures of a row whose parts are all heard."""
    grammar = prepared_for(options.choice, row.grammar).grammar
    measured = circumstances | {
        "processes": 1 if row.is_alone else options.processes,
        "sound_seconds": round(sum(each.cost.seconds for each in results)),
        "took_seconds": round(sum(each.took_seconds for each in results)),
    }
    if options.decisions is not None:
        _write_decisions(options.decisions / f"{row.name}.json", results)
    return row_figures(row, results, grammar, session_judge(grammar)) | {"measured": measured}


def commit() -> str | None:
    """Return the commit that is checked out, with a `+` where the code differs from it; None outside a checkout."""
    folder = Path(__file__).parent
    try:
        name = _git(folder, "rev-parse", "--short", "HEAD")
        is_changed = bool(_git(folder, "status", "--porcelain", "--untracked-files=no", "--", str(folder.parent)))
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{name}+" if is_changed else name


def _git(folder: Path, *words: str) -> str:
    ran = subprocess.run(["git", *words], cwd=folder, capture_output=True, text=True, check=True, timeout=10)
    return ran.stdout.strip()


def _write_decisions(path: Path, results: Sequence[PartResult]) -> None:
    def about(part: Part) -> dict[str, object]:
        return {"noise": part.noise.name if part.noise else None, "snr_db": part.snr_db}

    entries = [about(result.part) | verdict.as_json() for result in results for verdict in result.verdicts]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(f"The decisions cannot be written to {str(path)!r} ({error.strerror}).") from error


def _laid_out(document: Document) -> str:
    """Return JSON with one line for each innermost list or mapping, so that a changed row is a small difference."""
    return _lines(document, "") + "\n"


def _lines(value: object, indent: str) -> str:
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict) or len(line) + len(indent) <= _LINE:
        return line
    inner = ",\n".join(f"{indent} {json.dumps(key)}: {_lines(each, indent + ' ')}" for key, each in value.items())
    return f"{{\n{inner}\n{indent}}}"


_LINE: Final = 118
