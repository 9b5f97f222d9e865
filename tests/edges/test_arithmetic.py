"""How many processors numpy's arithmetic may take."""

import json
import os
import subprocess
import sys

import pytest

from repcue.edges.arithmetic import THREADS

PROGRAM = """
import json, os, sys
from repcue.cli import main
was_loaded = "numpy" in sys.modules
main(["say", "stop"])
print()
print(json.dumps([was_loaded, os.environ["OPENBLAS_NUM_THREADS"], os.environ["VECLIB_MAXIMUM_THREADS"]]))
"""


def told(**environment: str) -> list[object]:
    """What a program that gives one command finds."""
    kept = {name: value for name, value in os.environ.items() if name not in THREADS}
    run = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(run, env=kept | environment, capture_output=True, text=True, check=True, timeout=120)
    found: list[object] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_the_program_keeps_arithmetic_to_one_thread_before_numpy_is_loaded() -> None:
    assert told() == [False, "1", "1"]


@pytest.mark.slow
def test_what_somebody_has_set_by_hand_stays() -> None:
    assert told(OPENBLAS_NUM_THREADS="4") == [False, "4", "1"]
