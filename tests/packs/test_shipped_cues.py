"""What the cues of the essentials promise: two of each kind to change between, each with an idea of its own."""

from itertools import combinations

import pytest

from repcue.edges.pack_files import read_packs
from repcue.packs.schema import Cue, Exercise, Focus

[PACK] = read_packs(["essentials"]).packs
FOCUSES: tuple[Focus, Focus] = ("internal", "external")


@pytest.mark.parametrize("exercise", PACK.exercises, ids=lambda exercise: exercise.id)
def test_every_lift_has_two_cues_or_more_for_each_muscle_and_focus(exercise: Exercise) -> None:
    for muscle in exercise.focus_muscles:
        for focus in FOCUSES:
            cues = exercise.cues_for(focus, muscle)
            for_everybody = [cue for cue in cues if cue.level is None]
            assert len(for_everybody) >= 2, (muscle, focus)
            assert [alike for pair in combinations(cues, 2) for alike in same_words(*pair)] == []


def same_words(one: Cue, other: Cue) -> list[str]:
    """Return the forms in which two cues say the same."""
    return [form for form in ("set", "rep", "key") if getattr(one, form).casefold() == getattr(other, form).casefold()]


def test_a_comparison_is_explained_before_the_set() -> None:
    unexplained = [cue.rep for exercise in PACK.exercises for cue in exercise.cues if cue.analogy and not cue.set]
    assert unexplained == []


def test_every_cue_is_about_a_phase_that_its_lift_has() -> None:
    """Otherwise it would be said for another phase than the one it was written for."""
    for exercise in PACK.exercises:
        missing = [cue.rep for cue in exercise.cues if exercise.default_tempo.length_of(cue.phase) == 0]
        assert missing == [], exercise.id
