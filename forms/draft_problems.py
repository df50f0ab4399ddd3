"""Everything that keeps a draft from being submitted, all at once, each with its place and its words."""

from collections.abc import Collection

from forms.asking import FieldView, MaterialView, is_asked
from forms.conditions import conditions_of
from forms.consenting import ConsentView, twice_named
from forms.facts import Instance, key_of
from forms.form_plan import Text
from forms.problems import FormProblem
from forms.reading import Reading
from forms.switching import ItemOn

_WORDS_OF_CONSENT = {
    "not_asked": ("尚未征求同意", "has not been asked yet"),
    "asked": ("正在等待答复", "has not answered yet"),
    "refused": ("已拒绝", "has refused"),
    "expired": ("在期限内未答复", "did not answer in time"),
}


def problems_of(
    reading: Reading,
    on: list[ItemOn],
    fields: list[FieldView],
    materials: list[MaterialView],
    consents: list[ConsentView],
) -> list[FormProblem]:
    problems = [*reading.answering.problems, *_of_questions(reading), *_of_values(reading, fields)]
    problems += _missing_fields(reading, fields, already={each.pointer for each in problems})
    awaited = {each.key for each in fields if each.required and each.key not in reading.values}
    problems += problems_of_rules(reading, {each.key for each in fields}, awaited=awaited)
    problems += twice_named(reading)
    problems += [_missing_material(each) for each in materials if _is_missing(each)]
    problems += [_of_consent(each) for each in consents if not each.satisfied]
    problems += _of_delivery(reading, on)
    if not problems:
        problems += _of_items(on)
    return problems


def _of_questions(reading: Reading) -> list[FormProblem]:
    answering = reading.answering
    wrong = {problem.pointer for problem in answering.problems}
    missing = [
        FormProblem(f"/answers/{view.code}", "not_answered", "请回答这个问题", "please answer this question")
        for view in answering.to_ask
        if f"/answers/{view.code}" not in wrong
    ]
    exits = [
        FormProblem(
            f"/answers/{each.question}",
            "exit",
            f"{each.exit.reason.zh} {each.exit.where.zh}",
            f"{each.exit.reason.en} {each.exit.where.en}",
        )
        for each in answering.exits
    ]
    return missing + exits


def _of_values(reading: Reading, fields: list[FieldView]) -> list[FormProblem]:
    """Wrong values of fields that are not asked now stay quiet; names that do not exist do not."""
    active = {f"/form/{field.key}" for field in fields}
    return [each for each in reading.problems if each.pointer in active or each.code == "unknown_field"]


def _missing_fields(reading: Reading, fields: list[FieldView], *, already: set[str]) -> list[FormProblem]:
    """A required computed field is missing because what it is computed from is: that field is named."""
    return [
        FormProblem(
            f"/form/{field.key}", "required", f"请填写{field.title.zh}", f"please enter: {field.title.en}"
        )
        for field in fields
        if field.required
        and is_asked(field)
        and field.key not in reading.values
        and f"/form/{field.key}" not in already
    ]


def problems_of_rules(
    reading: Reading, active: Collection[str], *, awaited: Collection[str] = frozenset()
) -> list[FormProblem]:
    """Of the rules that belong to the fields `active`. `awaited`: keys that still have to be filled in; a
    rule that compares with one of them has nothing to say yet, and that it is missing is said anyway."""
    problems: list[FormProblem] = []
    for rule in reading.form.rules:
        reads = conditions_of(reading.form).expression(rule.must).variables()
        for instance in reading.instances(rule.key.partition(".")[0]):
            key = key_of(rule.key, instance)
            if key not in active or key not in reading.values or _waits(reads, instance, awaited):
                continue
            if not reading.holds(rule.must, instance):
                problems.append(FormProblem(f"/form/{key}", f"rule.{rule.code}", rule.text.zh, rule.text.en))
    return problems


def _waits(reads: Collection[str], instance: Instance | None, awaited: Collection[str]) -> bool:
    return any(key_of(each, instance) in awaited for each in reads)


def _is_missing(material: MaterialView) -> bool:
    return material.required and not material.present and not material.replaced


def _missing_material(material: MaterialView) -> FormProblem:
    return FormProblem(
        f"/materials/{material.key}",
        "required",
        f"请上传：{material.title.zh}",
        f"please upload: {material.title.en}",
    )


def _of_consent(consent: ConsentView) -> FormProblem:
    """Of several people, by name who is missing."""
    zh, en = _WORDS_OF_CONSENT[consent.state]
    who = consent.person or consent.instance
    named = Text(f"（{who}）", f" ({who})") if consent.instance else Text("", "")
    return FormProblem(
        f"/consents/{consent.code}",
        f"consent_{consent.state}",
        f"{consent.title.zh}{named.zh}：{zh}。{consent.alternative.zh}",
        f"{consent.title.en}{named.en}: {en}. {consent.alternative.en}",
    )


def _of_delivery(reading: Reading, on: list[ItemOn]) -> list[FormProblem]:
    delivery = reading.form.delivery
    if delivery is None or not on or reading.known.delivery in delivery.modes:
        return []
    return [
        FormProblem(
            "/delivery/mode", "required", "请选择结果的领取方式", "choose how you want to get the results"
        )
    ]


def _of_items(on: list[ItemOn]) -> list[FormProblem]:
    if not on:
        return [
            FormProblem(
                "/answers",
                "nothing_to_do",
                "按照您的回答，没有需要办理的事项",
                "by your answers there is nothing to be done here",
            )
        ]
    return [
        FormProblem(
            f"/items/{item.key}",
            "region_unknown",
            f"无法确定“{item.title.zh}”由哪个地区办理，请检查所填的地区",
            f"the place that is responsible for “{item.title.en}” is not known; check the regions entered",
        )
        for item in on
        if item.region is None
    ]
