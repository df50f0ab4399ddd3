"""Opening a company: every example of the matter to its end on the real engine."""

from tests.web.api.conftest import Town
from tests.web.api.founding import Founding
from tests.web.api.played_example import play_each
from tests.web.api.playing import stage_in


async def test_every_example_comes_to_its_end_on_the_real_engine(town: Town) -> None:
    async with stage_in(town) as stage:
        await play_each(stage, Founding)
