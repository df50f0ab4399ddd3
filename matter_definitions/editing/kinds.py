"""The kinds of definition that can be edited by form: their model, where it stands, and its sections."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from forms.form_plan import Text
from matter_definitions.editing.describing import Part, parts_of
from matter_definitions.language.dictionary import ElementModel, MaterialModel
from matter_definitions.language.items import ItemModel
from matter_definitions.language.matters import MatterModel
from matter_definitions.language.overriding import OverrideModel
from matter_definitions.read import Path

BASICS = "basics"


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    title: Text
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EditableKind:
    """`root`: where the definition stands in its document; an element is the one entry of a dictionary.
    The section `basics` has every key that no other one has. `region_key`: of what is kept under a code and a
    region."""

    model: type[BaseModel]
    code_key: str
    root: Path = ()
    sections: tuple[Section, ...] = ()
    region_key: str | None = None

    @property
    def named_by(self) -> frozenset[str]:
        """The keys that are the name of the definition everywhere: with others it is another definition."""
        return frozenset(key for key in (self.code_key, self.region_key) if key)

    def parts_in(self, section: str) -> tuple[Part, ...]:
        elsewhere = {key for each in self.sections for key in each.keys}
        keys = next((each.keys for each in self.sections if each.name == section), ())
        parts = parts_of(self.model)
        if section == BASICS:
            return tuple(part for part in parts if part.key not in elsewhere)
        return tuple(part for part in parts if part.key in keys)

    def section_of(self, path: Path) -> str:
        """The section with what stands at a path of the document."""
        below = path[len(self.root) :]
        return next((each.name for each in self.sections if below and below[0] in each.keys), BASICS)


_BASICS = Section(BASICS, Text("基本信息", "Basics"))
KINDS: Mapping[str, EditableKind] = {
    "matter": EditableKind(
        MatterModel,
        "matter",
        sections=(
            _BASICS,
            Section("questions", Text("情形问题", "Questions"), ("questions",)),
            Section("subjects", Text("主体", "Subjects"), ("subjects",)),
            Section("items", Text("事项与先后", "Items and order"), ("items",)),
            Section("data", Text("数据查询与规则", "Data and rules"), ("lookups", "derived", "rules")),
            Section("consents", Text("他人同意", "Consents"), ("consents", "statement")),
            Section("notices", Text("通知与文书", "Notices and papers"), ("notices", "papers")),
            Section("chain", Text("前后衔接", "Before and after"), ("requires", "next", "merged_results")),
            Section("examples", Text("示例办件", "Examples"), ("examples",)),
        ),
    ),
    "item": EditableKind(
        ItemModel,
        "item",
        sections=(
            _BASICS,
            Section("fields", Text("信息", "Fields"), ("fields", "unique")),
            Section("materials", Text("材料", "Materials"), ("materials",)),
            Section("steps", Text("办理环节", "Steps"), ("steps",)),
            Section("results", Text("结果与理由", "Results and reasons"), ("results", "refusal_reasons")),
            Section(
                "times",
                Text("时限变化与承诺", "Pauses and commitments"),
                ("special_procedures", "suspensions", "extension", "forwards", "commitments"),
            ),
        ),
    ),
    "element": EditableKind(ElementModel, "code", root=("elements", 0), sections=(_BASICS,)),
    "material": EditableKind(MaterialModel, "code", root=("materials", 0), sections=(_BASICS,)),
    "override": EditableKind(
        OverrideModel,
        "override",
        region_key="region",
        sections=(
            _BASICS,
            Section("items", Text("事项", "Items"), ("items",)),
            Section("hints", Text("填写说明", "Help for applicants"), ("hints",)),
            Section(
                "more", Text("计算、通知与文书", "Rules, notices, papers"), ("derived", "notices", "papers")
            ),
            Section("examples", Text("示例办件", "Examples"), ("examples",)),
        ),
    ),
}


def model_at(model: type[BaseModel], path: Path) -> tuple[type[BaseModel], str] | None:
    """The model of what stands at a path below a model, and its short form; None where there is no form."""
    short = ""
    for part in path:
        if isinstance(part, int):
            continue
        found = next((each for each in parts_of(model) if each.key == part), None)
        if found is None or found.model is None:
            return None
        model, short = found.model, found.short
    return model, short
