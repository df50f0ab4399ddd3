"""What travels through Temporal says nothing to whoever reads its database."""

from dataclasses import dataclass

from temporalio.api.failure.v1 import Failure
from temporalio.exceptions import ApplicationError

from secrecy.payload_codec import ENCODING, EncryptingCodec, data_converter
from settings import MasterKeys

OLD = MasterKeys(current="old", keys={"old": b"1" * 32})
ROTATED = MasterKeys(current="new", keys={"old": b"1" * 32, "new": b"2" * 32})


@dataclass(frozen=True)
class Message:
    case_no: str
    words: list[str]


async def test_a_message_is_unreadable_on_its_way_and_comes_back_after_a_rotation() -> None:
    message = Message("330110-1", ["secret"] * 100)
    [payload] = await data_converter(OLD).encode([message])
    assert payload.metadata["encoding"] == ENCODING
    assert b"secret" not in payload.SerializeToString()
    assert b"330110" not in payload.SerializeToString()
    assert await data_converter(ROTATED).decode([payload], [Message]) == [message]


async def test_what_repeats_itself_is_compressed() -> None:
    [payload] = await data_converter(OLD).encode(["secret" * 1000])
    assert len(payload.data) < 300


async def test_what_was_never_encrypted_stays_as_it_is() -> None:
    plain = data_converter(OLD).payload_converter.to_payloads(["open"])
    assert await EncryptingCodec(OLD).decode(plain) == plain


async def test_a_failures_words_are_encrypted_too() -> None:
    failure = Failure()
    await data_converter(OLD).encode_failure(ApplicationError("secret words", "secret detail"), failure)
    assert b"secret" not in failure.SerializeToString()
    read = await data_converter(OLD).decode_failure(failure)
    assert "secret words" in str(read)
