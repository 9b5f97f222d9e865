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
from typing import Final

from repcue.core.errors import PackError, unknown
from repcue.core.spoken_texts import texts_of_cue, texts_together
from repcue.packs.drills import FeelSet, FlexDrill, WarmUpDrill
from repcue.packs.schema import Exercise, Pack, WrongFeel

_RAMP_ORDER: Final = {"raise": 0, "activate": 1, "potentiate": 2}
_UNSUITED: Final = 3


def spoken(name: str) -> str:
    """Return how a name is compared: lower-case words with single blanks, hyphens read as blanks.

    >>> spoken(" Neutral-grip  Press ")
    'neutral grip press'
    """
    return " ".join(name.lower().replace("-", " ").split())


class Catalogue:
    """The exercises of some packs; immutable."""

    def __init__(self, packs: Iterable[Pack] = (), *, former: "Catalogue | None" = None) -> None:
        """Take the exercises of `packs` in their order.

        Args:
            packs: the packs in use.
            former: exercises that only this one has are still given by their ids, though nobody is led to them: who
                has picked one keeps it.

        Raises:
            PackError: two exercises have the same id or alias, in one pack or in two.
        """
        self._packs = tuple(packs)
        self._owners: dict[str, str] = {}
        self._by_id: dict[str, Exercise] = {}
        self._pack_of: dict[str, Pack] = {}
        aliases: dict[str, str] = {}
        for pack in self._packs:
            for exercise in pack.exercises:
                self._refuse_if_taken("Exercise", exercise.id, pack, self._by_id)
                self._by_id[exercise.id] = exercise
                self._pack_of[exercise.id] = pack
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
        if former is not None:
            self._by_id = former._by_id | self._by_id
            self._pack_of = former._pack_of | self._pack_of
        by_name = {spoken(exercise.name): exercise.id for exercise in self._exercises}
        by_id = {spoken(exercise.id): exercise.id for exercise in self._exercises}
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

    def latest(self, exercise: Exercise) -> Exercise:
        """Return the exercise with the same id; where there is none, as for a drill, the one that was given."""
        return self._by_id.get(exercise.id, exercise)

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

    def knows(self, name: str) -> bool:
        """Return whether something is meant by a name, as `find` would find it."""
        return spoken(name) in self._found_by

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
        exercise = self.exercise(exercise_id)
        if exercise not in self._exercises:
            # After one that is gone come all the others; before it comes none.
            return self._exercises[0] if step > 0 and self._exercises else None
        index = self._exercises.index(exercise) + step
        return self._exercises[index] if 0 <= index < len(self._exercises) else None

    def pack_of(self, exercise_id: str) -> Pack:
        """Return the pack that brings an exercise.

        Raises:
            PackError: there is no such exercise.
        """
        return self._pack_of[self.exercise(exercise_id).id]

    def easier(self, exercise_id: str) -> Exercise | None:
        """Return the exercise to go back to from this one; None where its pack names none."""
        easier = self.exercise(exercise_id).easier
        return self._by_id.get(easier) if easier else None

    def harder(self, exercise_id: str) -> Exercise | None:
        """Return the exercise to go on to from this one; None where its pack names none."""
        harder = self.exercise(exercise_id).harder
        return self._by_id.get(harder) if harder else None

    def correction(self, exercise_id: str, place: str) -> WrongFeel | None:
        """Return what to change in an exercise that is felt in a place; None where its pack says nothing of it.

        Args:
            exercise_id: what is lifted.
            place: as one says it: `lower back`.
        """
        corrections = self.exercise(exercise_id).wrong_feel
        return next((each for each in corrections if spoken(each.feel) == spoken(place)), None)

    def places_of_feeling(self) -> tuple[str, ...]:
        """Return every place that some exercise can be felt in wrongly, each once."""
        places = (wrong.feel for exercise in self._exercises for wrong in exercise.wrong_feel)
        return tuple(dict.fromkeys(places))

    def muscles(self) -> tuple[str, ...]:
        """Return every muscle that a cue or a flex drill is about, each once, in the order of the packs."""
        cued = [muscle for exercise in self._exercises for muscle in exercise.focus_muscles]
        flexed = [drill.muscle for pack in self._packs for drill in pack.drills.flex]
        return tuple(dict.fromkeys((*cued, *flexed)))

    def muscle_name(self, exercise_id: str, muscle: str) -> str:
        """Return how the pack of an exercise calls a muscle."""
        return self.pack_of(exercise_id).muscle_name(muscle)

    def warm_up_drills(self, exercise_ids: Iterable[str]) -> tuple[WarmUpDrill, ...]:
        """Return the warm-up drills that suit a day's lifts: raise first, then activate, then potentiate.

        Within a phase, those that name one of the lifts come first, then those for its muscles, then those for all.
        A drill suits only the lifts of its own pack, so that each pack warms up as its author meant it.
        """
        lifts = [self.exercise(exercise_id) for exercise_id in dict.fromkeys(exercise_ids)]
        found: list[tuple[int, int, WarmUpDrill]] = []
        for pack in self._packs:
            own = [lift for lift in lifts if self._pack_of[lift.id] is pack]
            for drill in pack.drills.warm_up if own else ():
                nearness = min(_nearness(drill, lift) for lift in own)
                if nearness < _UNSUITED:
                    found.append((_RAMP_ORDER[drill.phase], nearness, drill))
        return tuple(drill for _, _, drill in sorted(found, key=lambda each: each[:2]))

    def flex_drills(self, muscle: str | None = None) -> tuple[FlexDrill, ...]:
        """Return the flex drills, all of them or those for one muscle."""
        drills = (drill for pack in self._packs for drill in pack.drills.flex)
        return tuple(drill for drill in drills if muscle is None or spoken(drill.muscle) == spoken(muscle))

    def feel_sets_before(self, exercise_id: str) -> tuple[FeelSet, ...]:
        """Return the feel sets that come before a main lift, the pack's first choice first."""
        feel_sets = self.pack_of(exercise_id).drills.feel_sets
        return tuple(feel_set for feel_set in feel_sets if exercise_id in feel_set.before)

    def cue_texts(self) -> tuple[str, ...]:
        """Return everything that any cue says, each text once, in the order of the packs."""
        cues = (cue for exercise in self._exercises for cue in exercise.cues)
        return tuple(dict.fromkeys(text for cue in cues for text in texts_of_cue(cue)))

    def texts_together(self) -> tuple[tuple[str, ...], ...]:
        """Return everything that the packs can make the coach say, in groups that are needed together."""
        return tuple(texts for pack in self._packs for texts in texts_together(pack))

    def pronunciations(self) -> Mapping[str, str]:
        """Return the ARPAbet phones of words that a recogniser may not know; the first exercise to give a word wins."""
        merged: dict[str, str] = {}
        for exercise in self._exercises:
            merged = dict(exercise.pronunciations) | merged
        return MappingProxyType(merged)


def _nearness(drill: WarmUpDrill, lift: Exercise) -> int:
    """Return 0 for a drill that names the lift, 1 for one of its muscles, 2 for one that suits all."""
    if lift.id in drill.lifts:
        return 0
    if set(drill.muscles) & set(lift.muscles.primary):
        return 1
    return 2 if not drill.lifts and not drill.muscles else _UNSUITED
