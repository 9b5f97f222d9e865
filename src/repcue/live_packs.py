"""A live session's packs: their speech is rendered ahead, and a pack that is saved is used from the next set on.

files ──▶ read and checked, on a thread ──▶ speech rendered, on another ──▶ the session, between sets ──▶ the ear

Nothing here waits: `step` is called on the control thread between all else, and passes on what has become ready. A
broken save is told and changes nothing. What is heard is read by the saved packs as soon as the session has them; the
ear takes their words when nobody speaks, and until then hears names of before, which mean what they mean in the saved
packs or nothing.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.grammar import Grammar
from repcue.core.saved_packs import PacksSaved
from repcue.core.sayable import (
    Learnt,
    kept_words_sentence,
    learnt_sentence,
    names_not_heard,
    names_not_known,
    sayable,
)
from repcue.core.session_state import IN_A_SET, State
from repcue.core.spoken_texts import texts_of_exercise
from repcue.core.vocabulary import later_texts
from repcue.edges.clip_bank import ClipBank
from repcue.edges.clips_later import ClipsLater
from repcue.edges.saved_files import KEPT, Saved, SavedFiles
from repcue.pipeline import Pipeline
from repcue.ports import Learner
from repcue.prepare import Prepared, grammar_for, say_in_languages

BETWEEN_SETS: Final = (State.IDLE, State.READY, State.RESTING)
"""Where a saved pack may be taken into use; whoever sleeps, warms up or is asked something is not disturbed."""


class LivePacks:
    """Renders ahead for one live session, and brings saved packs into it. Control thread only."""

    def __init__(
        self, catalogue: Catalogue, saved: SavedFiles, bank: ClipBank, later: ClipsLater, ear: Learner
    ) -> None:
        """Take the stages.

        Args:
            catalogue: what the session begins with, and its ear knows.
            saved: watches the files.
            bank: the session's clips.
            later: renders into it.
            ear: the session's.
        """
        self._known = self._said = sayable(catalogue)
        self._ear = ear
        self._grammar: Grammar | None = None
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
            if (learnt := self._ear.take_learnt()) is not None:
                self._tell_learnt(pipeline, learnt)

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
            self._grammar = grammar_for(sayable(catalogue))
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
        pipeline.note(
            {
                "kind": "packs",
                "packs": [pack.id for pack in packs],
                "changed": list(changed),
                "detail": used_sentence(changed),
            }
        )
        self._have_heard(pipeline)

    def _have_heard(self, pipeline: Pipeline) -> None:
        """Have what is heard read by the packs in use, and the ear take their words."""
        said = sayable(pipeline.session.catalogue)
        if said == self._said or self._grammar is None:
            return
        self._said = said
        pipeline.use_grammar(self._grammar)
        self._ear.learn(self._grammar, said.pronunciations)

    def _tell_learnt(self, pipeline: Pipeline, learnt: Learnt) -> None:
        if learnt.grammar is not self._grammar:
            return  # What was saved since is still to be learnt.
        before, after = self._known.names, self._said.names
        if learnt.trouble is not None:
            pipeline.problem("ear", 1, kept_words_sentence(learnt.trouble, before, after), is_heard=True)
            return
        self._known = self._said
        unheard = names_not_heard(after, learnt.unhearable)
        pipeline.note(
            {
                "kind": "names",
                "added": [name for name in names_not_known(before, after) if name not in unheard],
                "removed": [name for name in before if name not in after],
                "unheard": list(unheard),
                "detail": learnt_sentence(before, after, learnt.unhearable),
            }
        )


@contextmanager
def live_packs(prepared: Prepared, bank: ClipBank, ear: Learner) -> Iterator[LivePacks]:
    """Render ahead and watch a session's packs, from entering to leaving.

    Args:
        prepared: the session.
        bank: its clips.
        ear: what is to know the names of packs that are saved.

    Raises:
        PackError: a pack is not there any more.
    """
    with (
        ClipsLater(bank, later_texts(prepared.catalogue)) as later,
        SavedFiles(prepared.settings.packs, prepared.packs, prepared.settings.language) as saved,
    ):
        yield LivePacks(prepared.catalogue, saved, bank, later, ear)


def used_sentence(changed: tuple[str, ...]) -> str:
    """Return what a saved pack comes to, for screen and log.

    Args:
        changed: the ids of the packs that are others; none when only recordings are.

    >>> used_sentence(("legs",)), used_sentence(())
    ('legs is read again; the next set uses it.', 'The recordings are read again; the next set uses them.')
    """
    if not changed:
        return "The recordings are read again; the next set uses them."
    are, them = ("is", "it") if len(changed) == 1 else ("are", "them")
    return f"{' and '.join(changed)} {are} read again; the next set uses {them}."
