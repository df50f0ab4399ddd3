"""The messages that go out whatever a matter names: what an applicant must learn to act, or to contest it.

A paper lies in the case; somebody has to be told that it is there (行政许可法 art. 32, 38, 42, 44, 45).
"""

from collections.abc import Mapping, Sequence

from matter_definitions import events
from matter_definitions.plan import CHANNELS, ItemPlan, NoticeChannel, NoticePlan
from matter_definitions.reachable import events_of

_TEMPLATES: Mapping[str, str] = {
    events.NOTICE_SENT: "correction_asked",
    events.RETURNED: "correction_asked",
    events.LATE_CORRECTION_ASKED: "correction_asked",
    events.NOT_APPLICABLE: "item_not_applicable",
    events.REFUSED: "item_refused",
    events.DENIED: "item_denied",
    events.LAPSED: "item_lapsed",
    events.NOT_PURSUED: "item_not_pursued",
    events.BRANCH_ENDED: "item_ended",
    events.SPECIAL_BEGUN: "special_procedure_begun",
    events.SUSPENDED: "item_suspended",
    events.RESUMED: "item_resumed",
    events.EXTENSION_GRANTED: "item_extended",
    events.VOIDED: "item_voided",
    events.REVOKED: "result_revoked",
    events.RECTIFIED: "result_rectified",
    events.TAKEN_BACK: "decision_taken_back",
    events.REOPENED: "item_reopened",
    events.LATE_SUPPLY_REMINDED: "late_supply_reminded",
    events.LATE_SUPPLY_NOT_CONFORMING: "late_supply_not_conforming",
    events.CORRECTION_ORDERED: "correction_ordered",
    events.COMMITMENT_SETTLED: "commitment_settled",
    events.HEARING_OFFERED: "hearing_offered",
    events.HEARING_SET: "hearing_set",
}


def usual_notices(named: Sequence[NoticePlan], items: Sequence[ItemPlan]) -> tuple[NoticePlan, ...]:
    """What is added to the notices that a matter names, also where it names none.

    By the message box and every other way that the matter uses to tell applicants. What the matter itself
    says of an event stands, and nothing is added to it.
    """
    own = [each for each in named if each.to == "applicant"]
    used = {"box", *(channel for each in own for channel in each.channels)}
    channels: tuple[NoticeChannel, ...] = tuple(each for each in CHANNELS if each in used)
    spoken_of = {each.event for each in own}
    possible = events_of(items)
    return tuple(
        NoticePlan(event, template, channels)
        for event, template in _TEMPLATES.items()
        if event in possible and event not in spoken_of
    )
