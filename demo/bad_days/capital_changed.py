"""The capital is changed after the other shareholder has signed: her signature falls, and she signs anew."""

from demo.business import begin, partner_signs, submit
from demo.business_cast import BusinessCast
from demo.handling import DemoFailed, finish

CAPITAL = {"company.registered_capital": 1_200_000_00, "shareholder.1.subscribed_capital": 800_000_00}


def play(cast: BusinessCast) -> str:
    draft = begin(cast)
    partner_signs(cast, draft)
    seen = cast.founder.save(draft, form=CAPITAL)
    if [each["given"] for each in seen["signers"]] != [0]:
        raise DemoFailed("a signature stands over a capital that is another now")
    cast.script.say(
        "创始人提高了注册资本：另一位股东的签名随即失效，她收到短信。",
        "The founder raises the capital: the other shareholder's signature falls, and she is told.",
    )
    cast.script.quote(*[each["message"] for each in seen["problems"] if "/consents/" in each["pointer"]])
    partner_signs(cast, draft)
    submitted = submit(cast, draft)
    finish(cast, submitted)
    return submitted.case_no
