"""Standard Webhooks signatures (standardwebhooks.com, version 1): HMAC-SHA256 over id, time and body.

Used in both directions: our requests to a department, and its callbacks to us.
The age of a signature is real time, never legal time.
"""

import base64
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

_PREFIX = "whsec_"
SECRET_BYTES = 32


class SignatureRefused(Exception):
    """The message does not come from the holder of the secret, or not within the last five minutes."""


def new_secret() -> str:
    return _PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(body: bytes, *, secret: str, message_id: str) -> dict[str, str]:
    """The three headers for `body`. The same `message_id` on every repetition of one message."""
    # The library drops the zone instead of converting it, so it must be given UTC.
    now = datetime.now(UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, body.decode()),
    }


def verify(body: bytes, *, secret: str, headers: Mapping[str, str]) -> str:
    """The verified `webhook-id`; raises `SignatureRefused`."""
    lower = {name.lower(): value for name, value in headers.items()}
    try:
        Webhook(secret).verify(body, lower, json_parse=False)
    except WebhookVerificationError as problem:
        raise SignatureRefused(str(problem)) from problem
    except ValueError as problem:
        # The library lets bad base64, a signature without a comma and bytes that
        # are not UTF-8 through as ValueError.
        raise SignatureRefused("malformed signature headers or body") from problem
    return lower["webhook-id"]
