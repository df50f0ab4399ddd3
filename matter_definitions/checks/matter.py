"""The matter's own parts: questions, subjects, look-ups, consents, notices, papers, departments."""

from matter_definitions import events
from matter_definitions.checks.consents import check_consent
from matter_definitions.checks.elements import check_used_elements
from matter_definitions.gathering import complain_of_material
from matter_definitions.language.matters import LookupModel, QuestionModel
from matter_definitions.workbench import Place, Workbench

_RESERVED = frozenset({"answers", "consent", "found", "given", "item", "today"})
# Told as notices of law, these stop and start clocks.
REQUESTS_TO_COMPLETE = frozenset({events.NOTICE_SENT, events.RETURNED, events.LATE_CORRECTION_ASKED})
_EVENTS = frozenset(
    value for name, value in vars(events).items() if name.isupper() and isinstance(value, str)
)


def check_matter(bench: Workbench) -> None:
    matter, place = bench.matter, bench.place
    check_used_elements(bench)
    for name in ("questions", "subjects", "lookups", "consents", "rules"):
        bench.complain_of_twins(getattr(matter, name), place.below(name))
    for number, question in enumerate(matter.questions):
        _check_question(bench, question, place.below("questions", number))
    _check_subjects(bench)
    for number, lookup in enumerate(matter.lookups):
        _check_lookup(bench, lookup, place.below("lookups", number))
    for number, consent in enumerate(matter.consents):
        check_consent(bench, consent, place.below("consents", number))
        for nth, key in enumerate(consent.alternative_materials):
            _check_material(bench, key, place.below("consents", number, "alternative_materials", nth))
    _check_messages(bench)
    _check_departments(bench)


def _check_question(bench: Workbench, question: QuestionModel, place: Place) -> None:
    bench.complain_of_twins(question.options, place.below("options"))
    if question.kind == "single" and len(question.options) < 2:
        bench.complain(
            place,
            "options",
            zh="单选题至少要有两个选项",
            en="a question of the kind single needs two options",
        )
    if question.kind != "single" and question.options:
        bench.complain(
            place.below("options"),
            "options",
            zh="只有单选题才能有选项",
            en="only a question of the kind single has options",
        )
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and low > high:
        bench.complain(
            place.below("maximum"), "range", zh="最大值小于最小值", en="the maximum is below the minimum"
        )


def _check_subjects(bench: Workbench) -> None:
    for number, subject in enumerate(bench.matter.subjects):
        place = bench.place.below("subjects", number)
        if subject.code in _RESERVED:
            bench.complain(
                place.below("code"),
                "reserved",
                zh=f"“{subject.code}”是保留的名称",
                en=f"“{subject.code}” is a reserved name",
            )
        for name, element in subject.uses.items():
            if element not in bench.library.elements:
                bench.complain(
                    place.below("uses", name),
                    "unknown-element",
                    zh=f"数据元字典中没有“{element}”",
                    en=f"the dictionary has no element “{element}”",
                )
    if sum(subject.applicant for subject in bench.matter.subjects) != 1:
        bench.complain(
            bench.place.below("subjects"),
            "applicant",
            zh="必须有且只有一个对象是申请人（applicant: true）",
            en="exactly one subject must be the applicant (applicant: true)",
        )


def _check_lookup(bench: Workbench, lookup: LookupModel, place: Place) -> None:
    if lookup.consent and lookup.consent not in {each.code for each in bench.matter.consents}:
        bench.complain(
            place.below("consent"),
            "unknown-consent",
            zh=f"没有同意事项“{lookup.consent}”",
            en=f"there is no consent “{lookup.consent}”",
        )
    if lookup.for_each and not bench.repeats(lookup.for_each):
        complain_of_no_repeat(bench, lookup.for_each, place.below("for_each"))
    if lookup.list_in and not lookup.for_each:
        bench.complain(
            place.below("list_in"),
            "needs-for-each",
            zh="有 list_in 就必须有 for_each",
            en="list_in needs for_each: the entries of the list belong to somebody",
        )
    for number, key in enumerate(lookup.replaces):
        _check_material(bench, key, place.below("replaces", number))
    if not lookup.gives and not lookup.replaces:
        bench.complain(
            place,
            "of-no-use",
            zh="查询既不提供字段也不代替材料，不得查询个人信息",
            en="it gives no field and replaces no material: personal data are not fetched for nothing",
        )


def _check_material(bench: Workbench, key: str, place: Place) -> None:
    if bench.material(key) is None:
        complain_of_material(bench, key, place)
    elif not any(need.material == key for item in bench.items for need in item.model.materials):
        bench.complain(
            place,
            "unused-material",
            zh=f"没有事项需要材料“{key}”",
            en=f"no item needs the material “{key}”",
        )


def _check_messages(bench: Workbench) -> None:
    people = {"applicant"} | {each.subject for each in bench.matter.consents if each.subject}
    for number, notice in enumerate(bench.matter.notices):
        place = bench.place.below("notices", number)
        _check_event(bench, notice.event, place)
        if notice.to not in people:
            bench.complain(
                place.below("to"),
                "unknown-recipient",
                zh=f"不能通知“{notice.to}”",
                en=f"“{notice.to}” cannot be told; there are {', '.join(sorted(people))}",
            )
    for number, paper in enumerate(bench.matter.papers):
        _check_event(bench, paper.event, bench.place.below("papers", number))
    _check_notices_of_law(bench)


def _check_notices_of_law(bench: Workbench) -> None:
    """When one request to complete counts from when it was told, so do all: there is one such clock."""
    legal = {notice.event for notice in bench.matter.notices if notice.legal}
    models = [item.model for item in bench.items]
    asking = {events.NOTICE_SENT}
    asking |= {events.RETURNED} if any(each.precheck for each in models) else set()
    asking |= {events.LATE_CORRECTION_ASKED} if any(each.late_correction for each in models) else set()
    if legal & REQUESTS_TO_COMPLETE and not asking <= legal:
        bench.complain(
            bench.place.below("notices"),
            "legal-notice-missing",
            zh=f"补正类通知要么都是法定通知（legal），要么都不是；缺少：{'、'.join(sorted(asking - legal))}",
            en="requests to complete are either all notices of law (legal) or none of them is; missing: "
            + ", ".join(sorted(asking - legal)),
        )


def _check_event(bench: Workbench, event: str, place: Place) -> None:
    if event not in _EVENTS:
        bench.complain(
            place.below("event"),
            "unknown-event",
            zh=f"没有事件“{event}”",
            en=f"there is no event “{event}”",
        )


def _check_departments(bench: Workbench) -> None:
    kinds = {each.kind for each in bench.library.departments.values()}
    if not kinds:
        return
    used = [(item.model.department, item.place.below("department")) for item in bench.items]
    for kind, place in [*used, (bench.matter.lead, bench.place.below("lead"))]:
        if kind not in kinds:
            bench.complain(
                place,
                "unknown-department",
                zh=f"没有“{kind}”类的部门",
                en=f"there is no department of the kind “{kind}”",
            )


def complain_of_no_repeat(bench: Workbench, subject: str, place: Place) -> None:
    bench.complain(
        place,
        "does-not-repeat",
        zh=f"没有可重复的对象“{subject}”",
        en=f"there is no subject “{subject}” that repeats",
    )
