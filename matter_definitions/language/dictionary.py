"""The dictionary: data elements and materials, each defined once for all items (数据元、材料库)."""

from typing import Annotated, Literal

from pydantic import Field

from matter_definitions.language.texts import Model, Name, Words


class OptionModel(Model):
    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
    text: Words


class ElementModel(Model):
    """`source`: the department that owns the data (数源部门), or `applicant`."""

    code: Name
    title: Words
    hint: Words | None = None
    type: str
    options: list[OptionModel] = Field(default_factory=list)
    max_length: Annotated[int, Field(gt=0)] | None = None
    sensitivity: Literal["plain", "personal", "sensitive"] | None = None
    source: str = "applicant"


class MaterialModel(Model):
    code: Name
    title: Words
    hint: Words | None = None
    media_types: list[str] = Field(default=["application/pdf", "image/jpeg", "image/png"])


class DictionaryModel(Model):
    elements: list[ElementModel] = Field(default_factory=list)
    materials: list[MaterialModel] = Field(default_factory=list)
