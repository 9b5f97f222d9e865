"""What the event log shows of the rules for cues: each function returns the breaches, a sentence each.

They read nothing but the log, so they hold for any session, live or rehearsed.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

Fields = dict[str, Any]

SPOKEN_FORMS = ("rep", "key")
LEAD_SECONDS = 0.25
SHORTEST_PHASE_SECONDS = 1.0


def breaches(records: Sequence[Fields]) -> list[str]:
    """Return every breach of any rule."""
    return [
        *speech_over_speech(records),
        *cues_too_late(records),
        *cues_in_short_phases(records),
        *reps_without_a_word(records),
    ]


def speech_over_speech(records: Sequence[Fields]) -> list[str]:
    """No two spoken clips overlap: cues, counts, answers."""
    spoken = [play for play in _played(records) if play["text"]]
    return [
        f"{first['text']!r} is still being said when {second['text']!r} begins at {second['started_frame']}"
        for first, second in pairwise(sorted(spoken, key=lambda play: int(play["started_frame"])))
        if second["started_frame"] < first["ended_frame"]
    ]


def cues_too_late(records: Sequence[Fields]) -> list[str]:
    """Every cue of a repetition is over at least 0.25 s before the phase that it concerns."""
    lead_frames = round(LEAD_SECONDS * sample_rate_of(records))
    found = []
    for cue, play in said_cues(records):
        concerned = [phase for phase in _phases(records) if is_concerned(phase, cue, play)]
        if not concerned:
            found.append(f"{play['text']!r} at {play['started_frame']} is followed by no phase that it concerns")
        elif play["ended_frame"] > concerned[0]["due_frame"] - lead_frames:
            found.append(f"{play['text']!r} ends at {play['ended_frame']}, its phase is at {concerned[0]['due_frame']}")
    return found


def cues_in_short_phases(records: Sequence[Fields]) -> list[str]:
    """No part of a cue sounds in a phase of a second or less."""
    rate = sample_rate_of(records)
    short = [phase for phase in _phases(records) if phase["duration_frames"] <= SHORTEST_PHASE_SECONDS * rate]
    return [
        f"{play['text']!r} at {play['started_frame']} is said in the {phase['phase']} at {phase['due_frame']}"
        for play in _played(records)
        for phase in short
        if play["class"] == "cue"
        and play["started_frame"] < phase["due_frame"] + phase["duration_frames"]
        and phase["due_frame"] < play["ended_frame"]
    ]


def reps_without_a_word(records: Sequence[Fields]) -> list[str]:
    """Every repetition has one cue, or one silence with its reason."""
    found = []
    for done, told in _sets(records):
        for rep_number in done:
            count = len([cue for cue in told if cue["rep_number"] == rep_number])
            if count != 1:
                found.append(f"repetition {rep_number} has {count} cues and silences")
    silent = [cue for cue in _of_kind(records, "cue") if cue["form"] == "silent"]
    return found + [f"no reason for silence on repetition {cue['rep_number']}" for cue in silent if not cue["reason"]]


def needless_silences(records: Sequence[Fields], shortest_frames: int, gap_frames: int) -> list[str]:
    """Return the silences on repetitions although a cue of so many frames had room in a long phase before its own.

    Args:
        records: of one set in which a cue is due on every repetition.
        shortest_frames: the length of the cue's shortest form that may be said.
        gap_frames: silence kept between two spoken clips.
    """
    phases = sorted(_phases(records), key=lambda phase: int(phase["due_frame"]))
    spoken = [(play["started_frame"], play["ended_frame"]) for play in _played(records) if play["text"]]
    return [
        f"repetition {cue['rep_number']} could have had its cue in the {phase['phase']}"
        for cue in _of_kind(records, "cue")
        if cue["form"] == "silent"
        for phase, closes in _windows(phases, cue, sample_rate_of(records))
        if longest_gap(phase["due_frame"], closes, spoken, gap_frames) >= shortest_frames
    ]


def _windows(phases: Sequence[Fields], cue: Fields, rate: int) -> Iterator[tuple[Fields, int]]:
    """Yield the long phases between the phase that a cue concerns and the one of that name before it, and their ends.

    A cue about a repetition's first phase may be said in the repetition before, any other in its own only.
    """
    index = next(index for index, phase in enumerate(phases) if _is_of(phase, cue))
    rep_number = cue["rep_number"] - (index == 0 or phases[index - 1]["rep_number"] != cue["rep_number"])
    deadline = phases[index]["due_frame"] - round(LEAD_SECONDS * rate)
    for phase in reversed(phases[:index]):
        if phase["phase"] == cue["phase"] or phase["rep_number"] != rep_number:
            return
        if phase["duration_frames"] > SHORTEST_PHASE_SECONDS * rate:
            yield phase, min(phase["due_frame"] + phase["duration_frames"], deadline)


def longest_gap(opens: int, closes: int, taken: Iterable[tuple[int, int]], gap_frames: int) -> int:
    """Return the longest free stretch inside a window, with a gap kept to what is taken."""
    longest, free_from = 0, opens
    for start, end in sorted(taken):
        if end + gap_frames <= opens or start - gap_frames >= closes:
            continue
        longest = max(longest, start - gap_frames - free_from)
        free_from = max(free_from, end + gap_frames)
    return max(longest, closes - free_from)


def said_cues(records: Sequence[Fields]) -> list[tuple[Fields, Fields]]:
    """Return every cue that was said on a repetition, with its play."""
    rate = sample_rate_of(records)
    plays = {(play["started_frame"], play["text"]): play for play in _played(records) if play["class"] == "cue"}
    cues = [cue for cue in _of_kind(records, "cue") if cue["form"] in SPOKEN_FORMS]
    return [(cue, plays[round(cue["at_seconds"] * rate), cue["text"]]) for cue in cues]


def is_concerned(phase: Fields, cue: Fields, play: Fields) -> bool:
    """Return whether a phase is the one that a cue concerns, or one of that name and number in a later set."""
    return _is_of(phase, cue) and bool(phase["due_frame"] >= play["started_frame"])


def sample_rate_of(records: Sequence[Fields]) -> int:
    """Return the frames per second of the whole log."""
    return int(records[0]["sample_rate"])


def _is_of(phase: Fields, cue: Fields) -> bool:
    return (phase["rep_number"], phase["phase"]) == (cue["rep_number"], cue["phase"])


def _begins_rep(phases: Sequence[Fields], index: int) -> bool:
    return index == 0 or phases[index - 1]["rep_number"] != phases[index]["rep_number"]


def _sets(records: Sequence[Fields]) -> list[tuple[list[int], list[Fields]]]:
    """Return for each set the repetitions that were done and the cues that were told of it."""
    sets: list[tuple[list[int], list[Fields]]] = [([], [])]
    for record in records:
        if record["kind"] == "rep":
            sets[-1][0].append(int(record["rep_number"]))
        elif record["kind"] == "cue":
            sets[-1][1].append(record)
        elif record["kind"] == "set" and record["outcome"] != "started":
            sets.append(([], []))
    return sets


def _of_kind(records: Sequence[Fields], kind: str) -> list[Fields]:
    return [record for record in records if record["kind"] == kind]


def _phases(records: Sequence[Fields]) -> list[Fields]:
    return _of_kind(records, "phase")


def _played(records: Sequence[Fields]) -> list[Fields]:
    return [play for play in _of_kind(records, "play") if play["started_frame"] is not None]
