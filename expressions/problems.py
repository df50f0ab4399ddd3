"""What can be wrong with an expression: when it is published, and when it is evaluated."""

import re

_PLACE = re.compile(r"ERROR: [^:]*:(?P<line>\d+):(?P<column>\d+): (?P<text>[^\n]*)")
_QUOTED = re.compile(r"""['"].*['"]""", re.DOTALL)
_STATUS = re.compile(r"\s*\[[A-Z_]+\]\s*$")


class ExpressionProblem(Exception):
    """An expression that cannot be published. Line and column count from 1."""

    def __init__(self, source: str, *, line: int, column: int, message_zh: str, message_en: str) -> None:
        super().__init__(f"{line}:{column}: {message_en}")
        self.source = source
        self.line = line
        self.column = column
        self.message_zh = message_zh
        self.message_en = message_en


class ExpressionFailed(Exception):
    """A published expression has no value for these facts. What the reason quotes is left out: it may be
    somebody's answer."""

    def __init__(self, source: str, *, reason: str) -> None:
        self.source = source
        self.reason = _QUOTED.sub("…", reason)
        super().__init__(f"{source}: {self.reason}")


def problem_of(source: str, library_message: str) -> ExpressionProblem:
    """The first problem in what the library says.

    The library tells its problems only as text; this is the one place that reads it, and a wording that
    it does not know is passed on as it is.
    """
    found = _PLACE.search(library_message)
    if found is None:
        text = _STATUS.sub("", library_message)
        return ExpressionProblem(source, line=1, column=1, message_zh=f"无法读取：{text}", message_en=text)
    text = _STATUS.sub("", found["text"]).strip()
    zh, en = _in_words(text)
    return ExpressionProblem(
        source, line=int(found["line"]), column=int(found["column"]), message_zh=zh, message_en=en
    )


def _in_words(text: str) -> tuple[str, str]:
    if unknown := re.match(r"undeclared reference to '([^']*)'", text):
        name = unknown[1]
        return f"没有名为“{name}”的字段或函数", f"there is no field or function named '{name}'"
    if overload := re.match(r"found no matching overload for '([^']*)' applied to '([^']*)'", text):
        operator = overload[1].strip("_").replace("_", " ")
        types = overload[2].replace("google.protobuf.Timestamp", "timestamp")
        return (
            f"“{operator}”不能用于这些类型：{types}",
            f"'{operator}' cannot be applied to the types {types}",
        )
    if syntax := re.match(r"Syntax error: (?P<what>.*?)(?: expecting .*)?$", text):
        if "<EOF>" in syntax["what"]:
            return "表达式不完整", "the expression ends too early"
        return f"语法错误：{syntax['what']}", f"syntax error: {syntax['what']}"
    return f"表达式有误：{text}", text
