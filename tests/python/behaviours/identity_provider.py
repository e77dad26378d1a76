"""A provider of identities (OpenID Connect) on this machine, and the browser that is sent to it."""

from __future__ import annotations

import http.client
import json
import threading
import time
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, COOKIE_SECRET = "client", "a secret that signs the cookies of this test"
_MOST_REDIRECTS = 10


class IdentityProvider:
    """Signs in `user`, whoever asks; nobody has to enter a password."""

    def __init__(self) -> None:
        from joserfc.jwk import RSAKey

        self.user = ""
        self._key = RSAKey.generate_key(2048, parameters={"kid": "key", "use": "sig"})
        # Of each code that was given out: whose it is, and the nonce to repeat.
        self._codes: dict[str, tuple[str, str]] = {}
        provider = self

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                url = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(url.query).items()}
                if url.path == "/authorize":
                    self._answer(302, {"Location": provider._admitted(query)})
                    return
                self._answer(200, {}, provider._published(url.path))

            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(size).decode())
                self._answer(200, {}, provider._token(form["code"][0]))

            def _answer(self, status: int, headers: dict[str, str], body: Any = None) -> None:
                content = b"" if body is None else json.dumps(body).encode()
                self.send_response(status)
                headers |= {"Content-Type": "application/json", "Content-Length": f"{len(content)}"}
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def flags(self, folder: Path) -> tuple[str, ...]:
        """Writes the secrets that name this provider into `folder`, and says how to find them."""
        secrets = folder / "secrets.toml"
        secrets.write_text(
            "[auth]\n"
            'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
            f'cookie_secret = "{COOKIE_SECRET}"\n'
            f'client_id = "{CLIENT}"\n'
            'client_secret = "secret"\n'
            f'server_metadata_url = "{self.address}/.well-known/openid-configuration"\n'
        )
        return ("--secrets.files", str(secrets))

    def _published(self, path: str) -> Any:
        if path == "/keys":
            return {"keys": [self._key.as_dict(private=False)]}
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def _admitted(self, query: dict[str, str]) -> str:
        """Where a visitor goes who was sent here with `query`."""
        code = f"code-{len(self._codes)}"
        self._codes[code] = (self.user, query.get("nonce", ""))
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def _token(self, code: str) -> dict[str, Any]:
        from joserfc import jwt

        user, nonce = self._codes[code]
        now = int(time.time())
        claims = {"iss": self.address, "aud": CLIENT, "sub": user, "iat": now, "exp": now + 3600}
        claims |= {"nonce": nonce, "name": user, "email": f"{user}@example.org"}
        token = jwt.encode({"alg": "RS256", "kid": "key"}, claims, self._key)
        return {"access_token": f"access-{user}", "token_type": "Bearer", "id_token": token}


class Visitor:
    """What a browser does when a page sends it elsewhere: it follows, and keeps cookies."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        # Those of the app; the first one proves that a websocket belongs to this browser.
        self.cookies: dict[str, str] = {}
        self.follow("/_stcore/health")

    def follow(self, address: str) -> None:
        """Goes to `address` and on until nobody sends it further."""
        for _ in range(_MOST_REDIRECTS):
            if not address.startswith("http"):
                address = f"{self._origin}/{address.lstrip('/')}"
            address = self._visit(address)
            if not address:
                return
        raise RuntimeError(f"sent from one place to another without an end: {address}")

    def _visit(self, address: str) -> str:
        url, ours = urlsplit(address), address.startswith(self._origin)
        connection = http.client.HTTPConnection(url.netloc, timeout=20)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies} if ours and cookies else {}
        try:
            connection.request("GET", f"{url.path}?{url.query}", headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status >= 400:
            raise RuntimeError(f"{address} was answered with {answer.status}: {body[:200]!r}")
        for line in answer.headers.get_all("Set-Cookie", []) if ours else []:
            for name, cookie in SimpleCookie(line).items():
                if cookie.value and cookie["max-age"] != "0":
                    self.cookies[name] = cookie.value
                else:
                    self.cookies.pop(name, None)
        return answer.getheader("Location") or ""
