"""Why `advance` refuses an act, in words for the person who tried it."""

from engine.refusal_words_of_others import WORDS_OF_OTHERS
from forms.form_plan import Text
from matter_definitions.advance import ActRefused
from refusals import NotNow

_WORDS = {
    "asked_already": Text(
        "已经提出过，正在等待批准", "This has been asked for already and waits for approval"
    ),
    "signed_already": Text("结果已经签收", "The result has been signed for already"),
    "archived_already": Text("本件已经归档", "This case is in the archive already"),
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
    "not_now": Text("该事项在当前状态下不能这样办理", "This cannot be done with the item as it stands"),
    "not_offered": Text("该事项不提供这种办理方式", "This item does not offer that"),
    "not_yours_to_do": Text("这不是您可以作的决定", "This is not yours to do"),
    "receiver_decides": Text(
        "收件地只负责收件，不能作出决定", "The place that receives for another may not decide"
    ),
    "limit_over": Text("期限已过，不能再这样办理", "The limit is over, so this is no longer possible"),
    "second_demand": Text(
        "需要补正的全部内容应当一次告知，这项内容当时已经可以看到",
        "Everything to be corrected has to be told at once, and this could be seen then",
    ),
    "not_in_the_list": Text(
        "该事项没有要求这项内容或材料", "The item does not ask for this field or material"
    ),
    "kind_unknown": Text("该事项没有这种程序", "The item has no procedure of this kind"),
    "kind_may_not_pause": Text("这种情形不能停止计算期限", "The clock may not stand still for this"),
    "above_maximum": Text("超过了最长期限", "This is longer than it may last"),
    "asked_too_late": Text("申请延期太晚了", "A longer time had to be asked for earlier"),
    "same_person": Text("应当由另一人决定", "Another person has to decide this"),
    "rank_too_low": Text("应当由上级人员决定", "An officer of a higher rank has to decide this"),
    "no_ground": Text("请说明理由和依据", "Give the reason and the law"),
    "no_authority": Text(
        "请说明不需要办理，或者应当向哪个机关申请",
        "Say that nothing is needed, or who is competent",
    ),
    "not_the_decider": Text(
        "只有作出决定的人或者上级可以收回", "Only who decided it, or somebody above, may take it back"
    ),
    "already_issued": Text(
        "结果已经发出，不能收回", "The result has left the house; it cannot be taken back"
    ),
    "not_issued_yet": Text("结果还没有出具", "The result has not been issued yet"),
    "already_used": Text("其他事项已经以该结果为依据", "Another item has already built on this result"),
    "no_commitment_open": Text("没有可以容缺的承诺", "There is no open commitment for this"),
    "not_reminded_yet": Text("还没有提醒过当事人", "The applicant has not been reminded yet"),
    "still_missing": Text("还有内容没有补齐", "Something is still missing"),
    "not_heard_yet": Text(
        "应当先事先告知当事人，并听取其意见或者等陈述期届满",
        "The person has to be told first and heard, or the time to speak has to be over",
    ),
    "not_forewarned": Text("还没有事先告知当事人", "The person has not been told what is intended"),
    "forewarned_already": Text("已经事先告知", "The person has been told already"),
    "hearing_under_way": Text(
        "听证期间以听证记录为结束", "A hearing that was asked for ends with its record"
    ),
    "heard_already": Text("已经记录过当事人的意见", "What the person said has been recorded already"),
    "no_review_decision": Text("请注明复议决定", "Name the decision on review"),
    "no_extension_left": Text("延期次数已用完", "The limit cannot be extended once more"),
    "still_open": Text("本件还没有全部办结", "The case is not over yet"),
    "package_incomplete": Text("归档材料不齐全", "The package for the archive is not complete"),
}


def not_possible_now(refused: ActRefused) -> NotNow:
    """The refusal of a person's act: what forbids it, by which rule, and what is possible instead."""
    return NotNow(
        _with_source(words_of(refused.code), refused.source),
        type=refused.code.replace("_", "-"),
        allowed=refused.allowed,
    )


def words_of(code: str) -> Text | None:
    """What a code of `ActRefused` means; None for one without words."""
    return _WORDS.get(code) or WORDS_OF_OTHERS.get(code)


def _with_source(words: Text | None, source: str) -> Text | None:
    if words is None or not source:
        return words
    return Text(f"{words.zh}（依据：{source}）", f"{words.en} (basis: {source})")
