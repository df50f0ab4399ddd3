"""Why something is sent back is told, and nothing that was said of one person."""

from casework.defining.returns import FEWEST_CASES, shared_sentences


def test_a_sentence_is_shown_once_several_cases_share_it() -> None:
    several = set(range(FEWEST_CASES))
    used = {"照片模糊": several, "张三的电话打不通": {9}, "少一页": several | {77}}
    assert shared_sentences(used) == ("少一页", "照片模糊")
