"""What a pack can make the coach say: every line of its exercises and drills, so that none is rendered in a set."""

from collections.abc import Iterator

from repcue.packs.drills import Drills
from repcue.packs.schema import Cue, Exercise, Form, Pack

FORMS: tuple[Form, ...] = ("set", "rep", "key")
"""The lengths of a cue, the longest first."""


def texts_of_cue(cue: Cue) -> tuple[str, ...]:
    """Return a cue's texts, the longest form first.

    >>> texts_of_cue(Cue(focus="internal", rep="Squeeze your chest", key="Chest"))
    ('Squeeze your chest', 'Chest')
    """
    return tuple(text for form in FORMS if (text := cue.text(form)))


def texts_of_exercise(exercise: Exercise) -> tuple[str, ...]:
    """Return everything that an exercise can make the coach say, each text once, its name first."""
    lines = [exercise.spoken_name]
    lines += [text for cue in exercise.cues for text in texts_of_cue(cue)]
    lines += [exercise.range] if exercise.range else []
    lines += exercise.safety
    lines += [wrong.say for wrong in exercise.wrong_feel]
    lines += [exercise.tap.say] if exercise.tap else []
    return tuple(dict.fromkeys(lines))


def texts_of_drills(drills: Drills) -> tuple[tuple[str, ...], ...]:
    """Return what each drill can make the coach say, drill by drill."""
    warm_up = [(drill.name, drill.say, drill.remind, drill.caution) for drill in drills.warm_up]
    flex = [(drill.name, drill.say) for drill in drills.flex]
    feel = [(feel_set.say,) for feel_set in drills.feel_sets]
    return tuple(tuple(text for text in texts if text) for texts in (*warm_up, *flex, *feel))


def texts_together(pack: Pack) -> Iterator[tuple[str, ...]]:
    """Yield the texts that are needed together: those of each exercise and of each drill, and the muscles' names."""
    yield from (texts_of_exercise(exercise) for exercise in pack.exercises)
    yield from texts_of_drills(pack.drills)
    yield muscle_names(pack)


def muscle_names(pack: Pack) -> tuple[str, ...]:
    """Return the names of the muscles that its cues and drills are about, each once."""
    muscles = [muscle for exercise in pack.exercises for muscle in exercise.focus_muscles]
    muscles += [drill.muscle for drill in pack.drills.flex]
    muscles += [feel_set.muscle for feel_set in pack.drills.feel_sets if feel_set.muscle]
    return tuple(dict.fromkeys(pack.muscle_name(muscle) for muscle in muscles))
