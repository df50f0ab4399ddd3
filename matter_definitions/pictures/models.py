"""The two models of a matter as data: who does what when, and who gives which data to whom.

What the two pictures draw (业务协同模型、数据共享模型), for whoever wants to read it by machine.
"""

from dataclasses import dataclass

from forms.form_plan import Text
from matter_definitions.pictures.flows import FlowKind, PartyKind, parties_of, rows_of
from matter_definitions.pictures.layers import layers_of
from matter_definitions.pictures.told import told_of_item
from matter_definitions.plan import Plan
from matter_definitions.wording.limits import limit_in_words
from matter_definitions.wording.titles import Names, Titles

_NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class ItemOfModel:
    """`stage` from 1: after all that it waits for. `after`: one of each group. `when` None: in every case."""

    code: str
    title: Text
    department: str
    stage: int
    for_each: str | None
    when: str | None
    after: tuple[tuple[str, ...], ...]
    promised: Text
    statutory: Text
    told: Text


@dataclass(frozen=True, slots=True)
class CollaborationModel:
    """`departments`: what their kinds are called, in the order of the lanes."""

    departments: dict[str, Text]
    items: tuple[ItemOfModel, ...]


@dataclass(frozen=True, slots=True)
class PartyOfModel:
    """`name`: `item:…`, `lookup:…` or `consent:…`. `department`: of an item."""

    name: str
    kind: PartyKind
    title: Text
    department: str | None


@dataclass(frozen=True, slots=True)
class FlowOfModel:
    """`may_get`: only in some situations, or not required."""

    party: str
    kind: FlowKind
    told: Text


@dataclass(frozen=True, slots=True)
class DataOfModel:
    """One field or material. `source`: where it comes from when nobody else gives it, in words."""

    key: str
    subject: str | None
    title: Text
    source: Text
    flows: tuple[FlowOfModel, ...]


@dataclass(frozen=True, slots=True)
class DataSharingModel:
    parties: tuple[PartyOfModel, ...]
    data: tuple[DataOfModel, ...]


def collaboration_model(plan: Plan, *, names: Names = _NO_NAMES) -> CollaborationModel:
    """Items in the order of the plan."""
    titles, layers = Titles(plan, names), layers_of(plan.items)
    stages = {spot: column + 1 for (_, column), spots in layers.cells.items() for spot in spots}
    switches = {each.item: each for each in plan.form.switches}
    return CollaborationModel(
        departments={kind: names.department(kind) for kind in layers.lanes},
        items=tuple(
            ItemOfModel(
                code=item.code,
                title=item.title,
                department=item.department_kind,
                stage=stages[item.code],
                for_each=item.for_each,
                when=switches[item.code].when,
                after=item.after,
                promised=limit_in_words(item.promised),
                statutory=limit_in_words(item.statutory),
                told=told_of_item(titles, item),
            )
            for item in plan.items
        ),
    )


def data_sharing_model(plan: Plan, *, names: Names = _NO_NAMES) -> DataSharingModel:
    """Fields, then materials, in the order of the form."""
    return DataSharingModel(
        parties=tuple(
            PartyOfModel(f"{each.kind}:{each.code}", each.kind, each.title, each.department)
            for each in parties_of(plan)
        ),
        data=tuple(
            DataOfModel(
                key=row.key,
                subject=row.subject,
                title=row.title,
                source=row.source,
                flows=tuple(
                    FlowOfModel(f"{flow.party.kind}:{flow.party.code}", flow.kind, flow.told)
                    for flow in row.flows
                ),
            )
            for row in rows_of(Titles(plan, names))
        ),
    )
