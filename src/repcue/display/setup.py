"""What a session is set to, as a record that a view can be folded with.

The log tells exercise, tempo, target and load when a set begins; a screen has to show them as soon as they are chosen.
"""

from repcue.core.session_changes import following
from repcue.core.session_state import Session
from repcue.display.fold import Record


def setup_record(session: Session) -> Record:
    """Return a record of the kind `setup`: what the set under way, or the next one, is set to.

    It is for `view_after` alone and not written to the log.
    """
    if session.exercise is None:
        return {"kind": "setup"}
    found = following(session, 1)
    return {
        "kind": "setup",
        "exercise": session.exercise.name,
        "side": session.side or "",
        "set_number": session.set_number,
        "sets_planned": session.sets_planned,
        "target_reps": session.target_reps,
        "hold_seconds": session.hold_seconds,
        "tempo": str(session.tempo) if session.tempo else "",
        "load_kg": session.load_kg,
        "load_percent": session.load_percent,
        "next_exercise": found[0].name if found else "",
    }
