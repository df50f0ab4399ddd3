"""A case on its way: everybody does what is his to do, until it is as the play wants it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from demo.cast import Cast
from demo.client import Json, Refused
from demo.people import Officer

# A process that is killed in the middle of a try holds it for the rest of its lease (engine/effects.py).
END_WITHIN_SECONDS = 150.0
PAUSE_SECONDS = 0.5
FAVOURABLE = ("accept", "pass", "grant")
PDF = b"%PDF-"
DECIDED_ALREADY = "task-already-decided"


class DemoFailed(Exception):
    """The play did not come to the end that was expected; the text says where it stopped."""


@dataclass(frozen=True)
class Submitted:
    case_no: str
    password: str = field(repr=False)


def submitted_in(answer: Json, *, items: int) -> Submitted:
    """What the answer to a submission tells the applicant, who expects so many items to be opened."""
    if len(answer["items"]) != items:
        raise DemoFailed(f"{len(answer['items'])} items were opened instead of {items}")
    return Submitted(str(answer["case_no"]), str(answer["password"]))


def finish(
    cast: Cast,
    submitted: Submitted,
    *,
    expected: str = "completed",
    follow: Callable[[str], None] | None = None,
) -> None:
    """To the end of the case, what is posted to her door (`follow`), the papers, and a rating."""
    case = go_on(cast, submitted.case_no, until=is_over)
    expect_state(case, expected)
    cast.script.say(f"办件结束：{case['state_words']}。", f"The case is over: {case['state_words']}.")
    if follow is not None:
        follow(submitted.case_no)
    read_papers(cast, submitted.case_no)
    track(cast, submitted)
    rate(cast, submitted.case_no)


def go_on(
    cast: Cast,
    case_no: str,
    *,
    until: Callable[[Json], bool],
    pays: bool = True,
    within: float = END_WITHIN_SECONDS,
) -> Json:
    """Officers decide what lies on their desks, the applicant confirms and pays, until the case is as it
    should be."""
    deadline = time.monotonic() + within
    while True:
        case = cast.applicant.case(case_no)
        if until(case):
            return case
        if time.monotonic() > deadline:
            raise DemoFailed(f"{case_no} does not go on: {_standings(case)}")
        acted = decide_open_tasks(cast, case_no)
        acted |= confirm(cast, case)
        acted |= pays and pay(cast, case)
        if not acted:
            time.sleep(PAUSE_SECONDS)


def decide_open_tasks(cast: Cast, case_no: str) -> bool:
    """Each officer answers what lies on his department's desk; whether anybody did something."""
    acted = False
    for officer in cast.officers.values():
        for task in officer.tasks(case_no):
            acted |= _decide_if_open(cast, officer, task["id"])
    return acted


def _decide_if_open(cast: Cast, officer: Officer, task: str) -> bool:
    """A task may end while it is being read: with an item before it, that came to nothing."""
    try:
        seen = officer.read(task)
        if seen["kind"] == "letter":
            correspond(cast, officer, seen)
        elif not seen["outcomes"]:
            return False  # it is for somebody of a higher rank
        else:
            decide(cast, officer, seen)
    except Refused as refusal:
        if not str(refusal.problem.get("type")).endswith(DECIDED_ALREADY):
            raise
        return False
    return True


def decide(cast: Cast, officer: Officer, task: Json) -> None:
    """The favourable answer, with the entries that the step asks of the officer."""
    possible = {each["code"]: each["title"] for each in task["outcomes"]}
    outcome = next((each for each in FAVOURABLE if each in possible), None)
    if outcome is None:
        raise DemoFailed(f"{task['title']} can only be decided as {', '.join(possible)}")
    data = {each["key"]: cast.enter(task, each) for each in task["officer_fields"] if each["required"]}
    officer.decide(task["id"], outcome=outcome, **({"data": data} if data else {}))
    item, words = task["item"], possible[outcome]
    # A step of another department has its own officer; the item's name would be the wrong one.
    is_own = officer.department == item["department"]
    zh = f"{item['department_name']}的{officer.zh}" if is_own else officer.zh
    en = f"{officer.en}, {item['department_name']}" if is_own else officer.en
    cast.script.say(f"{zh}：{task['title']}——{words}。", f"{en}: {task['title']}: {words}.")


def correspond(cast: Cast, officer: Officer, task: Json) -> None:
    """The office that handles the item writes, and the other one answers."""
    item = task["item"]
    if officer.department == item["department"]:
        words = cast.script.text("请予核实并协助办理。", "Please verify and assist.")
        officer.write_letter(task["id"], words)
        cast.script.say(
            f"{officer.zh}：{task['title']}，函件编号后即时送达对方。",
            f"{officer.en}: {task['title']}; the letter takes its number and is there at once.",
        )
    else:
        words = cast.script.text("来函收悉，情况属实。", "It is as you write.")
        officer.answer_letter(task["id"], words)
        cast.script.say(f"{officer.zh}复函：情况属实。", f"{officer.en} answers: it is as the letter says.")


def confirm(cast: Cast, case: Json) -> bool:
    """The applicant confirms what cannot be undone, such as a name before it is printed."""
    asked = [each for each in case["to_do"] if each["kind"] == "confirmation"]
    for each in asked:
        cast.script.say("签发前，申请人被请求：", "Before it is issued, the applicant is asked:")
        cast.script.quote(str(each["text"]))
        cast.applicant.confirm(str(case["case_no"]), each["item"], each["step"])
        cast.script.say("她核对后确认。", "She looks at it and confirms.")
    return bool(asked)


def pay(cast: Cast, case: Json) -> bool:
    """The applicant pays what is to be paid on the provider's page, and waits until her case says so."""
    case_no = str(case["case_no"])
    demands = [each for each in case["payments"] if each["can_pay"]]
    for demand in demands:
        cast.town.pay(cast.applicant.start_payment(case_no, demand["id"]))
        amount = f"{demand['amount_fen'] / 100:.2f}"
        cast.script.say(
            f"申请人在支付页面缴纳 {amount} 元。", f"The applicant pays {amount} yuan on the provider's page."
        )
        wait_until(cast, case_no, partial(_is_settled, payment=demand["id"]))
    return bool(demands)


def wait_until(cast: Cast, case_no: str, happened: Callable[[Json], bool]) -> None:
    """Nobody does anything; what is under way arrives."""
    deadline = time.monotonic() + END_WITHIN_SECONDS
    while not happened(cast.applicant.case(case_no)):
        if time.monotonic() > deadline:
            raise DemoFailed(f"{case_no} waits for something that does not come")
        time.sleep(PAUSE_SECONDS)


def _is_settled(case: Json, *, payment: str) -> bool:
    return not any(each["id"] == payment and each["can_pay"] for each in case["payments"])


def read_papers(cast: Cast, case_no: str) -> None:
    """The applicant opens each paper; anybody who holds one can check it by its code."""
    papers = cast.applicant.case(case_no)["documents"]
    for paper in papers:
        if not cast.applicant.paper(case_no, paper["id"]).startswith(PDF):
            raise DemoFailed(f"{paper['title']} is no PDF")
        if cast.stranger.verify(paper["verify_code"])["status"] != "valid":
            raise DemoFailed(f"{paper['title']} cannot be verified")
    cast.script.say(
        f"{len(papers)} 份文书都能下载，也能凭验证码核验。",
        f"{len(papers)} papers can be downloaded, and verified by their codes.",
    )


def track(cast: Cast, submitted: Submitted) -> None:
    """Progress without a login, with number and password."""
    seen = cast.stranger.track(submitted.case_no, submitted.password)
    cast.script.say(
        f"不用登录，凭办件编号和查询密码也能查到：{seen['state_words']}，{len(seen['items'])} 个事项。",
        f"Number and password show it without a login: {seen['state_words']}, {len(seen['items'])} items.",
    )


def rate(cast: Cast, case_no: str) -> None:
    cast.applicant.rate(case_no, score=5, options=["fast", "one_form"])
    cast.script.say("申请人给出五星评价。", "The applicant gives five stars.")


# --- what a case looks like


def is_over(case: Json) -> bool:
    return case["state"] != "open"


def states(case: Json) -> dict[str, str]:
    """State of each item by its code, where a code stands for one item."""
    return {item["code"]: item["state"] for item in case["items"]}


def expect_state(case: Json, expected: str) -> None:
    if case["state"] != expected:
        raise DemoFailed(f"{case['case_no']} is {case['state']} instead of {expected}: {_standings(case)}")


def _standings(case: Json) -> str:
    return ", ".join(f"{code} {state}" for code, state in states(case).items())
