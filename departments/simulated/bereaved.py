"""Who has died, and who are the close relatives: the elders of each numbered family, and one with names.

As with the families nothing is stored: an identity number itself tells to whom it belongs.
"""

from dataclasses import dataclass

from departments.simulated.families import elders, family, find_elder, find_family
from departments.simulated.people import JIANG_XIULAN, XU_SHOUREN, XU_SHUHAN, Person

_FAMILY = "family-"


@dataclass(frozen=True, slots=True)
class Bereavement:
    """`child` and `widow` are the heirs. `number`: of the family; the one with names is 0, too."""

    late: Person
    widow: Person
    child: Person
    number: int

    @property
    def record_no(self) -> str:
        return f"SW{self.late.id_number[6:17]}"


_NAMED = Bereavement(XU_SHOUREN, JIANG_XIULAN, XU_SHUHAN, 0)


def find_bereavement(id_number: str) -> Bereavement | None:
    """By the number of the dead or of one of his heirs."""
    if id_number in (_NAMED.late.id_number, _NAMED.widow.id_number, _NAMED.child.id_number):
        return _NAMED
    elder = find_elder(id_number)
    if elder is not None:
        return bereavement(int(elder.key.split("-")[1]))
    found = find_family(id_number)
    if found is None or found.father is None or not found.key.startswith(_FAMILY):
        return None
    if found.father.id_number != id_number:
        return None
    return bereavement(int(found.key.removeprefix(_FAMILY)))


def bereavement(number: int) -> Bereavement:
    """Of the family of that number; IndexError beyond."""
    late, widow = elders(number)
    child = family(number).father
    assert child is not None, "a numbered family has a father"
    return Bereavement(late, widow, child, number)
