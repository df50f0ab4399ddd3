from random import Random

from tests.unit.clocks.random_timelines import random_calendars, random_timeline


def test_thousands_of_random_timelines_end_where_a_clock_that_walks_says() -> None:
    random = Random(2026)
    calendars = random_calendars(random, 50)
    timelines = [random_timeline(random, calendars) for _ in range(3000)]
    assert [each for each in timelines if each.disagreement()] == []
