#!/usr/bin/env python3
"""Holds JSON on standard input against what docs/output.schema.json says of a command's output.

    valid.py SCHEMA NAME            one value
    valid.py SCHEMA NAME --lines    one a line, at least one
    valid.py SCHEMA NAME --open     members that the schema doesn't name are no fault
    valid.py SCHEMA                 only whether the schema is one

Without --open, a member that the schema doesn't name is a fault, though not to those who read what a later version prints.
"""
import json
import sys
from datetime import datetime

from jsonschema import Draft7Validator, FormatChecker


def closed(schema):
    """Nothing but what is named."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {name: closed(value) for name, value in schema.items()}
    if isinstance(schema.get("properties"), dict) and schema.get("type") == "object":
        strict.setdefault("additionalProperties", False)
    return strict


def instant(text):
    datetime.strptime(text[:19] + text[-1:], "%Y-%m-%dT%H:%M:%SZ")
    return True


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    Draft7Validator.check_schema(schema)
    if len(sys.argv) == 2:
        return 0
    checker = FormatChecker(formats=())
    checker.checks("date-time", raises=ValueError)(instant)
    definitions = schema if "--open" in sys.argv else closed(schema)
    validator = Draft7Validator(dict(definitions, **{"$ref": "#/definitions/" + sys.argv[2]}), format_checker=checker)
    text = sys.stdin.read()
    values = [json.loads(part) for part in (text.splitlines() if "--lines" in sys.argv else [text])]
    faults = [] if values else ["there is not one line"]
    for value in values:
        for error in validator.iter_errors(value):
            faults.append("/".join(str(step) for step in error.absolute_path) + ": " + error.message)
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
