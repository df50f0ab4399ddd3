"""What an administrator is told when a definition cannot be kept as it was sent."""

from forms.form_plan import Text
from matter_definitions.sources import NotOneDefinition, Source, read_source
from refusals import FieldError, Malformed, NotNow


class CodeTaken(NotNow):
    type = "definition-exists"
    title = Text("这个代码已经有定义，请新建版本", "This code is taken; make a new version of it")


class DraftOpen(NotNow):
    type = "definition-draft-open"
    title = Text("这个定义已有未发布的草稿", "There is a draft of this definition already")


class SourceUnusable(Malformed):
    """The text is unreadable or defines something else; nothing was kept."""

    type = "definition-unusable"
    title = Text("定义无法读取，没有保存", "The definition cannot be read; nothing was kept")


def usable_source(text: str) -> Source:
    """Raises SourceUnusable (422) with the line, as `/source:12`."""
    try:
        return read_source(text)
    except NotOneDefinition as reason:
        raise unusable(reason.line, reason.words) from reason


def unusable(line: int, words: Text) -> SourceUnusable:
    return SourceUnusable(errors=[FieldError(f"/source:{line}", words.zh, words.en)])
