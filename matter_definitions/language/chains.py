"""One matter after another: what comes next when a case is over, and what has to be over before."""

from pydantic import Field

from matter_definitions.language.texts import Code, Expression, Key, Model, Words


class NextModel(Model):
    """`give`: their field: ours. Whatever of the applicant both forms know under one element goes along by
    itself."""

    matter: Code
    text: Words
    when: Expression | None = None
    give: dict[Key, Key] = Field(default_factory=dict)


class RequiresModel(Model):
    """`when`, over answers: needed only where this holds."""

    matter: Code
    text: Words
    when: Expression | None = None
