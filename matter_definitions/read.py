"""YAML (or JSON) with line numbers: plain data, and for each place in it the line where it stands.

Deliberately a small part of YAML 1.2: texts, whole numbers, `true` and `false`, lists and mappings.
`no` and `on` are texts, a date is a text, anchors and aliases are refused (they can blow up).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path: TypeAlias = tuple[str | int, ...]

# The parser written in C is ten times as fast; not every build of the library has it, and it does not read
# a rare character that JSON writes as two halves.
_FAST_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HALF_A_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")

MAX_CHARACTERS = 256 * 1024
MAX_DEPTH = 30
MAX_ENTRIES = 2000  # of one list, or names of one mapping: a form of that length is for nobody
MAX_DIGITS = 40
WHOLE_NUMBER = re.compile(r"-?(0|[1-9]\d*)")
CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


class Unreadable(Exception):
    """The text is no YAML that we accept; `line` counts from 1."""

    def __init__(self, *, line: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.line = line
        self.zh = zh
        self.en = en


@dataclass(frozen=True, slots=True)
class Document:
    """One definition file. `file` is its name for people, not necessarily a path."""

    file: str
    data: dict[str, object]
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a place, or of the nearest place around it that exists."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_document(text: str, *, file: str) -> Document:
    """Raises `Unreadable`."""
    if len(text) > MAX_CHARACTERS:
        raise Unreadable(
            line=1, zh="文件太大（超过 256 K 字符）", en="the file is too large (over 256 K characters)"
        )
    loader = loader_of(text)
    try:
        _refuse_what_blows_up(text, loader)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else 1
        words = problem.problem or "unknown mistake"
        raise Unreadable(
            line=line, zh=f"不是正确的 YAML：{words}", en=f"this is not correct YAML: {words}"
        ) from None
    except yaml.YAMLError:
        raise Unreadable(
            line=1, zh="含有不允许的字符", en="it holds characters that are not allowed"
        ) from None
    lines: dict[Path, int] = {}
    data = _plain(node, (), lines) if node is not None else None
    if not isinstance(data, dict):
        raise Unreadable(
            line=1, zh="文件最外层应是“名称: 值”", en="the file must be a mapping of names to values"
        )
    return Document(file=file, data=data, lines=lines)


@lru_cache(maxsize=16)
def known_document(text: str) -> Document:
    """As `read_document`, for who only looks: one page asks about the same text a dozen times. Raises
    `Unreadable`."""
    return read_document(text, file="")


def loader_of(text: str) -> type[yaml.SafeLoader]:
    """The parser by which a text is read; only the one in Python takes half a character."""
    return yaml.SafeLoader if _HALF_A_CHARACTER.search(text) else _FAST_LOADER


def _refuse_what_blows_up(text: str, loader: type) -> None:
    """Event by event: nothing is built, and no recursion is deep, before it is known to be harmless."""
    depth = 0
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH + 1:
            raise Unreadable(line=event.start_mark.line + 1, zh="嵌套太深", en="it is nested too deeply")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Unreadable(
                line=event.start_mark.line + 1,
                zh="不允许使用锚点（&）和引用（*）",
                en="anchors (&) and aliases (*) are not allowed",
            )


def _plain(node: Node, path: Path, lines: dict[Path, int]) -> object:
    lines.setdefault(path, node.start_mark.line + 1)
    if len(path) > MAX_DEPTH:
        raise Unreadable(line=lines[path], zh="嵌套太深", en="it is nested too deeply")
    if isinstance(node, MappingNode | SequenceNode) and len(node.value) > MAX_ENTRIES:
        raise Unreadable(
            line=lines[path],
            zh=f"这里的内容太多（超过 {MAX_ENTRIES} 项）",
            en=f"too much is listed here (over {MAX_ENTRIES} entries)",
        )
    if isinstance(node, MappingNode):
        return _mapping(node, path, lines)
    if isinstance(node, SequenceNode):
        return [_plain(each, (*path, number), lines) for number, each in enumerate(node.value)]
    assert isinstance(node, ScalarNode)
    return _scalar(node)


def _mapping(node: MappingNode, path: Path, lines: dict[Path, int]) -> dict[str, object]:
    data: dict[str, object] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, ScalarNode):
            raise Unreadable(line=line, zh="名称应是文字", en="a name must be a text")
        key = _joined(key_node)
        if key in data:
            raise Unreadable(line=line, zh=f"“{key}”写了两次", en=f"“{key}” is written twice")
        lines[(*path, key)] = line
        data[key] = _plain(value_node, (*path, key), lines)
    return data


def _joined(node: ScalarNode) -> str:
    """JSON may write a rare character as two halves (`\\ud842\\udfb7`); a half alone is no character."""
    text = str(node.value)
    try:
        return text.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        line = node.start_mark.line + 1
        raise Unreadable(line=line, zh="含有半个字符", en="it holds half a character") from None


def _scalar(node: ScalarNode) -> object:
    text = _joined(node)
    if node.style:  # quoted, or a block of text
        return text
    if text.lower() in CONSTANTS:
        return CONSTANTS[text.lower()]
    if len(text) <= MAX_DIGITS and WHOLE_NUMBER.fullmatch(text):
        return int(text)
    return text  # a number that long is a code, and Python would not even read it
