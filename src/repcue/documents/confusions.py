"""What is taken for what → docs/confusions.md, from `benchmarks/figures/confusions-bundled.json`.

Nothing is measured here; `benchmarks/measure_confusions.py` does.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from repcue.documents.figures import Result

CONFUSIONS: Final = "confusions"
"""The benchmark's name in stored results."""

QUIET: Final = "quiet"
MOST_PHRASES: Final = 25
MOST_PAIRS: Final = 30
NONE_STORED: Final = "No table is stored: `python benchmarks/measure_confusions.py --write` measures one.\n"

HEAD: Final = """\
# What is taken for what

Every name of an exercise in the essentials and every command, said by many synthetic voices, heard by the bundled ear.

```sh
python benchmarks/measure_confusions.py --noises FOLDER --write && python benchmarks/judge_distance.py --write
```

*Heard* is what the grammar makes of a phrase before anything is refused: the ear's front and decoder, told where each
phrase begins and ends. In a session it is weighed after that how certain it is: [hearing.md](hearing.md) has what is
left then.
"""

RULE: Final = """\
## Where `repcue check` draws its line

It warns of two phrases whose distance (`core/phoneme_distance.py`) is {used:g} or less.
A pair is a phrase that was said and any other that could have been heard, {pairs:,} in all.
*Right to warn* is the share of the pairs within a distance that were confused; each phrase was said by few voices, so
it is a lower bound.
*Found* is the share of the {wrong} hearings that gave another phrase; most gave one that sounds little like it, and
no distance foretells those. Longer names fare a little better.
*Per thousand* is how often a hearing gave one certain phrase between this distance and the one before.
"""

DESTRUCTIVE: Final = """\
Beside a command that stops, begins or ends something it warns up to {used:g}: misheard there, a name costs a set.
Where such a command was heard:
"""

TOLD_BY_NAME: Final = """\
What no distance foretells is told by name: `repcue check` has every pair that turned up more than once
(`grammars/mistaken.en.json`), and names it with how often, where a pack has both or one of them is a command.
"""

COMPARISON: Final = "For comparison, the distance in which every change of a phoneme costs 1:\n"


def confusions_markdown(results: Sequence[Result]) -> str:
    """Return the whole page of one stored table, or where there is none how to measure it."""
    if not results:
        return f"# What is taken for what\n\n{NONE_STORED}"
    table = results[0]
    parts = [HEAD, _conditions(table), _worst_phrases(table), _worst_pairs(table)]
    if "distance" in table:
        parts.append(_rule(table["distance"]))
    return "\n".join(parts)


def _conditions(table: Result) -> str:
    about = table["machine"]
    wrong, nothing = _by_condition(table["confusions"], with_text=True), _by_condition(table["confusions"])
    rows = []
    for number, name in enumerate(table["conditions"]):
        said = sum(counts[number] for counts in table["phrases"].values())
        right = said - wrong[name] - nothing[name]
        where = name if name == QUIET else f"{name.replace('_', ' ')}, {table['snr_db']:g} dB"
        rows.append((where, f"{said:,}", _share(right, said), _share(wrong[name], said), _share(nothing[name], said)))
    return "\n".join(
        [
            f"{len(table['phrases'])} phrases; voices: {', '.join(table['voices'])}.",
            f"Ear: {table['engine']} ({table['model']}); machine: {about['processor']}, Python {about['python']}, "
            f"RepCue {about['repcue']}.",
            "",
            _markdown(("heard in", "said", "right", "another phrase", "nothing"), rows),
        ]
    )


def _by_condition(confusions: Sequence[Mapping[str, Any]], *, with_text: bool = False) -> Counter[str]:
    counted: Counter[str] = Counter()
    for row in confusions:
        if bool(row["heard"]) is with_text:
            counted[row["condition"]] += row["count"]
    return counted


def _worst_phrases(table: Result) -> str:
    wrong: dict[str, Counter[str]] = {}
    quiet: Counter[str] = Counter()
    for row in table["confusions"]:
        wrong.setdefault(row["said"], Counter())[row["heard"]] += row["count"]
        quiet[row["said"]] += row["count"] if row["condition"] == QUIET else 0
    first = list(table["conditions"]).index(QUIET)
    said = {text: (counts[first], sum(counts)) for text, counts in table["phrases"].items()}
    worst = sorted(wrong, key=lambda text: (-wrong[text].total() / said[text][1], text))[:MOST_PHRASES]
    rows = [
        (
            f"`{text}`",
            f"{quiet[text]} of {said[text][0]}",
            f"{wrong[text].total() - quiet[text]} of {said[text][1] - said[text][0]}",
            ", ".join(_times(heard, count) for heard, count in wrong[text].most_common(3)),
        )
        for text in worst
    ]
    head = ("phrase", "wrong in quiet", "wrong in noise", "heard instead")
    return f"## The phrases that go wrong most\n\n{_markdown(head, rows)}"


def _times(heard: str, count: int) -> str:
    what = f"`{heard}`" if heard else "nothing"
    return f"{what} {count} times" if count > 1 else what


def _worst_pairs(table: Result) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    distances: dict[tuple[str, str], float | None] = {}
    for row in table["confusions"]:
        if row["heard"]:
            counts[row["said"], row["heard"]] += row["count"]
            distances[row["said"], row["heard"]] = row.get("distance")
    said = {text: sum(each) for text, each in table["phrases"].items()}
    worst = sorted(counts, key=lambda pair: (-counts[pair], -counts[pair] / said[pair[0]], pair))[:MOST_PAIRS]
    rows = [
        (f"`{pair[0]}`", f"`{pair[1]}`", f"{counts[pair]} of {said[pair[0]]}", _told(distances[pair]))
        for pair in worst
        if counts[pair] > 1
    ]
    head = ("said", "heard", "times", "distance")
    return f"## The pairs that are confused most\n\n{_markdown(head, rows)}"


def _rule(distance: Mapping[str, Any]) -> str:
    head = ("distance", "pairs within", "confused", "right to warn", "found", "per thousand")
    text = RULE.format(used=distance["used"], wrong=distance["wrong_hearings"], pairs=distance["pairs"])
    ours, plain = (_markdown(head, list(map(_distance_row, distance[name]))) for name in ("ours", "plain"))
    beside = []
    if "destructive" in distance:
        used = DESTRUCTIVE.format(used=distance["used_beside_destructive"])
        beside = [used, _markdown(head, list(map(_distance_row, distance["destructive"])))]
    return "\n".join((text, ours, *beside, COMPARISON, plain, TOLD_BY_NAME))


def _distance_row(row: Mapping[str, Any]) -> tuple[str, ...]:
    shares = (f"{row['right_to_warn']:.2f}", f"{row['found']:.2f}", f"{row['per_thousand']:g}")
    return (f"{row['distance']:g}", str(row["pairs"]), str(row["confused"]), *shares)


def _markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"


def _told(distance: float | None) -> str:
    return "–" if distance is None else f"{distance:.2f}"
