"""People who move from Nanjing to Hangzhou, or did (模拟): nobody of them exists.

A family in two places: she is the head of her household in 余杭, to which she moved some years ago, he lives
in 玄武 with their child. Both are still insured in 玄武.
"""

import re
from dataclasses import dataclass
from datetime import date

from departments.simulated.numbered import birthday_of, number_in, sequence_of
from departments.simulated.people import (
    NANJING_XUANWU,
    YUHANG,
    Home,
    Marriage,
    Person,
    make_person,
    married,
)

MANY_MOVERS = 30_000
INSURED_IN, SCHEME = NANJING_XUANWU, "resident"
_FIRST_BIRTH, _FIRST_CHILD = date(1986, 1, 1), date(2012, 1, 1)
# Numbers keep the district of first registration: here it tells who of the family it is.
_HUSBAND, _WIFE, _CHILD = "320102", "320104", "320106"
_SURNAMES, _SURNAMES_EN = "陆沈顾陶方", ("Lu", "Shen", "Gu", "Tao", "Fang")
_PERSONA = re.compile(r"moving-(0|[1-9]\d{0,4})-(husband|wife)")


@dataclass(frozen=True, slots=True)
class MovingFamily:
    husband: Person
    wife: Person
    child: Person
    marriage: Marriage


# Draws a pension already.
PENSIONER = make_person(
    "pensioner",
    "方桂英",
    "Fang Guiying",
    born=date(1955, 9, 9),
    sequence=186,
    phone="13800010026",
    home=Home("330110834", "方桂英", "浙江省杭州市余杭区瓶窑镇大观路 6 号", YUHANG),
    relation="户主",
    first_registered="310101",
)


def moving_family(number: int) -> MovingFamily:
    """The family of that number, 0 … MANY_MOVERS-1; IndexError beyond."""
    if not 0 <= number < MANY_MOVERS:
        raise IndexError(f"moving families are numbered 0 to {MANY_MOVERS - 1}")
    born, sequence = birthday_of(number, first=_FIRST_BIRTH), sequence_of(number)
    surname, surname_en = _SURNAMES[number % 5], _SURNAMES_EN[number % 5]
    there = Home(
        f"7{number:08d}", f"{surname}文轩", f"江苏省南京市玄武区模拟路 {number + 1} 号", NANJING_XUANWU
    )
    here = Home(f"8{number:08d}", "沈佳宁", f"浙江省杭州市余杭区模拟巷 {number + 1} 号", YUHANG)
    husband = make_person(
        f"moving-{number}-husband",
        f"{surname}文轩",
        f"{surname_en} Wenxuan",
        born=born,
        sequence=sequence + 1,
        phone=f"1385{number:07d}",
        home=there,
        relation="户主",
        first_registered=_HUSBAND,
    )
    wife = make_person(
        f"moving-{number}-wife",
        "沈佳宁",
        "Shen Jianing",
        born=born,
        sequence=sequence,
        phone=f"1386{number:07d}",
        home=here,
        relation="户主",
        first_registered=_WIFE,
    )
    child = make_person(
        f"moving-{number}-child",
        f"{surname}一诺",
        f"{surname_en} Yinuo",
        born=birthday_of(number, first=_FIRST_CHILD),
        sequence=sequence,
        phone=f"1385{number:07d}",
        home=there,
        relation="女",
        first_registered=_CHILD,
    )
    marriage = married(wife, husband, number=f"J3201022011{number:06d}", on=date(2011, 5, 20))
    return MovingFamily(husband, wife, child, marriage)


def find_moving_family(id_number: str) -> MovingFamily | None:
    """The family that somebody of this number belongs to."""
    first = {_HUSBAND: _FIRST_BIRTH, _WIFE: _FIRST_BIRTH, _CHILD: _FIRST_CHILD}.get(id_number[:6])
    number = number_in(id_number, first=first, many=MANY_MOVERS) if first else None
    if number is None:
        return None
    family = moving_family(number)
    return family if id_number in {each.id_number for each in members(family)} else None


def find_mover(id_number: str) -> Person | None:
    if id_number == PENSIONER.id_number:
        return PENSIONER
    family = find_moving_family(id_number)
    return next((each for each in members(family) if each.id_number == id_number), None) if family else None


def find_mover_persona(id: str) -> Person | None:
    """`moving-7-husband`, `moving-7-wife`: who may sign in."""
    match = _PERSONA.fullmatch(id)
    if match is None or int(match[1]) >= MANY_MOVERS:
        return None
    family = moving_family(int(match[1]))
    return family.husband if match[2] == "husband" else family.wife


def members(family: MovingFamily) -> tuple[Person, Person, Person]:
    return family.husband, family.wife, family.child
