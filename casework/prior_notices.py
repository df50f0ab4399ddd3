"""What an office intends against somebody, as she reads it, and what she says to it (事先告知, 行政许可法 7).

Her words are kept with the case; the office reads them, and records that she was heard.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from access.act import Act
from casework.acting import changing
from casework.case_reading import ReadCase, read_case, read_texts
from casework.finding import find_case
from casework.words import Language, deadline_words
from forms.form_plan import Text
from matter_definitions import events
from matter_definitions.state import PRIOR, CaseState, Notice
from refusals import NotNow


class NothingIntended(NotNow):
    type = "nothing-intended"
    title = Text(
        zh="当前没有需要陈述意见的事先告知", en="There is no notice now to which anything could be said"
    )


@dataclass(frozen=True, slots=True)
class PriorNotice:
    """`reason`: the facts and the law, None when lawfully erased. `until`: what is said until then is waited
    for. `text` says all this to the person in one sentence."""

    number: int
    item: str
    item_title: str
    text: str
    reason: str | None
    until: datetime


async def case_prior_notices(act: Act, case_no: str, *, language: Language = "zh") -> list[PriorNotice]:
    """Those that are open. Raises Unknown (404)."""
    found = await find_case(act, case_no, action="case.read")
    return await prior_notices(act, await read_case(act, found.id), language=language)


async def prior_notices(act: Act, case: ReadCase, *, language: Language) -> list[PriorNotice]:
    waiting = list(_open(case.state))
    texts = await read_texts(act, case, [each.reason for each in waiting])
    return [
        PriorNotice(
            number=notice.number,
            item=item,
            item_title=case.item_title(item, language=language),
            text=_words(case.item_title(item, language=language), until, language),
            reason=texts.get((notice.reason or "").removeprefix("text:")),
            until=until,
        )
        for notice in waiting
        for item in notice.items[:1]
        if (until := notice.answer_until) is not None
    ]


async def speak_to_notice(act: Act, case_no: str, number: int, words: str) -> None:
    """Raises Unknown (404), NotYours (403) and NothingIntended (409)."""
    found = await find_case(act, case_no, action="case.complain")
    async with changing(act, found.id) as case:
        notice = next((each for each in _open(case.state) if each.number == number), None)
        if notice is None:
            raise NothingIntended
        case.happened(events.COMMENTED, item=notice.items[0], text=str(case.add_text("statement", words)))


def _open(state: CaseState) -> Iterator[Notice]:
    """Nobody has recorded that she was heard, and nothing was decided."""
    for each in state.notices:
        if each.kind == PRIOR and each.items and not each.closed_at and not each.heard_at:
            yield each


def _words(title: str, until: datetime, language: Language) -> str:
    day = deadline_words(until, language=language)
    if language == "en":
        return f"Something is intended against you (“{title}”). You may speak before, until {day}"
    return f"关于“{title}”，部门拟作出对您不利的决定。您可以在{day}前陈述、申辩"
