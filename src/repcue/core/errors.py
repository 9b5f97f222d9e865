"""Everything that can go wrong, as one tree.

    RepcueError            the user's mistake or the machine's: one sentence, no trace, exit code 1
    ├── TempoError         a tempo that cannot be read
    ├── GrammarError       a grammar file that cannot be read
    ├── PackError          a cue pack that cannot be used
    ├── PlanError          a plan that cannot be used
    ├── SettingsError      a setting that cannot be used
    ├── VoiceError         no speech could be made
    ├── ModelError         no recogniser model, or a broken one
    ├── DeviceError        no microphone or speaker
    ├── AudioFileError     a sound file that cannot be read or written
    └── OutputError        an event log or WAV that cannot be written

A message says what is wrong with the value as given, what is allowed, and what to do.
"""

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final


class RepcueError(Exception):
    """The root: `str(error)` is one sentence (or one report) for the person who typed the command."""


class TempoError(RepcueError):
    """A tempo that cannot be read."""


class GrammarError(RepcueError):
    """A grammar file that cannot be read."""


class PackError(RepcueError):
    """A cue pack that cannot be used."""


class PlanError(RepcueError):
    """A plan that cannot be used."""


class SettingsError(RepcueError):
    """A setting that cannot be used."""


class VoiceError(RepcueError):
    """No speech could be made."""


class ModelError(RepcueError):
    """No recogniser model, or a broken one."""


class DeviceError(RepcueError):
    """No microphone or speaker."""


class AudioFileError(RepcueError):
    """A sound file that cannot be read or written."""


class OutputError(RepcueError):
    """An event log or WAV that cannot be written."""


OTHER_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "beginner": "novice",
        "intermediate": "trained",
        "experienced": "advanced",
        "expert": "advanced",
        "muscle": "internal",
        "bar": "external",
        "size": "hypertrophy",
        "mass": "hypertrophy",
        "pocketsphinx": "bundled",
        "kaldi": "vosk",
    }
)
"""What people say for a choice of ours, and the choice."""


def did_you_mean(value: str, allowed: Iterable[str]) -> str:
    """Return " Did you mean 'x'?" for the nearest of `allowed`, or nothing when none is near.

    >>> did_you_mean("ecentric", ["eccentric", "concentric"])
    " Did you mean 'eccentric'?"
    >>> did_you_mean("xyz", ["eccentric", "concentric"])
    ''
    >>> did_you_mean("begginer", ["novice", "trained", "advanced"])
    " Did you mean 'novice'?"
    """
    names = list(allowed)
    meant = {other: name for other, name in OTHER_WORDS.items() if name in names} | {name: name for name in names}
    near = get_close_matches(value, list(meant), n=1, cutoff=0.6)
    return f" Did you mean {meant[near[0]]!r}?" if near else ""


MOST_SUGGESTED: Final = 50
"""Names of one kind in one file for which a near one is looked for. Whoever reads that many knows what is wrong, and
each costs time in proportion to the names there are: 2,000 recordings that are not there took 94 s."""


def suggestions(allowed: Iterable[str], at_most: int = MOST_SUGGESTED) -> Callable[[str], str]:
    """Return `did_you_mean` among the same names; it has nothing to say from some value on.

    Args:
        allowed: the names there are.
        at_most: for so many values a near name is looked for.

    >>> meant = suggestions(["eccentric", "concentric"], at_most=1)
    >>> meant("ecentric"), meant("ecentric")
    (" Did you mean 'eccentric'?", '')
    """
    names, left = list(allowed), iter(range(at_most))
    return lambda value: "" if next(left, None) is None else did_you_mean(value, names)


def unknown(kind: str, value: str, allowed: Iterable[str], *, also: Iterable[str] = (), at_most: int = 12) -> str:
    """Return the sentence for a name that is none of `allowed`.

    Args:
        kind: what the name is of, as the user calls it ("voice").
        value: the name as given.
        allowed: the names there are.
        also: further names that would do and may be what was meant, but are not listed.
        at_most: how many of them are listed before "… and N more".

    >>> unknown("voice", "coah", ["coach", "lifter"])
    "Unknown voice 'coah'. Did you mean 'coach'? There are: coach, lifter."
    >>> unknown("voice", "coah", [])
    "Unknown voice 'coah'. There are none."
    """
    names = sorted(allowed)
    listed = ", ".join(names[:at_most]) + (f" … and {len(names) - at_most} more" if len(names) > at_most else "")
    there_are = f"There are: {listed}." if names else "There are none."
    return f"Unknown {kind} {value!r}.{did_you_mean(value, [*names, *also])} {there_are}"
