"""Whoever is asked is not asked again and again, whatever he says and whatever changes in the draft."""

from casework.ask_consent import MOST_A_DAY
from tests.web.api.conftest import Town


async def test_who_refuses_is_asked_a_few_times_a_day_and_not_more(town: Town) -> None:
    draft = await town.draft()
    mother, father = await town.person("mother"), await town.person("father")
    path = f"/applications/{draft['id']}/consents/father"
    for _ in range(MOST_A_DAY):
        asked = await mother.post(path, status=201)
        await father.post(f"/consents/{asked['id']}", {"decision": "refuse"})

    refused = await mother.post(path, status=409)

    assert refused["type"].endswith("asked-too-often")
    [(told,)] = town.sql("SELECT count(*) FROM effect WHERE connector = 'sms'")
    assert told == MOST_A_DAY
    town.sql("UPDATE consent SET asked_at = asked_at - interval '1 day'")
    await mother.post(path, status=201)
