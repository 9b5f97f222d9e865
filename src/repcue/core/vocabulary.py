"""The closed vocabulary in two parts: what a session needs to begin, and what may be rendered after that.

The shipped pack alone brings several hundred lines, and a voice takes 20 to 60 ms to render one. So only the answers,
the numbers and the names of the exercises are rendered before the first word is listened to; the lines of an exercise
or a drill come together, as soon as it is picked or the session is at rest.
"""

from repcue.core import replies
from repcue.core.catalogue import Catalogue
from repcue.core.rules import spoken_reasons


def first_texts(catalogue: Catalogue) -> tuple[str, ...]:
    """Return every text that a session may need at once, sorted."""
    may_wait = {text for texts in later_texts(catalogue) for text in texts}
    names = {exercise.spoken_name for exercise in catalogue.exercises}
    return tuple(text for text in replies.vocabulary(catalogue) if text in names or text not in may_wait)


def later_texts(catalogue: Catalogue) -> tuple[tuple[str, ...], ...]:
    """Return the other texts, in groups that are needed together: an exercise's, a drill's, a reason's."""
    fixed = {*replies.SENTENCES, *replies.TIMES, *replies.HUNDREDS, *replies.NUMBERS}
    groups = (*catalogue.texts_together(), *((reason,) for reason in spoken_reasons()))
    return tuple(tuple(text for text in texts if text not in fixed) for texts in groups)
