"""Who plays: whoever applies, the officers who have a part in it, a supervisor, a stranger. Each matter adds
its own people to them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from access.personas import get_persona
from demo.client import Client, Json
from demo.people import Applicant, Officer, Stranger, Supervisor
from demo.script import Script
from demo.stage import Stage
from demo.town import Town


@dataclass(frozen=True)
class Cast:
    """Officers by persona. `enter` says what an officer writes into a field that a step asks of her: it is
    given the task and the field."""

    stage: Stage
    town: Town
    script: Script
    applicant: Applicant
    officers: dict[str, Officer]
    supervisor: Supervisor
    stranger: Stranger
    enter: Callable[[Json, Json], object]

    def close(self, *others: Applicant) -> None:
        for person in (self.applicant, *others, self.supervisor, *self.officers.values()):
            person.close()
        self.stranger.api.close()
        self.town.close()


@dataclass(frozen=True)
class Gathering:
    """Signs people in on one stage."""

    stage: Stage
    script: Script

    @property
    def town(self) -> Town:
        return Town(self.stage.departments_url)

    @property
    def stranger(self) -> Stranger:
        return Stranger(Client(self.stage.url, language=self.script.language))

    def applicant(self, persona: str) -> Applicant:
        return Applicant(self.stage.url, persona=get_persona(persona), language=self.script.language)

    def supervisor(self) -> Supervisor:
        return Supervisor(self.stage.url, persona=get_persona("supervisor"), language=self.script.language)

    def officers(self, personas: Iterable[str]) -> dict[str, Officer]:
        return {
            each: Officer(self.stage.url, persona=get_persona(each), language=self.script.language)
            for each in personas
        }


def nothing_to_enter(task: Json, field: Json) -> object:
    """No step of the matter asks an officer for anything."""
    raise AssertionError(f"{task['title']}: {field['key']}")
