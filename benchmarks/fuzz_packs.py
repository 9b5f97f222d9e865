"""Tries packs and archives as no author would write them: no crash, no trace, nothing outside the folder.

    python benchmarks/fuzz_packs.py [--count 10000] [--seed 0]

A third of them are a pack's text with places changed, a third archives with bytes changed, and a third archives that
are whole, with the right checksums, around such a text and files with names that lead elsewhere; every one is read as
a stranger's would be. Whatever is refused has to be refused with a sentence of ours (`RepcueError`); anything else ends
the run with its trace and the file that did it. Prints what became of them.
"""

import argparse
import io
import json
import os
import random
import re
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Final

from repcue.core.errors import RepcueError
from repcue.edges.home import shipped_folder
from repcue.edges.pack_archive import build
from repcue.edges.pack_files import check_pack
from repcue.edges.pack_shelf import install
from repcue.packs.report import report
from repcue.testing.mutations import mutated_bytes, mutated_texts

NAMES: Final = (
    *("LICENSE", "README.md", "clips/push.wav", "clips/PUSH.WAV", "notes.txt", "a/b/c/d.wav"),
    *("../stray.wav", "clips/../../stray.wav", "/stray.wav", "C:/stray.wav", "..\\stray.wav", "clips\\stray.wav"),
    *(
        "nul.wav",
        "con",
        "run.sh",
        "pack.YAML",
        "Pack.yaml",
        "manifest.JSON",
        ".hidden.wav",
        "clips/",
        "a:b.wav",
        "x" * 250,
    ),
)
"""Names of files, good and bad."""


def main() -> int:
    """Try all of them; return the exit code."""
    options = _options()
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        work = Path(place)
        os.environ["REPCUE_HOME"] = str(work / "home")
        pack = work / "pack"
        pack.mkdir()
        text = _small((shipped_folder("cue_packs") / "essentials" / "pack.yaml").read_text(encoding="utf-8"))
        (pack / "pack.yaml").write_text(text.replace("id: essentials", "id: tried", 1), encoding="utf-8")
        archive = build(pack, work / "pack.repcue").file.read_bytes()
        third, seed = options.count // 3, options.seed
        archives = [*mutated_bytes(archive, third, seed), *_whole_archives(text, options.count - 2 * third, seed)]
        told = Counter(_texts(work, text, third, seed)) + Counter(_archives(work, archives))
        strays = [
            path for path in work.iterdir() if path.name not in {"home", "pack", "pack.repcue", "tried", "tried.repcue"}
        ]
    for what, count in told.most_common():
        print(f"{count:6} {what}")
    print(f"{sum(told.values())} tried in {time.perf_counter() - began:.0f} s; written outside: {strays or 'nothing'}.")
    return 1 if strays else 0


def _small(text: str) -> str:
    """Return the pack with its first exercises only, so that a change hits something that matters."""
    head, *exercises = re.sub("(?m)^version: .*", "version: 1.0.0", text).split("\n  - id: ")
    text = "\n  - id: ".join([head, *exercises[:4]])
    return "".join(f"{line}\n" for line in text.splitlines() if line.strip().split(":")[0] not in {"easier", "harder"})


def _texts(work: Path, text: str, count: int, seed: int) -> list[str]:
    folder = work / "tried"
    folder.mkdir()
    told = []
    for content in mutated_texts(text, count, seed):
        (folder / "pack.yaml").write_bytes(content)
        try:
            pack, problems = check_pack(folder / "pack.yaml")
        except RepcueError as error:
            told.append(f"text refused: {type(error).__name__}")
        else:
            report(problems, what="pack")
            told.append("text read" if pack else "text with mistakes, all told")
    return told


def _whole_archives(text: str, count: int, seed: int) -> Iterator[bytes]:
    """Yield archives whose checksums are right, around a changed text and a file with an odd name."""
    draw = random.Random(seed)
    for changed in mutated_texts(text, count, seed):
        whole = draw.choice((changed, text.encode())).replace(b"id: essentials", b"id: tried", 1)
        files = {"pack.yaml": whole, draw.choice(NAMES): draw.randbytes(draw.randint(0, 100))}
        sums = {name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)} for name, content in files.items()}
        about = {"format": 1, "id": "tried", "version": "1.0.0", "title": "T", "author": "A", "licence": "CC0-1.0"}
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", draw.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
            archive.writestr("manifest.json", json.dumps({**about, "files": sums}))
            for name, content in files.items():
                entry = zipfile.ZipInfo(name)
                entry.external_attr = draw.choice((*[0o100644] * 18, 0o120777, 0o040755)) << 16
                archive.writestr(entry, content)
        yield packed.getvalue()


def _archives(work: Path, archives: Iterable[bytes]) -> list[str]:
    file = work / "tried.repcue"
    told = []
    for changed in archives:
        file.write_bytes(changed)
        try:
            install(file)
        except RepcueError as error:
            told.append(f"archive refused: {type(error).__name__}")
        else:
            told.append("archive installed")
    return told


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try packs and archives as no author would write them.")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
