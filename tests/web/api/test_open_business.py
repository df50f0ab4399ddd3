"""Opening a company: every example of the matter to its end on the real engine."""

from tests.web.api.conftest import Town
from tests.web.api.founding import MATTER, companies_in
from tests.web.api.playing import expect_end, played_examples


async def test_every_example_comes_to_its_end_on_the_real_engine(town: Town) -> None:
    async with companies_in(town) as companies:
        for example in played_examples(MATTER):
            expect_end(example, await companies.play(example.name))
