import json

import pytest

from settings import SettingMissing, Settings, SettingUnusable


def test_a_missing_setting_is_named():
    with pytest.raises(SettingMissing, match="DATABASE_URL"):
        _ = Settings.of().database_url


@pytest.mark.parametrize(
    "given", ["postgres://a:b@h/d", "postgresql://a:b@h/d", "postgresql+psycopg://a:b@h/d"]
)
def test_every_usual_way_to_write_a_database_url_is_understood(given):
    assert Settings.of(DATABASE_URL=given).database_url == "postgresql+psycopg://a:b@h/d"


def test_nothing_local_is_on_unless_asked_for():
    assert Settings.of().local is False
    assert Settings.of(ONEMATTER_LOCAL="true").local is True
    with pytest.raises(SettingUnusable):
        _ = Settings.of(ONEMATTER_LOCAL="perhaps").local


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "８６００"])
def test_a_port_is_a_number_that_a_server_can_listen_on(port):
    with pytest.raises(SettingUnusable):
        _ = Settings.of(ONEMATTER_WEB_PORT=port).web_port


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        '{"keys": {}}',
        '{"current": "a", "keys": {"a": "AAAA"}}',
        '{"current": "b", "keys": {}}',
    ],
)
def test_master_keys_that_cannot_be_used_are_refused(document):
    with pytest.raises((SettingUnusable, SettingMissing)):
        _ = Settings.of(ONEMATTER_MASTER_KEYS=document).master_keys


def test_secrets_are_not_shown_when_settings_are_printed():
    key = "A" * 43 + "="
    settings = Settings.of(ONEMATTER_MASTER_KEYS=json.dumps({"current": "k", "keys": {"k": key}}))
    assert key not in repr(settings)
    assert "keys=" not in repr(settings.master_keys)


def test_only_this_machine_is_a_trusted_proxy_unless_others_are_named():
    assert Settings.of().trusted_proxies == ["127.0.0.1"]
    assert Settings.of(ONEMATTER_TRUSTED_PROXIES="192.0.2.1, 198.51.100.0/24").trusted_proxies == [
        "192.0.2.1",
        "198.51.100.0/24",
    ]


def test_drafts_are_kept_for_half_a_year_unless_somebody_says_otherwise():
    assert Settings.of().drafts_kept.days == 180
    assert Settings.of(ONEMATTER_DRAFTS_KEPT_DAYS="30").drafts_kept.days == 30
    with pytest.raises(SettingUnusable):
        _ = Settings.of(ONEMATTER_DRAFTS_KEPT_DAYS="for ever").drafts_kept


def test_forms_lead_to_the_sign_in_and_the_payment_pages_only():
    url = "https://id.example"
    settings = Settings.of(ONEMATTER_IDENTITY_PROVIDER_URL=url, ONEMATTER_PAY_URLS="https://pay.example/x")
    assert settings.forms_lead_to == [url, "https://pay.example/x"]


def test_two_persons_publish_everywhere_but_in_the_local_stack_unless_it_is_said():
    assert Settings.of().two_persons_publish
    assert not Settings.of(ONEMATTER_LOCAL="true").two_persons_publish
    assert Settings.of(ONEMATTER_LOCAL="true", ONEMATTER_TWO_PERSONS_PUBLISH="true").two_persons_publish
    assert not Settings.of(ONEMATTER_TWO_PERSONS_PUBLISH="false").two_persons_publish
