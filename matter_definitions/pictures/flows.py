"""Which data of a matter come from whom and go to whom, read off its plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from forms.form_plan import FieldPlan, MaterialPlan, Need, Text
from matter_definitions.plan import ItemPlan, Plan, StepPlan
from matter_definitions.wording.conditions import expression_in_words
from matter_definitions.wording.titles import Titles

PartyKind = Literal["item", "lookup", "consent"]
FlowKind = Literal["gets", "may_get", "gives"]


@dataclass(frozen=True, slots=True)
class Party:
    """Who gives or gets data beside the applicant: an item, a look-up, a person who is asked to agree."""

    kind: PartyKind
    code: str
    title: Text
    department: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """`may_get`: only in some situations, or not required."""

    party: Party
    kind: FlowKind
    told: Text


@dataclass(frozen=True, slots=True)
class Row:
    """One field or material: whose it is, where it comes from, and who gives or gets it."""

    key: str
    subject: str | None
    title: Text
    source: Text
    flows: tuple[Flow, ...]


_APPLICANT = Text("申请人填写", "Entered by the applicant")
_HANDED_IN = Text("申请人提交", "Handed in by the applicant")
_PRODUCED = Text("办理“{0}”时产生", "Made by “{0}”")
_LOOKED_UP = Text("查询“{0}”", "Looked up: “{0}”")
_READ_FROM = Text("从“{0}”读出", "Read from “{0}”")
_COMPUTED = Text("自动计算", "Computed")
_OTHERWISE = Text("，否则", "; otherwise: ")
_NEEDS = Text("“{0}”需要“{1}”", "“{0}” needs “{1}”")
_NOT_ALWAYS = Text("“{0}”可能需要“{1}”", "“{0}” may need “{1}”")
_IF = Text("，条件：{0}", ", if {0}")
_USES = Text("“{0}”在环节“{2}”使用“{1}”", "“{0}” uses “{1}” in the step “{2}”")
_GIVES = Text("“{0}”提供“{1}”", "“{0}” gives “{1}”")
_SENT = Text("查询“{0}”时发出“{1}”", "The look-up “{0}” sends “{1}”")
_REPLACES = Text("查询“{0}”可代替“{1}”", "The look-up “{0}” replaces “{1}”")
_SHOWN = Text("“{0}”展示“{1}”", "“{0}” shows “{1}”")


def parties_of(plan: Plan) -> tuple[Party, ...]:
    """Items by department in the order of the plan, then look-ups, then consents."""
    kinds = dict.fromkeys(item.department_kind for item in plan.items)
    items = (each for kind in kinds for each in plan.items if each.department_kind == kind)
    return (
        *(Party("item", each.code, each.title, each.department_kind) for each in items),
        *(Party("lookup", each.code, each.title) for each in plan.form.lookups),
        *(Party("consent", each.code, each.title) for each in plan.form.consents),
    )


def rows_of(titles: Titles) -> tuple[Row, ...]:
    """Every field, then every material, in the order of the form."""
    form = titles.plan.form
    reader = _Reader(titles)
    return (
        *(reader.field_row(each) for each in form.fields),
        *(reader.material_row(each) for each in form.materials),
    )


class _Reader:
    def __init__(self, titles: Titles) -> None:
        self.titles, self.plan = titles, titles.plan
        self.parties = {(each.kind, each.code): each for each in parties_of(titles.plan)}

    def field_row(self, field: FieldPlan) -> Row:
        title = self.titles.form_field(field.key)
        found = [
            *self._made(field.produced_by, title),
            *self._made_by_steps(field.key, title),
            *self._needed(field.needs, title),
            *self._used(field.key, title),
            *self._looked_up(field.key, title),
            *self._shown(field.key, title),
        ]
        return Row(field.key, field.subject, field.title, self._source(field), _one_each(found))

    def material_row(self, material: MaterialPlan) -> Row:
        title = self.titles.material(material.key)
        replacing = [self.parties["lookup", code] for code in material.replaced_by]
        found = [
            *self._made(material.produced_by, title),
            *self._needed(material.needs, title),
            *(Flow(each, "gives", _said(_REPLACES, each.title, title)) for each in replacing),
        ]
        sources = [_said(_LOOKED_UP, each.title) for each in replacing]
        if material.produced_by:
            sources.insert(0, _said(_PRODUCED, self.titles.item(material.produced_by)))
        source = _in_turn([*sources, _HANDED_IN] if material.needs else sources)
        return Row(material.key, material.subject, title, source, _one_each(found))

    def _source(self, field: FieldPlan) -> Text:
        if field.derive_from:
            return _said(_READ_FROM, self.titles.form_field(field.derive_from))
        if field.derive:
            return _COMPUTED
        sources = [
            _said(_LOOKED_UP, each.title) for each in self.plan.form.lookups if field.key in each.gives
        ]
        if field.produced_by:
            sources.insert(0, _said(_PRODUCED, self.titles.item(field.produced_by)))
        return _in_turn(sources if field.produced_by and not field.needs else [*sources, _APPLICANT])

    def _made(self, item: str | None, title: Text) -> Iterator[Flow]:
        if item and ("item", item) in self.parties:
            party = self.parties["item", item]
            yield Flow(party, "gives", _said(_GIVES, party.title, title))

    def _made_by_steps(self, key: str, title: Text) -> Iterator[Flow]:
        for item, step in self._steps():
            if key in (step.receive or {}) or key in (each.key for each in step.officer_fields):
                yield from self._made(item.code, title)

    def _needed(self, needs: tuple[Need, ...], title: Text) -> Iterator[Flow]:
        for need in needs:
            if ("item", need.item) not in self.parties:
                continue
            party = self.parties["item", need.item]
            always = need.required and need.when is None
            told = _said(_NEEDS if always else _NOT_ALWAYS, party.title, title)
            if need.when:
                when = _said(_IF, expression_in_words(self.titles, need.when))
                told = Text(told.zh + when.zh, told.en + when.en)
            yield Flow(party, "gets" if always else "may_get", told)

    def _used(self, key: str, title: Text) -> Iterator[Flow]:
        """What a step sends on or shows, also when the item does not ask for it."""
        for item, step in self._steps():
            if key in _keys_of(item, step):
                party = self.parties["item", item.code]
                kind: FlowKind = "may_get" if step.when else "gets"
                yield Flow(party, kind, _said(_USES, party.title, title, step.title))

    def _looked_up(self, key: str, title: Text) -> Iterator[Flow]:
        for lookup in self.plan.form.lookups:
            party = self.parties["lookup", lookup.code]
            if key in lookup.gives:
                yield Flow(party, "gives", _said(_GIVES, party.title, title))
            elif key in lookup.send.values():
                yield Flow(party, "may_get" if lookup.when else "gets", _said(_SENT, party.title, title))

    def _shown(self, key: str, title: Text) -> Iterator[Flow]:
        for consent in self.plan.form.consents:
            if key in (*consent.shows, *consent.shows_of_all):
                party = self.parties["consent", consent.code]
                kind: FlowKind = "may_get" if consent.when else "gets"
                yield Flow(party, kind, _said(_SHOWN, party.title, title))

    def _steps(self) -> Iterator[tuple[ItemPlan, StepPlan]]:
        for item in self.plan.items:
            yield from ((item, step) for step in item.steps)


def _keys_of(item: ItemPlan, step: StepPlan) -> set[str | None]:
    keys: set[str | None] = set((step.send or {}).values())
    if step.payment:
        keys |= {step.payment.amount_key, *(each.amount_key for each in step.payment.split)}
    if step.money:
        keys |= {step.money.amount_key, step.money.account_key}
    if step.publicity:
        keys |= set(step.publicity.shows)
    for result in item.results:
        if result.code == step.result:
            keys |= {result.number_key, result.holder_key, *result.shows}
    return keys


def _one_each(flows: list[Flow]) -> tuple[Flow, ...]:
    """Each party once: giving before getting, and what it needs before what a step does with it."""
    return tuple({each.party: each for each in reversed(flows)}.values())[::-1]


def _in_turn(sources: list[Text]) -> Text:
    """Where one does not answer the next is asked."""
    return Text(
        _OTHERWISE.zh.join(each.zh for each in sources), _OTHERWISE.en.join(each.en for each in sources)
    )


def _said(pattern: Text, *parts: Text) -> Text:
    return Text(
        pattern.zh.format(*(each.zh for each in parts)), pattern.en.format(*(each.en for each in parts))
    )
