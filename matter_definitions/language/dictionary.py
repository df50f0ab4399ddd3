"""The dictionary: data elements and materials, each defined once for all items (数据元、材料库)."""

from typing import Annotated, Literal

from pydantic import Field

from matter_definitions.language.texts import Model, Name, ResultOf, ValidityWords, Words

APPLICANT = "applicant"
OWN_LIST = "own"


class OptionModel(Model):
    """`in_standard`: what the list's standard calls it, where that is not `code`."""

    code: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
    text: Words
    in_standard: Annotated[str, Field(pattern=r"^[A-Za-z0-9]+$", max_length=20)] | None = None


class ElementModel(Model):
    """`source`: the one kind of department that owns the data (一数一源), or `applicant`.

    `standard`: of the code list, or `own`: there is no public one. `fresh_for`: a value that was looked up
    longer ago is asked again; left out: it does not grow old.
    """

    code: Name
    title: Words
    hint: Words | None = None
    type: str
    options: list[OptionModel] = Field(default_factory=list)
    max_length: Annotated[int, Field(gt=0)] | None = None
    sensitivity: Literal["plain", "personal", "sensitive"] | None = None
    source: str = APPLICANT
    standard: Annotated[str, Field(min_length=2, max_length=80)] | None = None
    fresh_for: ValidityWords | None = None


class MaterialModel(Model):
    """`result_of`: the paper that an item ends with, `<item>.<result>`. While that item is part of the case,
    nobody brings it."""

    code: Name
    title: Words
    hint: Words | None = None
    media_types: list[str] = Field(default=["application/pdf", "image/jpeg", "image/png"])
    result_of: ResultOf | None = None


class DictionaryModel(Model):
    elements: list[ElementModel] = Field(default_factory=list)
    materials: list[MaterialModel] = Field(default_factory=list)
