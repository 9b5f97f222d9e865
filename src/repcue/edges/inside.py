"""Whether a file lies inside a folder on this disk, whatever links say. What a name may be is `packs/inside.py`'s."""

from pathlib import Path


def leads_out(path: Path, folder: Path) -> bool:
    """Return whether a path leads out of a folder, by `..` or by links on the way; the folder itself may be a link.

    A path that cannot be followed to its end, such as links in a circle, leads out.

    Args:
        path: of a file or folder, which need not exist.
        folder: the one that it should be in.
    """
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # RuntimeError: links in a circle; ValueError: a zero byte in the name
        return True
