"""Why something is sent back is told, and nothing that was said of one person."""

from uuid import UUID

from casework.defining.returns import FEWEST_APPLICANTS, shared_sentences


def test_a_sentence_is_shown_once_several_applicants_share_it() -> None:
    several = {UUID(int=number) for number in range(FEWEST_APPLICANTS)}
    used = {"照片模糊": several, "张三的电话打不通": {UUID(int=9)}, "少一页": several | {UUID(int=77)}}
    assert shared_sentences(used) == ("少一页", "照片模糊")
