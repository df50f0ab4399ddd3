"""Consents: whose they are, what they show, and what may stand in their place."""

from matter_definitions.language.matters import ConsentModel
from matter_definitions.workbench import Place, Workbench, material_parts

_NUMBER = "id_number"


def check_consent(bench: Workbench, consent: ConsentModel, place: Place) -> None:
    if consent.for_each:
        _check_several(bench, consent, place)
    else:
        _check_one(bench, consent, place)
    if not consent.alternative_materials:
        bench.complain(
            place.below("alternative_materials"),
            "no-alternative",
            zh="必须说明对方不同意或不答复时可以提交什么材料代替",
            en="say which materials stand in its place when the person refuses or does not answer",
        )


def _check_one(bench: Workbench, consent: ConsentModel, place: Place) -> None:
    subject = bench.subject(consent.subject or "")
    if subject is None or not subject.person or subject.applicant or subject.repeats:
        bench.complain(
            place.below("subject") if consent.subject else place,
            "unknown-subject",
            zh=f"“{consent.subject or ''}”不是这件事中申请人以外的一个人；逐人征求同意请用 for_each",
            en=f"“{consent.subject or ''}” is not one other person of this matter;"
            " for_each asks each of several people",
        )
    if consent.shows_of_all:
        bench.complain(
            place.below("shows_of_all"),
            "needs-for-each",
            zh="有 shows_of_all 就必须有 for_each",
            en="shows_of_all needs for_each: it is what each of several people sees of all of them",
        )


def _check_several(bench: Workbench, consent: ConsentModel, place: Place) -> None:
    """Each is found by the number in his own row, and what stands in the place of his consent is his own."""
    code = consent.for_each or ""
    subject = bench.subject(code)
    if subject is None or not subject.person or subject.applicant or not subject.repeats:
        bench.complain(
            place.below("for_each"),
            "unknown-subject",
            zh=f"“{code}”不是这件事中可以有多人的对象（repeats）",
            en=f"“{code}” is not a person of this matter of whom there may be several (repeats)",
        )
        return
    if consent.subject not in (None, code):
        bench.complain(
            place.below("subject"),
            "unknown-subject",
            zh="有 for_each 时不写 subject",
            en="with for_each, subject is left out: each of them is asked for himself",
        )
    if not any(need.field == f"{code}.{_NUMBER}" for item in bench.items for need in item.model.fields):
        bench.complain(
            place.below("for_each"),
            "number-missing",
            zh=f"没有事项询问“{code}.{_NUMBER}”，无法按号码找到每个人",
            en=f"no item asks for “{code}.{_NUMBER}”, by which each of them is found",
        )
    for number, key in enumerate(consent.shows_of_all):
        if key.partition(".")[0] != code:
            _complain_of_whose(bench, key, place.below("shows_of_all", number), code)
    for number, key in enumerate(consent.alternative_materials):
        if material_parts(key)[0] != code:
            _complain_of_whose(bench, key, place.below("alternative_materials", number), code)
    _check_what_it_opens(bench, consent, place)


def _complain_of_whose(bench: Workbench, key: str, place: Place, code: str) -> None:
    bench.complain(
        place,
        "whose",
        zh=f"“{key}”不是每个“{code}”各自的",
        en=f"“{key}” is not each person's own: it must begin with “{code}.”",
    )


def _check_what_it_opens(bench: Workbench, consent: ConsentModel, place: Place) -> None:
    """What comes in by a person's consent cannot be part of what he agreed to: it would void the consent."""
    opened = {key for each in bench.matter.lookups if each.consent == consent.code for key in each.gives}
    for name, keys in (("shows", consent.shows), ("shows_of_all", consent.shows_of_all)):
        for number, key in enumerate(keys):
            if key in opened:
                bench.complain(
                    place.below(name, number),
                    "shows-what-it-opens",
                    zh=f"“{key}”要在本人同意后才能查询，不能作为征求同意的内容",
                    en=f"“{key}” is looked up only after the consent, so it cannot be what is agreed to",
                )
    for number, each in enumerate(bench.matter.lookups):
        if each.consent == consent.code and (each.for_each != consent.for_each or each.list_in):
            bench.complain(
                bench.place.below("lookups", number, "consent"),
                "whose",
                zh=f"同意“{consent.code}”是逐人的，查询也必须逐人（for_each: {consent.for_each}）",
                en=f"the consent “{consent.code}” is each person's own, and so has to be the look-up"
                f" (for_each: {consent.for_each})",
            )
