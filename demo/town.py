"""The simulated departments from outside: a birth, a pay page, a bad day, a ledger."""

from typing import Any

import httpx

from demo.trust import trusted

ANSWER_WITHIN_SECONDS = 10.0


class Town:
    def __init__(self, departments_url: str) -> None:
        self._http = httpx.Client(
            base_url=departments_url, timeout=ANSWER_WITHIN_SECONDS, trust_env=False, verify=trusted()
        )

    def report_birth(self, *, mother_id_number: str, sex: str, hospital_region: str) -> str:
        """A fresh birth record; the answer is its number."""
        report = {"mother_id_number": mother_id_number, "sex": sex, "hospital_region": hospital_region}
        return str(self._post("/hospital/births", report)["record_nos"][0])

    def behave(self, department: str, **control: object) -> None:
        """How a department behaves from now on; without `control` it has a good day."""
        self._http.put(f"/{department}/control", json=control).raise_for_status()

    def pay(self, pay_url: str) -> str:
        """Pays on the provider's page; the answer is the state of the order, `paid`."""
        return str(self._post(pay_url)["state"])

    def sign(self, page: str, *, pin: str) -> str:
        """Signs on the signing provider's page; the answer is the state of the request, `done`."""
        return str(self._http.post(page, data={"pin": pin}).raise_for_status().json()["state"])

    def effects(self, department: str, *, case_no: str, kind: str | None = None) -> int:
        """How often the department really did something for this case, by its own ledger."""
        answer = self._http.get(f"/{department}/ledger", params={"purpose": case_no}).raise_for_status()
        return sum(int(entry["effects"]) for entry in answer.json()["items"] if kind in (None, entry["kind"]))

    def close(self) -> None:
        self._http.close()

    def _post(self, url: str, body: object = None) -> Any:
        return self._http.post(url, json=body).raise_for_status().json()
