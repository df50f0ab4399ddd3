"""The load generator's own client reads what servers send."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.http_client import read_answer, request_bytes


async def answer_to(sent: bytes) -> tuple[int, bytes]:
    reader = asyncio.StreamReader()
    reader.feed_data(sent)
    reader.feed_eof()
    answer = await read_answer(reader)
    return answer.status, answer.body


async def test_an_answer_of_a_known_length_is_read_to_its_end_and_no_further() -> None:
    sent = b'HTTP/1.1 201 Created\r\nContent-Length: 13\r\nX: 1\r\n\r\n{"ok": "yes"}HTTP/1.1 200 OK'
    assert await answer_to(sent) == (201, b'{"ok": "yes"}')


async def test_an_answer_in_chunks_is_put_together() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunks = b'4;x=1\r\n{"a"\r\n3\r\n: 1\r\n1\r\n}\r\n0\r\n\r\n'
    assert await answer_to(head + chunks) == (200, b'{"a": 1}')


async def test_an_answer_that_is_cut_off_is_noticed() -> None:
    with pytest.raises(asyncio.IncompleteReadError):
        await answer_to(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")


@given(st.binary(max_size=200), st.integers(min_value=200, max_value=599))
def test_any_body_comes_back_as_it_was(body: bytes, status: int) -> None:
    head = f"HTTP/1.1 {status} Some Words\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    assert asyncio.run(answer_to(head + body)) == (status, body)


def test_a_request_names_the_length_of_its_body_in_bytes() -> None:
    request = request_bytes("/a", host="127.0.0.1", headers={"A": "b"}, content="名".encode())
    assert request == (
        b"POST /a HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: 3\r\nA: b\r\n\r\n" + "名".encode()
    )
