"""What a pack's author keeps though it sounds alike: `accepted.yaml` beside the `pack.yaml`, read."""

from pathlib import Path

from repcue.core.errors import PackError
from repcue.edges.yaml_files import read_text, shown_path
from repcue.packs.accepted import Accepted, read_accepted
from repcue.packs.archive import ACCEPTED_FILE


def accepted_beside(pack_file: Path, source: str | None = None) -> Accepted:
    """Return what is kept, nothing where there is no such list; what is wrong with it is among its `problems`.

    Args:
        pack_file: the `pack.yaml`.
        source: what reports call the list; None is its path.

    Raises:
        PackError: the list cannot be opened.
    """
    beside = pack_file.with_name(ACCEPTED_FILE)
    if not beside.is_file():
        return Accepted()
    text, problems = read_text(beside, PackError, what="list of accepted names", is_of_pack=True)
    return Accepted(problems=problems) if text is None else read_accepted(text, source or shown_path(beside))
