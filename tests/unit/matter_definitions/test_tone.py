"""What a quiet matter may send, against the words of the messages themselves."""

from activities.notices.templates import load_templates
from matter_definitions.checks.tone import ASKING_FOR_A_RATING


def test_every_message_that_asks_for_a_rating_is_known_to_ask_for_one() -> None:
    asking = {code for code, each in load_templates().items() if "打分" in each.texts["zh"]["body"]}

    assert asking == ASKING_FOR_A_RATING
