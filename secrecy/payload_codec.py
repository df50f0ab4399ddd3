"""What travels through Temporal is compressed, then encrypted; the key's id lies beside it.

Workflow ids, search attributes, signal and activity names are not covered: they hold no personal data.
"""

import dataclasses
import zlib
from collections.abc import Sequence

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes, PayloadCodec

from secrecy.envelope import decrypt, encrypt
from secrecy.keys import purpose_key
from settings import MasterKeys

ENCODING = b"binary/encrypted"
_PURPOSE = "temporal"
_CONTEXT = b"temporal payload"
# Bytes before compression; below this a payload grows.
_WORTH_COMPRESSING = 128
_PLAIN, _COMPRESSED = b"\x00", b"\x01"


class EncryptingCodec(PayloadCodec):
    def __init__(self, keys: MasterKeys) -> None:
        self._keys = keys

    async def encode(self, payloads: Sequence[Payload]) -> list[Payload]:
        return [self._encode_one(payload) for payload in payloads]

    async def decode(self, payloads: Sequence[Payload]) -> list[Payload]:
        """Raises UnknownKey, Unreadable. What was never encrypted (a tool's own payload) stays as it is."""
        return [self._decode_one(payload) for payload in payloads]

    def _encode_one(self, payload: Payload) -> Payload:
        kid = self._keys.current
        key = purpose_key(self._keys, kid, _PURPOSE)
        data = encrypt(key, _pack(payload.SerializeToString()), context=_CONTEXT)
        return Payload(metadata={"encoding": ENCODING, "encryption-key-id": kid.encode()}, data=data)

    def _decode_one(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        key = purpose_key(self._keys, payload.metadata["encryption-key-id"].decode(), _PURPOSE)
        return Payload.FromString(_unpack(decrypt(key, payload.data, context=_CONTEXT)))


def data_converter(keys: MasterKeys) -> DataConverter:
    """For every client and worker; failures' messages and stack traces are encrypted as well."""
    return dataclasses.replace(
        pydantic_data_converter,
        payload_codec=EncryptingCodec(keys),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


def _pack(data: bytes) -> bytes:
    if len(data) < _WORTH_COMPRESSING:
        return _PLAIN + data
    return _COMPRESSED + zlib.compress(data)


def _unpack(data: bytes) -> bytes:
    return zlib.decompress(data[1:]) if data[:1] == _COMPRESSED else data[1:]
