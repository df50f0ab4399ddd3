"""Everything that can happen to a case, and every way in which it can stand, has words for a citizen."""

import re
from pathlib import Path
from typing import get_args

import pytest

from casework.rating_words import rating_options
from casework.timeline import text_of_event, words_of_event
from casework.words import Language, find_words, words_of_file
from matter_definitions import events
from matter_definitions.library_index import built_in_library
from matter_definitions.state import CaseStanding, ItemStanding
from tests.every_case import for_every

KINDS = sorted(value for name, value in vars(events).items() if name.isupper() and isinstance(value, str))
WHOLE = {
    "item": "出生登记",
    "step": "审批",
    "department": "公安局",
    "items": 9,
    "promised": "3 月 9 日",
    "first": "出生证",
    "count": 2,
    "until": "3 月 9 日",
    "opens": "3 月 9 日",
    "mended": 1,
    "reason": "：理由",
    "granted": 7,
    "score": 5,
    "title": "通知书",
    "ticket": "33011020260302000000018-T01",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_event_has_a_sentence(language: Language) -> None:
    for kind in KINDS:
        sentence = text_of_event(kind, WHOLE, language=language)

        assert sentence.strip(), kind
        assert "{" not in sentence, kind
        assert "_" not in sentence, kind


def test_a_sentence_uses_only_what_the_timeline_fills_in() -> None:
    for kind in KINDS:
        words = words_of_event(kind)

        names = {name for language in ("zh", "en") for name in re.findall(r"\{(\w+)\}", words[language])}

        assert names <= WHOLE.keys(), kind


def test_no_words_are_left_for_an_event_that_does_not_exist() -> None:
    assert sorted(words_of_file("timeline_words.yaml")) == KINDS


@for_every("standing", get_args(CaseStanding))
def test_every_standing_of_a_case_has_words(standing: str) -> None:
    assert find_words("case", standing)


@for_every("standing", [*get_args(ItemStanding), "waiting"])
def test_every_standing_of_an_item_has_words(standing: str) -> None:
    assert find_words("item", standing)


def test_every_kind_of_department_in_the_library_has_a_name() -> None:
    kinds = {entry.model.department for entry in built_in_library().items.values()}

    assert [kind for kind in kinds if not find_words("department_kind", kind)] == []


def test_every_reason_of_the_engine_has_words() -> None:
    """Codes that end an item without an officer; they are written in the rooms that move a case."""
    code = "\n".join(each.read_text() for each in Path("matter_definitions").glob("*.py"))
    reasons = set(re.findall(r'reason="([a-z_]+)"', code))

    assert reasons
    assert [reason for reason in reasons if not find_words("reason", reason)] == []


@for_every("section", sorted(words_of_file("state_words.yaml")))
def test_every_word_is_there_in_both_languages(section: str) -> None:
    for code, words in words_of_file("state_words.yaml")[section].items():
        assert set(words) == {"zh", "en"}, code
        assert all(words.values()), code


@for_every("score", [1, 2, 3, 4, 5])
def test_each_score_has_something_to_tick(score: int) -> None:
    assert rating_options(score, language="zh")
    assert rating_options(score, language="en")
