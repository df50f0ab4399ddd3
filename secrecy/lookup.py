"""Keyed hashes: find a row by a value that is stored only encrypted.

HMAC-SHA256: without the key nobody can try out all identity numbers against a stolen table.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence

from secrecy.keys import lookup_key
from settings import MasterKeys


def keyed_hash(keys: MasterKeys, value: str, *, purpose: str) -> bytes:
    """32 bytes; equal values of one purpose give equal hashes, of two purposes different ones."""
    return hmac.digest(lookup_key(keys, f"hash/{purpose}"), value.encode(), hashlib.sha256)


def number_hash(keys: MasterKeys, number: str) -> bytes:
    """Of a person's identity number or a company's USCC, however it was typed."""
    return keyed_hash(keys, "".join(number.split()).upper(), purpose="number")


def uniqueness_digest(keys: MasterKeys, *, item: str, values: Sequence[str]) -> bytes:
    """Of what an item may be done for only once (a birth record)."""
    return keyed_hash(keys, json.dumps([item, *values], ensure_ascii=False), purpose="uniqueness")
