"""Regions, departments, who is responsible for which item where (职责清单), where to contest a decision."""

from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forms.values.checked import Invalid
from forms.values.uscc import check_uscc
from matter_definitions.language.texts import Code, Model, Region, Words

DepartmentCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*@\d{12}$")]


def credit_code(text: str) -> str:
    checked = check_uscc(text)
    if isinstance(checked, Invalid) or checked.normal != text:
        raise PydanticCustomError("uscc", "this is no unified social credit code (18 characters)")
    return text


class RegionModel(Model):
    code: Region
    title: Words
    parent: Region | None = None


class DepartmentModel(Model):
    """`also`: kinds whose items it does beside those of its own kind (an approval bureau, 行政审批局).

    `uscc`: its unified social credit code, of which the codes of its items are made.
    """

    code: DepartmentCode
    kind: Code
    region: Region
    title: Words
    also: list[Code] = Field(default_factory=list)
    uscc: Annotated[str, AfterValidator(credit_code)] | None = None


class ResponsibilityModel(Model):
    """Of several regions that contain a place, the longest (the county before the city) wins."""

    item: Code
    region: Region
    department: DepartmentCode


class RemedyModel(Model):
    """Who reviews decisions made in a region, and which court hears of them (行政复议法、行政诉讼法).

    It depends on the place, so it is written here and not in the items. Of several regions that contain
    a place the longest wins; with `department`, only for decisions of that kind of department.
    """

    region: Region
    authority: Words
    court: Words
    department: Code | None = None
    days: Annotated[int, Field(ge=60, le=365)] = 60
    months: Annotated[int, Field(ge=6, le=60)] = 6


class OrganisationModel(Model):
    regions: list[RegionModel] = Field(default_factory=list)
    departments: list[DepartmentModel] = Field(default_factory=list)
    responsibility: list[ResponsibilityModel] = Field(default_factory=list)
    remedies: list[RemedyModel] = Field(default_factory=list)
