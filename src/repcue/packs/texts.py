"""Texts that a pack may hold in several languages: a plain text, or one for each language.

`rep: Push the floor away` is in the pack's main language; `rep: {en: Push the floor away, de: Drück den Boden weg}`
is in two. A shape holds the text of one language only: `packs/languages.py` takes the right one out of the file
before the shape is filled.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field, GetJsonSchemaHandler

from repcue.packs.values import Alias, CueWords, KeyWord, Line, Prose, RecordingPath, SpokenLine


@dataclass(frozen=True, slots=True)
class PerLanguage:
    """Marks a key whose value may be given for each language."""

    falls_back: bool = True
    """Whether the main language's value stands in where another language has none; a recording's does not."""

    def __get_pydantic_json_schema__(self, core_schema: Any, shape: GetJsonSchemaHandler) -> dict[str, Any]:  # noqa: ANN401
        """Return the schema for editors: the value, or the values by language."""
        one = shape(core_schema)
        by_language = {"type": "object", "patternProperties": {"^[a-z]{2}(-[A-Z]{2})?$": one}, "minProperties": 1}
        return {"anyOf": [one, by_language | {"additionalProperties": False}]}


LineText = Annotated[Line, PerLanguage()]
"""A line that is read."""

ProseText = Annotated[Prose, PerLanguage()]
"""Some sentences that are read."""

AliasText = Annotated[Alias, PerLanguage()]
"""A few words as somebody says them."""

AliasTexts = Annotated[tuple[Alias, ...], Field(min_length=1), PerLanguage()]
"""What one can say for the same thing; each language has its own, not translations of each other."""

CueText = Annotated[CueWords, PerLanguage()]
"""What the coach says on a repetition."""

KeyText = Annotated[KeyWord, PerLanguage()]
"""One word."""

SpokenText = Annotated[SpokenLine, PerLanguage()]
"""A line that the coach says between sets."""

RecordingText = Annotated[RecordingPath, PerLanguage(falls_back=False)]
"""A sound file; a plain path speaks the main language."""
