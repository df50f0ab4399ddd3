"""The form of a matter's plan: questions, subjects, fields, materials, look-ups, consents, switches."""

from forms.form_plan import (
    ConsentPlan,
    DeliveryPlan,
    Exit,
    ExitWhen,
    FormPlan,
    ItemSwitch,
    LookupPlan,
    Option,
    QuestionPlan,
    RulePlan,
    SubjectPlan,
)
from matter_definitions.gathering import gather_fields, gather_materials
from matter_definitions.language.matters import ExitModel, LookupModel, MatterModel, QuestionModel
from matter_definitions.sharing import fresh_days
from matter_definitions.workbench import UsedItem, Workbench


def form_of(bench: Workbench) -> FormPlan:
    """As much of the form as can be made; what cannot is among the bench's problems."""
    matter = bench.matter
    return FormPlan(
        questions=tuple(_question(each) for each in matter.questions),
        subjects=tuple(
            SubjectPlan(each.code, each.title.text, each.repeats, each.applicant, each.person)
            for each in matter.subjects
        ),
        fields=gather_fields(bench),
        materials=gather_materials(bench),
        lookups=_lookups(bench),
        consents=_consents(matter),
        switches=tuple(_switch(each) for each in bench.items),
        delivery=DeliveryPlan(tuple(matter.delivery.modes), tuple(matter.delivery.mail_needs))
        if matter.delivery
        else None,
        rules=tuple(RulePlan(each.code, each.field, each.must, each.text.text) for each in matter.rules),
    )


def _question(question: QuestionModel) -> QuestionPlan:
    return QuestionPlan(
        code=question.code,
        kind=question.kind,
        title=question.title.text,
        hint=question.hint.text if question.hint else None,
        options=tuple(
            Option(option.code, option.text.text, _exit(option.exit) if option.exit else None)
            for option in question.options
        ),
        minimum=question.minimum,
        maximum=question.maximum,
        when=question.when,
        exits=tuple(ExitWhen(each.when, _exit(each)) for each in question.exits),
    )


def _exit(model: ExitModel) -> Exit:
    return Exit(model.reason.text, model.where.text)


def _lookups(bench: Workbench) -> tuple[LookupPlan, ...]:
    return tuple(
        LookupPlan(
            code=each.code,
            title=each.title.text,
            connector=each.connector,
            kind=each.call,
            send=dict(each.send),
            gives=dict(each.gives),
            when=each.when,
            consent=each.consent,
            subject=next(iter(each.gives), "").partition(".")[0] or None,
            locked=each.locked,
            for_each=each.for_each,
            list_in=each.list_in,
            fresh_days=_fresh_days(bench, each),
        )
        for each in bench.matter.lookups
    )


def _fresh_days(bench: Workbench, lookup: LookupModel) -> int | None:
    """An answer is as fresh as that of its values which grows old first."""
    entries = [bench.element(key) for key in lookup.gives]
    limits = [fresh_days(entry.model) for entry in entries if entry is not None]
    return min((each for each in limits if each is not None), default=None)


def _consents(matter: MatterModel) -> tuple[ConsentPlan, ...]:
    return tuple(
        ConsentPlan(
            code=each.code,
            subject=each.for_each or each.subject or "",
            title=each.title.text,
            statement=each.statement.text,
            shows=tuple(each.shows),
            expires_after_days=each.expires_after_days,
            alternative=each.alternative.text,
            when=each.when,
            alternative_materials=tuple(each.alternative_materials),
            signed_by=each.signed_by,
            for_each=each.for_each,
            shows_of_all=tuple(each.shows_of_all),
        )
        for each in matter.consents
    )


def _switch(item: UsedItem) -> ItemSwitch:
    return ItemSwitch(
        item=item.code,
        title=item.model.title.text,
        department_kind=item.model.department,
        region=item.entry.region or item.model.region,
        when=item.entry.when,
        for_each=item.entry.for_each,
        uniqueness=tuple(item.model.unique),
    )
