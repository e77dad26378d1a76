"""Files on their way to the server, as the browser sends them."""

from __future__ import annotations

import http.client
import mimetypes
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.Common_pb2 import FileUploaderState, FileURLs, UploadedFileInfo

_BOUNDARY = "lattice-test-boundary"
_XSRF = "_streamlit_xsrf"


@dataclass(frozen=True)
class File:
    """A file the server holds. Its addresses hold random names, so they are not compared."""

    name: str
    content: str
    urls: FileURLs = field(compare=False, repr=False)

    def info(self) -> UploadedFileInfo:
        size = len(self.content.encode())
        info = UploadedFileInfo(name=self.name, size=size, file_id=self.urls.file_id)
        info.file_urls.CopyFrom(self.urls)
        return info


# Sends (name, content) pairs, returns the files in the same order.
Uploader = Callable[[Sequence[tuple[str, str]]], list[File]]


def uploader_state(files: Sequence[File]) -> FileUploaderState:
    state = FileUploaderState()
    state.uploaded_file_info.extend(file.info() for file in files)
    return state


def kept_or_new(now: Any, wanted: dict[str, str], upload: Uploader) -> list[File]:
    """The files of an uploader that is to hold `wanted`: those it has already keep their place."""
    present = {(file.name, file.content): file for file in now or []}
    fresh = [pair for pair in wanted.items() if pair not in present]
    present |= {(file.name, file.content): file for file in upload(fresh)}
    return [present[pair] for pair in wanted.items()]


def put_file(port: int, url: str, name: str, content: str) -> None:
    """Hands the file to the server, with the token against forged requests."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/_stcore/health")
        answer = connection.getresponse()
        answer.read()
        cookie = (answer.getheader("Set-Cookie") or "").split(";")[0]
        head = f'form-data; name="file"; filename="{name}"'
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        body = (
            f"--{_BOUNDARY}\r\nContent-Disposition: {head}\r\n"
            f"Content-Type: {kind}\r\n\r\n{content}\r\n--{_BOUNDARY}--\r\n"
        )
        headers = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}"}
        if cookie.startswith(_XSRF):
            headers |= {"Cookie": cookie, "X-Xsrftoken": cookie.partition("=")[2].strip('"')}
        connection.request("PUT", url, body.encode(), headers)
        answer = connection.getresponse()
        answer.read()
        if answer.status not in (200, 204):
            raise RuntimeError(f"upload of {name!r} was answered with status {answer.status}")
    finally:
        connection.close()
