"""What proofs call the parts of a matter: the title that people know, and the name in the file."""

from forms.form_plan import FieldPlan, FormPlan, MaterialPlan, QuestionPlan, Text
from matter_definitions.workbench import UsedItem


def item_named(item: UsedItem) -> Text:
    return _named(item.model.title.text, item.code)


def question_named(question: QuestionPlan) -> Text:
    return _named(question.title, f"answers.{question.code}")


def part_named(form: FormPlan, part: FieldPlan | MaterialPlan) -> Text:
    owner = subject_title(form, part.subject) if part.subject else None
    title = Text(f"{owner.zh}：{part.title.zh}", f"{owner.en}: {part.title.en}") if owner else part.title
    return _named(title, part.key)


def subject_title(form: FormPlan, code: str) -> Text:
    return next(each.title for each in form.subjects if each.code == code)


def several(names: list[Text]) -> Text:
    return Text("、".join(each.zh for each in names), ", ".join(each.en for each in names))


def _named(title: Text, code: str) -> Text:
    zh, en = title.zh.rstrip("？?"), title.en.rstrip("?")
    return Text(f"“{zh}”（{code}）", f"“{en}” ({code})")
