"""Whose certificates a play believes: those that its machine does. Read once, since each of its people has a
connection, and to read them takes longer than most of what is said on it."""

import ssl
from functools import cache

import httpx


@cache
def trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)
