"""What a case's personal texts and values are kept in: encrypted with a key of its own.

Each ciphertext is bound to its case and to the kind of place it lies in, so that it cannot be moved.
Deleting the key's row makes all of it unreadable for ever, while the event log still verifies.
"""

from dataclasses import dataclass, field
from typing import Any

from engine.values import Form
from secrecy.envelope import WrappedKey, decrypt, encrypt, new_data_key, unwrap, wrap
from secrecy.json_box import decrypt_json, encrypt_json
from settings import MasterKeys


class CaseErased(Exception):
    """The case's key was lawfully destroyed; its texts and values cannot be read any more."""


@dataclass(frozen=True)
class CaseBox:
    """`key` is None when the case was erased: then everything raises CaseErased."""

    case_id: int
    key: bytes | None = field(repr=False)

    @classmethod
    def of(cls, keys: MasterKeys, case_id: int, *, wrapped: bytes | None, kid: str | None) -> "CaseBox":
        if wrapped is None or kid is None:
            return cls(case_id, None)
        return cls(case_id, unwrap(keys, wrapped, kid=kid, context=_place(case_id, "key")))

    @classmethod
    def new(cls, keys: MasterKeys, case_id: int) -> "tuple[CaseBox, WrappedKey]":
        key = new_data_key()
        return cls(case_id, key), wrap(keys, key, context=_place(case_id, "key"))

    def seal_form(self, form: Form) -> bytes:
        return encrypt_json(self._key(), form, context=_place(self.case_id, "form"))

    def open_form(self, ciphertext: bytes) -> Form:
        return decrypt_json(self._key(), ciphertext, context=_place(self.case_id, "form"))

    def seal_text(self, text: str) -> bytes:
        return encrypt(self._key(), text.encode(), context=_place(self.case_id, "text"))

    def open_text(self, ciphertext: bytes) -> str:
        return decrypt(self._key(), ciphertext, context=_place(self.case_id, "text")).decode()

    def seal_paper(self, content: bytes) -> bytes:
        return encrypt(self._key(), content, context=_place(self.case_id, "document"))

    def open_paper(self, ciphertext: bytes) -> bytes:
        return decrypt(self._key(), ciphertext, context=_place(self.case_id, "document"))

    def seal_statement(self, document: dict[str, Any]) -> bytes:
        """What somebody has signed: the text, the content behind it, and the signature."""
        return encrypt_json(self._key(), document, context=_place(self.case_id, "statement"))

    def open_statement(self, ciphertext: bytes) -> dict[str, Any]:
        return decrypt_json(self._key(), ciphertext, context=_place(self.case_id, "statement"))

    def seal_archive(self, package: bytes) -> bytes:
        """The whole package of the case, which a lawful deletion makes unreadable with everything else."""
        return encrypt(self._key(), package, context=_place(self.case_id, "archive"))

    def open_archive(self, ciphertext: bytes) -> bytes:
        return decrypt(self._key(), ciphertext, context=_place(self.case_id, "archive"))

    def seal_answer(self, answer: dict[str, object]) -> bytes:
        """What a department answered, as it was, for the record of the effect."""
        return encrypt_json(self._key(), answer, context=_place(self.case_id, "answer"))

    def _key(self) -> bytes:
        if self.key is None:
            raise CaseErased
        return self.key


def _place(case_id: int, kind: str) -> bytes:
    return f"case/{case_id}/{kind}".encode()
