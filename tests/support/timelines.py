"""A session as text to read: one line for everything that happened, in the order in which it began."""

from collections.abc import Callable

from support.rehearsals import Fields, Rehearsed


def timeline(run: Rehearsed) -> str:
    """Return the whole session: the frame and the second of everything, and what it was."""
    lines = [(_frame(record, run.sample_rate), _told(record)) for record in run.records if record["kind"] != "intent"]
    # What begins in the same frame stays in the order of the log.
    lines.sort(key=lambda line: line[0])
    return "".join(f"{frame:>9} {frame / run.sample_rate:8.3f}  {told}\n" for frame, told in lines)


def _frame(record: Fields, sample_rate: int) -> int:
    if record["kind"] == "play" and record["started_frame"] is not None:
        return int(record["started_frame"])
    seconds: float = record["at_seconds"]
    return round(seconds * sample_rate)


def _set(record: Fields) -> str:
    load = "" if record["load_kg"] is None else f" {record['load_kg']:g} kg"
    target = record["target_reps"] or "open"
    return f"{record['exercise']} {record['set_number']}: {record['reps']} of {target} at {record['tempo']}{load}"


def _play(record: Fields) -> str:
    what = repr(record["text"]) if record["text"] else record["clip"]
    if record["outcome"] == "played":
        return f"{record['class']} {what} to {record['ended_frame']}"
    if record["outcome"] == "cut":
        return f"{record['class']} {what} cut at {record['ended_frame']}: {record['reason']}"
    return f"{record['class']} {what} dropped: {record['reason']}"


TOLD: dict[str, Callable[[Fields], str]] = {
    "opened": lambda record: "",
    "heard": lambda record: repr(record["text"]),
    "refused": lambda record: (
        f"{record['text']!r} {record['reason']}, said {record['said']!r}"
        + (f", nearest {record['nearest']!r}" if record["nearest"] else "")
    ),
    "state": lambda record: f"{record['from']} > {record['to']} ({record['because']})",
    "set": lambda record: f"{record['outcome']} {_set(record)}",
    "skipped": lambda record: f"{record['side']} of {record['exercise']} {record['set_number']}",
    "feel": lambda record: f"{record['feel']}, {record['wrong_feel']}, {record['symptom']}",
    "rep": lambda record: f"{record['rep_number']} from {record['started_frame']} to {record['ended_frame']}",
    "phase": lambda record: f"{record['rep_number']} {record['phase']} for {record['duration_frames']}",
    "cue": lambda record: f"{record['rep_number']} {record['form']} {record['text']!r}: {record['reason']}",
    "play": _play,
    "rest": lambda record: (
        f"{record['change']}, {record['left_seconds']:.3f} of {record['planned_seconds']} seconds left"
    ),
    "closed": lambda record: f"{record['frames']} frames, {record['dropped']} dropped",
}
"""What a line says of a record, by its kind."""


def _told(record: Fields) -> str:
    return f"{record['kind']:8}{TOLD[record['kind']](record)}".rstrip()
