"""What `make start` and `make test` rest on: lock files, scripts, licence. Nothing is installed here."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

import repcue

REPOSITORY: Final = Path(__file__).parents[1]
PROJECT: Final = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS: Final = sorted((REPOSITORY / "setup").glob("*.sh"))

LOCKS: Final = {
    "requirements.lock": PROJECT["project"]["dependencies"],
    "requirements-test.lock": PROJECT["project"]["optional-dependencies"]["test"],
    "requirements-piper.lock": PROJECT["project"]["optional-dependencies"]["piper"],
    "setup/build.lock": PROJECT["dependency-groups"]["build"],
}
"""Every lock with the requirements that it answers."""

FROM_SOURCE: Final = {"srt"}
"""The one distribution without a wheel."""

needs_posix_shell = pytest.mark.skipif(sys.platform == "win32", reason="the set-up scripts are for Linux and macOS")


def pins(lock: str) -> dict[tuple[str, str], list[str]]:
    """Return every pin of a lock, `(requirement, marker)`, with its hashes."""
    text = (REPOSITORY / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    found = {}
    for line in lines:
        pin, *hashes = re.split(r"\s+--hash=", line.strip())
        requirement, _, marker = pin.partition(";")
        found[requirement.strip(), marker.strip()] = hashes
    return found


def normal(name: str) -> str:
    """Return a distribution's name as registries compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", name)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_is_exact_and_has_hashes(lock: str) -> None:
    for (requirement, _), hashes in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9._-]+==[^\s,*]+", requirement)
        assert hashes, f"{requirement} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_has_a_pin(lock: str) -> None:
    """A requirement that was added without `make lock` fails here and not on somebody's machine."""
    pinned = {normal(requirement) for requirement, _ in pins(lock)}
    assert {normal(requirement) for requirement in LOCKS[lock]} <= pinned


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host_and_no_place_on_a_machine(lock: str) -> None:
    text = (REPOSITORY / lock).read_text(encoding="utf-8")
    assert not re.search(r"://|@ file|index-url|find-links|trusted-host|(^|\s)/\w", text)


@pytest.mark.parametrize("lock", ["requirements-test.lock", "requirements-piper.lock"])
def test_the_larger_locks_hold_the_plain_one_at_the_same_versions(lock: str) -> None:
    plain = {requirement for requirement, _ in pins("requirements.lock")}
    assert plain <= {requirement for requirement, _ in pins(lock)}


def test_no_lock_brings_the_whole_of_pyobjc() -> None:
    """180 packages that pyttsx3 asks for and does not use; the set-up installs with --no-deps for this."""
    frameworks = [requirement for requirement, _ in pins("requirements.lock") if requirement.startswith("pyobjc")]
    assert len(frameworks) < 10


def test_only_known_distributions_are_built_from_source() -> None:
    text = (REPOSITORY / "setup" / "environment.sh").read_text(encoding="utf-8")
    assert set(re.findall(r"--no-binary (\S+)", text)) == FROM_SOURCE


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["project"]["version"] == repcue.__version__
    assert f"## {repcue.__version__}" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_licence_is_apache_2() -> None:
    licence = (REPOSITORY / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert re.search(r"Apache License\s+Version 2\.0, January 2004", licence)
    assert "END OF TERMS AND CONDITIONS" in licence


@needs_posix_shell
def test_ci_runs_what_people_type() -> None:
    run = REPOSITORY / ".ci" / "run"
    assert os.access(run, os.X_OK)
    assert "make --no-print-directory test </dev/null" in run.read_text(encoding="utf-8")


@needs_posix_shell
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_read_by_a_posix_shell(script: Path) -> None:
    assert shell("-n", str(script)).returncode == 0


@needs_posix_shell
def test_a_second_set_up_has_nothing_to_do(tmp_path: Path) -> None:
    """The stamp is written by hand here, as the script writes it, in a folder with a space in its name."""
    folder = tmp_path / "a clone"
    (folder / "setup").mkdir(parents=True)
    for name in ("setup/environment.sh", "setup/build.lock", "requirements.lock", "pyproject.toml"):
        (folder / name).write_bytes((REPOSITORY / name).read_bytes())
    (folder / ".venv" / "bin").mkdir(parents=True)
    (folder / ".venv" / "bin" / "python").symlink_to(sys.executable)
    stamp = shell("-c", "pwd; cksum setup/build.lock requirements.lock pyproject.toml", folder=folder).stdout
    (folder / ".venv" / "installed-run").write_text(stamp, encoding="utf-8")
    again = shell("setup/environment.sh", "run", folder=folder)
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")


@needs_posix_shell
def test_the_python_that_was_named_is_taken() -> None:
    chosen = shell("setup/python.sh", PYTHON=sys.executable)
    assert chosen.stdout.strip() == sys.executable


@needs_posix_shell
def test_a_python_that_does_not_suit_is_refused() -> None:
    chosen = shell("setup/python.sh", PYTHON="/nowhere/python9")
    assert chosen.returncode == 1
    assert chosen.stderr == "PYTHON=/nowhere/python9 is no Python 3.11, 3.12 or 3.13; set it to one, or leave it out.\n"


@needs_posix_shell
def test_without_a_python_that_suits_one_sentence_says_so(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.6"\n[ "$1" = --version ]\n', encoding="utf-8")
    old.chmod(0o755)
    chosen = shell("setup/python.sh", PATH=str(tmp_path), PYTHON="")
    assert chosen.returncode == 1
    assert chosen.stderr == (
        "RepCue needs Python 3.11, 3.12 or 3.13 (on ARM Linux 3.11 or 3.13); here is Python 3.9.6. "
        "Install one, or name it: make start PYTHON=/path/to/python3.13\n"
    )


@needs_posix_shell
def test_an_unknown_purpose_is_a_usage_error() -> None:
    wrong = shell("setup/environment.sh", "play")
    assert wrong.returncode == 2
    assert wrong.stderr == "Usage: environment.sh run|test|piper\n"


def shell(*arguments: str, folder: Path = REPOSITORY, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the POSIX shell and return what came of it."""
    return subprocess.run(
        ["/bin/sh", *arguments],
        cwd=folder,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
