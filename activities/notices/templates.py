"""The templates of messages, by template and language; read once, checked when they are read."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from activities.notices.facts import MessageFacts
from engine.messages import Letter
from own_files import read_own_yaml

FILE = Path(__file__).parent / "templates.yaml"
USUAL = "usual"  # for a matter that names a template which nobody has written
LANGUAGES = ("zh", "en")


class TemplateWrong(Exception):
    """A template misses a text or names a place that there is not; the message says where."""


@dataclass(frozen=True, slots=True)
class Template:
    code: str
    texts: dict[str, dict[str, str]]

    def letter(self, facts: MessageFacts, *, language: str) -> Letter:
        texts, places = self.texts[language], facts.places()
        return Letter(texts["title"].format_map(places), texts["body"].format_map(places))

    def short(self, facts: MessageFacts, *, language: str) -> str:
        return self.texts[language]["short"].format_map(facts.places())


def template_of(code: str) -> Template:
    templates = load_templates()
    return templates.get(code, templates[USUAL])


@lru_cache(maxsize=1)
def load_templates() -> dict[str, Template]:
    document: dict[str, Any] = read_own_yaml(FILE)
    templates = {code: Template(code, texts) for code, texts in document.items()}
    for template in templates.values():
        _check(template)
    return templates


def _check(template: Template) -> None:
    nothing = MessageFacts(**dict.fromkeys(MessageFacts.__dataclass_fields__, ""))
    for language in LANGUAGES:
        try:
            template.letter(nothing, language=language)
            template.short(nothing, language=language)
        except KeyError as missing:
            raise TemplateWrong(f"{FILE.name}: {template.code}.{language}: {missing}") from missing
