"""What an update of a pack changes, for whoever is about to install it."""

from collections.abc import Sequence
from typing import Final

from repcue.packs.schema import Pack

MOST_NAMED: Final = 8


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by.

    >>> version_key("1.10.0") > version_key("1.9.3")
    True
    """
    return tuple(int(part) for part in version.split("."))


def changes_between(old: Pack, new: Pack) -> list[str]:
    """Return the changes from one version of a pack to another, a sentence each; empty when nothing changed."""
    before = {exercise.id: exercise for exercise in old.exercises}
    after = {exercise.id: exercise for exercise in new.exercises}
    added = [each.name for key, each in after.items() if key not in before]
    removed = [each.name for key, each in before.items() if key not in after]
    changed = [each.name for key, each in after.items() if key in before and each != before[key]]
    sentences = [
        f"{word}: {_listed(names)}."
        for word, names in (("New", added), ("Gone", removed), ("Changed", changed))
        if names
    ]
    for key in ("title", "author", "licence"):
        one, other = getattr(old, key), getattr(new, key)
        if one != other:
            sentences.append(f"The {key} changes from {one!r} to {other!r}.")
    return sentences


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join(names[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
