"""Unpacks what telephone exchanges say into a folder of WAVs and its manifest: short phrases by people, no commands.

    apt-get download asterisk-core-sounds-en-g722 asterisk-core-sounds-en && dpkg -x … UNPACKED
    python benchmarks/telephone_prompts.py UNPACKED/usr/share FOLDER --language en

Asterisk's core sounds are some 500 prompts by one speaker of each language (English by Allison Smith, Spanish by her
too, French by June Wallack, Italian by Carlo Flora, Russian by ivrvoice.ru; CC-BY-SA 3.0 and CC-BY 3.0), at 16 kHz:
words alone, letters, numbers and sentences. What is a phrase of ours counts as that. Needs ffmpeg, as they are G.722.
"""

import argparse
import gzip
import subprocess
import sys
from pathlib import Path

from repcue.core.grammar import words_of
from repcue.edges.audio_files import read_audio
from synthetic_phrases import write_manifest


def main() -> int:
    """Unpack; return the exit code."""
    options = _options()
    sounds, written = options.share / "asterisk/sounds", options.share / "doc"
    (folder,) = sounds.glob(f"{options.language}_*")
    texts = _texts(written / f"asterisk-core-sounds-{options.language}/core-sounds-{options.language}.txt.gz")
    options.folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for path in sorted(folder.rglob("*.g722")):
        key = path.relative_to(folder).with_suffix("").as_posix()
        text = texts.get(key, "")
        if not text or text.startswith("["):
            continue
        name = f"{key.replace('/', '_')}.wav"
        order = ["ffmpeg", "-loglevel", "error", "-y", "-f", "g722", "-i", str(path), str(options.folder / name)]
        subprocess.run(order, check=True)
        samples, rate = read_audio(options.folder / name)
        seconds = len(samples) / rate
        if options.longest is None or seconds <= options.longest:
            rows.append((name, "other_speech", " ".join(words_of(text)) or text, folder.name, f"{seconds:.2f}"))
    write_manifest(options.folder, rows)
    return 0


def _texts(path: Path) -> dict[str, str]:
    """Return what is said in each file."""
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        lines = [line.split(":", 1) for line in file if ":" in line and not line.startswith(";")]
    return {key.strip(): text.strip() for key, text in lines}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Unpack telephone prompts for `repcue bench hearing`.")
    parser.add_argument("share", type=Path, help="where the packages were unpacked, up to usr/share")
    parser.add_argument("folder", type=Path, help="where WAVs and manifest go")
    parser.add_argument("--language", default="en", choices=("en", "es", "fr", "it", "ru"))
    parser.add_argument("--longest", type=float, metavar="SECONDS", help="leave longer prompts out")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
