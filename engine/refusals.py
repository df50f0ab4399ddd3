"""Why `advance` refuses an act, in words for the person who tried it."""

from forms.form_plan import Text
from matter_definitions.advance import ActRefused
from refusals import NotNow

_WORDS = {
    "no_such_item": Text("本件没有这个事项", "This case has no such item"),
    "item_over": Text("该事项已办结，不能再变更", "This item is over and cannot be changed any more"),
    "not_under_review": Text("该事项当前不在审查中", "This item's form is not under review now"),
    "nothing_marked": Text("请指出需要补正的内容", "Say what has to be corrected"),
    "step_not_open": Text(
        "该环节当前未开放，可能已经办理", "This step is not open; it may have been decided already"
    ),
    "outcome_not_possible": Text("该环节不能作出这样的决定", "This outcome is not possible for this step"),
    "nothing_to_correct": Text("当前没有需要补正的内容", "There is nothing to correct now"),
    "outcome_unwanted": Text("该结果已不再需要", "This outcome is no longer wanted"),
}


def not_possible_now(refused: ActRefused) -> NotNow:
    return NotNow(_WORDS.get(refused.code), type=refused.code.replace("_", "-"), allowed=refused.allowed)
