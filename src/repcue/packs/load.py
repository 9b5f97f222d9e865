"""A pack's text to a pack, or every problem in it at once.

The shape is checked by `packs/schema.py`; here is what one value cannot know: names that are taken, recordings
that are not there, cues that are never said. All of it is read from the nodes, so that a pack with a mistake in
its shape is still told the rest.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from repcue.core.errors import did_you_mean
from repcue.core.tempo import LONGEST_REP_SECONDS, PHASES, Tempo
from repcue.packs.languages import Reading, gaps, languages_of, read_in
from repcue.packs.links import broken_links, recordings_of
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, Severity, has_errors, in_order
from repcue.packs.schema import Cue, Exercise, InLanguage, Pack
from repcue.packs.shape import fit_shape
from repcue.packs.values import shown
from repcue.packs.yaml_nodes import read_document

ROOM_SECONDS: Final = 2
"""A cue needs a phase this long to be said in: 1.5 s of speech at most, and 0.25 s of silence before its phase."""


def load_pack(
    text: str, source: str, *, files: Collection[str] | None = None, beside: Sequence[Pack] = ()
) -> tuple[Pack | None, tuple[Problem, ...]]:
    """Return the pack, or None and everything that is wrong with it; a pack may come with warnings.

    Args:
        text: the whole of `pack.yaml`.
        source: the file's name, as reports show it.
        files: the files in the pack's folder, with `/` between folders; None leaves recordings unchecked.
        beside: the packs that are used together with this one, and come first.
    """
    document = read_document(text, source)
    languages = languages_of(document)
    main, *others = [read_in(document, Pack, language, languages) for language in languages]
    pack, problems = fit_shape(main.document, Pack)
    translations = {reading.language: _translated(reading, main.language) for reading in others}
    found = [problem for _, more in translations.values() for problem in more]
    places = {(problem.line, problem.column) for problem in problems}
    wrong = [*_between_parts(main.document, beside, files)]
    wrong += [problem for reading in others for problem in _between_parts(reading.document, (), files)]
    warnings = tuple(_warnings(main.document, pack)) if pack else ()
    # A value that is no id or no path is told once, not also that it is taken or not there.
    more = [problem for problem in wrong if (problem.line, problem.column) not in places]
    if pack is not None:
        pack = None if wrong or has_errors(found) else _knowing(pack, translations)
    return pack, in_order((*problems, *found, *more, *warnings))


def _translated(reading: Reading, main: str) -> tuple[Pack | None, tuple[Problem, ...]]:
    """Return the pack in another language, or None and what is wrong with it."""
    pack, problems = fit_shape(reading.document, Pack)
    return pack, (*problems, *gaps(reading, main))


def _knowing(pack: Pack, translations: Mapping[str, tuple[Pack | None, tuple[Problem, ...]]]) -> Pack:
    return pack.with_translations(
        {
            language: InLanguage(
                translated, tuple(f"{each.path or pack.id}: {each.sentence} {each.hint}" for each in found)
            )
            for language, (translated, found) in translations.items()
            if translated
        }
    )


def _between_parts(document: Document, beside: Sequence[Pack], files: Collection[str] | None) -> Iterator[Problem]:
    """Yield what is wrong between the parts of a pack in one language, and between packs."""
    yield from _taken_ids(document, beside)
    yield from _taken_aliases(document, beside)
    yield from _pronounced_twice(document)
    yield from broken_links(document)
    if files is not None:
        yield from _missing_recordings(document, files)


def _exercises(document: Document) -> Iterator[Path]:
    return (("exercises", index) for index in range(document.count_at(("exercises",))))


def _taken_ids(document: Document, beside: Sequence[Pack]) -> Iterator[Problem]:
    owners = {exercise.id: f"pack {pack.id!r}" for pack in beside for exercise in pack.exercises}
    for path in _exercises(document):
        exercise_id = document.text_at((*path, "id"))
        if exercise_id in owners:
            sentence = f"exercise id {shown(exercise_id)} is already in {owners[exercise_id]}."
            yield document.problem((*path, "id"), sentence, "Choose another id; each names one exercise.")
        elif exercise_id is not None:
            owners[exercise_id] = f"line {_line(document, (*path, 'id'))}"


def _taken_aliases(document: Document, beside: Sequence[Pack]) -> Iterator[Problem]:
    owners = {
        alias: f"exercise {exercise.id!r} in pack {pack.id!r}"
        for pack in beside
        for exercise in pack.exercises
        for alias in exercise.aliases
    }
    for exercise_path in _exercises(document):
        for index in range(document.count_at((*exercise_path, "aliases"))):
            path = (*exercise_path, "aliases", index)
            alias = " ".join((document.text_at(path) or "").split())
            if alias in owners:
                sentence = f"alias {shown(alias)} is already that of {owners[alias]}."
                yield document.problem(path, sentence, "One phrase picks one exercise; delete it in one place.")
            elif alias:
                exercise_id = document.text_at((*exercise_path, "id")) or "?"
                owners[alias] = f"exercise {shown(exercise_id)} in line {_line(document, path)}"


def _pronounced_twice(document: Document) -> Iterator[Problem]:
    firsts: dict[str, tuple[str, Path]] = {}
    for exercise_path in _exercises(document):
        words = document.keys_at((*exercise_path, "pronunciations"))
        for path in ((*exercise_path, "pronunciations", word) for word in words):
            phones = " ".join((document.text_at(path) or "").split())
            first_phones, first_path = firsts.setdefault(str(path[-1]), (phones, path))
            if phones != first_phones:
                sentence = f"{shown(str(path[-1]))} has another pronunciation in line {_line(document, first_path)}."
                yield document.problem(path, sentence, "Give a word one pronunciation in the whole pack.")


def _missing_recordings(document: Document, files: Collection[str]) -> Iterator[Problem]:
    for path in recordings_of(document):
        recording = document.text_at(path)
        if recording is not None and recording not in files:
            sentence = f"there is no file {shown(recording)} in the pack's folder."
            hint = "Put it there (a link to elsewhere does not count), or delete this line."
            yield document.problem(path, sentence, hint + did_you_mean(recording, files))


def _line(document: Document, path: Path) -> int:
    node, _ = document.node_at(path)
    return node.start.line_index + 1 if node else 1


def _warnings(document: Document, pack: Pack) -> Iterator[Problem]:
    for exercise_index, exercise in enumerate(pack.exercises):
        path: Path = ("exercises", exercise_index)
        for sentence, hint in _unusual_tempo(exercise.default_tempo):
            yield document.problem((*path, "tempo"), sentence, hint, severity=Severity.WARNING)
        kinds = [(cue.focus, exercise.muscle_of(cue), cue.level, cue.least_load_percent) for cue in exercise.cues]
        for focus in {"internal", "external"} - {cue.focus for cue in exercise.cues}:
            sentence = f"exercise {exercise.id!r} has no {focus} cue."
            hint = "The other one is said in its place."
            yield document.problem((*path, "cues"), sentence, hint, severity=Severity.WARNING)
        for cue_index, cue in enumerate(exercise.cues):
            if kinds[cue_index] in kinds[:cue_index]:
                sentence = f"this is another {cue.focus} cue for the {exercise.muscle_of(cue)} of {exercise.id!r}."
                hint = "Unless somebody pins it by its id, only the first is said for the same muscle, level and load."
                yield document.problem((*path, "cues", cue_index), sentence, hint, severity=Severity.WARNING)
            if elsewhere := _said_elsewhere(exercise, cue):
                yield document.problem((*path, "cues", cue_index), *elsewhere, severity=Severity.WARNING)


def _unusual_tempo(tempo: Tempo) -> Iterator[tuple[str, str]]:
    for sentence in tempo.warnings():
        yield sentence, "Write seconds there, if that is not meant."
    seconds = tempo.rep_seconds(explosive_seconds=1.0)
    if seconds > LONGEST_REP_SECONDS:
        yield f"Tempo '{tempo}' takes {seconds:.0f} seconds a repetition.", "Over 10 seconds probably trains less well."


def _said_elsewhere(exercise: Exercise, cue: Cue) -> tuple[str, str] | None:
    """Return why a cue is not said as written at the exercise's own tempo, and what to do; None when it is."""
    tempo = exercise.default_tempo
    if tempo.length_of(cue.phase) == 0:
        sentence = (
            f"the {cue.phase} phase lasts 0 seconds at tempo '{tempo}', so the cue is said for the phase after it."
        )
        return sentence, "Choose another phase or another tempo."
    others = [tempo.seconds_of(phase, explosive_seconds=0) for phase in PHASES if phase is not cue.phase]
    if max(others) < ROOM_SECONDS:
        sentence = f"no other phase than the {cue.phase} one lasts {ROOM_SECONDS} seconds at tempo '{tempo}'."
        return sentence, "A cue is said before the phase it is about; without room for it, it is left out."
    return None
