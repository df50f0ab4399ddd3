"""An imaginary case through a stored version: the same rules, imaginary people, nothing outside."""

from collections.abc import Iterable
from functools import partial

from access.act import Act
from access.policy import demand
from casework.defining.building import texts_of
from casework.defining.live import department_kinds
from casework.words import Language
from clocks.calendar import local_date
from database.session import become_engine, legal_now
from engine.checking import TooCostly, too_costly
from engine.definition_rows import Ref
from engine.publish import DefinitionRefused
from forms.form_plan import Text
from matter_definitions.imaginary.trying import NotTried, Script, Simulated, try_out
from refusals import FieldError, Malformed, Unknown

__all__ = ["Script", "Simulated", "simulate_version"]


async def simulate_version(
    act: Act, ref: Ref, script: Script, *, together: Iterable[Ref] = (), language: Language = "zh"
) -> Simulated:
    """`together`: drafts that the matter needs. Raises Unknown (404), DefinitionRefused (422) when it is not
    in order, Malformed (422) when such a case cannot be imagined."""
    demand(act.actor, "definition.check")
    if ref.kind != "matter":
        raise Unknown
    today = local_date(await legal_now(act.connection))
    become_engine(act.connection)
    texts, _ = await texts_of(act, (ref, *together))
    stock = await act.engine.catalogue.stock(act.connection, day=today)
    names = department_kinds()
    work = partial(try_out, texts=texts, code=ref.code, script=script, language=language, names=names)
    try:
        tried = await act.engine.catalogue.look(work, stock)
    except TooCostly as reason:
        raise DefinitionRefused([too_costly(texts[0][0])]) from reason
    if isinstance(tried, NotTried):
        raise _refusal(tried, script)
    return tried


def _refusal(tried: NotTried, script: Script) -> Malformed:
    if tried.why == "broken":
        return DefinitionRefused(tried.problems)
    if tried.why == "no-example":
        words = f"没有例子“{script.example}”", f"there is no example “{script.example}”"
        return Malformed(errors=[FieldError("/example", *words)])
    return Malformed(
        Text("这样的办件无法模拟", "Such a case cannot be imagined"),
        errors=[FieldError("", each.zh, each.en) for each in tried.words],
    )
