"""A case as its applicant reads it: what to do now, how far each item is, what has happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from casework.case_access_log import AccessEntry
from casework.case_items import ItemView
from casework.case_todo import MarkView, ToDo
from casework.case_view import CaseView
from casework.form_words import FieldOut
from portal.applicant.case_notes import ItemNote, notes_of
from portal.applicant.draft_shown import Fact
from portal.deadlines import due_words
from portal.language import Language
from portal.moods import Mood, mood_of
from portal.showing import ZONE, show_deadline, show_moment, show_money
from portal.wording import gettext_in


@dataclass(frozen=True, slots=True)
class ToDoShown:
    """`post`: the button acts at once (the payment page is the provider's); otherwise it leads to a page."""

    words: str
    label: str
    href: str
    post: bool


@dataclass(frozen=True, slots=True)
class ItemShown:
    """`due`: what is to be done until when, "" when no clock runs. `account`: the page that explains it."""

    title: str
    state_words: str
    mood: Mood
    department: str
    holder: str
    due: str
    note: str
    notes: Sequence[ItemNote]
    account: str


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """`at`: the last time."""

    at: datetime
    who: str
    what_for: str
    reason: str
    times: int


def promise_words(case: CaseView, language: Language) -> str:
    """At first "if everything is in order", after acceptance a promise (architecture.md 5)."""
    _ = gettext_in(language)
    if case.ended_at is not None:
        return ""
    if case.promised_at is not None:
        words = _("Promised by %(day)s.") % {"day": show_deadline(case.promised_at, language)}
    elif case.expected_at is not None:
        words = _("If everything is in order, all will be done by %(day)s.")
        words %= {"day": show_deadline(case.expected_at, language)}
    else:
        return ""
    if case.joint_limit is not None and case.joint_limit.due_at is not None:
        law = _("Several departments handle it together; by law all has to be done by %(day)s.")
        law %= {"day": show_deadline(case.joint_limit.due_at, language)}
        words = f"{words}{law}" if language == "zh" else f"{words} {law}"
    if any(each.interruption and each.interruption.clock_stands for each in case.items):
        moves = _("While the time of an item does not count, this day moves.")
        words = f"{words}{moves}" if language == "zh" else f"{words} {moves}"
    return words


def to_do_shown(case: CaseView, language: Language) -> list[ToDoShown]:
    _ = gettext_in(language)
    base = f"/cases/{case.case_no}"
    shown: list[ToDoShown] = []
    fees = [each.amount_fen or 0 for each in case.to_do if each.kind == "payment"]
    if len(fees) > 1:
        amount = show_money(sum(fees), language)
        words = _("Please pay %(amount)s for %(count)s items") % {"amount": amount, "count": len(fees)}
        shown.append(ToDoShown(words, _("Pay all at once"), f"{base}/payments", post=False))
    for each in case.to_do:
        if each.kind == "correction":
            shown.append(ToDoShown(each.text, _("Correct it now"), f"{base}/correction", post=False))
        elif each.kind == "confirmation":
            href = f"{base}/confirmations/{each.item}/{each.step}"
            shown.append(ToDoShown(each.text, _("Read and confirm"), href, post=False))
        elif each.kind == "late_supply":
            shown.append(ToDoShown(each.text, _("Bring the papers"), f"{base}/commitments", post=False))
        elif each.kind == "prior_notice":
            href = f"{base}/prior-notices"
            shown.append(ToDoShown(each.text, _("Read it, and say what you have to say"), href, post=False))
        elif each.kind == "order":
            shown.append(ToDoShown(each.text, _("Read the promise"), f"{base}/commitments", post=False))
        elif each.kind == "payment" and each.payment and len(fees) == 1:
            shown.append(
                ToDoShown(
                    _with_day(each, language), _("Pay now"), f"{base}/payments/{each.payment}", post=True
                )
            )
        elif each.kind == "hearing":
            href = f"{base}/hearings/{each.item}/{each.step}"
            shown.append(ToDoShown(each.text, _("Ask for a hearing"), href, post=True))
        elif each.kind == "ticket":
            words, href = _with_day(each, language), f"/tickets/{each.ticket}"
            shown.append(ToDoShown(words, _("Read it"), href, post=False))
        elif each.kind == "rating":
            shown.append(ToDoShown(each.text, _("Rate it"), f"{base}/rate", post=False))
    return shown


def items_shown(case: CaseView, language: Language) -> list[ItemShown]:
    return [_item(case, each, language) for each in case.items]


def is_done(item: ItemView) -> bool:
    """What still waits for promised papers is not done for its applicant."""
    return item.clocks.decided_at is not None and item.state != "granted_with_late_supply"


def payments_shown(case: CaseView, language: Language) -> list[Fact]:
    """Each payment and refund by itself, and what was paid together."""
    _ = gettext_in(language)
    together = [
        Fact(
            _("Paid together"),
            " · ".join((show_money(each.amount_fen, language), _(", ").join(each.item_titles))),
        )
        for each in case.payment_orders
        if each.state == "paid"
    ]
    return together + [
        Fact(each.item_title, f"{show_money(each.amount_fen, language)} · {each.state_words}")
        for each in (*case.payments, *case.refunds)
    ]


def parcels_shown(case: CaseView, language: Language) -> list[Fact]:
    return [
        Fact(
            each.item_title,
            " · ".join(part for part in (each.state_words, each.parcel_no) if part),
            source="; ".join(f"{stage.words} {show_moment(stage.at, language)}" for stage in each.progress),
        )
        for each in case.parcels
    ]


def readings_shown(rows: Sequence[AccessEntry]) -> list[ReadingShown]:
    """One line for what the same reader read for the same purpose on one day, the latest first."""
    lines: dict[tuple[date, str, str, str | None], list[AccessEntry]] = {}
    for row in rows:
        day = row.at.astimezone(ZONE).date()
        lines.setdefault((day, row.who, row.purpose_words, row.reason), []).append(row)
    return [
        ReadingShown(same[0].at, who, what_for, reason or "", times=len(same))
        for (_, who, what_for, reason), same in lines.items()
    ]


def field_of_mark(mark: MarkView) -> FieldOut:
    """A marked field is asked for like any other."""
    return FieldOut(
        key=mark.key,
        subject="",
        instance=None,
        group=mark.group,
        title=mark.title,
        hint=mark.hint,
        type=mark.type or "text",
        widget=mark.widget or "text",
        options=mark.options,
        required=True,
        locked=False,
        source=None,
        value=mark.value,
        max_length=mark.max_length,
        sensitivity="personal",
    )


def _with_day(act: ToDo, language: Language) -> str:
    if act.until is None:
        return act.text
    day = show_deadline(act.until, language)
    return f"{act.text}，请在{day}前缴清" if language == "zh" else f"{act.text} by {day}"


def _item(case: CaseView, item: ItemView, language: Language) -> ItemShown:
    _ = gettext_in(language)
    titles = {each.key: each.title for each in case.items}
    waiting = [titles.get(key, key) for key in item.waiting_for]
    is_delivering = item.clocks.running == "delivery"
    over = item.clocks.decided_at is not None or item.holder.kind == "nobody"
    note = item.reason or ""
    if waiting and not over:
        note = _("Starts when this is done: %(items)s") % {"items": _(", ").join(waiting)}
    return ItemShown(
        title=item.title,
        state_words=item.state_words,
        mood=mood_of("item", item.state),
        department=item.department_name,
        holder="" if waiting or over else _holder(item, language),
        due=due_words(item, language) if is_delivering or not (over or waiting) else "",
        note=note,
        notes=notes_of(case, item, language),
        account=f"/cases/{case.case_no}/items/{item.key}/account" if item.clocks.received_at else "",
    )


def _holder(item: ItemView, language: Language) -> str:
    """That a department has its own item need not be said twice."""
    _ = gettext_in(language)
    if item.holder.kind == "system":
        return _("Goes on by itself now")
    if item.holder.kind not in ("department", "applicant") or item.holder.name == item.department_name:
        return ""
    return _("Now with: %(who)s") % {"who": item.holder.name}
