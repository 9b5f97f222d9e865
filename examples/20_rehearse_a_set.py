"""A whole session in memory: words go in, sound and event log come out. A humming twin stands in for the voice.

python examples/20_rehearse_a_set.py
"""

import sys
from pathlib import Path

from repcue.core.mixer import Mixer
from repcue.core.script import parse_script
from repcue.core.sounds import sounds
from repcue.display.plain import line_of
from repcue.pipeline import Pipeline
from repcue.prepare import Wanted, opened_record, prepare
from repcue.rehearse import OUTPUT_RATE, Rehearsal, rehearse
from repcue.stages import Stages
from repcue.testing.clips import ToneClips
from repcue.testing.journals import ListJournal

SCRIPT = Path(__file__).parent / "first_set.txt"


def main() -> None:
    """Wire the pipeline to twins, run it through, and print the log's lines."""
    prepared = prepare(Wanted(packs=("essentials",)))
    journal, mixer = ListJournal(), Mixer(OUTPUT_RATE)
    stages = Stages(prepared.grammar, ToneClips(OUTPUT_RATE), sounds(OUTPUT_RATE), mixer, journal.write)
    pipeline = Pipeline(stages, prepared.session, prepared.settings)
    pipeline.open(opened_record(prepared, OUTPUT_RATE, engine="script", model=None))

    words = parse_script(SCRIPT.read_text(encoding="utf-8"), SCRIPT.name)
    rehearse(Rehearsal(seconds=65.0, words=words), pipeline, mixer, lambda _: None)

    for record in journal.records:
        if (line := line_of(record)) is not None:
            sys.stdout.write(f"{line}\n")
    ticks = [play for play in journal.of_kind("play") if play["class"] == "tick" and play["outcome"] == "played"]
    assert all(play["started_frame"] == play["due_frame"] for play in ticks)
    sys.stdout.write(f"{len(ticks)} ticks, none late, in {mixer.frame / OUTPUT_RATE:.1f} s of sound\n")


if __name__ == "__main__":
    main()
