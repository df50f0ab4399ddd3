"""A package: one matter with everything that another installation needs of it, and the paper about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from matter_definitions.sources import Kind

FORMAT = 1
MANIFEST = "manifest.json"
PartKind = Literal["matter", "item", "element", "material", "override", "paper"]

_Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_@-]*$", max_length=120)]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PartLine(_Model):
    """`sha256` of the bytes of the file. The titles are of a paper's own text; empty otherwise."""

    path: Annotated[str, Field(max_length=200)]
    kind: PartKind
    code: _Code
    sha256: _Digest
    title_zh: Annotated[str, Field(max_length=2000)] = ""
    title_en: Annotated[str, Field(max_length=2000)] = ""


class Needs(_Model):
    """What it takes for granted: kinds of department, systems that are asked, templates of papers, other
    matters. The texts of messages are the product's own."""

    departments: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=500)
    connectors: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=500)
    templates: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=500)
    matters: list[Annotated[str, Field(max_length=120)]] = Field(default_factory=list, max_length=500)


class Manifest(_Model):
    """`parts` in the order in which they are to stand: it is the order of a form. `plan`: the name of the
    plan that the matter was there. `installation`: where it was made, a random word."""

    format: Literal[1]
    matter: _Code
    plan: _Digest
    installation: Annotated[str, Field(max_length=100)]
    made_at: AwareDatetime
    needs: Needs
    parts: Annotated[list[PartLine], Field(min_length=1, max_length=2000)]


@dataclass(frozen=True, slots=True)
class Paper:
    """The own text of a paper, which another installation has otherwise."""

    template: str
    title_zh: str
    title_en: str
    source: str


@dataclass(frozen=True, slots=True)
class Package:
    """`texts` of the parts, by path."""

    manifest: Manifest
    texts: Mapping[str, str] = field(repr=False)

    def text(self, part: PartLine) -> str:
        return self.texts[part.path]


def path_of(kind: Kind | PartKind, code: str) -> str:
    return f"papers/{code}.html" if kind == "paper" else f"definitions/{kind}/{code}.yaml"


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()
