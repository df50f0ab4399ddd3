"""Regions, departments, who is responsible for which item where (职责清单), where to contest a decision."""

from typing import Annotated

from pydantic import Field

from matter_definitions.language.texts import Code, Model, Region, Words

DepartmentCode = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*@\d{12}$")]


class RegionModel(Model):
    code: Region
    title: Words
    parent: Region | None = None


class DepartmentModel(Model):
    code: DepartmentCode
    kind: Code
    region: Region
    title: Words


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
