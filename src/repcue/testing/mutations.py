"""Files as they never should be: bytes changed at random, the same ones for the same seed."""

import random
from collections.abc import Iterator
from typing import Final

MOST_CHANGES: Final = 6
_SHARE_OF_LINES: Final = 0.4
_ODD_TEXTS: Final = (
    *("\t", "\x00", "\x85", "\u2028", "\ufeff", "\U0001f3cb", "&a ", "*a", "<<: *a", "!!python/object:os.system ", "!"),
    *(
        "- " * 30,
        "[" * 40,
        "{" * 40,
        "? ",
        ": ",
        "'",
        '"',
        "#",
        "%YAML 9.9\n",
        "---\n",
        "...\n",
        "|\n",
        ">\n",
        "~",
        "null",
    ),
    *("../../x.wav", "/etc/passwd", "C:\\x.wav", "1e999", ".nan", "0x10", "0o7", "1:1:1", "9" * 40, "-1", "yes", "no"),
)
"""What upsets readers of YAML, of numbers and of paths."""


def mutated_texts(text: str, count: int, seed: int) -> Iterator[bytes]:
    """Yield a text with one to six places changed, `count` times."""
    draw = random.Random(seed)
    for _ in range(count):
        changed = text
        for _ in range(draw.randint(1, MOST_CHANGES)):
            changed = _changed_text(changed, draw)
        yield changed.encode("utf-8", "surrogatepass")


def mutated_bytes(content: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield bytes with one to six places changed, `count` times."""
    draw = random.Random(seed)
    for _ in range(count):
        changed = bytearray(content)
        for _ in range(draw.randint(1, MOST_CHANGES)):
            _change_bytes(changed, draw)
        yield bytes(changed)


def _changed_text(text: str, draw: random.Random) -> str:
    if draw.random() < _SHARE_OF_LINES:
        return "".join(_changed_lines(text.splitlines(keepends=True) or ["\n"], draw))
    at = draw.randrange(len(text) + 1)
    left_out = min(len(text), at + draw.choice((0, 0, 1, draw.randint(1, 40))))
    put_in = draw.choice((draw.choice(_ODD_TEXTS), "", chr(draw.randrange(128)), chr(draw.randrange(0xD801))))
    return text[:at] + put_in + text[left_out:]


def _changed_lines(lines: list[str], draw: random.Random) -> list[str]:
    place = draw.randrange(len(lines))
    instead = draw.choice(([], [lines[place]] * 2, [" " * draw.randint(1, 9) + lines[place].lstrip()]))
    return [*lines[:place], *instead, *lines[place + 1 :]]


def _change_bytes(content: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(content) + 1)
    kind = draw.randrange(5)
    if kind == 0 and at < len(content):
        content[at] = draw.randrange(256)
    elif kind == 1:
        del content[at : at + draw.randint(1, 64)]
    elif kind == 2:
        content[at:at] = draw.randbytes(draw.randint(1, 16))
    elif kind == 3 and at + 4 <= len(content):
        content[at : at + 4] = draw.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"PK\x05\x06", b"../."))
    else:
        del content[at:]
