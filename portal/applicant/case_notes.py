"""What is going on with each item of a case, and what its applicant has to do about it, if anything."""

from dataclasses import dataclass

from casework.case_items import ItemView, StepView
from casework.case_view import CaseView
from casework.interruptions import Interruption
from casework.supply_late import CommitmentLine
from casework.with_others import HearingNote, LetterNote, PublicityNote, StepOfOthers, VisitNote
from portal.language import Language
from portal.showing import show_deadline, show_moment
from portal.wording import gettext_in

# How an item ended against the applicant: its paper says how to contest it (行政复议法 20, 行政许可法 38).
_CONTESTABLE = frozenset({"denied", "refused", "revoked", "not_applicable"})
_MAY_COME_AGAIN = frozenset({"withdrawn", "lapsed", "not_pursued"})
# A promise that is kept needs no line.
_COMMITMENTS_SHOWN = frozenset({"open", "supplied", "missed", "failed", "ordered", "heard"})


@dataclass(frozen=True, slots=True)
class ItemNote:
    """`href` "": there is nothing to open; `label` is the words of the link."""

    words: str
    href: str = ""
    label: str = ""


def notes_of(case: CaseView, item: ItemView, language: Language) -> list[ItemNote]:
    """In the order in which they matter: why it rests, what was promised, who else is asked, what then."""
    _ = gettext_in(language)
    notes: list[ItemNote] = []
    if item.interruption is not None:
        notes.append(ItemNote(_rests(item.interruption, language)))
    notes += [ItemNote(_begins(each, language)) for each in item.steps if each.waits_until]
    notes += [_promised(case, each, language) for each in case.commitments if _is_live(each, item)]
    notes += [_publicity(each, language) for each in case.publicity if each.about.item == item.key]
    notes += [ItemNote(_letter(each, language)) for each in case.letters if each.about.item == item.key]
    notes += [ItemNote(_visit(each, language)) for each in case.visits if each.about.item == item.key]
    notes += [ItemNote(_hearing(each, language)) for each in case.hearings if each.about.item == item.key]
    if item.state in _CONTESTABLE:
        words = _("If you do not agree: the decision says where to apply for review or go to court, by when.")
        notes.append(ItemNote(words))
    elif item.state in _MAY_COME_AGAIN:
        notes.append(ItemNote(_("You may apply for it again at any time.")))
    return notes


def _begins(step: StepView, language: Language) -> str:
    words = gettext_in(language)("“%(step)s” is done on certain days only; it begins on %(day)s.")
    return words % {"step": step.title, "day": show_deadline(step.waits_until, language)}


def _is_live(commitment: CommitmentLine, item: ItemView) -> bool:
    return commitment.item == item.key and commitment.state in _COMMITMENTS_SHOWN


def _rests(rest: Interruption, language: Language) -> str:
    _ = gettext_in(language)
    since = show_deadline(rest.since, language)
    until = show_deadline(rest.until, language)
    if rest.kind == "suspended":
        said = [_("It rests since %(day)s: %(why)s.") % {"day": since, "why": _why(rest, language)}]
        said += [_("It goes on by %(day)s at the latest.") % {"day": until}] if until else []
    elif rest.kind == "forwarded":
        said = [_("%(who)s has had it since %(day)s.") % {"who": rest.to or "", "day": since}]
        said += [_("The answer is due by %(day)s.") % {"day": until}] if until else []
    else:
        words = _("A special procedure (%(what)s) runs since %(day)s; its end is expected by %(until)s.")
        said = [words % {"what": rest.what, "day": since, "until": until}]
    stands, runs = _("Meanwhile the time does not count."), _("Meanwhile the time goes on counting.")
    said += [stands if rest.clock_stands else runs, _("You need not do anything.")]
    return _sentences(said, language)


def _why(rest: Interruption, language: Language) -> str:
    if not rest.reason or rest.reason == rest.what:
        return rest.what
    return f"{rest.what}（{rest.reason}）" if language == "zh" else f"{rest.what} ({rest.reason})"


def _promised(case: CaseView, promise: CommitmentLine, language: Language) -> ItemNote:
    _ = gettext_in(language)
    words = _("You promised “%(title)s”: %(state)s") % {"title": promise.title, "state": promise.state_words}
    until = (
        promise.order_until if promise.state == "ordered" else promise.until if promise.can_supply else None
    )
    if until is not None:
        words += _(", until %(day)s") % {"day": show_deadline(until, language)}
    return ItemNote(_end(words, language), f"/cases/{case.case_no}/commitments", _("Read the promise"))


def _publicity(notice: PublicityNote, language: Language) -> ItemNote:
    _ = gettext_in(language)
    until = show_deadline(notice.ends_at, language)
    if notice.open:
        words = _("Everybody can read it until %(day)s and object to it.") % {"day": until}
    else:
        words = _("The time for objections was over on %(day)s.") % {"day": until}
    made = (
        _("There are %(count)s objections; the department decides on each.") % {"count": notice.objections}
        if notice.objections
        else _("Nobody has objected so far.")
    )
    said = _titled(notice.about, _sentences([words, made], language), language)
    return (
        ItemNote(said, f"/publicity/{notice.id}", _("Read what is public")) if notice.open else ItemNote(said)
    )


def _letter(letter: LetterNote, language: Language) -> str:
    _ = gettext_in(language)
    if letter.sent_at is None:
        said = _("A letter to %(who)s is being written.") % {"who": letter.addressee}
    elif letter.answered:
        said = _("%(who)s has answered.") % {"who": letter.addressee}
    else:
        day = show_deadline(letter.sent_at, language)
        said = _("%(who)s was asked on %(day)s.") % {"who": letter.addressee, "day": day}
        if letter.answer_until is not None:
            until = show_deadline(letter.answer_until, language)
            said = _sentences([said, _("The answer is due by %(day)s.") % {"day": until}], language)
    return _titled(letter.about, said, language)


def _visit(visit: VisitNote, language: Language) -> str:
    _ = gettext_in(language)
    who = _(", ").join(visit.departments)
    if visit.over:
        said = _("The visit is over.")
    elif visit.at is not None:
        words = _("%(who)s come together on %(at)s. Please see that somebody is there.")
        said = words % {"who": who, "at": show_moment(visit.at, language, weekday=True)}
    else:
        words = _("%(who)s are agreeing on a time to come together; it will be shown here.")
        said = words % {"who": who}
    return _titled(visit.about, said, language)


def _hearing(hearing: HearingNote, language: Language) -> str:
    _ = gettext_in(language)
    if hearing.over:
        said = _("The hearing is over.")
    elif hearing.at is not None:
        words = _("The hearing is on %(at)s. Please come, or send somebody for you.")
        said = words % {"at": show_moment(hearing.at, language, weekday=True)}
    else:
        said = _("A hearing was asked for. Its time will be shown here at least seven days before.")
    return _titled(hearing.about, said, language)


def _titled(about: StepOfOthers, words: str, language: Language) -> str:
    return f"{about.title}：{words}" if language == "zh" else f"{about.title}: {words}"


def _sentences(said: list[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(said)


def _end(words: str, language: Language) -> str:
    return f"{words}。" if language == "zh" else f"{words}."
