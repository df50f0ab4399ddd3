"""A register that speaks names and codes of its own (模拟): what `departments/dialects/register.yaml` maps.

Written out by itself, so that a mistake in the mapping is not made twice.
"""

import json

Told = dict[str, object]

_SENT = {"GMSFHM": "id_number", "MQSFZH": "mother_id_number"}
_OUTCOMES = {"done": "ok", "not_found": "none"}
_HOUSEHOLD = {
    "household_no": "HH",
    "head_name": "HZXM",
    "address": "ZZ",
    "region": "XZQH",
    "type": "HB",
    "relation_to_head": "YHZGX",
}
_BIRTH = {
    "record_no": "JLBH",
    "birth_time": "CSSJ",
    "sex": "XB",
    "weight_grams": "TZ",
    "length_cm": "SC",
    "weeks": "YZ",
    "birth_order": "TC",
    "hospital": "JGMC",
    "hospital_region": "JGXZQH",
    "mother_name": "MQXM",
    "certificate_issued": "SFQF",
}
_CODES: dict[str, dict[object, str]] = {
    "HB": {"family": "1", "collective": "2"},
    "XB": {"male": "1", "female": "2"},
    "SFQF": {False: "0", True: "1"},
}


def in_our_words(body: bytes) -> bytes:
    """A request as we are used to it; what is no JSON stays as it is and is refused where it is read."""
    try:
        task = json.loads(body)
    except ValueError:
        return body
    payload = task.get("payload") if isinstance(task, dict) else None
    if isinstance(payload, dict):
        task["payload"] = {_SENT.get(name, name): value for name, value in payload.items()}
    return json.dumps(task).encode()


def in_dialect(answer: Told) -> Told:
    data = answer["data"]
    assert isinstance(data, dict)
    told: Told = {"XGXX": "register"}  # something that nobody asked for
    if "records" in data:
        told["FMJL"] = [_members(each, _BIRTH) for each in data["records"]]
    told |= _members(data, _HOUSEHOLD)
    outcome = str(answer["outcome"])
    return {**answer, "outcome": _OUTCOMES.get(outcome, outcome), "data": told}


def _members(data: Told, names: dict[str, str]) -> Told:
    return {
        theirs: _CODES[theirs].get(data[ours], data[ours]) if theirs in _CODES else data[ours]
        for ours, theirs in names.items()
        if ours in data
    }
