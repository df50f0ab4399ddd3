"""A value as text of the small YAML that definitions are written in (`matter_definitions/read.py`)."""

import json
import re
from collections.abc import Mapping, Sequence

from matter_definitions.read import CONSTANTS, WHOLE_NUMBER

LONGEST_LINE = 110
INDENT = "  "

# A plain text begins with a letter, a digit or what Chinese sentences begin with, and holds nothing that
# YAML would read as its own; everything else goes in quotes. Rather quoted once too often than misread.
_PLAIN = re.compile(r"[\w《〈「“（=/][^\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*")
_MEANT_FOR_YAML = re.compile(r":(?=\W|$)| #|[,?\[\]{}]")
_NOT_PRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def flow(value: object) -> str:
    """On one line: `{code: home, text: {zh: 家中, en: At home}}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(str(key))}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(each) for each in value) + "]"
    return scalar(value)


def scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    text = str(value)
    return text if _may_be_plain(text) else _quoted(text)


def after_key(value: object, *, indent: str, room: int) -> str:
    """What stands behind `key:`: a space and one line, or the lines below it, indented by `indent`."""
    line = flow(value)
    if not isinstance(value, (Mapping, list)) or not value or len(line) <= room:
        return f" {line}"
    return "\n" + block(value, indent=indent)


def block(value: object, *, indent: str) -> str:
    """A mapping or a list on lines of its own, each with the indent; without a line end after the last."""
    if isinstance(value, Mapping):
        return "\n".join(entry(str(key), each, indent=indent) for key, each in value.items())
    assert isinstance(value, list)
    return "\n".join(item(each, indent=indent) for each in value)


def entry(key: str, value: object, *, indent: str) -> str:
    head = f"{indent}{scalar(key)}:"
    return head + after_key(value, indent=indent + INDENT, room=LONGEST_LINE - len(head) - 1)


def item(value: object, *, indent: str) -> str:
    """`- ` and the value; the keys of a long mapping stand below each other, the first behind the dash."""
    line = f"{indent}- {flow(value)}"
    if len(line) <= LONGEST_LINE or not value or not isinstance(value, (Mapping, list)):
        return line
    return f"{indent}- {block(value, indent=indent + INDENT).lstrip(' ')}"


def _may_be_plain(text: str) -> bool:
    return (
        bool(_PLAIN.fullmatch(text))
        and text == text.strip()
        and not _MEANT_FOR_YAML.search(text)
        and text.lower() not in CONSTANTS
        and not WHOLE_NUMBER.fullmatch(text)
    )


def _quoted(text: str) -> str:
    return _NOT_PRINTABLE.sub(lambda each: f"\\u{ord(each[0]):04x}", json.dumps(text, ensure_ascii=False))
