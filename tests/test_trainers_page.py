"""docs/trainers.md works line by line: its files are written, its commands run, and what it shows is what one sees.

A fenced block with a file's name behind its language is that file; with a `+` it goes to the end of the file, and a
`diff` takes lines out and puts others in. A `console` is run; `fails` says that it ends with exit code 1,
`microphone` that it needs one and is only read. In what is shown, `…` stands for anything: within a line, or, alone on
one, for any lines.
"""

import json
import re
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pytest

from cli.running import run
from repcue.cli.parser import parser
from repcue.edges.audio_files import WavWriter, read_audio
from support.rendered_home import rendered_home

PAGE: Final = Path(__file__).parents[1] / "docs" / "trainers.md"
_FENCE: Final = re.compile(r"^```(\S+)(?: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block of the page."""

    language: str
    about: str
    """What stands behind the language: a file, or how a console is run."""

    body: str

    def commands(self) -> list[tuple[str, list[str]]]:
        """The commands of a console, each with the lines that are shown below it."""
        found: list[tuple[str, list[str]]] = []
        for line in self.body.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            else:
                found[-1][1].append(line)
        return found


BLOCKS: Final = [Block(*found) for found in _FENCE.findall(PAGE.read_text(encoding="utf-8"))]


def is_shown(shown: list[str], actual: str) -> bool:
    """Tell whether what is shown is what was printed, `…` taken for anything."""
    pattern = "".join(
        r"(?:[^\n]*\n)*?" if line == "…" else re.escape(line).replace("…", r"[^\n]*") + r"\n" for line in shown
    )
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in actual.splitlines())) is not None


def test_dots_stand_for_anything() -> None:
    assert is_shown(["a … c", "…", "e"], "a b c\nd\nd\ne\n")
    assert is_shown(["…", "e"], "e\n")
    assert not is_shown(["a … c"], "a b c\nd\n")
    assert not is_shown(["a.c"], "abc\n")


def written(block: Block) -> None:
    """Do with a file what the page tells to do."""
    name, _, sign = block.about.partition(" ")
    file = Path(name)
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    if block.language == "diff":
        out = "".join(line[1:] + "\n" for line in block.body.splitlines() if line[0] == "-")
        into = "".join(line[1:] + "\n" for line in block.body.splitlines() if line[0] == "+")
        assert out in before
        file.write_text(into.join(before.rsplit(out, 1)), encoding="utf-8")
    else:
        file.write_text((before if sign == "+" else "") + block.body, encoding="utf-8")


def said(file: Path, seconds: float) -> None:
    """Leave what a telephone might have recorded: a hum that swells like syllables, quiet before and after."""
    times = np.arange(round(16_000 * seconds)) / 16_000
    hum = 0.3 * np.sin(2 * np.pi * 220 * times) * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * times))
    quiet = np.zeros(8_000)
    file.parent.mkdir(exist_ok=True)
    with WavWriter(file, 16_000) as wav:
        wav.write(np.concatenate((quiet, hum, quiet)).astype(np.float32))


@pytest.fixture
def afternoon(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder, and a user's folder with nothing in it but speech that was rendered already."""
    home, folder = tmp_path / "home", tmp_path / "cues"
    folder.mkdir()
    shutil.copytree(rendered_home(tmp_path_factory.getbasetemp()) / "cache", home / "cache")
    monkeypatch.setenv("REPCUE_HOME", str(home))
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.slow
def test_the_page_works_line_by_line(afternoon: Path) -> None:
    said(Path("said") / "push.wav", 1.2)
    said(Path("said") / "floor.wav", 0.6)
    ran = 0
    for block in BLOCKS:
        if block.language != "console":
            written(block)
        elif block.about != "microphone":
            for command, shown in block.commands():
                done = run(*shlex.split(command)[1:])
                assert done.code == (1 if block.about == "fails" else 0), f"{command}\n{done.err}"
                assert is_shown(shown, done.out), f"{command}\n{done.out}"
                ran += 1
    assert ran >= 16
    clips = [json.loads(line).get("clip", "") for line in Path("rehearsal.jsonl").read_text("utf-8").splitlines()]
    assert sum(str(clip).startswith("recording.zercher-squat-external-1-rep") for clip in clips) >= 4
    samples, rate = read_audio(Path("rehearsal.wav"))
    assert len(samples) / rate > 60
    assert sorted(path.name for path in (afternoon.parent / "home" / "packs").iterdir()) == ["leg-day"]


def test_what_needs_a_microphone_can_be_typed() -> None:
    needing = [command for block in BLOCKS if block.about == "microphone" for command, _ in block.commands()]
    assert len(needing) == 2
    for command in needing:
        parser().parse_args(shlex.split(command)[1:])
