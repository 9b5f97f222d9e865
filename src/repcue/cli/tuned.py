"""What a session takes from the last tune-in on its devices."""

from repcue.core.confidence import CERTAIN_SCORE
from repcue.core.tuned import Tuned
from repcue.dsp.level import LevelGuess
from repcue.edges.tuned_file import ReadTuned


def tuned_for(microphone: str, speaker: str, kept: ReadTuned) -> tuple[Tuned | None, tuple[str, ...]]:
    """Return what is known of a pair of devices, and what the user should know of it, a sentence each.

    Args:
        microphone: its name.
        speaker: its name.
        kept: what tune-ins have left.
    """
    tuned = kept.by_pair.get((microphone, speaker))
    notices = [kept.problem] if kept.problem else []
    if tuned is not None:
        notices += [f"Tune-in: {trouble}" for trouble in tuned.troubles]
        if tuned.needed_score < CERTAIN_SCORE:
            notices.append(f"Tune-in: ordinary commands need a score of {tuned.needed_score:.2f} here.")
    return tuned, tuple(notices)


def level_guess(tuned: Tuned | None) -> LevelGuess | None:
    """Return where levels begin; None where nothing is known, or nobody was heard."""
    if tuned is None or tuned.speech_dbfs is None:
        return None
    return LevelGuess(tuned.noise_dbfs, tuned.speech_dbfs)
