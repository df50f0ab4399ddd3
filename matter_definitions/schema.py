"""A document against its model: every mistake of form as a problem in words, with its line."""

from difflib import get_close_matches
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from matter_definitions.language.texts import CODE, KEY, NAME, RESULT, TWELVE_DIGITS
from matter_definitions.problems import Problems
from matter_definitions.read import Document, Path

M = TypeVar("M", bound=BaseModel)
MOST_TOLD = 100  # of one document; who has made more mistakes has made them over and over

_TYPES = {
    "string_type": ("应为文字（数字请加引号）", "must be a text (put a number in quotes)"),
    "int_type": ("应为整数", "must be a whole number"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "list_type": ("应为列表", "must be a list"),
    "dict_type": ("应为“名称: 值”", "must be a mapping of names to values"),
    "model_type": ("应为“名称: 值”", "must be a mapping of names to values"),
    "string_too_short": ("不能为空", "must not be empty"),
    "too_short": ("不能为空", "must not be empty"),
    "markup": (
        "只能是纯文字，不能有 HTML、控制字符或看不见的字符",
        "must be plain text without HTML, control characters or characters that are not seen",
    ),
    "limit": (
        "应写成 “5 working days”（工作日）“30 natural days”（自然日）“24 hours”（小时）或 “at once”（当场）",
        "must read like “5 working days”, “30 natural days”, “24 hours” or “at once”",
    ),
    "validity": (
        "应写成 “5 years”“18 months” 或 “90 days”",
        "must read like “5 years”, “18 months” or “90 days”",
    ),
}
_BOUNDS = {
    "string_too_long": ("最多 {max_length} 个字符", "has at most {max_length} characters"),
    "too_long": ("最多 {max_length} 项", "has at most {max_length} entries"),
    "greater_than_equal": ("不能小于 {ge}", "must not be less than {ge}"),
    "greater_than": ("应大于 {gt}", "must be more than {gt}"),
    "less_than_equal": ("不能大于 {le}", "must not be more than {le}"),
}
_PATTERNS = {
    CODE: (
        "只能用小写英文字母、数字和连字符，以字母开头，例如 dog-licence",
        "only lower case letters, digits and hyphens, and a letter first, as dog-licence",
    ),
    NAME: (
        "只能用小写英文字母、数字和下划线，以字母开头，例如 dog_name",
        "only lower case letters, digits and underscores, and a letter first, as dog_name",
    ),
    KEY: (
        "应是主体和数据元的代码，中间加点，例如 child.name",
        "a subject and an element with a dot between them, as child.name",
    ),
    RESULT: (
        "应是事项和结果的代码，中间加点，例如 dog-licence.licence",
        "an item and a result with a dot between them, as dog-licence.licence",
    ),
    TWELVE_DIGITS: ("应是十二位数字，例如 330110000000", "twelve digits, as 330110000000"),
}
_KEY = "[key]"  # where pydantic means the name of an entry, not what it holds
_CODES = {
    "string_pattern_mismatch": "malformed",
    "literal_error": "not-an-option",
    "limit": "limit",
    "validity": "limit",
    "markup": "markup",
}


def model_of(document: Document, model: type[M], problems: Problems) -> M | None:
    """None when something is wrong; the problems say what, all of it."""
    try:
        return model.model_validate(document.data)
    except ValidationError as mistakes:
        found = mistakes.errors(include_url=False)
        for mistake in found[:MOST_TOLD]:
            _add(document, model, mistake, problems)
        if (more := len(found) - MOST_TOLD) > 0:
            zh, en = f"另有 {more} 处错误未列出", f"there are {more} more mistakes"
            problems.add(document, (), code="more-mistakes", zh=zh, en=en)
        return None


def _add(document: Document, model: type[BaseModel], mistake: ErrorDetails, problems: Problems) -> None:
    path: Path = mistake["loc"]
    name = next((str(part) for part in reversed(path) if part != _KEY), document.file)
    kind = mistake["type"]
    if kind == "missing" and name in ("zh", "en"):
        zh, en = f"缺少{_language(name)[0]}文本", f"the {_language(name)[1]} text is missing"
        problems.add(document, path, code="text-missing", zh=zh, en=en)
    elif kind == "missing":
        problems.add(document, path, code="missing", zh=f"缺少“{name}”", en=f"“{name}” is missing")
    elif kind == "extra_forbidden":
        known = _names_at(model, path[:-1])
        zh, en = _did_you_mean(name, known)
        problems.add(
            document, path, code="unknown-entry", zh=f"不认识“{name}”{zh}", en=f"“{name}” is not known{en}"
        )
    else:
        zh, en = _in_words(mistake)
        problems.add(document, path, code=_code(kind), zh=f"“{name}”{zh}", en=f"“{name}” {en}")


def _code(kind: str) -> str:
    return _CODES.get(kind, "wrong-type")


def _in_words(mistake: ErrorDetails) -> tuple[str, str]:
    kind, context = mistake["type"], mistake.get("ctx", {})
    if kind == "literal_error":
        expected = context.get("expected", "")
        return f"应为以下之一：{expected}", f"must be one of {expected}"
    if kind == "string_pattern_mismatch":
        pattern = str(context.get("pattern"))
        zh, en = _PATTERNS.get(pattern, (f"应符合 {pattern}", pattern))
        return f"的写法不对：{zh}", f"is not written as it should be: {en}"
    if kind in _BOUNDS:
        zh, en = _BOUNDS[kind]
        return zh.format(**context), en.format(**context)
    return _TYPES.get(kind, (f"不正确：{mistake['msg']}", f"is not right: {mistake['msg']}"))


def _language(name: str) -> tuple[str, str]:
    return ("中文", "Chinese") if name == "zh" else ("英文", "English")


def _did_you_mean(name: str, known: list[str]) -> tuple[str, str]:
    close = get_close_matches(name, known, n=1)
    return (f"，是否想写“{close[0]}”？", f"; did you mean “{close[0]}”?") if close else ("", "")


def _names_at(model: type[BaseModel], path: Path) -> list[str]:
    """The names that a model knows at a place inside it; empty where that cannot be said."""
    current: type[BaseModel] | None = model
    for part in path:
        if current is None or isinstance(part, int):
            continue
        field = current.model_fields.get(part)
        current = model_in(field.annotation) if field else None
    return list(current.model_fields) if current else []


def model_in(annotation: object) -> type[BaseModel] | None:
    """The model that a field of this type holds, or a list of which it holds."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = model_in(part)
        if found:
            return found
    return None
