"""A pack that is saved while the actual program runs: used, or told to be broken, within a few seconds."""

import signal
import time
from pathlib import Path
from typing import Final

import pytest

from device.live_program import LiveProgram
from device.null_sinks import NullSinks
from support.pack_texts import SQUAT
from support.rendered_home import rendered_home

pytestmark = [pytest.mark.device, pytest.mark.slow]

RELOAD_SECONDS: Final = 10.0
"""From the save to the session: 1.3 s of looking, then reading and speech; a busy machine takes several times that."""

PACK: Final = (
    SQUAT
    + """\
    cues:
      - {focus: external, rep: Push the floor away}
"""
)


def test_a_save_is_used_and_a_broken_one_told(
    pulse: NullSinks, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = rendered_home(tmp_path_factory.getbasetemp())
    file = tmp_path / "legs" / "pack.yaml"
    file.parent.mkdir()
    file.write_text(PACK, encoding="utf-8")
    program = LiveProgram(pulse, home, tmp_path, "--pack", str(file.parent))
    program.wait_for("opened")
    saved = time.monotonic()
    file.write_text(PACK.replace("the floor away", "through the floor"), encoding="utf-8")
    told = program.wait_for("packs")
    used_seconds = time.monotonic() - saved
    saved = time.monotonic()
    file.write_text(PACK.replace("external", "extern"), encoding="utf-8")
    problem = program.wait_for("problem", what="pack")
    told_seconds = time.monotonic() - saved
    program.ask_to_end(signal.SIGINT)
    code, out, err = program.finish()
    assert (code, "Traceback" in err) == (0, False)
    assert told["detail"] == "legs is read again; the next set uses it."
    assert told["detail"] in out
    assert ":13:17: exercises[0].cues[0].focus: " in problem["detail"]
    assert max(used_seconds, told_seconds) < RELOAD_SECONDS
