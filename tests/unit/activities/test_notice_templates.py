"""Every message says what it says in both languages, with every place filled."""

import re

from activities.notices.facts import MessageFacts
from activities.notices.templates import LANGUAGES, load_templates, template_of
from tests.every_case import for_every

FACTS = MessageFacts(
    case_no="330110-0001",
    matter="matter",
    item="item",
    items="3",
    promised_on="2026-03-02",
    answer_until="2026-03-20",
    amount="5.00",
)
CHINESE = re.compile("[一-鿿]")


@for_every("language", LANGUAGES)
@for_every("code", sorted(load_templates()))
def test_every_template_speaks_every_language(code: str, language: str) -> None:
    template = load_templates()[code]
    letter = template.letter(FACTS, language=language)
    texts = [letter.title, letter.body, template.short(FACTS, language=language)]
    assert all(texts)
    assert not any("{" in each for each in texts)
    assert all(bool(CHINESE.search(each)) is (language == "zh") for each in texts)
    assert FACTS.case_no in letter.body, "the reader finds her case"


def test_a_template_that_nobody_has_written_is_the_usual_one() -> None:
    assert template_of("no-such-template") is load_templates()["usual"]
