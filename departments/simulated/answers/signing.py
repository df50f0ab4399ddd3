"""Signing provider (模拟): asks the signer, and lets go after half an hour."""

import hashlib

from departments.simulated.outcome import Outcome, refused
from departments.simulated.state import State, Task
from documents.sealing.signing import Signatory

SECONDS_TO_SIGN = 30 * 60.0
PINS_TO_TRY = 5


def signatory_of(task: Task) -> Signatory:
    name, number = str(task.payload["signer_name"]), str(task.payload["signer_number"])
    return Signatory("company" if task.payload["signer_kind"] == "company" else "person", name, number)


def text_of(task: Task) -> bytes:
    return str(task.payload["statement"]).encode()


def unfit(task: Task) -> Outcome | None:
    """A request that cannot be signed; None for one that can."""
    if task.payload["signer_kind"] not in ("person", "company"):
        return refused("没有这种签名人", "There is no such kind of signer.")
    if hashlib.sha256(text_of(task)).hexdigest() != task.payload["statement_sha256"]:
        return refused("声明与摘要不符", "The statement does not have this digest.")
    return None


def not_signed_in_time(task: Task, state: State) -> Outcome:
    """The answer that is due when nobody has come, or signed, in time."""
    return refused("签名请求已超时", "The request to sign has timed out.", outcome="expired")


def declined() -> Outcome:
    return refused("签名人取消了签名", "The signer has declined.", outcome="declined")


def locked() -> Outcome:
    return refused(
        "口令多次错误，请求已关闭", "Too many wrong PINs; the request is closed.", outcome="locked"
    )


ANSWERS = {"signing": {"statement_sign": not_signed_in_time}}
