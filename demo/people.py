"""The people of a play, each with a token of her own: what they do, they do through the public API."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from PIL import Image, ImageDraw

from access.personas import Persona
from demo.client import Client, Json

PAGE_SIZE = (1240, 1754)  # A4 at 150 dpi: a photograph that an officer can read


class Person:
    """`zh` and `en` are the person's name as the two languages write it."""

    def __init__(self, url: str, *, persona: Persona, language: str) -> None:
        self.zh, self.en, self.department = persona.name, persona.name_en, persona.department
        door = Client(url, language=language)
        token = door.post("/dev/token", {"persona": persona.id})["access_token"]
        door.close()
        self.api = Client(url, language=language, token=token)

    def close(self) -> None:
        self.api.close()


class Applicant(Person):
    """A citizen; her draft is named by its id, her case by its number."""

    def start(self, matter: str, *, answers: Mapping[str, object]) -> Json:
        return self.api.post("/applications", {"matter": matter, "answers": dict(answers)})

    def save(self, draft: str, **changes: object) -> Json:
        return self.api.patch(f"/applications/{draft}", changes)

    def draft(self, draft: str) -> Json:
        return self.api.get(f"/applications/{draft}")

    def hand_in(self, draft: str, material: str) -> Json:
        return self.api.put_file(f"/applications/{draft}/materials/{material}", **_photograph_of(material))

    def ask_consent(self, draft: str, code: str) -> Json:
        return self.api.post(f"/applications/{draft}/consents/{code}")

    def answer_consents(self, decision: str) -> int:
        """Answers everything that others have asked of this person; how many there were."""
        waiting = self.asked()
        for consent in waiting:
            self.api.get(f"/consents/{consent['id']}")
            self.answer(consent["id"], decision)
        return len(waiting)

    def asked(self) -> list[Json]:
        """What others ask of this person and wait for."""
        return [each for each in self.api.get("/consents")["items"] if each["state"] == "asked"]

    def answer(self, consent: str, decision: str) -> Json:
        return self.api.post(f"/consents/{consent}", {"decision": decision})

    def ask_to_sign(self, path: str) -> str:
        """The page of the signing provider; `path`: of her draft, or of what she was asked."""
        return str(self.api.post(f"{path}/signature")["page"])

    def signature(self, path: str) -> Json:
        return self.api.get(f"{path}/signature")

    def submit(self, draft: str, *, key: str | None = None) -> Json:
        return self.api.post(f"/applications/{draft}/submit", key=key)

    def case(self, case_no: str) -> Json:
        return self.api.get(f"/cases/{case_no}")

    def supply(self, case_no: str, material: str) -> Json:
        """Takes the photograph again and answers the correction notice with it."""
        file = self.api.put_file(f"/cases/{case_no}/materials/{material}", **_photograph_of(material))
        return self.api.post(f"/cases/{case_no}/corrections", {"materials": {material: file["file_id"]}})

    def confirm(self, case_no: str, item: str, step: str) -> Json:
        """What cannot be undone begins only now."""
        return self.api.post(f"/cases/{case_no}/confirmations/{item}/{step}")

    def agree_to_electronic_service(self) -> Json:
        """From then on a notice of law has reached her when it lies in her message box."""
        return self.api.post("/me/service-consent", {"given": True})

    def start_payment(self, case_no: str, payment: str) -> str:
        return str(self.api.post(f"/cases/{case_no}/payments/{payment}/start")["pay_url"])

    def rate(self, case_no: str, **rating: object) -> Json:
        return self.api.post(f"/cases/{case_no}/ratings", rating)

    def paper(self, case_no: str, document: str) -> bytes:
        return self.api.get_bytes(f"/cases/{case_no}/documents/{document}")


class Officer(Person):
    """Works through the tasks of her department's desk."""

    def tasks(self, case_no: str) -> list[Json]:
        return self.api.get("/tasks", queue="group", q=case_no)["items"]

    def read(self, task: str) -> Json:
        return self.api.get(f"/tasks/{task}")

    def claim(self, task: str) -> Json:
        return self.api.post(f"/tasks/{task}/claim")

    def decide(self, task: str, **decision: object) -> Json:
        return self.api.post(f"/tasks/{task}/decide", decision)

    def write_letter(self, task: str, text: str) -> Json:
        return self.api.post(f"/tasks/{task}/letter", {"text": text})

    def answer_letter(self, task: str, text: str) -> Json:
        return self.api.post(f"/tasks/{task}/letter/answer", {"text": text, "outcome": "confirmed"})


class Supervisor(Person):
    def incidents(self, case_no: str) -> list[Json]:
        return self.api.get("/supervision/incidents", case_no=case_no)["items"]

    def retry(self, incident: str) -> Json:
        return self.api.post(f"/supervision/incidents/{incident}/retry")


@dataclass(frozen=True)
class Stranger:
    """Somebody without a login."""

    api: Client

    def track(self, case_no: str, password: str) -> Json:
        return self.api.post("/track", {"case_no": case_no, "password": password})

    def verify(self, code: str) -> Json:
        return self.api.get(f"/verify/{code}")


class _Photograph(TypedDict):
    name: str
    content: bytes
    media_type: str


def _photograph_of(material: str) -> _Photograph:
    return {"name": f"{material}.jpg", "content": photograph(), "media_type": "image/jpeg"}


@cache
def photograph() -> bytes:
    """A picture of a written page, as a phone takes it."""
    page = Image.new("RGB", PAGE_SIZE, "#e8e4da")
    drawing = ImageDraw.Draw(page)
    for line in range(100, PAGE_SIZE[1] - 100, 50):
        drawing.rectangle((100, line, PAGE_SIZE[0] - 100 - line % 300, line + 22), fill="#303030")
    out = io.BytesIO()
    page.save(out, "JPEG", quality=70)
    return out.getvalue()
