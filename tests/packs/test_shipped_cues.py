"""What the cues of the shipped packs promise: two of each kind to change between, each with an idea of its own."""

from itertools import combinations

import pytest

from repcue.edges.pack_files import read_packs
from repcue.packs.schema import Cue, Exercise, Focus

ESSENTIALS, HOME = read_packs(["essentials", "home-basics"]).packs
EXERCISES = [
    *((pack.id, exercise) for pack in (ESSENTIALS, HOME) for exercise in pack.exercises),
    *((f"{HOME.id} de", exercise) for exercise in HOME.in_language("de").pack.exercises),
]
FOCUSES: tuple[Focus, Focus] = ("internal", "external")


@pytest.mark.parametrize(("pack", "exercise"), EXERCISES, ids=lambda value: getattr(value, "id", value))
def test_every_exercise_has_two_cues_or_more_for_each_muscle_and_focus(pack: str, exercise: Exercise) -> None:
    for muscle in exercise.focus_muscles:
        for focus in FOCUSES:
            cues = exercise.cues_for(focus, muscle)
            usual = [cue for cue in cues if cue.level == cues[0].level]
            assert len(usual) >= 2, (pack, muscle, focus)
            assert [alike for pair in combinations(cues, 2) for alike in same_words(*pair)] == []


def same_words(one: Cue, other: Cue) -> list[str]:
    """Return the texts of one cue that another has too."""
    texts = [{text.casefold() for text in (cue.set, cue.rep, cue.key) if text} for cue in (one, other)]
    return sorted(texts[0] & texts[1])


def test_every_cue_of_the_essentials_is_about_a_phase_that_its_lift_has() -> None:
    """Otherwise it would be said for another phase than the one it was written for."""
    for exercise in ESSENTIALS.exercises:
        missing = [cue.rep for cue in exercise.cues if exercise.default_tempo.length_of(cue.phase) == 0]
        assert missing == [], exercise.id
