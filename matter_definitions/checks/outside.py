"""What is asked of connectors, and printed: each request is one that is understood, each paper one there is.

A name that the other side does not know would be found only when a case comes to it.
"""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches

from matter_definitions.compile_steps import USUAL_CALLS
from matter_definitions.language.matters import LookupModel
from matter_definitions.outside import Call, Outside
from matter_definitions.workbench import Place, Workbench


def check_outside(bench: Workbench) -> None:
    outside = bench.library.outside
    if outside is None:
        return
    for item in bench.items:
        for number, step in enumerate(item.model.steps):
            place = item.place.below("steps", number)
            if step.connector and step.call:
                call = _call(bench, outside, step.connector, step.call, place)
                _check_sent(bench, call, step.send, place)
            else:
                call = outside.calls.get(USUAL_CALLS.get(step.kind, ("", ""))[1])
            _check_taken(bench, call and call.answers, step.receive, place.below("receive"))
    for number, lookup in enumerate(bench.matter.lookups):
        _check_lookup(bench, outside, lookup, bench.place.below("lookups", number))
    for template, place in _papers(bench):
        if template.strip() and template not in outside.papers:
            near = _near(template, outside.papers)
            bench.complain(
                place,
                "unknown-template",
                zh=f"没有文书模板“{template}”{near[0]}",
                en=f"there is no paper with the template “{template}”{near[1]}",
            )


def _check_lookup(bench: Workbench, outside: Outside, lookup: LookupModel, place: Place) -> None:
    call = _call(bench, outside, lookup.connector, lookup.call, place)
    _check_sent(bench, call, lookup.send, place)
    if call is None or lookup.list_in is None:
        _check_taken(bench, call and call.answers, lookup.gives, place.below("gives"))
    elif lookup.list_in in call.lists:
        _check_taken(bench, call.lists[lookup.list_in], lookup.gives, place.below("gives"))
    else:
        _complain_of_answer(bench, lookup.list_in, call.lists, place.below("list_in"))


def _call(bench: Workbench, outside: Outside, connector: str, code: str, place: Place) -> Call | None:
    """None when it is no request of this connector; that is told."""
    call = outside.calls.get(code)
    if call is not None and call.connector == connector:
        return call
    own = sorted(name for name, each in outside.calls.items() if each.connector == connector)
    if not own:
        connectors = {each.connector for each in outside.calls.values()}
        near = _near(connector, connectors)
        bench.complain(
            place.below("connector"),
            "unknown-connector",
            zh=f"没有对接系统“{connector}”{near[0]}",
            en=f"there is no connector “{connector}”{near[1]}",
        )
    else:
        bench.complain(
            place.below("call"),
            "unknown-call",
            zh=f"“{connector}”没有“{code}”这种请求，可用的有：{'、'.join(own)}",
            en=f"“{connector}” understands no “{code}”; there are {', '.join(own)}",
        )
    return None


def _check_sent(bench: Workbench, call: Call | None, send: Mapping[str, str], place: Place) -> None:
    lacking = sorted(call.needs - set(send)) if call else []
    if lacking:
        bench.complain(
            place.below("send"),
            "too-little-sent",
            zh=f"这种请求还必须发送：{'、'.join(lacking)}",
            en=f"this request needs more to be sent: {', '.join(lacking)}",
        )


def _check_taken(
    bench: Workbench, answers: Collection[str] | None, taken: Mapping[str, str], place: Place
) -> None:
    """`answers` None: it is not known what the answer holds."""
    for ours, theirs in taken.items():
        if answers is not None and theirs not in answers:
            _complain_of_answer(bench, theirs, answers, place.below(ours))


def _complain_of_answer(bench: Workbench, name: str, answers: Collection[str], place: Place) -> None:
    known = sorted(answers)
    bench.complain(
        place,
        "unknown-answer",
        zh=f"对方的回答中没有“{name}”，只有：{'、'.join(known) or '（无）'}",
        en=f"the answer holds no “{name}”, but only {', '.join(known) or 'nothing'}",
    )


def _papers(bench: Workbench) -> Iterator[tuple[str, Place]]:
    for number, paper in enumerate(bench.matter.papers):
        yield paper.template, bench.place.below("papers", number, "template")
    for number, merged in enumerate(bench.matter.merged_results):
        yield merged.template, bench.place.below("merged_results", number, "template")
    for item in bench.items:
        for number, result in enumerate(item.model.results):
            yield result.template, item.place.below("results", number, "template")


def _near(name: str, known: Collection[str]) -> tuple[str, str]:
    """A hint in zh and en at the end of a sentence, or nothing."""
    near = get_close_matches(name, sorted(known), n=1)
    return (f"，是不是“{near[0]}”？", f"; did you mean “{near[0]}”?") if near else ("", "")
