"""An event log in memory."""

import json

from repcue.edges.journal import line_from_record
from repcue.ports import Record


class ListJournal:
    """Keeps records as a reader of the log would see them. Twin of `edges.journal.FileJournal`.

    >>> journal = ListJournal()
    >>> journal.write({"kind": "rep", "at_seconds": 1 / 3, "rep_number": 1})
    >>> journal.records
    [{'kind': 'rep', 'at_seconds': 0.333333, 'rep_number': 1}]
    """

    def __init__(self) -> None:
        self.records: list[dict[str, object]] = []
        self.is_closed = False

    def write(self, record: Record) -> None:
        """Append one record; after `close` it is lost, as in the file."""
        if not self.is_closed:
            self.records.append(json.loads(line_from_record(record)))

    def close(self) -> None:
        """Finish the log. Idempotent."""
        self.is_closed = True

    def of_kind(self, kind: str) -> list[dict[str, object]]:
        """Return the records of one kind, in order."""
        return [record for record in self.records if record["kind"] == kind]
