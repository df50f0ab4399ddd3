"""The questions: which are asked, which answers count, what is wrong with an answer, which exits open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from expressions.problems import ExpressionFailed
from forms.conditions import conditions_of
from forms.form_plan import Exit, FormPlan, QuestionPlan, Text
from forms.problems import FormProblem

Answer = str | bool | int


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question that is asked now; `answer` None: still to be answered."""

    code: str
    plan: QuestionPlan
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class OpenExit:
    question: str
    exit: Exit


@dataclass(frozen=True, slots=True)
class Answering:
    """`answers` holds only what counts: valid answers to questions that are asked."""

    questions: tuple[QuestionView, ...]
    answers: Mapping[str, Answer]
    exits: tuple[OpenExit, ...]
    problems: tuple[FormProblem, ...]

    @property
    def to_ask(self) -> tuple[QuestionView, ...]:
        return tuple(view for view in self.questions if view.answer is None)

    @property
    def complete(self) -> bool:
        return not self.to_ask and not self.exits


def read_answers(form: FormPlan, answers: Mapping[str, object], *, today: date) -> Answering:
    """Goes through the questions in order; whether one is asked depends on the answers before it."""
    views: list[QuestionView] = []
    counting: dict[str, Answer] = {}
    exits: list[OpenExit] = []
    problems = [_unknown(code) for code in answers if code not in {each.code for each in form.questions}]
    for question in form.questions:
        if not _holds(form, question.when, counting, today):
            continue
        given = answers.get(question.code)
        problem = None if given is None else wrong_answer(question, given)
        if problem:
            problems.append(problem)
        answer = None if problem else _plain(given)
        views.append(QuestionView(question.code, question, answer))
        if answer is not None:
            counting[question.code] = answer
            exits += _exits(form, question, counting, today)
    return Answering(tuple(views), counting, tuple(exits), tuple(problems))


def wrong_answer(question: QuestionPlan, answer: object) -> FormProblem | None:
    """None when the answer is one that the question allows."""
    pointer = f"/answers/{question.code}"
    if question.kind == "boolean":
        if isinstance(answer, bool):
            return None
        return FormProblem(pointer, "not_yes_or_no", "请回答“是”或“否”", "answer yes or no")
    if question.kind == "number":
        return _wrong_number(question, answer, pointer)
    if isinstance(answer, str) and answer in {option.code for option in question.options}:
        return None
    return FormProblem(pointer, "not_an_option", "请从列出的选项中选择", "choose one of the options")


def _wrong_number(question: QuestionPlan, answer: object, pointer: str) -> FormProblem | None:
    if not isinstance(answer, int) or isinstance(answer, bool):
        return FormProblem(pointer, "not_a_number", "请填写整数", "enter a whole number")
    if question.minimum is not None and answer < question.minimum:
        return FormProblem(
            pointer, "too_small", f"不能小于 {question.minimum}", f"must be at least {question.minimum}"
        )
    if question.maximum is not None and answer > question.maximum:
        return FormProblem(
            pointer, "too_large", f"不能大于 {question.maximum}", f"must be at most {question.maximum}"
        )
    return None


def answer_in_words(question: QuestionPlan, answer: Answer) -> Text:
    if isinstance(answer, bool):
        return Text("是", "yes") if answer else Text("否", "no")
    chosen = next((option.text for option in question.options if option.code == answer), None)
    return chosen or Text(str(answer), str(answer))


def _exits(
    form: FormPlan, question: QuestionPlan, counting: Mapping[str, Answer], today: date
) -> list[OpenExit]:
    chosen = counting[question.code]
    exits = [option.exit for option in question.options if option.code == chosen and option.exit]
    exits += [each.exit for each in question.exits if _holds(form, each.when, counting, today)]
    return [OpenExit(question.code, each) for each in exits]


def _holds(form: FormPlan, when: str | None, answers: Mapping[str, Answer], today: date) -> bool:
    if when is None:
        return True
    facts: dict[str, object] = {f"answers.{code}": answer for code, answer in answers.items()}
    try:
        return conditions_of(form).expression(when).evaluate({**facts, "today": today}) is True
    except ExpressionFailed:
        return False


def _plain(answer: object) -> Answer | None:
    return answer if isinstance(answer, str | bool | int) else None


def _unknown(code: str) -> FormProblem:
    return FormProblem(
        f"/answers/{code}", "unknown_question", "没有这个问题", "there is no such question in this matter"
    )
