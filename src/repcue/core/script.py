"""A rehearsal's script: lines `SECONDS phrase`."""

from dataclasses import dataclass

from repcue.core.errors import RepcueError


@dataclass(frozen=True, slots=True)
class Line:
    """One phrase and when it is said."""

    at_seconds: float
    phrase: str


def parse_script(text: str, source: str) -> tuple[Line, ...]:
    r"""Return the lines of a script in order of time; empty lines and those that begin with `#` are left out.

    Raises:
        RepcueError: lines that cannot be read, all of them, with their numbers.

    >>> parse_script("0.5 incline bench\n# a comment\n4 next set", "demo.txt")
    (Line(at_seconds=0.5, phrase='incline bench'), Line(at_seconds=4.0, phrase='next set'))
    """
    lines, problems = [], []
    for number, written in enumerate(text.splitlines(), start=1):
        stripped = written.strip()
        if not stripped or stripped.startswith("#"):
            continue
        seconds, _, phrase = stripped.partition(" ")
        at_seconds = _seconds(seconds)
        if at_seconds is None or not phrase.strip():
            problems.append(
                f"{source}:{number}: {written!r} is no line of a script; write SECONDS phrase, like 4 next set"
            )
        else:
            lines.append(Line(at_seconds, " ".join(phrase.lower().split())))
    if problems:
        raise RepcueError("\n".join(problems))
    if not lines:
        raise RepcueError(f"{source} has no lines; write SECONDS phrase, like 4 next set")
    return tuple(sorted(lines, key=lambda line: line.at_seconds))


def _seconds(written: str) -> float | None:
    try:
        seconds = float(written)
    except ValueError:
        return None
    # "nan" and "inf" are floats, too.
    return seconds if 0 <= seconds < 86_400 else None
