"""The documentation says what the program does: pages that code writes, commands, phrases, links and examples."""

import argparse
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from repcue.cli.parser import parser
from repcue.core.errors import RepcueError
from repcue.core.mixer import Mixer
from repcue.core.script import parse_script
from repcue.core.sounds import sounds
from repcue.documents.__main__ import settle
from repcue.documents.blocks import anchors_in, commands_in, fences, links_in, with_block, with_outputs
from repcue.documents.command_line import command_line_markdown
from repcue.documents.consoles import Scratch
from repcue.documents.figures import NO_ENGLISH_VOSK, NONE_STORED, figures_markdown, figures_table
from repcue.documents.pages import fresh_pages, pages_of_tables, read_results
from repcue.pipeline import Pipeline
from repcue.prepare import Prepared, Wanted, opened_record, prepare
from repcue.rehearse import OUTPUT_RATE, Rehearsal, rehearse
from repcue.stages import Stages
from repcue.testing.clips import ToneClips
from repcue.testing.journals import ListJournal

REPOSITORY: Final = Path(__file__).parents[1]
PLACES: Final = ("*.md", "docs/*.md", "examples/*.md", "cue_packs/*/*.md")
PAGES: Final = sorted(page for place in PLACES for page in REPOSITORY.glob(place))
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))


@pytest.fixture
def prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    """A session of the shipped pack, with none of the user's own settings."""
    monkeypatch.setenv("REPCUE_HOME", str(tmp_path))
    return prepare(Wanted())


# Pages that code writes


def test_the_tables_are_up_to_date() -> None:
    assert settle(pages_of_tables(REPOSITORY), REPOSITORY, is_check=True) == [], "type `make docs`"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the speech of the shown session is eSpeak NG's on Linux")
def test_every_written_page_is_up_to_date() -> None:
    """All phrases of a session are rendered for it, with the real voice."""
    assert settle(fresh_pages(REPOSITORY), REPOSITORY, is_check=True) == [], "type `make docs`"


def test_a_check_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("old", encoding="utf-8")
    (tmp_path / "b.md").write_text("new", encoding="utf-8")
    pages = {"a.md": "new", "b.md": "new", "c.md": "new"}
    assert settle(pages, tmp_path, is_check=True) == ["a.md", "c.md"]
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "old"
    assert settle(pages, tmp_path, is_check=False) == ["a.md", "c.md"]
    assert settle(pages, tmp_path, is_check=True) == []


def test_a_page_without_the_block_is_refused() -> None:
    with pytest.raises(RepcueError) as error:
        with_block("# Page\n", "figures", "1")
    assert str(error.value) == (
        "The page has 0 blocks 'figures'; it needs one, from '<!-- figures: ... -->' to '<!-- end of figures -->'."
    )


def test_outside_a_checkout_one_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(RepcueError) as error:
        fresh_pages(tmp_path)
    assert str(error.value) == (
        f"{tmp_path / 'README.md'} cannot be read (No such file or directory); run this in a checkout."
    )


def test_outputs_are_put_under_their_commands() -> None:
    page = "Try:\n```console\n$ repcue one\nold\n$ repcue two\n```\nand\n```sh\n$ left alone\n```\n"
    shown = with_outputs(page, lambda command: f"<{command}>\n")
    assert shown == (
        "Try:\n```console\n$ repcue one\n<repcue one>\n$ repcue two\n<repcue two>\n```\nand\n```sh\n$ left alone\n```\n"
    )
    assert with_outputs(shown, lambda command: f"<{command}>\n") == shown


def test_only_our_own_programs_are_run(tmp_path: Path) -> None:
    with pytest.raises(RepcueError) as error:
        Scratch(tmp_path, REPOSITORY).run("rm demo.wav")
    assert str(error.value) == "'rm demo.wav' cannot be run for the documentation; use one of: repcue, python."


@pytest.mark.slow
def test_a_shown_command_that_fails_is_reported(tmp_path: Path) -> None:
    with pytest.raises(RepcueError, match=r"(?s)'repcue say --state dancing stop' ended with exit code 2: .*'dancing'"):
        Scratch(tmp_path, REPOSITORY).run("repcue say --state dancing stop")


# The command line's page


def test_the_page_of_commands_does_not_depend_on_the_terminal() -> None:
    root = argparse.ArgumentParser(prog="gym")
    commands = root.add_subparsers()
    lift = commands.add_parser("lift", help="Lift it.")
    lift.add_argument("weights", nargs="+", metavar="KILOS", help="what is on the bar")
    lift.add_argument("--side", metavar="left|right", default="left", help="which (default: %(default)s)")
    lift.add_argument("--strict", action="store_true", help="no cheating")
    source = lift.add_mutually_exclusive_group(required=True)
    source.add_argument("--from", metavar="PLACE", help="rack or floor")
    source.add_argument("--held", action="store_true", help="in the hands already")
    page = command_line_markdown(root).partition("## ")[2]
    assert page == (
        "`gym lift`\n\nLift it.\n\n    gym lift KILOS… [options]\n\nOne of `--from` and `--held` is needed.\n\n"
        "| option | means |\n| --- | --- |\n| `KILOS…` | what is on the bar |\n"
        "| `--side left\\|right` | which (default: left) |\n| `--strict` | no cheating |\n"
        "| `--from PLACE` | rack or floor |\n| `--held` | in the hands already |\n"
    )


# Figures

MACHINE: Final = {"processor": "Chip 1", "cores": 2, "system": "Linux x86_64", "python": "3.11.7", "repcue": "0.1.0"}


def timing(engine: str = "bundled", model: str = "en-us") -> dict[str, Any]:
    return {
        "benchmark": "timing",
        "machine": MACHINE,
        "engine": engine,
        "model": model,
        "voice": "coach",
        "ticks": {"ticks": 10_000, "not_at_due_frame": 3, "largest_error_frames": 7},
        "blocks": {"block_frames": [1, 7], "are_same_bytes": False},
        "stop": {"spoken": 24, "stopped": 22, "to_silence_seconds": {"p50": 0.312, "p95": 0.5}},
    }


def cost(**live: object) -> dict[str, Any]:
    rehearsed = {"rehearse_words_seconds_per_second": 0.01, "rehearse_heard_seconds_per_second": 0.25}
    return {**timing(), "benchmark": "cost", **rehearsed, "live": live}


def row(table: str, name: str) -> list[str]:
    """The fields of the row whose name begins like this, behind name and goal."""
    (line,) = [line for line in table.splitlines() if line.startswith(f"| {name}")]
    return [field.strip() for field in line.strip("|").split("|")][2:]


def test_without_stored_results_the_page_says_how_to_get_them() -> None:
    assert figures_table([]) == NONE_STORED
    page = figures_markdown([])
    assert NONE_STORED in page
    assert "repcue bench timing --engine bundled --json benchmarks/figures/timing-bundled.json" in page


def test_figures_are_told_with_ear_voice_and_machine() -> None:
    live = cost(start_to_listening_seconds=[2.0, 1.5, 9.0], cpu_share_of_one_core=0.123, resident_megabytes=210.4)
    table = figures_table([timing(), live])
    assert table.splitlines()[0] == "| measured | goal | bundled ear (en-us), voice coach [1] |"
    assert "[1] Chip 1, 2 cores, Linux x86_64, Python 3.11.7, RepCue 0.1.0." in table
    assert row(table, "Ticks that began in another frame") == ["3 of 10,000"]
    assert row(table, "Largest distance") == ["7 frames"]
    assert row(table, "The same bytes") == ["no"]
    assert row(table, "Spoken stops") == ["22 of 24"]
    assert row(table, "From the end of a spoken stop") == ["0.31 s, 95 % within 0.50 s"]
    assert row(table, "Rehearsing a session that is heard") == ["0.250 s a second, 4 times faster than real time"]
    assert row(table, "From `repcue start`") == ["2.0 s"]
    assert row(table, "Share of one core") == ["12 %"]
    assert row(table, "Memory") == ["210 MB"]


def test_what_was_not_measured_is_said() -> None:
    table = figures_table([cost(not_measured="No speaker was found.")])
    assert row(table, "Memory") == ["not measured: No speaker was found."]
    assert row(table, "Spoken stops") == ["not measured"]
    assert NO_ENGLISH_VOSK in table


def test_each_ear_has_its_column() -> None:
    table = figures_table([timing(), timing("vosk", "/somewhere/vosk-model-small-en-us-0.15")])
    assert "| bundled ear (en-us), voice coach [1] | vosk ear (vosk-model-small-en-us-0.15), voice coach [1] |" in table
    assert "/somewhere" not in table
    assert NO_ENGLISH_VOSK not in table


def test_every_single_figure_is_on_the_page() -> None:
    page = figures_markdown([timing()])
    assert "| `stop.to_silence_seconds.p95` | 0.5 |" in page
    assert "| `blocks.block_frames` | 1, 7 |" in page


def test_a_stored_result_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"benchmark": "timing", "machine": {}, "voice": "coach"}))
    with pytest.raises(RepcueError) as error:
        read_results(tmp_path)
    assert str(error.value) == (
        f"{tmp_path / 'a.json'} is no result of a benchmark: engine, model is missing; "
        "write it with `repcue bench ... --json`."
    )
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(RepcueError, match=r"a\.json is no JSON .*; write it with `repcue bench \.\.\. --json`\."):
        read_results(tmp_path)


# What the pages tell to type, say and read


@each_page
def test_links_lead_somewhere(page: Path) -> None:
    lost = []
    for link in links_in(page.read_text(encoding="utf-8")):
        target, _, anchor = link.partition("#")
        if "://" in target:
            continue
        path = page.parent / target if target else page
        if not path.exists() or (anchor and anchor not in anchors_in(path.read_text(encoding="utf-8"))):
            lost.append(link)
    assert not lost


def shown_commands(page: Path) -> Iterator[str]:
    """Yield what a page's fenced blocks tell to type, one command at a time."""
    for fence in fences(page.read_text(encoding="utf-8")):
        lines = commands_in(fence.body) if fence.language == "console" else fence.body.splitlines()
        if fence.language in {"", "console", "sh", "powershell"}:
            for line in lines:
                yield from (part.strip() for part in re.split(r";|:  +", line.replace("\\", "/")))


@each_page
def test_commands_of_repcue_can_be_typed(page: Path) -> None:
    for command in shown_commands(page):
        program, *arguments = shlex.split(command, comments=True) or [""]
        if program.rpartition("/")[2] == "repcue":
            parser().parse_args(arguments)


@each_page
def test_commands_in_running_text_exist(page: Path) -> None:
    """These may lack what they need, as in `repcue check`; their words and options must be there."""
    root = parser()
    for shown in re.findall(r"`(?:\.venv/bin/)?repcue ([a-z][^`]*)`", page.read_text(encoding="utf-8")):
        command: argparse.ArgumentParser = root
        for word in shown.replace("\\|", "|").split():
            subcommands = [each for each in command._actions if isinstance(each, argparse._SubParsersAction)]
            if word.startswith("--"):
                assert word in command._option_string_actions, f"`repcue {shown}`"
            elif subcommands and re.fullmatch(r"[a-z|]+", word):
                names = word.split("|")
                assert set(names) <= subcommands[0].choices.keys(), f"`repcue {shown}`"
                command = subcommands[0].choices[names[0]]


@each_page
def test_targets_of_make_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (REPOSITORY / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    told = set(re.findall(r"`make ([a-z]+)", text))
    told |= {command.split()[1] for command in shown_commands(page) if command.startswith("make ")}
    assert told <= targets


@each_page
def test_python_blocks_run(page: Path) -> None:
    for fence in fences(page.read_text(encoding="utf-8")):
        if fence.language == "python":
            exec(compile(fence.body, f"{page}:{fence.line_number}", "exec"), {})  # noqa: S102


def test_phrases_that_people_are_told_are_understood(prepared: Prepared) -> None:
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    guide = (REPOSITORY / "docs" / "guide.md").read_text(encoding="utf-8")
    told = re.findall(r'^\| "(.+?)" \|', readme, re.MULTILINE) + re.findall(r'\*\*"(.+?)"\*\*', guide)
    assert len(told) > 20
    assert [phrase for phrase in told if prepared.grammar.understand(phrase.lower()) is None] == []


# The event log's page


def test_the_event_log_has_the_fields_that_its_page_lists(prepared: Prepared) -> None:
    page = (REPOSITORY / "docs" / "events.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", page, re.MULTILINE)
    listed = {kind: ["kind", "at_seconds", *re.findall(r"`(\w+)`", fields)] for kind, fields in rows}
    logged = {str(record["kind"]): list(record) for record in records_of_a_session(prepared)}
    assert {kind: sorted(fields) for kind, fields in logged.items()} == {
        kind: sorted(fields) for kind, fields in listed.items()
    }


def records_of_a_session(prepared: Prepared) -> list[dict[str, object]]:
    """A session with everything in it: a refusal, a set, a rest, a problem and a side that is skipped."""
    journal, mixer = ListJournal(), Mixer(OUTPUT_RATE)
    stages = Stages(prepared.grammar, ToneClips(OUTPUT_RATE), sounds(OUTPUT_RATE), mixer, journal.write)
    pipeline = Pipeline(stages, prepared.session, prepared.settings)
    pipeline.open(opened_record(prepared, OUTPUT_RATE, "script", None))
    pipeline.problem("underflow", 1, "made up")
    pipeline.note({"kind": "packs", "packs": ["essentials"], "changed": ["essentials"], "detail": "made up"})
    pipeline.note({"kind": "names", "added": ["low bar"], "removed": [], "unheard": [], "detail": "made up"})
    script = "0.1 next set\n1 bench press\n3 next set\n20 stop\n24 i feel it in my lower back\n"
    words = parse_script(f"{script}28 lunge\n38 next set\n58 that hurts", "a test")
    rehearse(Rehearsal(60.0, words), pipeline, mixer, lambda _: None)
    return journal.records


# Examples


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(REPOSITORY.glob("examples/*.py")), ids=lambda path: path.stem)
def test_an_example_runs(path: Path, tmp_path: Path) -> None:
    arguments = ["plain"] if "display" in path.stem else []
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", str(path), *arguments],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert len(ran.stdout.splitlines()) >= 4


def test_every_example_is_listed() -> None:
    page = (REPOSITORY / "examples" / "README.md").read_text(encoding="utf-8")
    present = {path.name for path in (REPOSITORY / "examples").iterdir() if path.suffix in {".py", ".txt", ".yaml"}}
    assert present <= set(links_in(page))
