"""The look-ups agree with each other about the synthetic people."""

from departments.contract import Answered
from departments.simulated.families import family
from departments.simulated.people import CHEN_JING, LI_XIAOYU, WANG_DAMING, XIHU, XU_SHUHAN, YUHANG, ZHAO_MIN

SOON = 5.0


async def _done(departments, code, request) -> Answered:
    answer = await departments.connector(code).send(request, timeout=SOON)
    assert isinstance(answer, Answered)
    return answer


async def test_the_mother_gave_birth_in_one_county_and_lives_in_another(departments, ask_for):
    lookup = ask_for("birth_record_lookup", mother_id_number=LI_XIAOYU.id_number)
    births = await _done(departments, "hospital", lookup)
    [record] = births.data["records"]  # type: ignore[misc]
    home = await _done(departments, "household", ask_for("household_lookup", id_number=LI_XIAOYU.id_number))
    assert record["hospital_region"] == XIHU
    assert home.data["region"] == YUHANG


async def test_the_twins_have_two_records(departments, ask_for):
    lookup = ask_for("birth_record_lookup", mother_id_number=ZHAO_MIN.id_number)
    births = await _done(departments, "hospital", lookup)
    assert [one["birth_order"] for one in births.data["records"]] == [1, 2]  # type: ignore[attr-defined]


async def test_the_marriage_certificate_names_both(departments, ask_for):
    lookup = ask_for(
        "certificate_lookup",
        certificate_type="marriage_certificate",
        holder_id_number=WANG_DAMING.id_number,
    )
    found = await _done(departments, "certificates", lookup)
    assert (found.data["holder"], found.data["spouse"]) == ("王大明", "李小雨")


async def test_the_unmarried_mother_has_no_marriage_certificate(departments, ask_for):
    lookup = ask_for(
        "certificate_lookup",
        certificate_type="marriage_certificate",
        holder_id_number=CHEN_JING.id_number,
    )
    assert (await _done(departments, "certificates", lookup)).outcome == "not_found"


async def test_an_expired_certificate_is_said_to_be_expired(departments, ask_for):
    lookup = ask_for(
        "certificate_lookup", certificate_type="residence_permit", holder_id_number=XU_SHUHAN.id_number
    )
    assert (await _done(departments, "certificates", lookup)).outcome == "expired"


async def test_a_birth_is_certified_once_whatever_the_key(departments, ask_for):
    mother = family(17).mother
    lookup = ask_for("birth_record_lookup", key="l1", mother_id_number=mother.id_number)
    [record] = (await _done(departments, "hospital", lookup)).data["records"]  # type: ignore[misc]
    issue = {"record_no": record["record_no"], "child_name": "王安"}
    first = await _done(departments, "hospital", ask_for("birth_certificate_issue", key="i1", **issue))
    second = await _done(departments, "hospital", ask_for("birth_certificate_issue", key="i2", **issue))
    assert (first.outcome, second.outcome) == ("done", "already_issued")
    certificate = await _done(
        departments,
        "certificates",
        ask_for(
            "certificate_lookup",
            certificate_type="birth_medical_certificate",
            holder_id_number=mother.id_number,
        ),
    )
    assert certificate.data["number"] == first.data["certificate_no"]


async def test_two_children_of_one_day_get_two_numbers(departments, ask_for):
    entry = {
        "child_name": "孙一",
        "sex": "female",
        "birth_date": "2026-11-09",
        "household_no": "330110455",
        "region": YUHANG,
    }
    first = await _done(departments, "household", ask_for("household_register_entry", key="a", **entry))
    second = await _done(departments, "household", ask_for("household_register_entry", key="b", **entry))
    assert first.data["id_number"] != second.data["id_number"]
    assert int(str(first.data["id_number"])[16]) % 2 == 0


async def test_a_permit_to_move_is_cancelled_once(departments, ask_for):
    places = {"id_number": LI_XIAOYU.id_number, "from_region": "330106000000", "to_region": YUHANG}
    issued = await _done(departments, "household", ask_for("migration_permit_issue", key="p1", **places))
    permit = {"permit_no": issued.data["permit_no"]}
    first = await _done(departments, "household", ask_for("migration_permit_cancel", key="c1", **permit))
    again = await _done(departments, "household", ask_for("migration_permit_cancel", key="c1", **permit))
    other = await _done(departments, "household", ask_for("migration_permit_cancel", key="c2", **permit))
    assert (first.outcome, again.outcome, other.outcome) == ("done", "done", "cancelled_before")


async def test_a_reported_birth_is_found_and_outlives_a_restart(departments, ask_for):
    reported = await departments.client.post(
        f"{departments.url}/hospital/births", json={"mother_id_number": LI_XIAOYU.id_number, "children": 2}
    )
    added = reported.json()["record_nos"]
    departments.stop()
    departments.start()
    lookup = ask_for("birth_record_lookup", mother_id_number=LI_XIAOYU.id_number)
    births = await _done(departments, "hospital", lookup)
    assert set(added) < {one["record_no"] for one in births.data["records"]}  # type: ignore[union-attr]
    assert len(added) == 2


async def test_every_kind_can_be_answered_as_its_schema_says(departments, ask_for):
    """The connector checks each answer, so an answer that comes through is right."""
    child = {"record_no": "B1", "child_name": "王安"}
    everything = {
        "hospital": [("vaccination_record_open", child), ("parenting_guidance_register", child)],
        "fertility": [("fertility_register", {})],
        "insurance": [
            ("insurance_lookup", {"id_number": LI_XIAOYU.id_number}),
            ("insurance_register", {"id_number": "1"}),
            ("maternity_reimburse", {}),
        ],
        "tax": [("premium_assess", {})],
        "mail": [("mail_send", {"to": "a@example.test", "subject": "s", "text": "t"})],
        "certificates": [
            ("certificate_lookup", {"certificate_type": one, "holder_id_number": LI_XIAOYU.id_number})
            for one in ("identity_card", "household_register")
        ],
    }
    for code, tasks in everything.items():
        for number, (kind, payload) in enumerate(tasks):
            request = ask_for(kind, key=f"{code}-{number}", **payload)
            assert (await _done(departments, code, request)).outcome == "done"
