"""A situation in the words of the matter: which answers, and what was typed."""

from collections.abc import Iterable
from datetime import date

from forms.answering import answer_in_words
from forms.form_plan import FormPlan, Text
from matter_definitions.proof.solver import Fact
from matter_definitions.proof.vocabulary import OTHER

_ALWAYS = Text("在任何情况下都是这样。", "It is so in every case.")


def story_of(form: FormPlan, facts: Iterable[Fact]) -> Text:
    """A sentence: `For example: “Born where” is “at home”, “The father's consent” is “refused”.`"""
    said = [_said(form, fact) for fact in facts]
    if not said:
        return _ALWAYS
    zh, en = "、".join(each.zh for each in said), ", ".join(each.en for each in said)
    return Text(f"例如{zh}时。", f"For example: {en}.")


def _said(form: FormPlan, fact: Fact) -> Text:
    kind, _, code = fact.variable.partition(".")
    value = fact.value
    if kind == "answers":
        question = next(each for each in form.questions if each.code == code)
        if value is None:
            title = _quoted(question.title)
            return Text(f"不问{title.zh}", f"{title.en} is not asked")
        assert isinstance(value, str | bool | int)
        return _pair(question.title, answer_in_words(question, value))
    return _pair(_title(form, fact.variable), _value(form, fact))


def _pair(title: Text, value: Text) -> Text:
    title = _quoted(title)
    return Text(f"{title.zh}为“{value.zh}”", f"{title.en} is “{value.en}”")


def _quoted(title: Text) -> Text:
    return Text(f"“{title.zh.rstrip('？?')}”", f"“{title.en.rstrip('?')}”")


def _title(form: FormPlan, variable: str) -> Text:
    kind, _, code = variable.partition(".")
    named = {
        "consent": {each.code: each.title for each in form.consents},
        "found": {each.code: each.title for each in form.lookups},
    }
    if code in named.get(kind, {}):
        return named[kind][code]
    if variable == "today":
        return Text("申请日", "the day of application")
    if variable == "delivery.mode":
        return Text("领取方式", "delivery")
    field = next((each for each in form.fields if each.key == variable), None)
    return field.title if field else Text(variable, variable)


def _value(form: FormPlan, fact: Fact) -> Text:
    value = fact.value
    if value is None:
        return Text("未填写", "left empty")
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, date):
        return Text(f"{value.year}年{value.month}月{value.day}日", value.isoformat())
    if value == OTHER:
        return Text("其他内容", "anything else")
    options = [
        o.text for each in form.fields if each.key == fact.variable for o in each.options if o.code == value
    ]
    return options[0] if options else Text(str(value), str(value))
