"""The actual program on null sinks: started, spoken to, watched by its event log, and ended."""

import json
import signal
import time
from pathlib import Path
from typing import Any

from device.null_sinks import NullSinks

Record = dict[str, Any]

_PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.02


class LiveProgram:
    """`repcue start --plain` with an event log; listening once constructed."""

    def __init__(self, pulse: NullSinks, home: Path, folder: Path, *options: object) -> None:
        self.events = folder / "events.jsonl"
        began = time.monotonic()
        args = ("start", "--plain", "--engine", "bundled", "--events", self.events, *options)
        self._process = pulse.start("repcue", *args, REPCUE_HOME=str(home))
        assert self._process.stdout is not None
        first_line = self._process.stdout.readline()
        self.start_seconds = time.monotonic() - began
        """From the command to "Listening."."""
        assert first_line == "Listening.\n", self._process.communicate()

    def records(self) -> list[Record]:
        """Everything that is in the log by now; a line that is being written does not count."""
        lines = self.events.read_text(encoding="utf-8").splitlines(keepends=True) if self.events.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def wait_for(self, kind: str, **fields: object) -> Record:
        """Return the first record of a kind with these fields, as soon as it is in the log."""
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while True:
            for record in self.records():
                if record["kind"] == kind and record | fields == record:
                    return record
            assert time.monotonic() < deadline, f"no {kind} {fields} in {self.records()}"
            assert self._process.poll() is None, self._process.communicate()
            time.sleep(_POLL_SECONDS)

    def ask_to_end(self, request: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(request)

    def finish(self) -> tuple[int, str, str]:
        """Return exit code, output and errors when the program has ended."""
        try:
            out, err = self._process.communicate(timeout=_PATIENCE_SECONDS)
        finally:
            self._process.kill()
        return self._process.returncode, out, err
