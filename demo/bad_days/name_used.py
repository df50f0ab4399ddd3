"""All the names are in use: the registry refuses the name, and nothing else is begun."""

from demo.business import begin, partner_signs, submit
from demo.business_cast import BusinessCast
from demo.handling import DemoFailed, expect_state, go_on, is_over, states

TAKEN = "杭州模拟科技有限公司"


def play(cast: BusinessCast) -> str:
    draft = begin(cast, first_name=TAKEN)
    partner_signs(cast, draft)
    submitted = submit(cast, draft)
    case = go_on(cast, submitted.case_no, until=is_over)
    expect_state(case, "refused")
    ends = states(case)
    if set(ends.values()) != {"denied", "not_pursued"}:
        raise DemoFailed(f"something was begun without a name: {ends}")
    name = next(item for item in case["items"] if item["code"] == "company-name")
    cast.script.say("申报的名称已被使用，其余事项不再办理：", "The name is in use, so nothing else is done:")
    cast.script.quote(f"{name['title']}: {name['state_words']} ({name['reason']})")
    return submitted.case_no
