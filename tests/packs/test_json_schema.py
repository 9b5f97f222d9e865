"""The JSON Schema for editors: it takes every pack that RepCue takes, and knows every key."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from repcue.packs.json_schema import overrides_json_schema, pack_json_schema

REPOSITORY = Path(__file__).parents[2]
PACKS = sorted((REPOSITORY / "cue_packs").glob("*/pack.yaml"))
SCHEMA = pack_json_schema()


def faults(value: object, schema: dict[str, Any], root: dict[str, Any], place: str = "") -> list[str]:
    """Return what is wrong with a value, by as much of JSON Schema as ours uses."""
    if "$ref" in schema:
        return faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, place)
    if "anyOf" in schema:
        tried = [faults(value, each, root, place) for each in schema["anyOf"]]
        return [] if any(not each for each in tried) else tried[0]
    if "const" in schema or "enum" in schema:
        allowed = schema.get("enum", [schema.get("const")])
        return [] if value in allowed else [f"{place}: {value!r} is none of {allowed}"]
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
        "object": dict,
    }
    if not isinstance(value, kinds[schema["type"]]):
        return [f"{place}: {value!r} is no {schema['type']}"]
    found: list[str] = []
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += faults(item, schema["items"], root, f"{place}[{index}]")
    if isinstance(value, dict):
        found += [f"{place}: {key} is missing" for key in schema.get("required", []) if key not in value]
        for key, item in value.items():
            patterns = [each for pattern, each in schema.get("patternProperties", {}).items() if re.match(pattern, key)]
            below = schema.get("properties", {}).get(key) or (patterns or [schema.get("additionalProperties")])[0]
            found += faults(item, below, root, f"{place}.{key}") if below else [f"{place}: {key} is unknown"]
    return found


@pytest.mark.parametrize("file", PACKS, ids=lambda file: file.parent.name)
def test_an_editor_finds_nothing_wrong_with_what_ships(file: Path) -> None:
    written = yaml.safe_load(file.read_text(encoding="utf-8").replace("created: ", "created: !!str "))
    assert faults(written, SCHEMA, SCHEMA) == []


def test_an_editor_sees_a_misspelt_key_and_a_wrong_word() -> None:
    cue = {"focus": "inside", "rep": "Push", "sayy": "no"}
    pack = {"exercises": [{"id": "squat", "name": "Squat", "aliases": ["squat"], "muscles": {}, "cues": [cue]}]}
    found = faults(pack, SCHEMA, SCHEMA)
    assert ".exercises[0].cues[0]: sayy is unknown" in found
    assert ".exercises[0].cues[0].focus: 'inside' is none of ['internal', 'external']" in found
    assert ".exercises[0].muscles: primary is missing" in found


def test_a_text_may_be_given_for_each_language() -> None:
    rep = SCHEMA["$defs"]["Cue"]["properties"]["rep"]
    assert faults({"en": "Push", "de": "Drück"}, rep, SCHEMA) == []
    assert faults("Push", rep, SCHEMA) == []
    assert faults({"english": "Push"}, rep, SCHEMA) != []


def test_what_looks_like_a_number_is_taken_and_nothing_may_be_null() -> None:
    tempo = SCHEMA["$defs"]["Exercise"]["properties"]["tempo"]
    assert faults(4010, tempo, SCHEMA) == []
    assert faults(1, SCHEMA["properties"]["format"], SCHEMA) == []
    assert '"null"' not in json.dumps(SCHEMA)


def test_every_key_is_explained_as_in_the_documentation() -> None:
    for schema in (SCHEMA, overrides_json_schema()):
        shapes = [schema, *schema["$defs"].values()]
        keys = [(key, value) for shape in shapes for key, value in shape.get("properties", {}).items()]
        assert [key for key, value in keys if not value["description"]] == []


def test_own_changes_have_a_schema_of_their_own() -> None:
    schema = overrides_json_schema()
    written = yaml.safe_load("exercises: {squat: {reps: 5, cues: {floor: {rep: Push}}, pinned: floor}}")
    assert faults(written, schema, schema) == []
    assert faults({"exercises": {"squat": {"repps": 5}}}, schema, schema) == [".exercises.squat: repps is unknown"]
