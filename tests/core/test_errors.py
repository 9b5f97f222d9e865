"""Sentences for names that are none, and the tree of errors."""

from repcue.core import errors


def test_an_unknown_name_is_told_with_the_nearest_and_with_all() -> None:
    assert errors.unknown("voice", "coah", ["lifter", "coach"]) == (
        "Unknown voice 'coah'. Did you mean 'coach'? There are: coach, lifter."
    )
    assert errors.unknown("pack", "zzz", ["legs"]) == "Unknown pack 'zzz'. There are: legs."
    assert errors.unknown("pack", "legs", []) == "Unknown pack 'legs'. There are none."


def test_a_long_list_is_cut_short_and_says_so() -> None:
    names = [f"exercise-{number:02}" for number in range(15)]
    assert errors.unknown("exercise", "?", names, at_most=2) == (
        "Unknown exercise '?'. There are: exercise-00, exercise-01 … and 13 more."
    )


def test_names_that_would_do_too_are_guessed_and_not_listed() -> None:
    assert errors.unknown("exercise", "rdl", ["romanian deadlift"], also=["r d l"]) == (
        "Unknown exercise 'rdl'. Did you mean 'r d l'? There are: romanian deadlift."
    )


def test_every_error_is_the_users_or_the_machines() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) == 11
    assert all(issubclass(kind, errors.RepcueError) for kind in kinds)
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in kinds)
