"""Values of packs, plans and settings that are more than text or a number, each with its own sentence.

A value that breaks its rule raises pydantic's error of type `sentence`, whose context is what the reader of the
report sees: `sentence` (what is wrong with the value as given) and `hint` (what is allowed).
"""

import re
from calendar import monthrange
from collections.abc import Collection
from typing import Annotated, Final, NamedTuple
from unicodedata import category, combining, normalize

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from repcue.core.errors import TempoError, did_you_mean
from repcue.core.tempo import parse_tempo
from repcue.packs.inside import path_refusal

MOST_CUE_WORDS: Final = 6
"""English words of a cue that is said on every repetition: 5 to 6 take 1.2 to 1.3 s at 175 words a minute (measured
with eSpeak NG over 98 cues), and a phase of 2 s leaves no more. Words of other languages are longer or shorter; what
counts there is the time that they take (`packs/lengths.py`)."""

MOST_CUE_CHARACTERS: Final = 80
"""Of a cue in any language: some 5 s at 15 letters a second, three times what there is time for."""

MOST_ALIAS_WORDS: Final = 6
"""Words of an alias; longer names are said differently every time."""

# fmt: off
PHONES: Final = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY", "JH", "K",
    "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH",
)
# fmt: on
"""The phones of the CMU Pronouncing Dictionary, without stress: those of PocketSphinx's English model."""

MOST_KEY_CHARACTERS: Final = 20
"""Of a key, which is one word."""

MOST_LINE_CHARACTERS: Final = 160
"""Of a line that is said between sets: some 28 words, 9 to 10 s at 175 words a minute."""

LICENCE_HINT: Final = (
    "Write what others may do with it: CC-BY-4.0 (name the author), CC0-1.0 (anything), "
    "or LicenseRef-personal (for you and your clients)."
)
RECORDING_ENDINGS: Final = (".wav", ".flac", ".ogg")
_JOINERS: Final = "\u200c\u200d"  # invisible, but part of the spelling of Persian and of Indian languages


class Shape(BaseModel):
    """The base of every shape: no unknown keys, nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def refusal(sentence: str, hint: str = "") -> PydanticCustomError:
    """Return the error to raise in a validator: what is wrong with the value as given, and what is allowed."""
    return PydanticCustomError("sentence", "{sentence}", {"sentence": sentence, "hint": hint})


def shown(value: str) -> str:
    """Return a value as reports quote it, shortened in the middle when it is long.

    >>> shown("ecentric")
    "'ecentric'"
    """
    return repr(value if len(value) <= 60 else f"{value[:40]} … {value[-15:]}")


def _line(value: str) -> str:
    invisible = [sign for sign in value if not sign.isprintable() and sign not in _JOINERS and not sign.isspace()]
    if invisible:
        code = f"U+{ord(invisible[0]):04X}"
        raise refusal(
            f"{shown(value)} has the invisible sign {code}.", "Delete it; copied text often brings some along."
        )
    one_line = " ".join(value.split())
    if not one_line:
        raise refusal("the text is empty.", "Write something, or leave it out where it may be.")
    return one_line


def in_latin(text: str) -> str:
    """Return a text with the letters that Latin scripts add to a to z written with these, as far as that is usual.

    >>> in_latin("Über-Zug"), in_latin("développé"), in_latin("нога")
    ('Ueber-Zug', 'developpe', 'нога')
    """
    plain = normalize("NFC", text).translate(_WRITTEN_OUT)
    return "".join(sign for sign in normalize("NFKD", plain) if sign.isascii() or not combining(sign))


_WRITTEN_OUT: Final = str.maketrans(
    {
        **{"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"},
        **{"æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "đ": "d", "Æ": "Ae", "Ø": "O", "Œ": "Oe", "Ł": "L", "Đ": "D"},
    }
)


def _identifier(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", value):
        slug = "-".join(re.findall(r"[a-z0-9]+", in_latin(value.lower())))
        suggestion = f" Did you mean {slug!r}?" if slug else ""
        raise refusal(
            f"{shown(value)} is no id.",
            f"Use lower-case letters and digits, joined by hyphens, like 'bench-press'.{suggestion}",
        )
    return value


def _pack_identifier(value: str) -> str:
    if (why := path_refusal(value)) is not None:
        hint = "The folder of a pack and your changes to it are called by its id; choose another"
        raise refusal(f"{why}.", f"{hint}, like {f'{value}-pack'!r}.")
    return value


def _version(value: str) -> str:
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", value):
        raise refusal(f"{shown(value)} is no version.", "Use three numbers with dots, like 1.0.0.")
    return value


def is_language(value: str) -> bool:
    """Return whether a text names a language as packs name it: `de`, or with a country `de-AT`."""
    return re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", value) is not None


def _language(value: str) -> str:
    if not is_language(value):
        raise refusal(f"{shown(value)} is no language.", "Use two letters, like en, or with a country, like en-GB.")
    return value


def _alias(value: str) -> str:
    alias = " ".join(value.split())
    if not alias:
        raise refusal("the alias is empty.", "Write what one says to pick the exercise, like 'bench press'.")
    if not _are_words(alias) or alias != alias.lower():
        plain = " ".join(re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", alias.lower()))
        suggestion = f" Did you mean {plain!r}?" if plain and not re.search(r"\d", alias) else ""
        raise refusal(
            f"{shown(value)} is no alias.",
            f"Use lower-case words as they are spoken, without hyphens, digits or other signs.{suggestion}",
        )
    if (count := len(alias.split())) > MOST_ALIAS_WORDS:
        raise refusal(f"{shown(value)} has {count} words.", f"Use at most {MOST_ALIAS_WORDS}; nobody says more.")
    return alias


def _are_words(text: str) -> bool:
    """Whether it is letters (with their marks), blanks, and apostrophes within words."""
    letters = all(category(sign)[0] in "LM" or sign in "' " or sign in _JOINERS for sign in text)
    return letters and all(word.strip("'") == word for word in text.split())


def _spoken(value: str, what: str, also: str = "") -> str:
    text = _line(value)
    strange = [sign for sign in text if category(sign)[0] not in "LMN" and sign not in " '’,.!?-–" + also + _JOINERS]
    if strange:
        signs = " ".join([",", ".", "!", "?", "-", "'", *also])
        raise refusal(f"{shown(value)} has the sign {strange[0]!r}.", f"{what} is spoken: letters, digits and {signs}")
    if not any(category(sign)[0] in "LN" for sign in text):
        raise refusal(f"{shown(value)} has no word.", "Write what the coach says, like 'Push the floor away'.")
    return text


class TextsIn(NamedTuple):
    """What the texts of a file are in, handed to validators as `texts` of pydantic's context; English without it."""

    language: str
    """`de` or `de-AT`."""

    of_others: Collection[str] = ()
    """Texts in another language that stand in."""

    def is_english(self, text: str) -> bool:
        """Return whether one of the texts is English.

        >>> TextsIn("en-GB", ["Drück"]).is_english("Push"), TextsIn("de").is_english("Drück")
        (True, False)
        """
        return self.language.partition("-")[0] == "en" and text not in self.of_others


def _cue_words(value: str, validation: ValidationInfo) -> str:
    """Return a cue's words; everything that is wrong with them is told in one refusal."""
    length = len(" ".join(value.split()))
    texts = (validation.context or {}).get("texts", TextsIn("en"))
    count = len(value.split()) if texts.is_english(value) else 0
    allowed = f"Use at most {MOST_CUE_WORDS}: it is said on every repetition, in about 1.5 seconds."
    if count <= MOST_CUE_WORDS and length > MOST_CUE_CHARACTERS:
        raise refusal(f"{shown(value)} has {length} characters.", f"Use at most {MOST_CUE_CHARACTERS}.")
    try:
        text = _spoken(value, "A cue")
    except PydanticCustomError as error:
        if count <= MOST_CUE_WORDS:
            raise
        told = error.context or {}
        sentence = f"{told['sentence']} It has {count} words, too."
        raise refusal(sentence, f"{told['hint'].rstrip('.')}. {allowed}") from error
    if count > MOST_CUE_WORDS:
        raise refusal(f"{shown(value)} has {count} words.", allowed)
    return text


def _key_word(value: str) -> str:
    text = _spoken(value, "A key word")
    if (count := len(text.split())) > 1:
        raise refusal(f"{shown(value)} has {count} words.", "A key word is one word, like 'chest' or 'floor'.")
    return text


def _spoken_line(value: str) -> str:
    return _spoken(value, "This line", also=":;")


def _licence(value: str) -> str:
    if not value.split():
        raise refusal("no licence is named.", LICENCE_HINT)
    return _line(value)


def _date(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])", value):
        raise refusal(f"{shown(value)} is no date.", "Use year, month and day, like 2026-03-31.")
    year, month, day = map(int, value.split("-"))
    days = monthrange(year, month)[1] if year else 0
    if day > days:
        raise refusal(f"{shown(value)} is no date.", f"That month has {days} days." if year else "There is no year 0.")
    return value


def _recording(value: str) -> str:
    if (why := path_refusal(value)) is not None:
        hint = "Use a file in the pack's own folder, with / between folders, like 'clips/push.wav'."
        raise refusal(f"{why}.", hint)
    if not value.lower().endswith(RECORDING_ENDINGS):
        raise refusal(f"{shown(value)} is no sound file.", f"Its name ends in {', '.join(RECORDING_ENDINGS)}.")
    return _line(value)


def _path(value: str) -> str:
    if not value or not value.isprintable():
        raise refusal(f"{shown(value)} is no name or path.", "Write it on one line.")
    return value


def _tempo_text(value: str) -> str:
    try:
        parse_tempo(value)
    except TempoError as error:
        raise refusal(str(error)) from error
    return value


def _pronounced_word(value: str) -> str:
    if not _are_words(value) or value != value.lower() or " " in value or not value:
        raise refusal(f"{shown(value)} is not a word of an alias.", "Use one lower-case word, like delt.")
    return value


def _phones(value: str) -> str:
    for phone in value.split():
        if phone not in PHONES:
            near = did_you_mean(phone.rstrip("012").upper(), PHONES)
            raise refusal(
                f"{shown(value)}: {shown(phone)} is no phone.",
                f"Use ARPAbet phones without stress, with blanks between, like 'D EH L T'.{near}",
            )
    if not value.split():
        raise refusal("the pronunciation is empty.", "Use ARPAbet phones with blanks between, like 'D EH L T'.")
    return " ".join(value.split())


Line = Annotated[str, Field(max_length=80, description="text, at most 80 characters"), AfterValidator(_line)]
"""One line: line breaks and repeated blanks become one blank."""

Licence = Annotated[str, Field(max_length=80, description="SPDX identifier"), AfterValidator(_licence)]
"""`CC-BY-4.0`, or an expression of several."""

Prose = Annotated[str, Field(max_length=500, description="text, at most 500 characters"), AfterValidator(_line)]
"""Some sentences; line breaks become blanks."""

Identifier = Annotated[
    str, Field(max_length=64, description="lower-case words joined by hyphens"), AfterValidator(_identifier)
]
"""`bench-press`."""

PackIdentifier = Annotated[Identifier, AfterValidator(_pack_identifier)]
"""`leg-day`; what a folder can be called on every computer."""

Version = Annotated[str, Field(max_length=32, description="three numbers with dots"), AfterValidator(_version)]
"""`1.0.0`."""

Language = Annotated[str, Field(description="two letters, like `en`"), AfterValidator(_language)]
"""`en` or `en-GB`."""

Alias = Annotated[
    str,
    Field(max_length=80, description=f"lower-case words, at most {MOST_ALIAS_WORDS}"),
    AfterValidator(_alias),
]
"""As it is spoken: `lat pull down`."""

CueWords = Annotated[
    str,
    Field(
        description=f"a few words, in English at most {MOST_CUE_WORDS}",
        json_schema_extra={"maxLength": MOST_CUE_CHARACTERS},
    ),
    AfterValidator(_cue_words),
]
"""What the coach says."""

KeyWord = Annotated[str, Field(max_length=MOST_KEY_CHARACTERS, description="one word"), AfterValidator(_key_word)]
"""The one word of a cue that is left when there is no time for more."""

SpokenLine = Annotated[
    str,
    Field(max_length=MOST_LINE_CHARACTERS, description=f"spoken text, at most {MOST_LINE_CHARACTERS} characters"),
    AfterValidator(_spoken_line),
]
"""What the coach says between sets."""

Date = Annotated[str, Field(max_length=10, description="date, like `2026-03-31`"), AfterValidator(_date)]
"""Year, month and day."""

RecordingPath = Annotated[
    str, Field(max_length=200, description="path inside the pack's folder"), AfterValidator(_recording)
]
"""`clips/push.wav`."""

NameOrPath = Annotated[str, Field(max_length=500, description="name or path"), AfterValidator(_path)]
"""Exactly as written."""

TempoText = Annotated[str, Field(description="four phases, like `3-1-1-0`"), AfterValidator(_tempo_text)]
"""As `core/tempo.py` reads it."""

PronouncedWord = Annotated[str, Field(max_length=40, description="word"), AfterValidator(_pronounced_word)]
"""One lower-case word of an alias."""

Phones = Annotated[str, Field(max_length=200, description="phones, like `D EH L T`"), AfterValidator(_phones)]
"""ARPAbet without stress, with blanks between."""
