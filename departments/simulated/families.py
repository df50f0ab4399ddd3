"""As many families as a trial needs: the n-th is the same on every machine and after every start.

Nothing is stored: an identity number itself tells which family it belongs to, so
that a hundred thousand mothers cost no memory.
"""

from datetime import date, timedelta

from departments.simulated.people import (
    FAMILIES,
    NUMBERS_OF_GROWN_UPS,
    YUHANG,
    Family,
    Home,
    Person,
    identity_number,
    make_person,
    married,
    named_people,
)

MANY = 100_000
_FIRST_BIRTH = date(1988, 1, 1)
_DAYS = 3000
# Sequence numbers below are for the people who have a name of their own.
_FIRST_SEQUENCE = 400
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
    days, block = number % _DAYS, number // _DAYS
    born = _FIRST_BIRTH + timedelta(days=days)
    husband_name, _ = _name(number + 7, sex="male")
    home = Home(
        household_no=f"9{number:08d}",
        head_name=husband_name,
        address=f"浙江省杭州市余杭区模拟路 {number + 1} 号",
        region=YUHANG,
    )
    sequence = _FIRST_SEQUENCE + 2 * block
    mother = _parent(number, "mother", born=born, sequence=sequence, home=home)
    father = _parent(number, "father", born=born, sequence=sequence + 1, home=home)
    marriage = married(mother, father, number=f"J3301102021{number:06d}", on=date(2021, 5, 20))
    return Family(f"family-{number}", mother, father, marriage, children=1)


def find_person(id_number: str) -> Person | None:
    named = named_people().get(id_number)
    if named is not None:
        return named
    numbered = _find_numbered(id_number)
    if numbered is None:
        return None
    return next(
        (one for one in (numbered.mother, numbered.father) if one and one.id_number == id_number), None
    )


def find_family(id_number: str) -> Family | None:
    """The family that a parent belongs to."""
    for one in FAMILIES:
        if id_number in (one.mother.id_number, one.father.id_number if one.father else None):
            return one
    return _find_numbered(id_number)


def _find_numbered(id_number: str) -> Family | None:
    if len(id_number) != 18 or not id_number[:17].isascii() or not id_number[:17].isdigit():
        return None
    try:
        born = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None
    days, sequence = (born - _FIRST_BIRTH).days, int(id_number[14:17])
    number = (sequence - _FIRST_SEQUENCE) // 2 * _DAYS + days
    if not 0 <= days < _DAYS or sequence < _FIRST_SEQUENCE or number >= MANY:
        return None
    return family(number) if identity_number(NUMBERS_OF_GROWN_UPS, born, sequence) == id_number else None


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
