from datetime import UTC, datetime, timedelta
from pathlib import Path

from access.signing_keys import PUBLISHED_BEFORE_SIGNING, TOKEN_LIFE, SigningKey, SigningKeys

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def new_keys() -> SigningKeys:
    return SigningKeys(keys=(SigningKey.new(signs_from=NOW),))


def kids(keys: SigningKeys, at: datetime) -> list[object]:
    published = keys.key_set(at)["keys"]
    assert isinstance(published, list)
    return [key["kid"] for key in published]


def test_a_new_key_is_published_before_it_signs() -> None:
    keys = new_keys()
    rotated = keys.rotated(NOW)
    assert len(kids(rotated, NOW)) == 2
    assert rotated.signing_key(NOW).kid == keys.keys[0].kid
    assert rotated.signing_key(NOW + PUBLISHED_BEFORE_SIGNING).kid == rotated.keys[1].kid


def test_an_old_key_is_published_until_its_last_token_has_expired() -> None:
    rotated = new_keys().rotated(NOW)
    end = NOW + PUBLISHED_BEFORE_SIGNING + TOKEN_LIFE
    assert len(kids(rotated, end)) == 2
    assert kids(rotated, end + timedelta(seconds=1)) == [rotated.keys[1].kid]


def test_private_keys_are_never_published() -> None:
    published = new_keys().key_set(NOW)["keys"]
    assert isinstance(published, list)
    assert set(published[0]) == {"kty", "crv", "x", "y", "kid", "alg", "use"}


def test_the_file_keeps_the_keys_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "keys.json"
    made = SigningKeys.load_or_create(path)
    assert SigningKeys.load_or_create(path) == made
    assert path.stat().st_mode & 0o077 == 0


def test_a_key_that_has_become_old_is_rotated_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    old = SigningKeys(keys=(SigningKey.new(signs_from=datetime.now(UTC) - timedelta(days=40)),))
    old.save(path)
    loaded = SigningKeys.load_or_create(path)
    assert [key.kid for key in loaded.keys][:1] == [old.keys[0].kid]
    assert len(loaded.keys) == 2
