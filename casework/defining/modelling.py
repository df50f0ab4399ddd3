"""The two models of a version of a matter, and their pictures."""

from dataclasses import dataclass

from access.act import Act
from access.policy import demand
from casework.defining.building import built
from casework.defining.live import department_kinds, open_cases, pictures_of
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.definition_rows import Ref, find_version
from matter_definitions.pictures.both import Pictures
from matter_definitions.pictures.models import (
    CollaborationModel,
    DataSharingModel,
    collaboration_model,
    data_sharing_model,
)
from refusals import Unknown


@dataclass(frozen=True, slots=True)
class Models:
    """`running`: cases in which an item is being handled now, in any version, by its code."""

    matter: str
    version: int
    collaboration: CollaborationModel
    data_sharing: DataSharingModel
    pictures: Pictures
    running: dict[str, int]


async def models_of_version(act: Act, ref: Ref, *, language: Language) -> Models:
    """As it was published, or of a draft as it would be published today. Raises Unknown (404),
    DefinitionRefused (422) when the draft is not in order."""
    demand(act.actor, "definition.read")
    running = await open_cases(act, ref.code)
    become_engine(act.connection)
    version = await find_version(act.connection, ref)
    if version is None or ref.kind != "matter":
        raise Unknown
    if version.plan is not None:
        plan = await act.engine.plans.get(act.connection, version.plan)
    else:
        plan = (await built(act, ref, today=local_date(await legal_now(act.connection)))).plan
    names = department_kinds()
    return Models(
        matter=ref.code,
        version=ref.version,
        collaboration=collaboration_model(plan, names=names),
        data_sharing=data_sharing_model(plan, names=names),
        pictures=await pictures_of(act, plan, counts=running, language=language),
        running=dict(running),
    )
