"""What a new definition, and a new entry of a list, begin with: enough to go on from, and nothing made up."""

from pydantic import BaseModel

from matter_definitions.editing.describing import Part, parts_of

_LONG_ENOUGH = "5 working days"

_MATTER = """\
matter: {code}
title: {{zh: 新的一件事, en: New matter}}
summary: {{zh: 一次申请，一起办好。, en: Several services with one application.}}
audience: person
lead: {department}

# 用几个问题确定办事人的情形。 Questions that find out the applicant's situation.
questions: []

# 表单里的信息是关于谁的。 Whom the form is about.
subjects:
  - {{code: applicant_person, title: {{zh: 申请人, en: Applicant}}, applicant: true}}

# 包含哪些部门的事项、谁等谁的结果。 Which items belong to it, and which waits for which.
items: []

notices:
  - {{event: SUBMITTED_BY_APPLICANT, template: case_submitted, channels: [box, sms]}}
  - {{event: CORRECTION_NOTICE_SENT, template: correction_asked, channels: [box, sms]}}
  - {{event: CASE_COMPLETED, template: case_completed}}
papers:
  - {{event: SUBMITTED_BY_APPLICANT, template: submission_receipt, title: {{zh: 收件凭证, en: Receipt}}}}
  - {{event: CASE_COMPLETED, template: completion_notice, title: {{zh: 办结通知书, en: Completion notice}}}}
"""

_ITEM = """\
item: {code}
title: {{zh: 新的事项, en: New item}}
department: {department}
type: service
basis: {{zh: 请填写法律依据, en: Please give the legal basis}}
silence: supervise
limits: {{statutory: 10 working days, promised: 5 working days}}
region: applicant_person.household_region
fields:
  - applicant_person.name
  - applicant_person.mobile
  - applicant_person.household_region
materials: []
steps:
  - code: decide
    kind: approval
    title: {{zh: 审批, en: Decision}}
    decides: true
refusal_reasons:
  - {{code: not_in_order, text: {{zh: 不符合办理条件, en: The conditions are not met}}}}
"""

_ELEMENT = """\
elements:
  - code: {code}
    title: {{zh: 新的数据元, en: New element}}
    type: text
    max_length: 100
    sensitivity: personal
"""

_MATERIAL = """\
materials:
  - {{code: {code}, title: {{zh: 新的材料, en: New material}}}}
"""

_OVERRIDE = """\
override: {matter}
region: "{region}"

# 这里与上级不同的地方；没有写的随上级。 What is otherwise here; what is left out follows the level above.
items: []
"""

_TEXTS = {"matter": _MATTER, "item": _ITEM, "element": _ELEMENT, "material": _MATERIAL}
NEW_KINDS = tuple(_TEXTS)


def new_definition(kind: str, code: str, *, department: str = "health") -> str:
    """The text of a definition of one of `NEW_KINDS`."""
    return _TEXTS[kind].format(code=code, department=department)


def new_override(matter: str, region: str) -> str:
    """The text of an override in which nothing is otherwise yet; `region`: 12 digits."""
    return _OVERRIDE.format(matter=matter, region=region)


def new_entry(model: type[BaseModel], first: object, *, short: str = "") -> object:
    """`first`: what was typed for its first key. What else is required has to be filled in: words are there
    and empty, so that both languages are seen to be missing."""
    if short and isinstance(first, str):
        return first
    entry: dict[str, object] = {}
    for number, part in enumerate(parts_of(model)):
        if number == 0 and first:
            entry[part.key] = first
        elif part.required and (value := _begun(part)) is not None:
            entry[part.key] = value
    return entry


def _begun(part: Part) -> object:
    if part.kind == "words":
        return {"zh": "", "en": ""}
    if part.kind == "limit":
        return _LONG_ENOUGH
    return part.choices[0][0] if part.kind == "choice" else None
