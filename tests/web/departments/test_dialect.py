"""A register that speaks other names and codes is understood by its mapping, over real HTTP."""

import json
from dataclasses import replace

import pytest

from departments.connector import HttpConnector
from departments.contract import Accepted, Answered, CallbackAnswer, NoTranslation
from departments.dialect import DIALECTS, Dialect, load_dialect
from departments.registry import ConnectorsUnreadable, load_connectors
from departments.simulated.people import LI_XIAOYU

SOON = 5.0
REGISTER = load_dialect(DIALECTS / "register.yaml")


def speaking(departments, code: str, dialect: Dialect | None) -> HttpConnector:
    one = load_connectors(departments.data_dir, departments_url=departments.url, local=True)[code]
    return HttpConnector(one.code, one.base_url, one.secret, departments.client, dialect)


async def both_ways(departments, ask_for, code: str, kind: str, **payload: object) -> tuple[Answered, ...]:
    """The answer of the department in our words, and the one that the mapping makes of its own words."""
    plain = await speaking(departments, code, None).send(ask_for(kind, **payload), timeout=SOON)
    await departments.control(code, dialect=True)
    request = replace(ask_for(kind, **payload), key=f"again/{kind}/1")
    mapped = await speaking(departments, code, REGISTER).send(request, timeout=SOON)
    assert isinstance(plain, Answered)
    assert isinstance(mapped, Answered)
    return plain, mapped


async def test_a_household_in_other_words_is_the_same_household(departments, ask_for) -> None:
    plain, mapped = await both_ways(
        departments, ask_for, "household", "household_lookup", id_number=LI_XIAOYU.id_number
    )
    assert plain.outcome == mapped.outcome == "done"
    assert mapped.data == plain.data


async def test_births_in_a_list_are_mapped_one_by_one(departments, ask_for) -> None:
    report = {"mother_id_number": LI_XIAOYU.id_number, "sex": "male"}
    await departments.client.post(f"{departments.url}/hospital/births", json=report)
    plain, mapped = await both_ways(
        departments, ask_for, "hospital", "birth_record_lookup", mother_id_number=LI_XIAOYU.id_number
    )
    assert mapped.data == plain.data
    assert {each["sex"] for each in mapped.data["records"]} <= {"male", "female"}  # pyright: ignore


async def test_nothing_found_is_nothing_found_in_other_words_too(departments, ask_for) -> None:
    _, mapped = await both_ways(
        departments, ask_for, "household", "household_lookup", id_number="110105194912310021"
    )
    assert mapped.outcome == "not_found"


async def test_a_code_without_translation_is_told_and_not_guessed(departments, ask_for) -> None:
    await departments.control("household", dialect=True)
    document = REGISTER.model_dump()
    del document["calls"]["household_lookup"]["receive"]["type"]["codes"]["1"]
    poorer = Dialect.model_validate(document)
    with pytest.raises(NoTranslation) as refused:
        await speaking(departments, "household", poorer).send(
            ask_for("household_lookup", id_number=LI_XIAOYU.id_number), timeout=SOON
        )
    assert refused.value.problem == "HB: no translation of the code 1"


async def test_a_name_in_the_place_of_a_code_is_told_to_nobody(departments, ask_for) -> None:
    await departments.control("household", dialect=True)
    document = REGISTER.model_dump()
    document["calls"]["household_lookup"]["receive"]["head_name"]["codes"] = {"1": "somebody"}
    with pytest.raises(NoTranslation) as refused:
        await speaking(departments, "household", Dialect.model_validate(document)).send(
            ask_for("household_lookup", id_number=LI_XIAOYU.id_number), timeout=SOON
        )
    assert refused.value.problem == "HZXM: no translation of the code ?"


async def test_what_we_have_no_name_for_is_not_sent(departments, ask_for) -> None:
    await departments.control("household", dialect=True)
    with pytest.raises(NoTranslation, match="mobile: no name for it"):
        await speaking(departments, "household", REGISTER).send(
            ask_for("household_lookup", id_number=LI_XIAOYU.id_number, mobile="1"), timeout=SOON
        )
    assert await departments.ledger("household") == []


def test_the_installation_says_which_connector_speaks_a_dialect(tmp_path) -> None:
    load_connectors(tmp_path, departments_url="http://127.0.0.1:1", local=True)
    path = tmp_path / "connectors.json"
    entries = json.loads(path.read_bytes())
    entries["household"]["dialect"] = "register"
    path.write_text(json.dumps(entries))
    loaded = load_connectors(tmp_path, departments_url="http://127.0.0.1:1", local=False)
    assert loaded["household"].dialect == REGISTER
    assert loaded["tax"].dialect is None

    (tmp_path / "dialects").mkdir()
    (tmp_path / "dialects" / "register.yaml").write_text("calls: [1]")
    with pytest.raises(ConnectorsUnreadable, match="calls"):
        load_connectors(tmp_path, departments_url="http://127.0.0.1:1", local=False)


async def test_an_answer_that_comes_later_is_understood_too_and_says_of_which_day_it_is(
    departments, ask_for, receiver
) -> None:
    payload = {"id_number": LI_XIAOYU.id_number}
    plain = await speaking(departments, "household", None).send(
        ask_for("household_lookup", **payload), timeout=SOON
    )
    await departments.control("household", dialect=True, answer_later_seconds=0, data_age_days=40)
    connector = speaking(departments, "household", REGISTER)
    later = replace(ask_for("household_lookup", **payload), key="later/household/1")
    assert isinstance(await connector.send(later, timeout=SOON), Accepted)

    [(headers, body)] = await receiver.wait_for(1)
    told = connector.verify_callback(headers, body)

    assert isinstance(told, CallbackAnswer)
    assert "HZXM" in body.decode()
    assert told.answered.data == plain.data
    assert told.answered.data_of is not None
    assert await connector.ask("later/household/1", timeout=SOON) == told.answered
