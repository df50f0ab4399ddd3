"""What is wrong, as the error summary at the top of a page shows it: words, and where the input is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from portal.language import Language
from portal.rendering import anchor_of


class Pointed(Protocol):
    """`refusals.FieldError` and `forms.problems.FormProblem` alike."""

    @property
    def pointer(self) -> str: ...
    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Problem:
    text: str
    href: str | None


def problems_of(
    found: Iterable[Pointed], language: Language, *, titles: Mapping[str, str] | None = None
) -> list[Problem]:
    """Each with a link to its input on this page. `titles` by pointer stand before the words."""
    return [
        Problem(
            _worded(each, language, titles or {}), f"#{anchor_of(each.pointer)}" if each.pointer else None
        )
        for each in found
    ]


def errors_by_pointer(found: Iterable[Pointed], language: Language) -> dict[str, str]:
    """For the error text beside each input; the first of several."""
    errors: dict[str, str] = {}
    for each in found:
        errors.setdefault(each.pointer, each.en if language == "en" else each.zh)
    return errors


def _worded(each: Pointed, language: Language, titles: Mapping[str, str]) -> str:
    text = each.en if language == "en" else each.zh
    title = titles.get(each.pointer)
    if not title or title in text:
        return text
    return f"{title}：{text}" if language == "zh" else f"{title}: {text}"
