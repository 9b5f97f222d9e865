"""The streams of many rows, heard by several processes; each stream by a fresh ear.

A process reads settings, grammar and models itself, so that only names of files and results go between processes.
"""

import multiprocessing
import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from repcue.bench.goal_rows import OURS, Part
from repcue.bench.hearing_judge import Verdict, session_judge, verdicts
from repcue.bench.hearing_run import Cost, listen
from repcue.bench.hearing_stream import Stream, Surroundings
from repcue.core.errors import GrammarError
from repcue.core.grammar import Grammar
from repcue.core.grammar_file import load_grammar
from repcue.core.units import EAR_RATE
from repcue.edges.audio_files import read_audio_at
from repcue.prepare import Prepared, Wanted, prepare, prepare_ear

Progress = Callable[[float, float], None]
"""Told how many seconds of sound of how many are heard."""

_LOOK_SECONDS: Final = 0.5
"""How often the progress is told."""


@dataclass(frozen=True, slots=True)
class EarChoice:
    """The ear, and what can be said to it."""

    engine: str
    model: str | None
    grammars: Mapping[str, Path]
    """Files by name; `ours` is the session's own where no file is given for it."""


@dataclass(frozen=True, slots=True)
class PartResult:
    """What one stream gave."""

    part: Part
    verdicts: tuple[Verdict, ...]
    cost: Cost
    engine: str
    model: str
    took_seconds: float
    """Wall time, the opening of the ear included."""


def prepared_for(choice: EarChoice, grammar: str) -> Prepared:
    """Return a session with one of the grammars.

    Raises:
        RepcueError: a grammar, pack or setting is broken.
    """
    prepared = prepare(Wanted(engine=choice.engine, model=choice.model))
    if grammar == OURS and OURS not in choice.grammars:
        return prepared
    return replace(prepared, grammar=read_grammar(choice.grammars[grammar], prepared.catalogue.aliases()))


def grammars_of(choice: EarChoice) -> dict[str, Grammar]:
    """Return every grammar by its name."""
    return {name: prepared_for(choice, name).grammar for name in {OURS, *choice.grammars}}


def read_grammar(path: Path, aliases: Mapping[str, str]) -> Grammar:
    """Return the grammar of a file.

    Args:
        path: a YAML file as in `repcue/grammars`.
        aliases: names of exercises, where the grammar asks for them.

    Raises:
        GrammarError: it cannot be read or is broken.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise GrammarError(f"The grammar {str(path)!r} cannot be read ({error}); give a YAML file.") from error
    return load_grammar(text, source=str(path), lists={"exercise": aliases})


def stream_of(part: Part) -> Stream:
    """Return a part's clips over its noise, as they are to be heard.

    Raises:
        AudioFileError: a sound file is missing or broken.
    """
    noise = read_audio_at(part.noise, EAR_RATE) if part.noise else None
    name = part.noise.name if part.noise else None
    return Stream(part.clips, Surroundings(name, noise, part.snr_db, part.mixing), part.seed)


def hear(part: Part, choice: EarChoice, progress: Progress = lambda _done, _whole: None) -> PartResult:
    """Return what an ear makes of one stream, in this process.

    Raises:
        RepcueError: the ear cannot be opened or a sound file is broken.
    """
    began = perf_counter()
    prepared = prepared_for(choice, part.grammar)
    stream = stream_of(part)
    ear = prepare_ear(prepared).ear
    try:
        heard, cost = listen(ear, stream, progress)
    finally:
        ear.close()
    found = tuple(verdicts(stream.placed, heard, session_judge(prepared.grammar)))
    return PartResult(part, found, cost, ear.engine, ear.model, perf_counter() - began)


def hear_all(
    parts: Sequence[Part], choice: EarChoice, *, processes: int, progress: Progress = lambda _done, _whole: None
) -> Iterator[PartResult]:
    """Yield the results as they come.

    Args:
        parts: the streams; begun in this order.
        choice: the ear.
        processes: so many at once.
        progress: told how many parts of how many are done, with fractions of those under way.

    Raises:
        RepcueError: as `hear`; what has not begun is not begun any more.
    """
    context = multiprocessing.get_context("spawn")
    reports: Any = context.Queue()
    with ProcessPoolExecutor(processes, context, _take_reports, (reports,)) as pool:
        waiting: set[Future[PartResult]] = {pool.submit(_hear_in_child, part, choice) for part in parts}
        shares: dict[object, float] = {}
        try:
            while waiting:
                done, waiting = wait(waiting, _LOOK_SECONDS, FIRST_COMPLETED)
                shares |= _reported(reports)
                progress(sum(shares.values()), len(parts))
                for each in done:
                    yield each.result()
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            # A stream takes minutes; nobody who breaks off waits for its end.
            for child in multiprocessing.active_children():
                child.terminate()
            raise


def _reported(reports: Any) -> dict[object, float]:  # noqa: ANN401 - a queue has no public type
    latest: dict[object, float] = {}
    while True:
        try:
            key, share = reports.get_nowait()
        except queue.Empty:
            return latest
        latest[key] = share


_reports: list[Any] = []
"""In a child: where it tells how far it is."""


def _take_reports(reports: Any) -> None:  # noqa: ANN401
    _reports.append(reports)


def _hear_in_child(part: Part, choice: EarChoice) -> PartResult:
    def tell(done: float, whole: float) -> None:
        _reports[0].put(((part.row, part.number), done / whole))

    result = hear(part, choice, tell)
    tell(1.0, 1.0)
    return result
