"""A pack's text with one value put in, everything else left as its author wrote it: comments, order, quotes."""

from collections.abc import Sequence

from repcue.packs.nodes import Document, Keyed, Node, Path, Scalar
from repcue.packs.schema import Form
from repcue.packs.yaml_nodes import read_document
from repcue.packs.yaml_text import scalar


def with_recording(text: str, cue: Path, form: Form, file: str) -> str:
    """Return the text with a recording for one length of a cue; a recording that was there is replaced.

    Args:
        text: the whole of `pack.yaml`, without mistakes.
        cue: where the cue stands: `("exercises", 0, "cues", 1)`.
        form: which length.
        file: the recording, from the pack's folder.

    >>> text = "cues:" + chr(10) + "  - {focus: internal, rep: Push}" + chr(10)
    >>> print(with_recording(text, ("cues", 0), "rep", "clips/push.wav"), end="")
    cues:
      - {focus: internal, rep: Push, recording: clips/push.wav}
    """
    document = read_document(text, "pack")
    files = keyed_at(document, (*cue, "recordings"))
    if form == "rep" and (files is None or "rep" not in files.values):
        return _with_key(text, keyed_at(document, cue), "recording", scalar(file))
    if files is None:
        return _with_key(text, keyed_at(document, cue), "recordings", f"{{{form}: {scalar(file)}}}")
    return _with_key(text, files, form, scalar(file))


def keyed_at(document: Document, path: Path) -> Keyed | None:
    """Return the keys that stand at exactly this path; None where none do."""
    node, found = document.node_at(path)
    return node if isinstance(node, Keyed) and found == path else None


def _with_key(text: str, keyed: Keyed | None, key: str, value: str) -> str:
    if keyed is None:
        raise ValueError("there are no keys at this place")
    lines = text.splitlines(keepends=True)
    if key in keyed.values:
        return "".join(_replaced(lines, keyed.values[key], value))
    start = keyed.start
    if lines[start.line_index][start.column_index] == "{":
        end = keyed.end
        line = lines[end.line_index]
        lines[end.line_index] = f"{line[: end.column_index - 1]}, {key}: {value}{line[end.column_index - 1 :]}"
        return "".join(lines)
    after = max(_last_line(node) for node in keyed.values.values())
    column = next(iter(keyed.keys.values())).start.column_index
    if not lines[after].endswith("\n"):
        lines[after] += "\n"
    return "".join([*lines[: after + 1], f"{' ' * column}{key}: {value}\n", *lines[after + 1 :]])


def _replaced(lines: Sequence[str], node: Node, value: str) -> list[str]:
    if not isinstance(node, Scalar) or node.start.line_index != node.end.line_index:
        raise ValueError("the value is more than a word; change it in the file")
    line = lines[node.start.line_index]
    changed = f"{line[: node.start.column_index]}{value}{line[node.end.column_index :]}"
    return [*lines[: node.start.line_index], changed, *lines[node.start.line_index + 1 :]]


def _last_line(node: Node) -> int:
    """Return the last line that a value stands on; what is written in blocks ends where the next thing begins."""
    end = node.end
    return end.line_index - 1 if end.column_index == 0 and end.line_index > node.start.line_index else end.line_index
