"""The caller's language as a parameter of a route."""

from typing import Annotated

from fastapi import Depends, Request

from api.frame.language import Language, language_of


async def _language(request: Request) -> Language:
    return language_of(request)


Spoken = Annotated[Language, Depends(_language)]
