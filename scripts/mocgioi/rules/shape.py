"""Level 2: JSON Schema in plain words. Every error of `iter_errors` becomes a fault of one of these rules."""

from collections.abc import Iterator

from mocgioi.incident import Fault, listed, quoted
from mocgioi.rules import nearest, rule

GUIDE = "corpus/README.md: What lies where"
NAMES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "object": "an object",
    "array": "a list",
    "boolean": "true or false",
    "null": "null",
}
"""JSON's types in words."""


def _check(id: str):
    """The check of one rule of this module: the schema faults that belong to it."""

    def check(subject) -> Iterator[Fault]:
        for rule_id, fault in subject.schema_faults:
            if rule_id == id:
                yield fault

    return check


rule(
    "schema-type",
    level=2,
    scope="shape",
    guide=GUIDE,
    meaning="A value has the type that the schema gives it.",
    why="Programs that read the corpus rely on the types.",
    example='`"start": "12"`: a text where a whole number belongs.',
    fix="write the value in the type that is expected",
)(_check("schema-type"))

rule(
    "schema-missing",
    level=2,
    scope="shape",
    guide=GUIDE,
    meaning="Every key that the schema requires is there.",
    why="A missing key could mean forgotten or unknown; null says which.",
    example="A span without `group`.",
    fix="add the key; null or an empty list where there is nothing to say",
)(_check("schema-missing"))

rule(
    "schema-extra",
    level=2,
    scope="shape",
    guide=GUIDE,
    meaning="There is no key that the schema does not know.",
    why="A misspelt key is a missing one, and the rest would be dropped silently.",
    example='`"lable": "title"`',
    fix="remove the key, or correct its spelling",
)(_check("schema-extra"))

rule(
    "schema-choice",
    level=2,
    scope="shape",
    guide="corpus/GUIDE.md: Labels",
    meaning="A value is one of those that the schema lists.",
    why="Labels and bases are closed lists; what is new starts in the schema and the guide.",
    example='`"label": "paragrph"`',
    fix="write one of the expected values",
)(_check("schema-choice"))

rule(
    "schema-pattern",
    level=2,
    scope="shape",
    guide=GUIDE,
    meaning="A text has the form that the schema gives it.",
    why="Ids, digests, dates and groups are read by programs.",
    example='`"value": "28/07/2023"` where EDTF, `2023-07-28`, belongs.',
    fix="write the value in the form that is expected",
)(_check("schema-pattern"))

rule(
    "schema-limit",
    level=2,
    scope="shape",
    guide=GUIDE,
    meaning="A value keeps to the schema's limits: not empty, not negative, nothing twice.",
    why="An empty text or a number below zero is a slip; null says that there is nothing.",
    example='`"start": -1`',
    fix="correct the value; null or an empty list where there is nothing to say",
)(_check("schema-limit"))


def faults(validator, value) -> Iterator[tuple[str, Fault]]:
    """(rule, fault) for everything in which `value` differs from the schema of a jsonschema validator."""
    fractions = list(_fractions(value))
    for path in fractions:
        found = _at(value, path)
        yield (
            "schema-type",
            Fault(path, quoted(found), f"a whole number, {found:.0f}" if found == found // 1 else "a whole number"),
        )
    for error in validator.iter_errors(value):
        path = tuple(error.absolute_path)
        if path not in fractions:
            yield from _told(error, path)


def _told(error, path: tuple) -> Iterator[tuple[str, Fault]]:
    """One schema error in words."""
    found, want, node = quoted(error.instance), error.validator_value, error.schema
    about = node.get("description", "") if isinstance(node, dict) else ""
    match error.validator:
        case "type":
            kinds = [want] if isinstance(want, str) else want
            yield "schema-type", Fault(path, f"{found}, {_kind(error.instance)}", listed(NAMES[kind] for kind in kinds))
        case "required":
            yield from _missing(error, path)
        case "additionalProperties":
            yield from _extra(error, path)
        case "oneOf" | "enum" | "const":
            yield "schema-choice", _choice(error, path)
        case "pattern":
            yield "schema-pattern", Fault(path, found, about.rstrip(".") or f"a text of the form {want}")
        case "minimum":
            yield "schema-limit", Fault(path, found, f"{want} or more")
        case "minLength" | "minItems":
            yield "schema-limit", Fault(path, found, "something, or null where there is nothing to say")
        case "uniqueItems":
            twice = next(x for i, x in enumerate(error.instance) if x in error.instance[:i])
            yield "schema-limit", Fault(path, f"{quoted(twice)} twice", "each value once")
        case "propertyNames":
            yield "schema-pattern", Fault(path, found, "a key of the expected form")
        case "anyOf":
            for child in error.context:
                if child.validator != "type" or "null" not in str(child.validator_value):
                    yield from _told(child, path)
        case _:
            yield "schema-limit", Fault(path, found, f"what the schema asks for: {error.validator} {quoted(want)}")


def _choice(error, path: tuple) -> Fault:
    """A value that is none of those listed, with the one that was probably meant."""
    want = error.validator_value
    lists = {"oneOf": lambda: [branch.get("const") for branch in want], "enum": lambda: want, "const": lambda: [want]}
    choices = lists[error.validator]()
    near = nearest(error.instance, choices) if isinstance(error.instance, str) else None
    expected = f"one of {', '.join(map(str, choices))}" if len(choices) > 1 else quoted(choices[0])
    hint = f' (did you mean "{near}"?)' if near else ""
    return Fault(path, quoted(error.instance), expected + hint, f"write {quoted(near)}" if near else None)


def _missing(error, path: tuple) -> Iterator[tuple[str, Fault]]:
    """The keys that an object lacks, told once; not one whose misspelling is there, which is told instead."""
    absent = _absent(error)
    unknown = [k for k in error.instance if k not in error.schema.get("properties", {})]
    lacking = [key for key in absent if key not in [nearest(k, absent) for k in unknown]]
    if lacking and error.message == f"{lacking[0]!r} is a required property":
        names = listed([quoted(key) for key in lacking], "and")
        place = (*path, lacking[0]) if len(lacking) == 1 else path
        yield (
            "schema-missing",
            Fault(place, "no such key" if len(lacking) == 1 else "no such keys", names, f"add {names}"),
        )


def _extra(error, path: tuple) -> Iterator[tuple[str, Fault]]:
    for key in error.instance:
        if key not in error.schema.get("properties", {}):
            near = nearest(key, _absent(error))
            expected = f"{quoted(near)}" if near else listed([quoted(k) for k in error.schema.get("properties", {})])
            fix = f"rename the key to {quoted(near)}" if near else "remove the key"
            yield "schema-extra", Fault((*path, key), f"the key {quoted(key)}", expected, fix)


def _absent(error) -> list[str]:
    """The keys that the schema requires and the object lacks."""
    return [key for key in error.schema.get("required", []) if key not in error.instance]


def _kind(value) -> str:
    """The JSON type of a value, in words."""
    kinds = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array", dict: "object"}
    return NAMES[kinds.get(type(value), "null")]


def _fractions(value, path: tuple = ()) -> Iterator[tuple]:
    """The paths of all numbers that are no integers: the schemas have none, and 3.0 passes for an integer there."""
    if isinstance(value, float):
        yield path
    elif isinstance(value, dict | list):
        for key, child in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _fractions(child, (*path, key))


def _at(value, path: tuple):
    for step in path:
        value = value[step]
    return value
