"""What a region may not do otherwise: a limit of law is not made longer, and nobody is told with less force.

A place may ask for less time than the law of the level above gives, never for more (行政许可法 art. 16: what
implements a law may not add to it).
"""

from clocks.clock import Limit
from matter_definitions.checks.limits import in_working_days
from matter_definitions.language.overriding import OverrideModel
from matter_definitions.library_index import Entry, Library
from matter_definitions.problems import Problems
from matter_definitions.read import Path

_STATUTORY = ("法定时限", "the statutory limit")
_RECEIPT = ("收件审查时限", "the limit of receipt")
_JOINT = ("联合办理时限", "the limit of joint handling")


def complain_of_what_law_forbids(library: Library, entry: Entry[OverrideModel], problems: Problems) -> None:
    override, matter = entry.model, library.matters[entry.model.override].model
    for number, each in enumerate(override.items):
        above, path = library.items[each.item].model.limits, ("items", number, "limits")
        if each.limits is not None:
            _no_longer(
                entry, (*path, "statutory"), each.limits.statutory, above.statutory, _STATUTORY, problems
            )
            _no_longer(entry, (*path, "receipt"), each.limits.receipt, above.receipt, _RECEIPT, problems)
    if override.joint_limit is not None and matter.joint_limit is not None:
        limits = override.joint_limit.limit, matter.joint_limit.limit
        _no_longer(entry, ("joint_limit", "limit"), *limits, _JOINT, problems)
    legal = {(each.event, each.to) for each in matter.notices if each.legal}
    for number, notice in enumerate(override.notices):
        if (notice.event, notice.to) in legal and not notice.legal:
            zh, en = "上级规定以送达为准的消息不能改为普通消息", "a notice of law above stays a notice of law"
            path = ("notices", number)
            problems.add(entry.document, path, code="less-than-law", zh=zh, en=en)


def _no_longer(
    entry: Entry[OverrideModel],
    path: Path,
    here: Limit | None,
    above: Limit,
    words: tuple[str, str],
    problems: Problems,
) -> None:
    if here is not None and in_working_days(here) > in_working_days(above):
        zh, en = f"{words[0]}不能长于上级规定", f"{words[1]} may not be longer than the level above gives"
        problems.add(entry.document, path, code="longer-than-law", zh=zh, en=en)
