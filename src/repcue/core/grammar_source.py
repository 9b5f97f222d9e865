"""The parts of a grammar file with their places, and the problems found in them.

Works on composed YAML nodes, in which every scalar is still the text that was written.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from repcue.core.errors import GrammarError, did_you_mean
from repcue.core.messages import SlotValue


class _Mark(Protocol):
    line: int
    column: int


class YamlNode(Protocol):
    """What PyYAML composes: `id` is scalar, sequence or mapping."""

    id: str
    value: Any
    style: Any
    start_mark: _Mark
    end_mark: _Mark


_KINDS: Final = {"scalar": "text", "sequence": "a list", "mapping": "keys with values"}
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


@dataclass(slots=True)
class GrammarSource:
    """One file's problems, gathered so that all of them are told at once."""

    name: str
    """The file as the user knows it."""

    _problems: list[tuple[int, int, str]] = field(default_factory=list)

    def add(self, line: int, column: int, problem: str) -> None:
        """Note a problem; line and column count from 0."""
        self._problems.append((line, column, problem))

    def add_at(self, node: YamlNode, problem: str, offset: int = 0) -> None:
        """Note a problem in a node, `offset` characters from where its text begins."""
        one_line = node.id == "scalar" and node.start_mark.line == node.end_mark.line
        quote = 1 if node.id == "scalar" and node.style in {"'", '"'} else 0
        self.add(node.start_mark.line, node.start_mark.column + (quote + offset if one_line else 0), problem)

    def complain(self) -> None:
        """Do nothing where all is well.

        Raises:
            GrammarError: there are problems; the message has all of them, by their place.
        """
        if self._problems:
            told = [f"{self.name}:{line + 1}:{column + 1}: {text}" for line, column, text in sorted(self._problems)]
            count = "1 problem" if len(told) == 1 else f"{len(told)} problems"
            raise GrammarError("\n".join([*told, f"{count} in {self.name}."]))

    def mapping(
        self, node: YamlNode, what: str, allowed: Collection[str] = (), *, required: tuple[str, str] | None = None
    ) -> dict[str, tuple[YamlNode, YamlNode]]:
        """Return the key and value nodes by key.

        Args:
            node: where the keys should be.
            what: what the node is, for messages.
            allowed: the keys there may be; any where empty.
            required: a key that must be there, and what to do where it is not. One problem is noted where it is
                missing and another key is unknown: it is most likely a misspelling.
        """
        if not self._is(node, "mapping", what):
            return {}
        found: dict[str, tuple[YamlNode, YamlNode]] = {}
        for key, value in node.value:
            name = self.text(key, f"a key of {what}")
            if name in found:
                first = found[name][0].start_mark
                self.add_at(key, f"{what}: {name!r} is written twice; first in line {first.line + 1}. Keep one.")
            elif allowed and name not in allowed:
                known = ", ".join(allowed)
                self.add_at(key, f"{what}: unknown key {name!r}.{did_you_mean(name, allowed)} Allowed: {known}.")
            else:
                found[name] = (key, value)
        if required and required[0] not in found and all(str(key.value) in found for key, _ in node.value):
            self.add_at(node, f"{what}: {required[0]!r} is missing; {required[1]}.")
        return found

    def sequence(self, node: YamlNode, what: str) -> Sequence[YamlNode]:
        """Return the items of a list."""
        if not self._is(node, "sequence", what):
            return ()
        if not node.value:
            self.add_at(node, f"{what} is empty; it needs at least one item.")
        return list(node.value)

    def text(self, node: YamlNode, what: str) -> str:
        """Return a scalar as it was written; empty where it is none, with the problem noted."""
        if not self._is(node, "scalar", what):
            return ""
        written = str(node.value).strip()
        if not written:
            self.add_at(node, f"{what} is empty; it needs a text.")
        return written

    def value(self, node: YamlNode, what: str) -> SlotValue:
        """Return what a slot holds: a number where digits stand without quotes, else text."""
        written = self.text(node, what)
        if node.id == "scalar" and not node.style and _NUMBER.fullmatch(written):
            return float(written) if "." in written else int(written)
        return written

    def yes_or_no(self, node: YamlNode, what: str) -> bool:
        """Return whether a scalar says true."""
        written = self.text(node, what)
        if written and written not in {"true", "false"}:
            self.add_at(node, f"{what}: {written!r} is neither true nor false.")
        return written == "true"

    def _is(self, node: YamlNode, kind: str, what: str) -> bool:
        if node.id == kind:
            return True
        hint = ' Put a phrase that begins with [ or { in quotes: "[the] cue".' if kind == "scalar" else ""
        self.add_at(node, f"{what} must be {_KINDS[kind]}, and here is {_KINDS[node.id]}.{hint}")
        return False
