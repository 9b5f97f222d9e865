"""A live session's packs: their speech is rendered ahead, and a pack that is saved is used from the next set on.

files ──▶ read and checked, on a thread ──▶ speech rendered, on another ──▶ the session, between sets

Nothing here waits: `step` is called on the control thread between all else, and passes on what has become ready. A
broken save is told and changes nothing.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.saved_packs import PacksSaved, names_not_heard
from repcue.core.session_state import IN_A_SET, State
from repcue.core.spoken_texts import texts_of_exercise
from repcue.core.vocabulary import later_texts
from repcue.edges.clip_bank import ClipBank
from repcue.edges.clips_later import ClipsLater
from repcue.edges.saved_files import KEPT, Saved, SavedFiles
from repcue.pipeline import Pipeline
from repcue.prepare import Prepared, say_in_languages

BETWEEN_SETS: Final = (State.IDLE, State.READY, State.RESTING)
"""Where a saved pack may be taken into use; whoever sleeps, warms up or is asked something is not disturbed."""

MOST_NAMES: Final = 3
"""So many names that are not heard yet are told; the rest is a number."""


class LivePacks:
    """Renders ahead for one live session, and brings saved packs into it. Control thread only."""

    def __init__(self, catalogue: Catalogue, saved: SavedFiles, bank: ClipBank, later: ClipsLater) -> None:
        """Take the stages.

        Args:
            catalogue: what the session begins with, and its ear knows.
            saved: watches the files.
            bank: the session's clips.
            later: renders into it.
        """
        self._first = catalogue
        self._saved = saved
        self._bank = bank
        self._later = later
        self._coming: Saved | None = None
        self.rendering: Future[None] | None = None
        """Done when the speech of the latest save is there; None where nothing is awaited."""

    def step(self, pipeline: Pipeline, now_frame: int) -> None:
        """Have rendered what comes next, and pass on what was saved, if nobody lifts, warms up, sleeps or is asked."""
        self._render_ahead(pipeline)
        session = pipeline.session
        is_between_sets = session.state in BETWEEN_SETS and not session.is_alarm_on and not session.course
        self._saved.rest(is_at_rest=is_between_sets)
        if is_between_sets:
            self._take_saved(pipeline, now_frame)

    def _render_ahead(self, pipeline: Pipeline) -> None:
        """Have the lines of the chosen exercise rendered next, and all others while no set runs."""
        self._later.rest(is_at_rest=pipeline.session.state not in IN_A_SET)
        if pipeline.session.exercise is not None:
            self._later.want(texts_of_exercise(pipeline.session.exercise))
        if (failure := self._later.take_failure()) is not None:
            pipeline.problem("voice", 1, failure)

    def _take_saved(self, pipeline: Pipeline, now_frame: int) -> None:
        told = self._saved.take()
        if told is not None and told.read is None:
            pipeline.problem("pack", 1, told.sentence, is_heard=True)
        elif told is not None:
            before = () if self._coming is None else self._coming.changed
            self._coming = replace(told, changed=tuple(dict.fromkeys((*before, *told.changed))))
            self.rendering = self._later.renew(self._renewal(told, pipeline))
        if self.rendering is not None and self.rendering.done():
            self._use(pipeline, now_frame)

    def _renewal(self, told: Saved, pipeline: Pipeline) -> Callable[[], tuple[tuple[str, ...], ...]]:
        assert told.read is not None
        read, present = told.read, pipeline.session.exercise

        def prepare() -> tuple[tuple[str, ...], ...]:
            catalogue = Catalogue(read.packs)
            groups = later_texts(catalogue)
            say_in_languages(self._bank, read.languages)
            gone = [each for each in told.recordings if each not in read.recordings]
            for text, recording in told.recordings:
                path = read.recordings.get((text, recording))
                if path is not None:
                    self._bank.add_recording(text, f"recording.{path.stem}", path, recording)
            self._bank.forget(gone)
            # All else that a session needs at once was rendered before it, or may wait.
            names = [each.spoken_name for each in catalogue.exercises]
            chosen = [each for each in catalogue.exercises if present is not None and each.id == present.id]
            needed = [*names, *(text for each in chosen for text in texts_of_exercise(each))]
            needed += [text for text, _ in gone]
            self._bank.prepare(needed)
            return groups

        return prepare

    def _use(self, pipeline: Pipeline, now_frame: int) -> None:
        assert self.rendering is not None
        assert self._coming is not None
        assert self._coming.read is not None
        error, changed, packs = self.rendering.exception(), self._coming.changed, self._coming.read.packs
        self.rendering, self._coming = None, None
        if error is not None:
            pipeline.problem("pack", 1, f"{error} {KEPT}", is_heard=True)
            return
        pipeline.let_happen(PacksSaved(packs), now_frame)
        detail = used_sentence(changed, names_not_heard(self._first, pipeline.session.catalogue))
        pipeline.note(
            {"kind": "packs", "packs": [pack.id for pack in packs], "changed": list(changed), "detail": detail}
        )


@contextmanager
def live_packs(prepared: Prepared, bank: ClipBank) -> Iterator[LivePacks]:
    """Render ahead and watch a session's packs, from entering to leaving.

    Raises:
        PackError: a pack is not there any more.
    """
    with (
        ClipsLater(bank, later_texts(prepared.catalogue)) as later,
        SavedFiles(prepared.settings.packs, prepared.packs, prepared.settings.language) as saved,
    ):
        yield LivePacks(prepared.catalogue, saved, bank, later)


def used_sentence(changed: tuple[str, ...], unheard: tuple[str, ...]) -> str:
    """Return what a saved pack comes to, for screen and log.

    Args:
        changed: the ids of the packs that are others; none when only recordings are.
        unheard: names that the ear does not take for what they mean.

    >>> used_sentence(("legs",), ())
    'legs is read again; the next set uses it.'
    >>> used_sentence((), ("a", "b", "c", "d"))
    'The recordings are read again; the next set uses them. Heard after a restart: "a", "b", "c" and 1 more.'
    """
    if not changed:
        told = "The recordings are read again; the next set uses them."
    else:
        are, them = ("is", "it") if len(changed) == 1 else ("are", "them")
        told = f"{' and '.join(changed)} {are} read again; the next set uses {them}."
    if not unheard:
        return told
    names = ", ".join(f'"{name}"' for name in unheard[:MOST_NAMES])
    more = f" and {len(unheard) - MOST_NAMES} more" if len(unheard) > MOST_NAMES else ""
    return f"{told} Heard after a restart: {names}{more}."
