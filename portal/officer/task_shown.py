"""A task as its page shows it: the department's view, and for each possible decision what it needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from casework.form_words import FieldOut
from casework.office_form import OfficeField
from casework.outcome_asks import AskedOut
from casework.preview_result import GRANTING
from casework.task_form import SeenField, SeenMaterial
from casework.task_outcomes import OutcomeOut
from casework.task_view import OfficerFieldOut, TaskView
from portal.inputs import YES, Choice, Input, input_of_field, words_of_value, yes_no
from portal.language import Language
from portal.officer.material_words import has_a_file, source_of
from portal.wording import gettext_in

# Names of inputs: what follows is a form key; an officer's value has its type before it.
FIELD_MARK, MATERIAL_MARK, OFFICER_VALUE, ASKED = "mark.field.", "mark.material.", "data.", "ask."
# Decisions against the applicant look different from the others.
GRAVE = frozenset({"refuse", "not_applicable", "deny"})


@dataclass(frozen=True, slots=True)
class SeenFact:
    key: str
    id: str
    title: str
    value: str
    masked: bool
    corrected: bool


@dataclass(frozen=True, slots=True)
class MaterialFact:
    """`href` "": nothing to open, a department had it."""

    title: str
    href: str
    source: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent with a decision that could not be taken, so that nothing must be typed again."""

    outcome: str = ""
    values: Mapping[str, str] = field(default_factory=dict[str, str])
    errors: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    code: str
    title: str
    grave: bool
    fields: Sequence[Input]
    marks: Sequence[Input]
    marks_error: str | None
    reasons: Input | None
    legal_basis: Input | None
    authority: Input | None
    asked: Sequence[Input]
    comment: Input
    preview: bool


def groups_seen(
    task: TaskView, language: Language, *, regions: Sequence[Choice], unmasked: Mapping[str, object]
) -> dict[str, list[SeenFact]]:
    """By whose data it is; what the office itself has entered stands in its own form."""
    entered = {each.key for each in task.office_form}
    groups: dict[str, list[SeenFact]] = {}
    for each in task.form:
        if each.key in entered:
            continue
        groups.setdefault(each.group, []).append(fact_of(each, language, regions=regions, unmasked=unmasked))
    return groups


def materials_seen(task: TaskView, language: Language) -> list[MaterialFact]:
    return [
        MaterialFact(
            title=_title_of(task, each, language),
            href=f"/tasks/{task.id}/materials/{each.key}" if has_a_file(each) else "",
            source=source_of(each, language),
            corrected=each.corrected,
        )
        for each in task.materials
    ]


def outcomes_shown(
    task: TaskView, language: Language, *, regions: Sequence[Choice], sent: Sent
) -> list[OutcomeShown]:
    return [_outcome(task, each, language, regions=regions, sent=sent) for each in task.outcomes]


def _outcome(
    task: TaskView, outcome: OutcomeOut, language: Language, *, regions: Sequence[Choice], sent: Sent
) -> OutcomeShown:
    _ = gettext_in(language)
    kept = sent if sent.outcome == outcome.code else Sent()
    wants_reason = "reason" in outcome.needs
    reasons = [(each.code, each.text) for each in task.reasons]
    return OutcomeShown(
        code=outcome.code,
        title=outcome.title,
        grave=outcome.code in GRAVE,
        fields=_officer_inputs(task, language, regions=regions, kept=kept) if "data" in outcome.needs else (),
        marks=_mark_inputs(task, language, kept) if "marks" in outcome.needs else (),
        marks_error=kept.errors.get("/marks"),
        reasons=_input(
            outcome.code, "reasons", _("Reason"), kept, kind="choice", choices=reasons, required=False
        )
        if wants_reason and reasons
        else None,
        legal_basis=_input(
            outcome.code,
            "legal_basis",
            _("Legal basis"),
            kept,
            kind="text",
            required="legal_basis" in outcome.needs,
        )
        if wants_reason
        else None,
        authority=_input(
            outcome.code,
            "authority",
            _("Which authority is competent, or why nothing is needed"),
            kept,
            kind="text",
            required=not task.authority_hint,
            known=task.authority_hint or "",
        )
        if "authority" in outcome.needs
        else None,
        asked=[_asked_input(outcome.code, each, language, kept) for each in outcome.asks],
        comment=_input(
            outcome.code,
            "comment",
            _("Comment"),
            kept,
            kind="area",
            required="comment" in outcome.needs,
        ),
        preview=task.preview and outcome.code in GRANTING,
    )


def asked_value(name: str, words: str) -> tuple[str, object]:
    """Key and value from what an input of `_asked_input` brought; what is no number stays as it was typed."""
    kind, _, key = name.partition(".")
    if kind == "yes_no":
        return key, words == YES
    return key, int(words) if kind == "days" and words.isascii() and words.isdigit() else words


def _asked_input(outcome: str, asked: AskedOut, language: Language, kept: Sent) -> Input:
    name = f"{ASKED}{asked.kind}.{asked.key}"
    choices = [(each.code, each.text) for each in asked.options]
    return Input(
        name=name,
        id=f"data-{asked.key}-{outcome}",
        kind="text" if asked.kind in ("days", "postal_item") else "choice",
        title=asked.title,
        value=kept.values.get(name, ""),
        error=kept.errors.get(f"/data/{asked.key}"),
        required=asked.required,
        choices=yes_no(language) if asked.kind == "yes_no" else choices,
        inputmode="numeric" if asked.kind == "days" else None,
    )


def _officer_inputs(
    task: TaskView, language: Language, *, regions: Sequence[Choice], kept: Sent
) -> list[Input]:
    inputs: list[Input] = []
    for each in task.officer_fields:
        shown = input_of_field(_as_field(each), language, regions=regions, errors={})
        name = f"{OFFICER_VALUE}{each.type}.{each.key}"
        inputs.append(
            Input(
                name=name,
                id=f"data-{each.key}",
                kind=shown.kind,
                title=_whose(task, each, language),
                value=kept.values.get(name, shown.value),
                error=kept.errors.get(f"/data/{each.key}"),
                required=each.required,
                choices=shown.choices,
                inputmode=shown.inputmode,
                max_length=each.max_length,
            )
        )
    return inputs


def _whose(task: TaskView, officer_field: OfficerFieldOut, language: Language) -> str:
    subject = officer_field.key.rpartition(".")[0]
    groups = [each.group for each in task.form if subject and each.key.startswith(f"{subject}.")]
    return _joined(groups[0], officer_field.title, language) if groups else officer_field.title


def _mark_inputs(task: TaskView, language: Language, kept: Sent) -> list[Input]:
    places = [
        (MATERIAL_MARK, each.key, _title_of(task, each, language))
        for each in task.materials
        if each.source != "item"  # nobody handed it in
    ]
    places += [(FIELD_MARK, each.key, _joined(each.group, each.title, language)) for each in task.form]
    inputs: list[Input] = []
    for prefix, key, title in places:
        name = f"{prefix}{key}"
        value = kept.values.get(name, "")
        inputs.append(Input(name, name, "text", title, value, required=False, max_length=500))
    return inputs


def _input(
    outcome: str,
    name: str,
    title: str,
    kept: Sent,
    *,
    kind: str,
    required: bool,
    choices: Sequence[Choice] = (),
    known: str = "",
) -> Input:
    """The same input stands in the form of several outcomes, so its id carries the outcome."""
    return Input(
        name=name,
        id=f"{name}-{outcome}",
        kind="choice" if kind == "choice" else "area" if kind == "area" else "text",
        title=title,
        value=kept.values.get(name, known),
        error=kept.errors.get(f"/{name}"),
        required=required,
        choices=choices,
        max_length=1000,
    )


def fact_of(
    each: SeenField | OfficeField,
    language: Language,
    *,
    regions: Sequence[Choice],
    unmasked: Mapping[str, object],
    whose: str = "",
) -> SeenFact:
    value = unmasked.get(each.key, each.value)
    hidden = each.masked and each.key not in unmasked
    choices = regions if each.type == "region" else ()
    return SeenFact(
        key=each.key,
        id=f"field-{each.key}",
        title=_joined(whose, each.title, language) if whose else each.title,
        value=str(value) if hidden else words_of_value(each.type, value, language, choices=choices),
        masked=hidden,
        corrected=isinstance(each, SeenField) and each.corrected,
    )


def _title_of(task: TaskView, material: SeenMaterial, language: Language) -> str:
    """Two people have an identity card each: whose it is stands before."""
    whose = material.key.rpartition(".")[0]
    groups = [each.group for each in task.form if whose and each.key.startswith(f"{whose}.")]
    return _joined(groups[0], material.title, language) if groups else material.title


def _joined(group: str, title: str, language: Language) -> str:
    return f"{group}：{title}" if language == "zh" else f"{group}: {title}"


def _as_field(each: OfficerFieldOut) -> FieldOut:
    return FieldOut(
        key=each.key,
        subject="",
        instance=None,
        group="",
        title=each.title,
        hint=None,
        type=each.type,
        widget=each.widget,
        options=each.options,
        required=each.required,
        locked=False,
        source=None,
        value=each.value,
        max_length=each.max_length,
        sensitivity="personal",
    )
