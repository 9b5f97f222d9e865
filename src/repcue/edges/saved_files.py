"""The packs of a session watched on disk, by a thread of its own: a saved one is read and checked while nobody lifts.

The rules are those of `core.saved_packs`; here is only what touches files and waits.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Condition, Thread
from typing import Final, Self

from repcue.core.catalogue import Catalogue
from repcue.core.errors import PackError, RepcueError
from repcue.core.saved_packs import SaveWatch, Seen
from repcue.edges.clock import monotonic_seconds
from repcue.edges.pack_files import ReadPacks, locate_pack, overrides_folder, read_packs
from repcue.packs.report import Problem, Severity
from repcue.packs.schema import Pack

CLOSE_SECONDS: Final = 2.0
"""How long the end of a session waits for a pack that is being read: `essentials` takes 0.05 to 0.1 s of processor
time, and a pack a hundred times its size is left to be read in vain."""

KEPT: Final = "The version before stays in use."


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save."""

    read: ReadPacks | None
    """The packs as they are on disk; None when they are not in order."""

    changed: tuple[str, ...] = ()
    """The ids of the packs that are not as they were."""

    recordings: tuple[tuple[str, str], ...] = ()
    """The texts and recordings that came or went, or have another content."""

    sentence: str = ""
    """Why the packs cannot be used."""


class SavedFiles:
    """Watches the files of packs, from entering it to leaving it. Its methods wait for nothing."""

    def __init__(self, names: Sequence[str], read: ReadPacks, language: str | None = None) -> None:
        """Take what is in use; nothing is looked at yet.

        Args:
            names: the packs, as `read_packs` was asked for them.
            read: what came of it.
            language: in which their lines were asked for.

        Raises:
            PackError: a name is unknown.
        """
        self._names = tuple(names)
        self._language = language
        self._files = tuple(locate_pack(name) for name in names)
        self._read = read
        self._accepted = frozenset(_mistakes(read.problems))
        self._seen = self._look()
        self._watch = SaveWatch(self._seen)
        self._told: Saved | None = None
        self._changed = Condition()
        self._is_at_rest = True
        self._is_closed = False
        self._thread = Thread(target=self._run, name="saved packs", daemon=True)

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Watch no more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        self._thread.join(CLOSE_SECONDS)

    def rest(self, *, is_at_rest: bool) -> None:
        """Say whether there is time to read; while somebody lifts, nothing is looked at."""
        if is_at_rest is not self._is_at_rest:
            with self._changed:
                self._is_at_rest = is_at_rest
                self._changed.notify()

    def take(self) -> Saved | None:
        """Return what became of the latest save, once; None while there is none."""
        told, self._told = self._told, None
        return told

    def look(self, now_seconds: float) -> None:
        """Look at the files once, and read them if they were saved. The thread does this about every second.

        Args:
            now_seconds: on a clock that never goes back.
        """
        seen = self._look()
        if self._watch.is_to_be_read(seen, now_seconds):
            self._told = self._reading(seen)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait(self._watch.next_look_seconds if self._is_at_rest else None)
                if self._is_closed:
                    return
                is_at_rest = self._is_at_rest
            if is_at_rest:
                self.look(monotonic_seconds())

    def _reading(self, seen: Seen) -> Saved:
        try:
            read = read_packs(self._names, language=self._language)
            mistakes = [each for each in _mistakes(read.problems) if each not in self._accepted]
            Catalogue(read.packs)
            missing = [pack.id for pack in self._read.packs if pack.id not in {each.id for each in read.packs}]
            if not mistakes and missing:
                raise PackError(f"The pack {missing[0]!r} has another id; that is used after a restart.")
        except RepcueError as error:
            return Saved(None, sentence=f"{str(error).splitlines()[0]} {KEPT}")
        except Exception as error:  # noqa: BLE001 - a session outlives whatever somebody saves
            return Saved(None, sentence=f"The packs cannot be read ({error!r}). {KEPT}")
        if mistakes:
            return Saved(None, sentence=f"{told_briefly(mistakes)} {KEPT}")
        changed, recordings = _changed_packs(self._read, read), self._changed_recordings(read, seen)
        self._read, self._seen = read, seen
        # Recordings may have come or gone, and with them the files to watch.
        self._watch.read = self._look()
        return Saved(read, changed, recordings)

    def _changed_recordings(self, read: ReadPacks, seen: Seen) -> tuple[tuple[str, str], ...]:
        before, now = self._read.recordings, read.recordings
        stamps = {**seen, **_stamps(now.values())}
        return tuple(
            each
            for each in sorted(before.keys() | now.keys())
            if before.get(each) != now.get(each) or self._seen.get(str(now[each])) != stamps.get(str(now[each]))
        )

    def _look(self) -> Seen:
        overrides = overrides_folder()
        own = [overrides / f"{pack.id}.yaml" for pack in self._read.packs]
        return _stamps([*self._files, *own, *self._read.recordings.values()])


def told_briefly(mistakes: Sequence[Problem]) -> str:
    """Return the first of some mistakes on one line, with its place, and how many more there are."""
    first = mistakes[0]
    more = f" And {len(mistakes) - 1} more." if len(mistakes) > 1 else ""
    place = ": ".join(part for part in (f"{first.source}:{first.line}:{first.column}", first.path) if part)
    return f"{place}: {first.sentence}{more}"


def _mistakes(problems: Sequence[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _changed_packs(before: ReadPacks, now: ReadPacks) -> tuple[str, ...]:
    known: Mapping[str, Pack] = {pack.id: pack for pack in before.packs}
    return tuple(pack.id for pack in now.packs if known.get(pack.id) != pack)


def _stamps(files: Iterable[Path]) -> dict[str, tuple[int, int] | None]:
    """Return when each file was changed and how long it is; None for one that is not there."""
    found: dict[str, tuple[int, int] | None] = {}
    for file in files:
        try:
            status = file.stat()
        except OSError:
            found[str(file)] = None
        else:
            found[str(file)] = (status.st_mtime_ns, status.st_size)
    return found
