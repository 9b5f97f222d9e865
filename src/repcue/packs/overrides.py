"""The user's own changes to a pack: a layer that no update of the pack overwrites.

`overrides/<pack>.yaml` in the user's folder holds the same keys as the pack, but only those that are to be different:

    exercises:
      bench-press:
        reps: 6
        pinned: triceps-external
        cues:
          triceps-external: {rep: Rip the bar apart}

What names an exercise or a cue that the pack no longer has is told and left out; all else still counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from repcue.core.tempo import Phase
from repcue.packs.cue import Cue
from repcue.packs.languages import Reading, read_in
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity, has_errors, in_order
from repcue.packs.schema import Exercise, Pack, Tap, WrongFeel
from repcue.packs.shape import fit_shape
from repcue.packs.texts import AliasTexts, CueText, KeyText, LineText, SpokenText
from repcue.packs.values import Identifier, Phones, PronouncedWord, Shape, TempoText, shown
from repcue.packs.yaml_nodes import read_document


class CueOverride(Shape):
    """What is different in a cue; a text that is changed loses its recording."""

    phase: Phase | None = None
    """The phase that it concerns."""

    set: SpokenText | None = None
    """The sentence before the set."""

    rep: CueText | None = None
    """The words on every repetition."""

    key: KeyText | None = None
    """The one word."""


class ExerciseOverride(Shape):
    """What is different in an exercise; a list replaces the pack's whole list."""

    name: LineText | None = None
    """As written on the screen."""

    aliases: AliasTexts | None = None
    """What one can say to pick it; the first is what the coach calls it."""

    tempo: TempoText | None = None
    """Eccentric, stretched pause, concentric, contracted pause, in seconds."""

    hold_seconds: int | None = Field(default=None, ge=5, le=300)
    """How long a set is held, 5 to 300 seconds."""

    sets: int | None = Field(default=None, ge=1, le=20)
    """Sets, 1 to 20."""

    reps: int | None = Field(default=None, ge=1, le=100)
    """Repetitions of a set, 1 to 100."""

    rest_seconds: int | None = Field(default=None, ge=10, le=900)
    """Rest after a set, 10 to 900 seconds."""

    range: SpokenText | None = None
    """The reminder of the full range."""

    safety: tuple[SpokenText, ...] | None = None
    """What is said before the first set."""

    wrong_feel: tuple[WrongFeel, ...] | None = None
    """Corrections for what is felt in the wrong place."""

    tap: Tap | None = None
    """Where tapping draws attention to."""

    easier: Identifier | None = None
    """The exercise of the pack to go back to."""

    harder: Identifier | None = None
    """The exercise of the pack to go on to."""

    pinned: Identifier | None = None
    """The id of a cue that is said instead of the coach's choice; a cue without an id is `internal-1`, `external-1`."""

    cues: dict[Identifier, CueOverride] = Field(default_factory=dict)
    """Changed cues by their ids."""

    pronunciations: dict[PronouncedWord, Phones] | None = None
    """Words that a recogniser may not know, as ARPAbet phones."""


class Overrides(Shape):
    """The user's layer over one pack."""

    format: Literal["1"] = "1"
    """Version of this format: `1`."""

    exercises: dict[Identifier, ExerciseOverride] = Field(min_length=1)
    """Changes by the ids of the pack's exercises."""


def with_overrides(
    pack: Pack, text: str, source: str, *, beside: Sequence[Pack] = ()
) -> tuple[Pack, tuple[Problem, ...]]:
    """Return the pack with the user's changes, and what is wrong with them; with a mistake none of them counts.

    Args:
        pack: as its author wrote it.
        text: the whole of `overrides/<pack>.yaml`.
        source: the file's name, as reports show it.
        beside: the packs that are used together with this one, and come first.
    """
    document = read_document(text, source)
    languages = tuple(dict.fromkeys((pack.language, *pack.languages)))
    problems: list[Problem] = []
    changed: dict[str, Pack] = {}
    for language in languages:
        reading = read_in(document, Overrides, language, languages)
        overrides, found = fit_shape(reading.document, Overrides, reading.texts)
        own = pack.in_language(language).pack
        problems += found
        problems += _besides(found, [*_broken_links(reading.document, own), *_taken(reading.document, own, beside)])
        if overrides is not None:
            layer = _Layer(overrides, _in_other_words(reading), frozenset(each.id for each in own.exercises))
            changed[language] = own.model_copy(update={"exercises": tuple(map(layer.over, own.exercises))})
    if has_errors(problems):
        return pack, in_order(problems)
    translations = {language: pack.in_language(language)._replace(pack=changed[language]) for language in languages[1:]}
    return changed[pack.language].with_translations(translations), in_order(problems)


def changes_in_shape(text: str, source: str, languages: Sequence[str]) -> tuple[Problem, ...]:
    """Return what is wrong with the user's changes by themselves, where the pack itself has mistakes.

    Args:
        text: the whole of `overrides/<pack>.yaml`.
        source: the file's name, as reports show it.
        languages: those of the pack, the main one first.
    """
    document = read_document(text, source)
    readings = (read_in(document, Overrides, language, languages) for language in languages)
    return in_order(problem for each in readings for problem in fit_shape(each.document, Overrides, each.texts)[1])


def _in_other_words(reading: Reading) -> frozenset[Path]:
    """Return the keys whose change is not given in this language: the pack's own text is better than a foreign one."""
    return frozenset(path[:5] if path[2:3] == ("cues",) else path[:3] for path in reading.missing)


@dataclass(frozen=True, slots=True)
class _Layer:
    overrides: Overrides
    left_out: frozenset[Path]
    exercise_ids: frozenset[str]

    def over(self, exercise: Exercise) -> Exercise:
        """Return an exercise with the changes that it has."""
        override = self.overrides.exercises.get(exercise.id)
        if override is None:
            return exercise
        path: Path = ("exercises", exercise.id)
        changes = self._changes(override, path, but=("cues",))
        named = exercise.cues_by_id
        for key, known in (("pinned", named), ("easier", self.exercise_ids), ("harder", self.exercise_ids)):
            if changes.get(key) not in known:
                changes.pop(key, None)
        cues = tuple(
            self._over_cue(cue, override.cues[cue_id], (*path, "cues", cue_id)) if cue_id in override.cues else cue
            for cue_id, cue in named.items()
        )
        return exercise.model_copy(update=changes | {"cues": cues})

    def _over_cue(self, cue: Cue, override: CueOverride, path: Path) -> Cue:
        changes = self._changes(override, path)
        spoken_anew = changes.keys() & {"set", "rep", "key"}
        if "rep" in spoken_anew:
            changes["recording"] = None
        changes["recordings"] = cue.recordings.model_copy(update=dict.fromkeys(spoken_anew))
        return cue.model_copy(update=changes)

    def _changes(self, override: Shape, path: Path, but: tuple[str, ...] = ()) -> dict[str, Any]:
        names = override.model_fields_set - set(but)
        return {name: getattr(override, name) for name in names if (*path, name) not in self.left_out}


def _besides(told: Sequence[Problem], more: Sequence[Problem]) -> Iterator[Problem]:
    """Yield those that stand elsewhere: what is no id or no alias is told once, not also that the pack has it not."""
    places = {(problem.line, problem.column) for problem in told}
    return (problem for problem in more if (problem.line, problem.column) not in places)


def _broken_links(document: Document, pack: Pack) -> Iterator[Problem]:
    """Yield a warning for whatever the pack does not have, or no longer; also beside mistakes in the shape."""
    exercises = {each.id: each for each in pack.exercises}
    for exercise_id in document.keys_at(("exercises",)):
        path: Path = ("exercises", exercise_id)
        exercise = exercises.get(exercise_id)
        if exercise is None:
            yield _gone(document, path, f"pack {pack.id!r} has no exercise {shown(exercise_id)}.", exercise_id)
            continue
        named = tuple(exercise.cues_by_id)
        for cue_id in document.keys_at((*path, "cues")):
            if cue_id not in named:
                sentence = f"exercise {exercise_id!r} has no cue {shown(cue_id)}."
                yield _gone(document, (*path, "cues", cue_id), sentence, cue_id, also=named)
        pinned = document.text_at((*path, "pinned"))
        if pinned and pinned not in named:
            sentence = f"exercise {exercise_id!r} has no cue {shown(pinned)}."
            yield _gone(document, (*path, "pinned"), sentence, also=named)
        for key in ("easier", "harder"):
            given = document.text_at((*path, key))
            if given and given not in exercises:
                yield _gone(document, (*path, key), f"pack {pack.id!r} has no exercise {shown(given)}.")


def _gone(
    document: Document, path: Path, sentence: str, key: str | None = None, *, also: Sequence[str] = ()
) -> Problem:
    there_are = f" There are: {', '.join(also)}." if also else ""
    hint = f"This change is left out; delete it, or write what the pack calls it.{there_are}"
    above = path[:-1] if key else path
    return document.problem(above, sentence, hint, key=key, severity=Severity.WARNING)


def _taken(document: Document, pack: Pack, beside: Sequence[Pack]) -> Iterator[Problem]:
    """Yield a problem for every alias that picks another exercise already; also beside mistakes in the shape."""
    changed = frozenset(document.keys_at(("exercises",)))
    others = [each for each in pack.exercises if each.id not in changed]
    others += [each for other in beside for each in other.exercises]
    owners = {alias: each.id for each in others for alias in each.aliases}
    for exercise in pack.exercises:
        if exercise.id not in changed:
            continue
        place: Path = ("exercises", exercise.id, "aliases")
        for index, alias in enumerate(_aliases_at(document, place) or exercise.aliases):
            if owners.setdefault(alias, exercise.id) != exercise.id:
                sentence = f"alias {shown(alias)} is already that of exercise {owners[alias]!r}."
                yield document.problem((*place, index), sentence, "One phrase picks one exercise; choose another.")


def _aliases_at(document: Document, path: Path) -> tuple[str, ...]:
    texts = (document.text_at((*path, index)) for index in range(document.count_at(path)))
    return tuple(" ".join((text or "").split()) for text in texts)
