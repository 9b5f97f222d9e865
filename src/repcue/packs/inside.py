"""Whether the name of a file stays inside its folder, on every computer that it may come to.

A name is a text in a pack or an archive, with `/` between folders; it may come from a stranger. Links are a matter of
the disk, and of `edges/inside.py`.
"""

import re
from typing import Final
from unicodedata import category

MOST_CHARACTERS: Final = 200
DEEPEST_FOLDER: Final = 5

_HOME: Final = re.compile("~(?:[^/]*/|$)")
_DRIVE: Final = re.compile("[A-Za-z]:")
_DEVICES: Final = re.compile(r"(con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(\..*)?", re.IGNORECASE)
"""Names that Windows takes for devices, in any folder and with any ending ("Naming Files, Paths, and Namespaces")."""

_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
"""What some system's files cannot be called."""

_UNSEEN: Final = ("Cf", "Zl", "Zp")
"""Categories of signs that nobody sees: those of Unicode's bidirectional text let a name end in another ending than it
shows (Boucher and Anderson 2021, "Trojan Source"), and line separators break a line of a report."""


def name_leads_out(name: str) -> bool:
    r"""Return whether a name leads out of its folder on any system.

    >>> [name_leads_out(name) for name in ("clips/push.wav", "a/../b", "/etc/x", r"a\b", "C:x", "~/x")]
    [False, True, True, True, True, True]
    """
    is_absolute = name.startswith("/") or _DRIVE.match(name) or _HOME.match(name)
    return bool(is_absolute) or "\\" in name or ".." in name.split("/")


def path_refusal(name: str) -> str | None:
    """Return why no file of a pack may be called so, or None where one may, whatever its ending.

    >>> path_refusal("clips/push.wav")
    >>> path_refusal("../push.wav")
    "'../push.wav' leads out of the pack's folder"
    >>> path_refusal("clips/aux.wav")
    "'clips/aux.wav' cannot be a file's name on every computer"
    """
    parts = name.split("/")
    if name_leads_out(name):
        return f"{shown_name(name)} leads out of the pack's folder"
    if len(name) > MOST_CHARACTERS or len(parts) > DEEPEST_FOLDER:
        return f"{shown_name(name)} is too long or too deep a path"
    if (hidden := next((sign for sign in name if category(sign) in _UNSEEN), None)) is not None:
        return f"{shown_name(name)} has the invisible sign U+{ord(hidden):04X}"
    if any(_is_odd(part) for part in parts):
        return f"{shown_name(name)} cannot be a file's name on every computer"
    return None


def _is_odd(part: str) -> bool:
    return not part or part[0] in ". " or part[-1] in ". " or bool(_FORBIDDEN.search(part) or _DEVICES.fullmatch(part))


def shown_name(name: str) -> str:
    """Return a name in quotes, shortened in the middle where it is long."""
    return repr(name if len(name) <= 80 else f"{name[:50]} … {name[-20:]}")
