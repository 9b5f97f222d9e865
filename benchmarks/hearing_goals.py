"""Measures every row of the goals for hearing with one ear: what docs/hearing.md shows.

    python benchmarks/hearing_goals.py --recordings FOLDER --phrases FOLDER [--engine bundled] [--processes 2] \
        [--json benchmarks/figures/hearing-bundled.json] [--images docs/images] [--rows talk,words] [--limit 40]

`--phrases` is what `benchmarks/synthetic_phrases.py FOLDER --unseen --seed 11` wrote, `--near-misses` what
`near_misses.py FOLDER --unseen` did, `--prompts` what `telephone_prompts.py` did; each may be left out. `--recordings`
has a manifest.csv with the columns file, kind, text and the kinds order, word, other_speech, noise (names with bike,
restaurant, kitchen) and music; short phrases of other speech are files `short_*` or in a folder `phrases`. Each row is
stored as soon as it is measured; rows that are not named stay as they are, and `--resume` goes on where a run was
broken off.

Vosk: `--engine vosk --model FOLDER`, where its model is; another language: `--grammar FILE` with phrases in it.
"""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from repcue.bench.goal_plots import draw
from repcue.bench.goal_rows import MANIFEST, OURS, Folders, Row, rows_named
from repcue.bench.goal_run import EarChoice
from repcue.bench.goals import GoalFile, GoalOptions, measure
from repcue.bench.hearing_clips import unknown_kinds
from repcue.cli.progress import SlowProgress
from repcue.core.errors import RepcueError

HERE: Final = Path(__file__).parent


def main() -> int:
    """Measure; return the exit code."""
    options = _options()
    grammars = {name: HERE / f"{name}.yaml" for name in ("orders", "words")}
    if options.grammar:
        # The others are English.
        grammars = {OURS: options.grammar}
    try:
        rows = rows_named(options.rows)
        file = GoalFile(options.json or HERE / "figures" / f"hearing-{options.engine}.json")
        how = GoalOptions(
            Folders(options.recordings, options.phrases, options.near_misses, options.prompts),
            EarChoice(options.engine, options.model, grammars),
            options.limit,
            options.seed,
            options.processes,
            options.resume,
            options.decisions,
        )
        for folder in (options.recordings, options.phrases, options.near_misses, options.prompts):
            if folder and (unknown := unknown_kinds(folder / MANIFEST)):
                print(unknown, file=sys.stderr)
        with SlowProgress("Listening") as bar:
            measure(rows, how, file, progress=bar, told=_tell)
        if options.images:
            for path in draw(file.document, options.images):
                print(f"drawn: {path}")
    except RepcueError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Broken off; --resume goes on with the rows that are missing.", file=sys.stderr)
        return 130
    return 0


def _tell(row: Row, figures: Mapping[str, Any]) -> None:
    measured = figures["measured"]
    shown = {name: value for name, value in figures.items() if name in _SHOWN}
    print(f"{row.name}: {shown}; {measured['took_seconds']} s for {measured['sound_seconds']} s of sound", flush=True)


_SHOWN: Final = (
    "accuracy",
    "accuracy_95",
    "clips",
    "false_per_hour",
    "false_per_hour_95",
    "destructive",
    "latency_urgent",
    "latency_normal",
    "cpu_in_speech",
    "cpu_in_silence",
)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure every row of the goals for hearing.")
    parser.add_argument("--recordings", type=Path, metavar="FOLDER", help="recordings of people, noise and music")
    parser.add_argument("--phrases", type=Path, metavar="FOLDER", help="our phrases by synthetic voices")
    parser.add_argument("--near-misses", type=Path, metavar="FOLDER", help="what sounds like our phrases")
    parser.add_argument("--prompts", type=Path, metavar="FOLDER", help="telephone prompts")
    parser.add_argument("--engine", default="bundled", help="vosk or bundled (default: bundled)")
    parser.add_argument("--model", help="folder of a Vosk model")
    parser.add_argument("--grammar", type=Path, help="what can be said (default: ours)")
    parser.add_argument("--rows", help="only these, with commas between; `none` only draws (default: all)")
    parser.add_argument("--limit", type=int, help="at most so many clips of each row, drawn at random")
    parser.add_argument("--seed", type=int, default=0, help="drawing, order, gaps, where noise begins (default: 0)")
    parser.add_argument("--processes", type=int, default=2, help="streams heard at once (default: 2)")
    parser.add_argument("--resume", action="store_true", help="leave rows of this commit, limit and seed as they are")
    parser.add_argument("--json", type=Path, help="the figures (default: benchmarks/figures/hearing-ENGINE.json)")
    parser.add_argument("--decisions", type=Path, metavar="FOLDER", help="what became of every clip, for study")
    parser.add_argument(
        "--images", type=Path, metavar="FOLDER", help="draw hearing-snr.png and hearing-trade.png there"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
