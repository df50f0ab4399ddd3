"""As many families with a newborn as a trial needs."""

from datetime import date

from departments.simulated.movers import find_mover
from departments.simulated.numbered import birthday_of, number_in, sequence_of
from departments.simulated.people import (
    FAMILIES,
    NUMBERS_OF_ELDERS,
    YUHANG,
    Family,
    Home,
    Person,
    make_person,
    married,
    named_people,
)

MANY = 100_000
_FIRST_BIRTH = date(1988, 1, 1)
_FIRST_ELDER = date(1945, 1, 1)
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_SURNAMES_EN = (
    *("Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou"),
    *("Xu", "Sun", "Ma", "Zhu", "Hu", "Guo", "He", "Lin", "Gao", "Luo"),
)
_GIVEN = {"female": "静怡婷雪琳洁", "male": "伟强磊军杰涛"}
_GIVEN_EN = {
    "female": ("Jing", "Yi", "Ting", "Xue", "Lin", "Jie"),
    "male": ("Wei", "Qiang", "Lei", "Jun", "Jie", "Tao"),
}


def family(number: int) -> Family:
    """The family of that number, 0 … MANY-1, of one newborn, at home in 余杭; IndexError beyond."""
    if not 0 <= number < MANY:
        raise IndexError(f"families are numbered 0 to {MANY - 1}")
    born = birthday_of(number, first=_FIRST_BIRTH)
    husband_name, _ = _name(number + 7, sex="male")
    home = Home(
        household_no=f"9{number:08d}",
        head_name=husband_name,
        address=f"浙江省杭州市余杭区模拟路 {number + 1} 号",
        region=YUHANG,
    )
    sequence = sequence_of(number)
    mother = _parent(number, "mother", born=born, sequence=sequence, home=home)
    father = _parent(number, "father", born=born, sequence=sequence + 1, home=home)
    marriage = married(mother, father, number=f"J3301102021{number:06d}", on=date(2021, 5, 20))
    return Family(f"family-{number}", mother, father, marriage, children=1)


def elders(number: int) -> tuple[Person, Person]:
    """The parents of the father of that family, 0 … MANY-1, who live with it: the husband, who has died, and
    his widow."""
    home = family(number).mother.home
    born, sequence = birthday_of(number, first=_FIRST_ELDER), sequence_of(number)
    husband = make_person(
        f"family-{number}-late-father",
        *_name(number + 7 + len(_SURNAMES), sex="male"),
        born=born,
        sequence=sequence + 1,
        phone=f"1383{number:07d}",
        home=home,
        relation="父",
        first_registered=NUMBERS_OF_ELDERS,
    )
    widow = make_person(
        f"family-{number}-widow",
        *_name(number + 11, sex="female"),
        born=born,
        sequence=sequence,
        phone=f"1384{number:07d}",
        home=home,
        relation="母",
        first_registered=NUMBERS_OF_ELDERS,
    )
    return husband, widow


def find_person(id_number: str) -> Person | None:
    named = named_people().get(id_number) or find_mover(id_number)
    if named is not None:
        return named
    numbered = _find_numbered(id_number)
    if numbered is None:
        return find_elder(id_number)
    return next(
        (one for one in (numbered.mother, numbered.father) if one and one.id_number == id_number), None
    )


def find_elder(id_number: str) -> Person | None:
    """Of the elders of a numbered family."""
    number = number_in(id_number, first=_FIRST_ELDER, many=MANY)
    if number is None:
        return None
    return next((one for one in elders(number) if one.id_number == id_number), None)


def find_family(id_number: str) -> Family | None:
    """The family that a parent belongs to."""
    for one in FAMILIES:
        if id_number in (one.mother.id_number, one.father.id_number if one.father else None):
            return one
    return _find_numbered(id_number)


def _find_numbered(id_number: str) -> Family | None:
    number = number_in(id_number, first=_FIRST_BIRTH, many=MANY)
    if number is None:
        return None
    one = family(number)
    return one if id_number in (one.mother.id_number, one.father.id_number if one.father else None) else None


def _parent(number: int, role: str, *, born: date, sequence: int, home: Home) -> Person:
    mother = role == "mother"
    name, name_en = _name(number, sex="female") if mother else _name(number + 7, sex="male")
    return make_person(
        f"family-{number}-{role}",
        name,
        name_en,
        born=born,
        sequence=sequence,
        phone=f"138{1 if mother else 2}{number:07d}",
        home=home,
        relation="妻" if mother else "户主",
        maternity_insured=mother,
    )


def _name(number: int, *, sex: str) -> tuple[str, str]:
    surname, rest = number % len(_SURNAMES), number // len(_SURNAMES)
    size = len(_GIVEN[sex])
    first, second = rest % size, rest // size % size
    return (
        _SURNAMES[surname] + _GIVEN[sex][first] + _GIVEN[sex][second],
        f"{_SURNAMES_EN[surname]} {_GIVEN_EN[sex][first]}{_GIVEN_EN[sex][second].lower()}",
    )
