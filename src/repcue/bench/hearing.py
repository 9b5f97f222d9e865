"""How well an ear hears: labelled clips, streamed, in quiet and in noise.

Everything that matters is measured on the streaming ear of a session: intent and every slot, false commands by the
hour of speech that is none, and the time from the end of the last word to the decision.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from repcue.bench.hearing_clips import LabelledClip
from repcue.bench.hearing_figures import Run, run_figures
from repcue.bench.hearing_judge import Judge, verdicts
from repcue.bench.hearing_run import Progress, listen
from repcue.bench.hearing_stream import Stream, Surroundings
from repcue.bench.machine import machine
from repcue.ports import Ear


@dataclass(slots=True)
class Report:
    """The figures, run by run; complete after every run, so that a long measurement can be read while it goes on."""

    engine: str
    model: str
    about: Mapping[str, object]
    runs: list[Run] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Return it as the report's document."""
        return {
            "benchmark": "hearing",
            "engine": self.engine,
            "model": self.model,
            "machine": machine(),
            **self.about,
            "runs": self.runs,
        }


def measure(
    clips: Sequence[LabelledClip],
    conditions: Sequence[Surroundings],
    open_ear: Callable[[], Ear],
    judge: Judge,
    *,
    seed: int = 0,
    about: Mapping[str, object] | None = None,
    progress: Progress = lambda _done, _whole: None,
) -> Report:
    """Return the figures of one run for each of the conditions.

    Args:
        clips: what is said, in this order.
        conditions: noise and room of each run.
        open_ear: gives a fresh ear for each run; it is closed after it.
        judge: what the session makes of an utterance.
        seed: of the gaps between clips and of where the noise begins.
        about: what else the report should say of itself, such as the grammar.
        progress: told how much of how much is done.

    Raises:
        AudioFileError: a sound file is missing or broken.
    """
    report = Report("", "", about or {})
    for number, surroundings in enumerate(conditions):
        stream = Stream(clips, surroundings, seed)
        ear = open_ear()
        try:
            report.engine, report.model = ear.engine, ear.model
            heard, cost = listen(ear, stream, _part_of(progress, number, len(conditions)))
        finally:
            ear.close()
        report.runs.append(run_figures(surroundings, verdicts(stream.placed, heard, judge), cost))
    return report


def _part_of(progress: Progress, number: int, count: int) -> Progress:
    return lambda done, whole: progress(number + done / whole, count)
