"""Why an act in which others have a say is refused: letters, visits, hearings."""

from collections.abc import Mapping

from forms.form_plan import Text

WORDS_OF_OTHERS: Mapping[str, Text] = {
    "no_addressee": Text("没有可以发函的部门", "There is no department to write to"),
    "letter_sent": Text("函件已经发出", "The letter has been sent already"),
    "letter_not_sent": Text("函件还没有发出", "The letter has not been sent yet"),
    "visit_agreed": Text("踏勘时间已经商定", "The time of the visit is agreed already"),
    "no_time": Text("请提出可供选择的时间", "Propose at least one time"),
    "time_is_past": Text("所提的时间已经过去", "A time that was proposed is over"),
    "no_such_time": Text("这不是所提的时间", "This is none of the times that were proposed"),
    "visit_not_agreed": Text("踏勘时间还没有商定", "The time of the visit is not agreed yet"),
    "visit_not_yet": Text("踏勘还没有进行", "The visit has not been yet"),
    "visit_recorded": Text("踏勘已经记录", "The visit has been recorded already"),
    "visit_not_recorded": Text("踏勘还没有记录", "The visit has not been recorded yet"),
    "visit_concluded": Text("本部门已经作出结论", "Your department has concluded already"),
    "hearing_asked": Text("已经申请听证", "A hearing has been asked for already"),
    "hearing_not_asked": Text("没有人申请听证", "Nobody has asked for a hearing"),
    "announced_too_late": Text(
        "听证应当提前通知（依据：行政许可法 48）",
        "A hearing has to be announced earlier (basis: 行政许可法 48)",
    ),
    "hearing_too_late": Text(
        "超过了组织听证的期限（依据：行政许可法 47）",
        "This is later than a hearing may be held (basis: 行政许可法 47)",
    ),
    "hearing_not_set": Text("听证时间还没有确定", "The hearing has not been set yet"),
    "hearing_not_yet": Text("听证还没有举行", "The hearing has not been held yet"),
}
