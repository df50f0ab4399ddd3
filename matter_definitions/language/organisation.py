"""Regions, departments, and who is responsible for which item where (职责清单)."""

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


class OrganisationModel(Model):
    regions: list[RegionModel] = Field(default_factory=list)
    departments: list[DepartmentModel] = Field(default_factory=list)
    responsibility: list[ResponsibilityModel] = Field(default_factory=list)
