"""The exercises of all packs in use: found by what people call them, in the order of the packs.

>>> from repcue.packs.schema import Cue, Exercise, Muscles, Pack
>>> squat = Exercise(
...     id="back-squat",
...     name="Back squat",
...     aliases=("squat", "back squat"),
...     muscles=Muscles(primary=("quadriceps",)),
...     cues=(Cue(focus="external", rep="Push the floor away"),),
... )
>>> pack = Pack(format="1", id="legs", title="Legs", version="1.0.0", author="A", licence="CC0-1.0", exercises=(squat,))
>>> Catalogue([pack]).find("Squat").id
'back-squat'
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from repcue.core.errors import PackError, unknown
from repcue.packs.schema import Exercise, Pack


def spoken(name: str) -> str:
    """Return how a name is compared: lower-case words with single blanks, hyphens read as blanks.

    >>> spoken(" Neutral-grip  Press ")
    'neutral grip press'
    """
    return " ".join(name.lower().replace("-", " ").split())


class Catalogue:
    """The exercises of some packs; immutable."""

    def __init__(self, packs: Iterable[Pack] = ()) -> None:
        """Take the exercises of `packs` in their order.

        Raises:
            PackError: two exercises have the same id or alias, in one pack or in two.
        """
        self._packs = tuple(packs)
        self._owners: dict[str, str] = {}
        self._by_id: dict[str, Exercise] = {}
        aliases: dict[str, str] = {}
        for pack in self._packs:
            for exercise in pack.exercises:
                self._refuse_if_taken("Exercise", exercise.id, pack, self._by_id)
                self._by_id[exercise.id] = exercise
                for alias in dict.fromkeys(exercise.aliases):
                    self._refuse_if_taken("Alias", alias, pack, aliases)
                    aliases[alias] = exercise.id
        for exercise in self._by_id.values():
            name = spoken(exercise.name)
            if name not in aliases and all(word.isalpha() for word in name.split()):
                # What is read on the screen can be said, too.
                aliases[name] = exercise.id
        self._aliases = MappingProxyType(aliases)
        self._exercises = tuple(self._by_id.values())
        by_name = {spoken(exercise.name): exercise.id for exercise in self._exercises}
        by_id = {spoken(exercise_id): exercise_id for exercise_id in self._by_id}
        # An alias is what is said, so it wins over an id or a name that happens to read the same.
        self._found_by = by_name | by_id | aliases

    def _refuse_if_taken(self, kind: str, key: str, pack: Pack, taken: Mapping[str, object]) -> None:
        if key in taken:
            raise PackError(
                f"{kind} {key!r} of pack {pack.id!r} is already in pack {self._owners[f'{kind} {key}']!r}; "
                "each may be in one pack once. Use one of the two packs, or rename it in one."
            )
        self._owners[f"{kind} {key}"] = pack.id

    @property
    def packs(self) -> tuple[Pack, ...]:
        """The packs, in their order."""
        return self._packs

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise, in the order of the packs."""
        return self._exercises

    def exercise(self, exercise_id: str) -> Exercise:
        """Return the exercise with this id.

        Raises:
            PackError: there is none.
        """
        if exercise_id not in self._by_id:
            raise PackError(unknown("exercise", exercise_id, self._by_id))
        return self._by_id[exercise_id]

    def find(self, name: str) -> Exercise:
        """Return the exercise that is meant by an alias, an id or a name.

        Raises:
            PackError: none is called so.
        """
        exercise_id = self._found_by.get(spoken(name))
        if exercise_id is None:
            called = [exercise.spoken_name for exercise in self._exercises]
            raise PackError(unknown("exercise", name, called, also=self._found_by))
        return self._by_id[exercise_id]

    def aliases(self) -> Mapping[str, str]:
        """Return what one can say to pick an exercise, with the id it picks."""
        return self._aliases

    def after(self, exercise_id: str) -> Exercise | None:
        """Return the exercise that follows in the order of the packs; None after the last."""
        return self._neighbour(exercise_id, 1)

    def before(self, exercise_id: str) -> Exercise | None:
        """Return the exercise before it in the order of the packs; None before the first."""
        return self._neighbour(exercise_id, -1)

    def _neighbour(self, exercise_id: str, step: int) -> Exercise | None:
        index = self._exercises.index(self.exercise(exercise_id)) + step
        return self._exercises[index] if 0 <= index < len(self._exercises) else None

    def cue_texts(self) -> tuple[str, ...]:
        """Return everything that any cue says, each text once, in the order of the packs."""
        return tuple(dict.fromkeys(cue.rep for exercise in self._exercises for cue in exercise.cues))

    def pronunciations(self) -> Mapping[str, str]:
        """Return the ARPAbet phones of words that a recogniser may not know; the first exercise to give a word wins."""
        merged: dict[str, str] = {}
        for exercise in self._exercises:
            merged = dict(exercise.pronunciations) | merged
        return MappingProxyType(merged)
