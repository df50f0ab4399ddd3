"""Files that a browser sent in a form, as streams."""

from collections.abc import AsyncIterator

from starlette.datastructures import FormData, UploadFile

CHUNK_BYTES = 64 * 1024


def upload_sent(sent: FormData, name: str) -> UploadFile | None:
    """None when the person chose no file: browsers then send an empty one without a name."""
    file = sent.get(name)
    return file if isinstance(file, UploadFile) and file.filename else None


async def stream_of(file: UploadFile) -> AsyncIterator[bytes]:
    while chunk := await file.read(CHUNK_BYTES):
        yield chunk
