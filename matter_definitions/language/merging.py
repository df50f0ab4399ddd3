"""One paper made of the results of several items (多证合一)."""

from typing import Annotated

from pydantic import Field

from matter_definitions.language.texts import Key, Model, Name, ResultOf, Words


class MergedModel(Model):
    """`parts`: results, each with a number, a validity and a state of its own."""

    code: Name
    title: Words
    parts: Annotated[list[ResultOf], Field(min_length=2, max_length=20)]
    template: str = "merged_result"
    holder: Key | None = None
