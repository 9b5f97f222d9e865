"""What names something else in the same pack: easier and harder exercises, the lifts of drills, ids of cues."""

from collections.abc import Iterator, Sequence
from typing import Final

from repcue.core.errors import did_you_mean, suggestions
from repcue.packs.nodes import Document, Path
from repcue.packs.report import Problem
from repcue.packs.values import shown

_DRILL_LISTS: Final = ("warm_up", "flex", "feel_sets")
_FORMS: Final = ("set", "rep", "key")


def broken_links(document: Document) -> Iterator[Problem]:
    """Yield a problem for every id that names no exercise of the pack, and for ids that name two things.

    Args:
        document: the pack in one language.
    """
    count = document.count_at(("exercises",))
    exercise_ids = {document.text_at(("exercises", index, "id")) for index in range(count)} - {None}
    meant = suggestions(str(each) for each in exercise_ids)
    for path in (*_steps(document, count), *_lifts(document)):
        exercise_id = document.text_at(path)
        if exercise_id is not None and exercise_id not in exercise_ids:
            sentence = f"there is no exercise {shown(exercise_id)} in this pack."
            yield document.problem(path, sentence, f"Use the id of one that is.{meant(exercise_id)}")
        if path[0] == "exercises" and exercise_id is not None and exercise_id == document.text_at((*path[:2], "id")):
            yield document.problem(path, f"{shown(exercise_id)} leads to itself.", "Name another, or delete this line.")
    for key in ("easier", "harder"):
        yield from _circles(document, count, key)
    for index in range(count):
        cues = document.count_at(("exercises", index, "cues"))
        yield from _twice(document, [("exercises", index, "cues", cue, "id") for cue in range(cues)], "cue id")
        yield from _unpinned(document, index, cues)
    drills: list[Path] = [
        ("drills", name, index, "id") for name in _DRILL_LISTS for index in range(_count(document, name))
    ]
    yield from _twice(document, drills, "drill id")


def _circles(document: Document, count: int, key: str) -> Iterator[Problem]:
    """Yield a problem where going on and on to easier exercises, or harder ones, comes back; told once a circle."""
    follows: dict[str, str] = {}
    for index in range(count):
        path: Path = ("exercises", index, key)
        exercise_id, following = document.text_at(("exercises", index, "id")), document.text_at(path)
        if exercise_id is None or following is None or exercise_id in follows or exercise_id == following:
            continue
        way = [following]
        while way[-1] in follows and follows[way[-1]] not in way:
            way.append(follows[way[-1]])
        follows[exercise_id] = following
        if way[-1] == exercise_id:
            sentence = f"{' → '.join((exercise_id, *way))} goes round in a circle."
            yield document.problem(path, sentence, "Name another, or delete this line: the last one leads nowhere.")


def _unpinned(document: Document, exercise: int, cues: int) -> Iterator[Problem]:
    """Yield a problem where a pinned cue is none of the exercise's; a cue without an id is counted by its focus."""
    path: Path = ("exercises", exercise, "pinned")
    pinned = document.text_at(path)
    if pinned is None:
        return
    focuses = [document.text_at(("exercises", exercise, "cues", cue, "focus")) for cue in range(cues)]
    named = [
        document.text_at(("exercises", exercise, "cues", cue, "id"))
        or f"{focuses[cue]}-{focuses[: cue + 1].count(focuses[cue])}"
        for cue in range(cues)
    ]
    if pinned not in named:
        sentence = f"this exercise has no cue {shown(pinned)}."
        yield document.problem(path, sentence, f"There are: {', '.join(named)}.{did_you_mean(pinned, named)}")


def recordings_of(document: Document) -> Iterator[Path]:
    """Yield the place of every recording that the pack names."""
    for index in range(document.count_at(("exercises",))):
        for cue in range(document.count_at(("exercises", index, "cues"))):
            path: Path = ("exercises", index, "cues", cue)
            yield (*path, "recording")
            yield from ((*path, "recordings", form) for form in _FORMS)


def _steps(document: Document, count: int) -> Iterator[Path]:
    return (("exercises", index, key) for index in range(count) for key in ("easier", "harder"))


def _lifts(document: Document) -> Iterator[Path]:
    for name in _DRILL_LISTS:
        for index in range(_count(document, name)):
            path: Path = ("drills", name, index)
            yield (*path, "exercise")
            for key in ("lifts", "not_before", "before"):
                yield from ((*path, key, item) for item in range(document.count_at((*path, key))))


def _count(document: Document, drills: str) -> int:
    return document.count_at(("drills", drills))


def _twice(document: Document, paths: Sequence[Path], what: str) -> Iterator[Problem]:
    firsts: dict[str, Path] = {}
    for path in paths:
        given = document.text_at(path)
        if given is None:
            continue
        first = firsts.setdefault(given, path)
        if first != path:
            node, _ = document.node_at(first)
            line = node.start.line_index + 1 if node else 1
            yield document.problem(path, f"{what} {shown(given)} is already in line {line}.", "Choose another.")
