"""The rules of coaching as data: what each does, what the lifter is told, what it rests on and how firmly.

The rules are defaults, not laws. The studies are small, they contradict each other, and the general advantage of an
external focus is itself contested (McKay 2024), so every sentence says no more than "the coach does this".
What muscles do at the moment (their electrical activity) does not tell how they grow (Vigotsky 2022): no rule promises
growth, and none promises that nobody gets hurt.

>>> RULES["R2"].says["external"]
'The set is heavy or short, so the cue is about what you move.'
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from repcue.packs.schema import Focus


class Grade(StrEnum):
    """How firmly a rule stands."""

    FAIR = "B"
    MIXED = "B−"
    MIXED_TO_WEAK = "B−/C"
    WEAK = "C"
    JUDGEMENT = "eng"
    LIMIT = "–"

    @property
    def meaning(self) -> str:
        """What the grade says, in words."""
        return _MEANINGS[self]


_MEANINGS: Final[Mapping[Grade, str]] = {
    Grade.FAIR: "fair: several small studies point the same way",
    Grade.MIXED: "mixed: studies disagree",
    Grade.MIXED_TO_WEAK: "mixed to weak: few studies, of other skills, and they disagree",
    Grade.WEAK: "weak: one or two studies, or what coaches report",
    Grade.JUDGEMENT: "our own judgement: no study",
    Grade.LIMIT: "a limit that the coach keeps to",
}


@dataclass(frozen=True, slots=True)
class Reference:
    """A publication that a rule rests on."""

    name: str
    """Author and year, as it is cited."""

    about: str
    """What it looked at and found, in a few words."""

    where: str
    """Its DOI, or where it is found."""


_REFERENCES: Final = (
    Reference(
        "Calatayud 2016",
        "18 trained men, bench press: attending to a muscle raised its activity at 20 to 60 % and not at 80 %",
        "doi:10.1007/s00421-015-3305-7",
    ),
    Reference(
        "Calatayud 2017",
        "push-ups: the effect on the triceps depended on years of training",
        "doi:10.1007/s00421-017-3637-6",
    ),
    Reference(
        "Calatayud 2018",
        "bench press at 50 %: 4 to 6 % more activity at controlled speed, none when explosive",
        "doi:10.1080/02640414.2017.1363403",
    ),
    Reference(
        "Grgic 2021",
        "review: with an external focus more strength on the day; over weeks not clearly",
        "doi:10.3390/sports9110153",
    ),
    Reference("Grgic 2022", "review: more repetitions with an external focus", "doi:10.3390/ijerph19010089"),
    Reference("Marchant 2011", "more repetitions at 75 % with an external focus", "Res Q Exerc Sport 82:466-73"),
    Reference(
        "McKay 2024",
        "corrected for what goes unpublished, little is left of the external focus's advantage",
        "doi:10.1037/bul0000451",
    ),
    Reference(
        "Mesquita 2008", "athletes kept more of what was said, the fewer ideas it had", "J Sports Sci Med 7:402-7"
    ),
    Reference(
        "Paoli 2019",
        "13 trained men: a cue to the triceps worked at 50 and 80 %, one to the chest at neither",
        "PMC6615069",
    ),
    Reference(
        "Prieske 2024", "bench throw: faster with an external focus at 30 and 70 %", "doi:10.1123/ijspp.2023-0355"
    ),
    Reference(
        "Schoenfeld 2018",
        "30 untrained men, 8 weeks, 8 to 12 repetitions: a difference in the elbow flexors, none in the thighs",
        "doi:10.1080/17461391.2018.1447020",
    ),
    Reference(
        "Snyder & Fry 2012",
        "11 football players, bench press: cues to muscles worked at 50 %, and to the chest at 80 %",
        "doi:10.1519/JSC.0b013e31823f8d11",
    ),
    Reference(
        "Snyder & Leech 2009",
        "8 untrained women, lat pulldown at 30 %: instruction raised the activity of the lats",
        "doi:10.1519/JSC.0b013e3181bb7213",
    ),
    Reference(
        "Vigotsky 2022",
        "activity of a muscle is not known to predict its growth",
        "doi:10.1007/s40279-021-01619-2",
    ),
    Reference("Winkelman", "coaching practice, no study: one cue at a time", "lecture slides"),
    Reference(
        "Wulf 2002",
        "ball skills: with an internal focus less feedback taught more, with an external one not",
        "J Mot Behav 34:171-82",
    ),
    Reference("Wulf 2010", "ball skills, children: external feedback every time was best", "Front Psychol 1:190"),
)

REFERENCES: Final[Mapping[str, Reference]] = MappingProxyType({each.name: each for each in _REFERENCES})
"""Every publication that is cited, by its name."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of coaching."""

    rule_id: str
    does: str
    """What the coach does, for those who read the rules."""

    grade: Grade
    references: tuple[str, ...] = ()
    """Names in `REFERENCES`."""

    against: tuple[str, ...] = ()
    """What speaks against it; names in `REFERENCES`."""

    says: Mapping[Focus, str] = field(default_factory=dict)
    """The reason for the lifter, by the focus that was chosen; empty for rules that choose none."""

    spoken: str = ""
    """The answer to "why that cue", with how firm it is; empty for rules that choose none."""

    spoken_in_short: str = ""
    """The same in a few words, where a set leaves no room for more."""


_RULES: Final = (
    Rule(
        "R0",
        'Your own word comes first: "muscle cue", "bar cue", "mix the cues", "no cues", or the focus of a plan.',
        Grade.JUDGEMENT,
        says={"internal": "You asked for the muscle cue.", "external": "You asked for the bar cue."},
        spoken="Because you asked for it.",
        spoken_in_short="You asked for it.",
    ),
    Rule(
        "R1",
        "Explosive lifting (X), power as the goal, or as much as possible: external, one word at most, "
        "and none while you lift.",
        Grade.FAIR,
        ("Calatayud 2018", "Marchant 2011", "Grgic 2022", "Prieske 2024"),
        ("McKay 2024",),
        {"external": "The lift is fast or all-out, so the cue is short and about what you move."},
        "Fast or all out, I cue what you move, on fair evidence.",
        "Fast set, fair evidence.",
    ),
    Rule(
        "R2",
        "80 % or more, or a work set of 5 repetitions or fewer: external, explained before the set, "
        "one word at most in it.",
        Grade.MIXED,
        ("Calatayud 2016",),
        ("Snyder & Fry 2012", "Paoli 2019"),
        {"external": "The set is heavy or short, so the cue is about what you move."},
        "In heavy sets I cue what you move, but studies disagree.",
        "Heavy set, studies disagree.",
    ),
    Rule(
        "R3",
        "60 % or less and controlled: internal in warm-up, light and feel sets and for hypertrophy or control; "
        "external for strength or skill.",
        Grade.FAIR,
        ("Calatayud 2016", "Snyder & Leech 2009", "Snyder & Fry 2012"),
        ("Paoli 2019",),
        {
            "internal": "The set is light and controlled, so the cue is about the muscle.",
            "external": "The set is light; for strength or skill the cue is about what you move.",
        },
        "In light sets your goal picks the cue, on fair evidence.",
        "Light set, fair evidence.",
    ),
    Rule(
        "R4",
        "Between 60 and 80 %: internal in single-joint lifts for hypertrophy and in sets that prepare, "
        "else external; either is fine.",
        Grade.WEAK,
        ("Schoenfeld 2018", "Grgic 2021"),
        ("McKay 2024",),
        {
            "internal": "The load is middling; either cue is fine, and here the coach takes the one about the muscle.",
            "external": "The load is middling; either cue is fine, and here the coach takes the one about what you "
            "move.",
        },
        "At this load either cue is fine, the evidence is weak.",
        "Either is fine, weak evidence.",
    ),
    Rule(
        "R5",
        "Load not known: 15 repetitions or more count as light (R3), 6 to 14 as middling (R4), 5 or fewer as heavy "
        "(R2); an open-ended set as middling.",
        Grade.JUDGEMENT,
    ),
    Rule(
        "R6",
        "A novice's first three sessions with an exercise: external in work sets, one cue for the movement.",
        Grade.WEAK,
        ("Snyder & Leech 2009",),
        (),
        {"external": "The lift is new to you, so the cue is about the movement first."},
        "While a lift is new I cue the movement, on weak evidence.",
        "New lift, weak evidence.",
    ),
    Rule("R7", "Cues to the triceps promise nothing to a novice.", Grade.WEAK, ("Calatayud 2017",)),
    Rule(
        "R8",
        "One cue a set; it changes between sets.",
        Grade.MIXED,
        ("Winkelman", "Mesquita 2008"),
    ),
    Rule(
        "R9",
        "How often: external cues on every repetition; internal ones on the first three, then one word on every third "
        "(from the fourth session with the exercise every fifth) and on the last two.",
        Grade.MIXED_TO_WEAK,
        ("Wulf 2002", "Wulf 2010"),
    ),
    Rule("R10", 'With "every rep" every cue is said on every repetition.', Grade.JUDGEMENT),
    Rule(
        "R11",
        "A cue has ended a quarter of a second before the phase it is about; nothing is said in an explosive phase or "
        "one of a second or less.",
        Grade.JUDGEMENT,
    ),
    Rule(
        "R12",
        "What does not fit is shortened to one word or left out; a repetition is never stretched.",
        Grade.JUDGEMENT,
    ),
    Rule("R13", "Safety, tempo and numbers go before cues; what comes too late is dropped.", Grade.JUDGEMENT),
    Rule("R14", "A cue is short, says what to do, and has one idea.", Grade.WEAK, ("Winkelman",)),
    Rule("R15", "What you felt never raises the load by itself.", Grade.JUDGEMENT),
    Rule(
        "R16",
        "The coach promises neither growth nor safety, and shows what a cue rests on.",
        Grade.LIMIT,
        ("Vigotsky 2022", "McKay 2024"),
    ),
    Rule("R17", "Pain or dizziness ends a set; no cue goes against it.", Grade.LIMIT),
)

RULES: Final[Mapping[str, Rule]] = MappingProxyType({rule.rule_id: rule for rule in _RULES})
"""Every rule by its id, in the order of their numbers."""


def spoken_reasons() -> tuple[str, ...]:
    """Return every answer to "why that cue", to be rendered beforehand."""
    return tuple(text for rule in RULES.values() if rule.spoken for text in (rule.spoken, rule.spoken_in_short))
