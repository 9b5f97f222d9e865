"""What is said of a set: before it, when it is chosen, and of what has been done in it."""

from repcue.core import replies
from repcue.core.courses import Side
from repcue.core.experience import UNKNOWN
from repcue.core.session_state import Session


def introduction(session: Session, set_number: int, side: Side | None) -> replies.Texts:
    """Return what is said before a set: exercise, side, set, target."""
    assert session.exercise is not None
    which_set = (replies.SET_WORD, *replies.number(set_number))
    return (session.exercise.spoken_name, *replies.side(side), *which_set, *target_of(session))


def announcement(session: Session) -> replies.Texts:
    """Return what is said of the exercise that is chosen: name, target, sides, and unless it is held its tempo."""
    assert session.exercise is not None
    which_set = (replies.SET_WORD, *replies.number(session.set_number)) if session.set_number > 1 else ()
    tempo = tempo_of(session) if session.hold_seconds is None else ()
    sides = (replies.EACH_SIDE,) if session.side is not None and not session.course else ()
    return (session.exercise.spoken_name, *which_set, *target_of(session), *sides, *tempo, *_held_last_time(session))


def _held_last_time(session: Session) -> replies.Texts:
    """Return how long the exercise was held in the latest session that it was held in, before its first set."""
    assert session.exercise is not None
    known = session.known.get(session.exercise.id, UNKNOWN)
    is_told = session.hold_seconds is not None and session.set_number == 1 and not session.course
    return (replies.LAST_TIME, *replies.seconds(known.held_seconds)) if is_told and known.held_seconds else ()


def unheard_line(session: Session) -> replies.Texts:
    """Return what to set up or watch in the exercise that is chosen, where it was said and not heard."""
    assert session.exercise is not None
    return tuple(line for line in session.exercise.safety[:1] if line in session.unheard)


def target_of(session: Session) -> replies.Texts:
    """Return how many repetitions a set has, or how long it is held."""
    if session.hold_seconds is not None:
        return replies.held(session.hold_seconds)
    return replies.target(session.target_reps)


def load_of(session: Session) -> replies.Texts:
    """Return the load that is set, in kilograms and as a share of the maximum; nothing where none is."""
    kilos = () if session.load_kg is None else (*replies.number(session.load_kg), replies.KILOS)
    return kilos if session.load_percent is None else (*kilos, *replies.number(session.load_percent), replies.PERCENT)


def tempo_of(session: Session) -> replies.Texts:
    """Return the tempo that is set, or how long is held."""
    assert session.tempo is not None
    return replies.tempo(session.tempo) if session.hold_seconds is None else replies.held(session.hold_seconds)


def done_of(session: Session) -> replies.Texts:
    """Return what has been done of a set: repetitions, seconds held, or of a drill how often it was held."""
    if session.course and session.course[0].hold_seconds is not None and session.hold_seconds is None:
        return replies.flexed_times(session.reps_done)
    return replies.reps(session.reps_done) if session.hold_seconds is None else replies.seconds(session.held_seconds)


def all_done(session: Session) -> str:
    """Return that nothing is left to do in a set, and what one can say."""
    return replies.ALL_REPS_DONE if session.hold_seconds is None else replies.HOLD_DONE
