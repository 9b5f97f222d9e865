"""A pack's text to a pack, or every problem in it at once.

The shape is checked by `packs/schema.py`; here is what one value cannot know: names that are taken, recordings
that are not there, cues that are never said. All of it is read from the nodes, so that a pack with a mistake in
its shape is still told the rest.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from repcue.core.errors import suggestions
from repcue.packs.languages import Reading, gaps, languages_of, read_in
from repcue.packs.links import broken_links, recordings_of
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem, has_errors, in_order
from repcue.packs.schema import InLanguage, Pack
from repcue.packs.shape import fit_shape_with_faults
from repcue.packs.sound import SoundPack, sound_pack
from repcue.packs.unusual import unusual
from repcue.packs.values import is_language, shown
from repcue.packs.yaml_nodes import read_document


@dataclass(frozen=True, slots=True)
class PackReading:
    """What came of reading a pack's text."""

    pack: Pack | None
    """None where something is wrong."""

    problems: tuple[Problem, ...]
    """Everything that is wrong with its shape and between its parts, and what is unusual."""

    in_languages: tuple[SoundPack, ...] = ()
    """What is sound of it in each of its languages, the main one first; none where the text is no YAML."""


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
    reading = read_pack(text, source, files=files, beside=beside)
    return reading.pack, reading.problems


def read_pack(
    text: str, source: str, *, files: Collection[str] | None = None, beside: Sequence[Pack] = ()
) -> PackReading:
    """Return the same as `load_pack`, and what is sound of a pack with mistakes."""
    document = read_document(text, source)
    languages = languages_of(document)
    main, *others = [_fitted(read_in(document, Pack, language, languages)) for language in languages]
    translated = [problem for each in others for problem in (*each.problems, *gaps(each.reading, main.language))]
    places = {(problem.line, problem.column) for problem in main.problems}
    wrong = [*_between_parts(main.reading.document, beside, files)]
    wrong += [problem for each in others for problem in _between_parts(each.reading.document, (), files)]
    # A value that is no id or no path is told once, not also that it is taken or not there.
    more = [problem for problem in wrong if (problem.line, problem.column) not in places]
    pack = main.pack
    if pack is not None:
        pack = None if wrong or has_errors(translated) else _knowing(pack, main.language, others)
    sound = [each.sound() for each in (main, *others)]
    warnings = tuple(unusual(sound[0])) if sound[0] else ()
    known = tuple(each for each in sound if each and is_language(each.language))
    return PackReading(pack, in_order((*main.problems, *translated, *more, *warnings)), known)


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A file in one language, held against the shape."""

    reading: Reading
    pack: Pack | None
    problems: tuple[Problem, ...]
    faults: tuple[Path, ...]

    @property
    def language(self) -> str:
        return self.reading.language

    def sound(self) -> SoundPack | None:
        document, strangers = self.reading.document, self.reading.strangers
        if self.pack is not None:
            return SoundPack(self.language, document, self.pack, strangers=frozenset(strangers))
        return sound_pack(self.reading.texts, document, self.faults, strangers)


def _fitted(reading: Reading) -> _Fitted:
    return _Fitted(reading, *fit_shape_with_faults(reading.document, Pack, reading.texts))


def _knowing(pack: Pack, main: str, others: Sequence[_Fitted]) -> Pack:
    known = {}
    for each in others:
        found = (*each.problems, *gaps(each.reading, main))
        notices = tuple(f"{problem.path or pack.id}: {problem.sentence} {problem.hint}" for problem in found)
        if each.pack:
            known[each.language] = InLanguage(each.pack, notices)
    return pack.with_translations(known)


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
    owners = {exercise.id: (f"pack {pack.id!r}", 0) for pack in beside for exercise in pack.exercises}
    for path in _exercises(document):
        exercise_id = document.text_at((*path, "id"))
        if exercise_id in owners:
            owner, line = owners[exercise_id]
            sentence = f"exercise id {shown(exercise_id)} is already in {owner}."
            problem = document.problem((*path, "id"), sentence, "Choose another id; each names one exercise.")
            yield replace(problem, names_line=line)
        elif exercise_id is not None:
            line = _line(document, (*path, "id"))
            owners[exercise_id] = (f"line {line}", line)


def _taken_aliases(document: Document, beside: Sequence[Pack]) -> Iterator[Problem]:
    owners = {
        alias: (f"exercise {exercise.id!r} in pack {pack.id!r}", 0)
        for pack in beside
        for exercise in pack.exercises
        for alias in exercise.aliases
    }
    for exercise_path in _exercises(document):
        for index in range(document.count_at((*exercise_path, "aliases"))):
            path = (*exercise_path, "aliases", index)
            alias = " ".join((document.text_at(path) or "").split())
            if alias in owners:
                owner, line = owners[alias]
                sentence = f"alias {shown(alias)} is already that of {owner}."
                problem = document.problem(path, sentence, "One phrase picks one exercise; delete it in one place.")
                yield replace(problem, names_line=line)
            elif alias:
                exercise_id = document.text_at((*exercise_path, "id")) or "?"
                line = _line(document, path)
                owners[alias] = (f"exercise {shown(exercise_id)} in line {line}", line)


def _pronounced_twice(document: Document) -> Iterator[Problem]:
    firsts: dict[str, tuple[str, Path]] = {}
    for exercise_path in _exercises(document):
        words = document.keys_at((*exercise_path, "pronunciations"))
        for path in ((*exercise_path, "pronunciations", word) for word in words):
            phones = " ".join((document.text_at(path) or "").split())
            first_phones, first_path = firsts.setdefault(str(path[-1]), (phones, path))
            if phones != first_phones:
                line = _line(document, first_path)
                sentence = f"{shown(str(path[-1]))} has another pronunciation in line {line}."
                problem = document.problem(path, sentence, "Give a word one pronunciation in the whole pack.")
                yield replace(problem, names_line=line)


def _missing_recordings(document: Document, files: Collection[str]) -> Iterator[Problem]:
    meant = suggestions(files)
    for path in recordings_of(document):
        recording = document.text_at(path)
        if recording is not None and recording not in files:
            sentence = f"there is no file {shown(recording)} in the pack's folder."
            hint = "Put it there (a link to elsewhere does not count), or delete this line."
            yield document.problem(path, sentence, hint + meant(recording))


def _line(document: Document, path: Path) -> int:
    node, _ = document.node_at(path)
    return node.start.line_index + 1 if node else 1
