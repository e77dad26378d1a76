"""Files on their way to the server, as the browser sends them."""

from __future__ import annotations

import http.client
import mimetypes

_BOUNDARY = "lattice-test-boundary"
_XSRF = "_streamlit_xsrf"


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
