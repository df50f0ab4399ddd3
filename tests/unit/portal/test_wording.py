"""No text of the pages lacks its Chinese, and none is kept that nobody says."""

import io

from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg

from portal.wording import TRANSLATIONS, catalogue, gettext_in

PORTAL = TRANSLATIONS.parent


def said_by_the_pages() -> set[str]:
    settings = (TRANSLATIONS / "babel.cfg").read_text(encoding="utf-8")
    methods, options = parse_mapping_cfg(io.StringIO(settings))
    found = extract_from_dir(str(PORTAL), methods, options)
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def known() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in catalogue() if message.id}


def test_no_text_lacks_its_chinese() -> None:
    chinese = known()
    assert sorted(text for text in said_by_the_pages() if not chinese.get(text)) == []


def test_no_translation_is_left_over() -> None:
    assert sorted(set(known()) - said_by_the_pages()) == []


def test_no_translation_is_a_guess() -> None:
    assert [message.id for message in catalogue() if message.id and message.fuzzy] == []


def test_a_translation_names_the_same_things() -> None:
    for text, chinese in known().items():
        names = {part.partition(")")[0] for part in text.split("%(")[1:]}
        assert names == {part.partition(")")[0] for part in chinese.split("%(")[1:]}, text


def test_english_stands_in_the_templates() -> None:
    assert gettext_in("en")("Submit") == "Submit"
    assert gettext_in("zh")("Submit") == "提交"


def test_babel_reads_every_template() -> None:
    """One that it cannot read, it would skip in silence: each names at least the words of its title."""
    found = extract_from_dir(
        str(PORTAL / "templates"), [("**.html", "jinja2")], {"**.html": {"silent": "false"}}
    )
    assert len({file for file, *_ in found}) > 15
