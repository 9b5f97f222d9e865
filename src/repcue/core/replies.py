"""The words of every answer, and the closed vocabulary they are made of.

An answer is a tuple of short texts, each a clip that was rendered beforehand: fixed sentences, numbers up
to 99, hundreds, and the names that the packs bring. `vocabulary` is all of them, so nothing has to be
synthesised while somebody lifts.
"""

from typing import Final

from repcue.core.catalogue import Catalogue
from repcue.core.rules import spoken_reasons
from repcue.core.spoken_numbers import words_from_number
from repcue.core.tempo import PHASES, Tempo, Untimed

Texts = tuple[str, ...]

PICK_FIRST: Final = "Pick an exercise first."
NO_PLAN_NEXT: Final = "That was the last exercise."
NO_PLAN_BEFORE: Final = "That is the first exercise."
SAY_NEXT_SET: Final = "Say next set to begin."
SET_WORD: Final = "Set"
REPS_WORD: Final = "reps."
REP_WORD: Final = "rep."
OPEN_ENDED: Final = "Open ended."
STOPPED: Final = "Stopped."
RACK_IT: Final = "Rack it."
FOR_WORD: Final = "For"
PUT_DOWN: Final = "Put it down."
LET_DOWN: Final = "Let it down."
RELAX: Final = "And relax."
HOLD_DONE: Final = "The hold is done. Say stop."
HELD_NOT_MOVED: Final = "This is held, not moved."
PAUSED: Final = "Paused."
REST_WORD: Final = "Rest"
MINUTE_WORD: Final = "minute"
MINUTES_WORD: Final = "minutes"
HALF_WAY: Final = "Half way."
TEN_SECONDS: Final = "Ten seconds."
REST_OVER: Final = "Rest over."
REST_ENDED: Final = "Rest ended."
TEMPO_WORD: Final = "Tempo"
NEW_TEMPO: Final = "New tempo."
EXPLOSIVE: Final = "explosive"
ASSISTED: Final = "assisted"
SLOWER: Final = "Slower."
FASTER: Final = "Faster."
SLOWEST: Final = "That is the slowest."
FASTEST: Final = "That is the fastest."
KILOS: Final = "kilos."
THOUSAND: Final = "thousand"
AND_A_HALF: Final = "and a half"
POINT: Final = "point"
POUNDS: Final = "pounds."
PERCENT: Final = "percent."
MUSCLE_CUE: Final = "Muscle cue."
BAR_CUE: Final = "Bar cue."
FROM_NEXT_SET: Final = "From the next set."
MIX_CUES: Final = "Mixing the cues."
ANOTHER_CUE: Final = "Another cue."
ANOTHER_CUE_NEXT: Final = "Another cue from the next set."
CUES_TAKE_TURNS: Final = "Its cues take turns, set by set."
NO_OTHER_CUE: Final = "There is no other cue of this kind."
COACH_DECIDES: Final = "The coach decides."
LESS_TALKING: Final = "Less talking."
EVERY_REP: Final = "A cue on every rep."
FADING_CUES: Final = "Cues that get fewer."
CUES_ON_REQUEST: Final = "Cues when you ask."
NO_CUES: Final = "No cues."
NEXT_WORD: Final = "Next:"
LAST_SET_OF_EXERCISE: Final = "That was the last set."
NOTHING_NEXT: Final = "Nothing is planned next."
NOTHING_SAID: Final = "I have said nothing yet."
LOUDER: Final = "Louder."
QUIETER: Final = "Quieter."
LOUDEST: Final = "That is the loudest."
QUIETEST: Final = "That is the quietest."
ASLEEP: Final = "Going to sleep. Say coach wake up."
AWAKE: Final = "I am listening."
HELP: Final = "Help! Help is needed here!"
SET_STOPPED: Final = "Set stopped."
HURTS: Final = "If it stays, stop training and get advice."
UNWELL: Final = "Sit down and breathe. If it stays, call a doctor."
FAILED: Final = "Set over."
FAILED_BEFORE: Final = "Noted, not finished."
UNDONE: Final = "Undone."
NOTHING_TO_UNDO: Final = "Nothing to undo."
SET_OPEN_AGAIN: Final = "The set is open again."
ALL_REPS_DONE: Final = "All reps are done. Say two more, or stop."
ASK_END: Final = "End the workout? Say yes end it, or no carry on."
ASK_LONG_TEMPO: Final = "That is over ten seconds a rep. Say yes do it, or no carry on."
CANNOT_HEAR: Final = "I can not hear you. Check the microphone."
HEAR_AGAIN: Final = "I can hear you again."
CARRYING_ON: Final = "Carrying on."
GOODBYE: Final = "Workout over. Well done."
EMPTY_TEMPO: Final = "A rep of no length can not be paced."
END_ALARM_FIRST: Final = "Say stop to end the alarm."
COURSE_OVER: Final = "All drills are over."
BACK_TO: Final = "Back to"
NO_DRILL: Final = "The packs have no drill for that."
NO_FEEL_SET: Final = "The pack has no feel set for this lift."
NO_TAP: Final = "The pack names no spot to tap here."
LEFT_SIDE: Final = "Left side."
RIGHT_SIDE: Final = "Right side."
EACH_SIDE: Final = "On each side."
CHANGE_SIDES: Final = "Change sides."
RIGHT_SIDE_SKIPPED: Final = "The right side is skipped."
LAST_TIME: Final = "Last time"
HOLDS: Final = "holds,"
FLEXED_WORD: Final = "Flexed"
ONCE: Final = "once."
TIMES_WORD: Final = "times."
NEXT_TO_NO_WEIGHT: Final = "With next to no weight."
NO_CUE_HERE: Final = "This drill has no cue."
ASK_PARTNER: Final = "Your hands are busy, so ask a partner."
NO_EASIER: Final = "The pack has no easier one."
NO_HARDER: Final = "The pack has no harder one."
OFFER_EASIER: Final = "Too much? Say easier."
LEAVE_EGO: Final = "Leave your ego at the door. Take less, and own every rep."
LEAVE_EGO_UNLOADED: Final = "Leave your ego at the door. Do fewer, and own every one."
LEAVE_EGO_HELD: Final = "Leave your ego at the door. Less time, but all of it your own."
ASK_FEEL: Final = "How well did you feel it, one to five? Say feel, and the number."
ASK_FEEL_AGAIN: Final = "From one to five. Say feel, and the number."
NOTED: Final = "Noted."
FELT_MORE: Final = "More than before."
FELT_LESS: Final = "Less than before."
FELT_SAME: Final = "The same as before."
OFFER_DRILLS: Final = "Say tap it, or flex and the muscle, or take less weight."
OFFER_DRILLS_UNLOADED: Final = "Say tap it, or flex and the muscle, or do fewer, and slower."
OFFER_DRILLS_HELD: Final = "Say tap it, or flex and the muscle."
NO_CORRECTION: Final = "Take less weight, and go slower. If it hurts, stop."
NO_CORRECTION_UNLOADED: Final = "Do fewer, and go slower. If it hurts, stop."
NO_CORRECTION_HELD: Final = "Take a break, and set up anew. If it hurts, stop."
NO_LAST_SET: Final = "There is no last set."
FINISH_SET_FIRST: Final = "Finish the set first."
SAY_RESUME: Final = "Say resume, or stop."
NOT_RESTING: Final = "You are not resting."
NOT_PAUSED: Final = "Nothing is paused."
NOT_LIFTING: Final = "No set is running."
ANSWER_FIRST: Final = "Say yes do it, or no carry on."
NOTHING_ASKED: Final = "I asked nothing."
NO_REST_LEFT: Final = "No rest is running."
TWO_MORE: Final = "two more"
LAST_ONE: Final = "last one"
REST_TOO_LONG: Final = "That rest is too long."
SAY_IDLE: Final = "Say an exercise, like bench press."
SAY_READY: Final = "Say next set, ten reps, slower, or another exercise."
SAY_LIFTING: Final = "Say stop, pause, slower, or last one."
SAY_RESTING: Final = "Say next set, skip rest, or time left."

SENTENCES: Final = tuple(
    value for name, value in sorted(globals().items()) if name.isupper() and isinstance(value, str)
)
"""Every fixed text above."""

_SECONDS: Final = ("second", "seconds")
_MINUTES: Final = ("minute", "minutes")
TIMES: Final = tuple(f"{word}{ending}" for word in (*_SECONDS, *_MINUTES) for ending in (".", " left."))
"""The ends of every length of time."""

NUMBERS: Final = tuple(words_from_number(value) for value in range(100))

HUNDREDS: Final = tuple(f"{words_from_number(digit)} hundred" for digit in range(1, 10))


def number(value: float) -> Texts:
    """Return the clips that say a number from 0 to 99,999, in halves or tenths.

    >>> number(135)
    ('one hundred', 'thirty five')
    >>> number(62.5)
    ('sixty two', 'and a half')
    >>> number(61.2)
    ('sixty one', 'point', 'two')
    >>> number(2007)
    ('two', 'thousand', 'seven')
    """
    whole, tenths = divmod(round(value * 10), 10)
    thousands, rest = divmod(whole, 1000)
    hundreds, below = divmod(rest, 100)
    texts: Texts = (words_from_number(thousands), THOUSAND) if thousands else ()
    texts += (HUNDREDS[hundreds - 1],) if hundreds else ()
    if below or not texts:
        texts += (words_from_number(below),)
    if tenths == 5:
        return (*texts, AND_A_HALF)
    return (*texts, POINT, words_from_number(tenths)) if tenths else texts


def reps(count: int) -> Texts:
    """Return a number of repetitions as spoken.

    >>> reps(1)
    ('one', 'rep.')
    """
    return (*number(count), REP_WORD if count == 1 else REPS_WORD)


def seconds(count: int, *, are_left: bool = False) -> Texts:
    """Return a length of time as spoken, in minutes where it has whole ones.

    >>> seconds(90)
    ('ninety', 'seconds.')
    >>> seconds(150, are_left=True)
    ('two', 'minutes', 'thirty', 'seconds left.')
    """
    minutes, rest = divmod(count, 60) if count % 60 == 0 or count > 99 else (0, count)
    last = _MINUTES if not rest and minutes else _SECONDS
    ends = (last[0] if (minutes if last is _MINUTES else rest) == 1 else last[1]) + (" left." if are_left else ".")
    if not minutes:
        return (*number(rest), ends)
    if not rest:
        return (*number(minutes), ends)
    return (*number(minutes), MINUTES_WORD if minutes > 1 else MINUTE_WORD, *number(rest), ends)


def tempo(value: Tempo) -> Texts:
    """Return the four parts of a tempo as spoken.

    >>> from repcue.core.tempo import parse_tempo
    >>> tempo(parse_tempo("40X0"))
    ('Tempo', 'four', 'zero', 'explosive', 'zero')
    """
    return (TEMPO_WORD, *(_phase(value, index) for index in range(4)))


def _phase(value: Tempo, index: int) -> str:
    length = value.length_of(PHASES[index])
    if isinstance(length, Untimed):
        return EXPLOSIVE if length is Untimed.EXPLOSIVE else ASSISTED
    return words_from_number(length)


def target(target_reps: int | None) -> Texts:
    """Return the target as spoken."""
    return (OPEN_ENDED,) if target_reps is None else reps(target_reps)


def side(name: str | None) -> Texts:
    """Return a side as spoken; nothing where both work together.

    >>> side("left"), side(None)
    (('Left side.',), ())
    """
    return {"left": (LEFT_SIDE,), "right": (RIGHT_SIDE,)}.get(name or "", ())


def held(count: int) -> Texts:
    """Return the target of a hold as spoken; the word "hold" is left out, since an echo of it may pass for "hold it".

    >>> held(30)
    ('For', 'thirty', 'seconds.')
    """
    return (FOR_WORD, *seconds(count))


def flexed_times(count: int) -> Texts:
    """Return how often a muscle was flexed as spoken, without a word that an echo may turn into "hold it".

    >>> flexed_times(1), flexed_times(3)
    (('Flexed', 'once.'), ('Flexed', 'three', 'times.'))
    """
    return (FLEXED_WORD, ONCE) if count == 1 else (FLEXED_WORD, *number(count), TIMES_WORD)


def vocabulary(catalogue: Catalogue) -> tuple[str, ...]:
    """Return every text that anything the coach says can be made of, sorted."""
    texts = {*SENTENCES, *spoken_reasons(), *TIMES, *HUNDREDS, *NUMBERS}
    texts |= {exercise.spoken_name for exercise in catalogue.exercises}
    texts |= {text for group in catalogue.texts_together() for text in group}
    return tuple(sorted(texts))
