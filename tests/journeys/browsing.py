"""People in front of a real browser: they read words and press buttons, as anybody would.

Whenever a page is looked at, axe looks as well: nothing serious may be wrong with it (WCAG 2.2 AA).
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from demo.stage import Stage

SERIOUS = frozenset({"serious", "critical"})
# All that axe examined, right or wrong, is a long answer: only what is wrong leaves the page.
AXE = f"() => {{ {AXE_SCRIPT}; return axe.run({{resultTypes: ['violations']}}).then(all => all.violations) }}"
PHONE, DESKTOP = (390, 844), (1280, 900)
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")

# What surrounds a page and that nobody sees: the address bar of each window draws its suggestions as pages of
# its own, which is half of a browser's work here, and a process waits for a page that never comes.
AROUND = (
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "SpareRendererForSitePerProcess",
)
# Playwright turns these off. It says so in an argument of which only the last one counts, and that is ours.
OFF_ANYHOW = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "LensOverlay",
    "MediaRouter",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "OptimizationHints",
    "NetworkTimeServiceQuerying",
    "AimEnabled",
    "PreconnectToSearch",
)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        without = f"--disable-features={','.join((*AROUND, *OFF_ANYHOW))}"
        browser = playwright.chromium.launch(executable_path=path, args=[*QUIET, without, *sandbox])
        yield browser
        browser.close()


@dataclass
class Person:
    """One signed-in person. `pictures` is where pictures of pages are kept; `seen` counts pages."""

    page: Page
    name: str
    url: str
    pictures: Path | None
    size: str
    errors: list[str] = field(default_factory=list[str])
    seen: int = 0

    def goes_to(self, path: str) -> None:
        self.page.goto(f"{self.url}{path}")

    def presses(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def follows(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def reads(self, words: str) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    def waits_for(self, words: str) -> None:
        """People reload; what happens outside takes a moment."""
        for _ in range(60):
            if words in self.page.locator("main").inner_text():
                return
            self.page.wait_for_timeout(500)
            self.page.reload()
        self.reads(words)

    def enters(self, values: Mapping[str, str]) -> None:
        """By the name of the input: texts, choices and lists alike; what is not asked is left out."""
        for name, value in values.items():
            found = self.page.locator(f'[name="{name}"]')
            if found.count():
                _enter(self.page, found, name, value)

    def looks(self, what: str) -> None:
        """A picture for people, if they want one, and axe for what people may not see."""
        self.seen += 1
        self.page.wait_for_load_state()  # a click waits for the next page to begin, not for all of it
        if self.pictures is not None:
            name = f"{self.size}-{self.name}-{self.seen:02d}-{what}.png"
            self.page.screenshot(path=self.pictures / name, full_page=True)
        wrong = [one for one in self.page.evaluate(AXE) if one["impact"] in SERIOUS]
        assert not wrong, [(one["id"], [node["html"] for node in one["nodes"]]) for one in wrong]


def _enter(page: Page, found: Locator, name: str, value: str) -> None:
    if found.first.get_attribute("type") == "radio":
        page.locator(f'[name="{name}"][value="{value}"]').check()
    elif found.first.evaluate("element => element.tagName") == "SELECT":
        found.first.select_option(value)
    else:
        found.first.fill(value)


@dataclass(frozen=True)
class Town:
    """Where the people of one journey meet: one browser, one stage, one size of screen."""

    browser: Browser
    stage: Stage
    pictures: Path | None
    width: int
    height: int

    def person(self, persona: str) -> Person:
        """Signs in through the identity provider's own page."""
        context = self.browser.new_context(
            viewport={"width": self.width, "height": self.height}, locale="zh-CN"
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        person = Person(page, persona, self.stage.url, self.pictures, f"{self.width}")
        page.on("console", lambda message: _note(person, message))
        person.goes_to("/login")
        page.locator(f'button[value="{persona}"]').click()
        return person


def _note(person: Person, message: Any) -> None:
    """What the content security policy forbids, and what scripts throw, would be said here. That a form
    came back with problems (422) is said, too, and is no error."""
    ours = str(message.location.get("url", "")).startswith(person.url)
    if message.type == "error" and ours and "422" not in message.text:
        person.errors.append(message.text)
