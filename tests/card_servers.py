"""Servers of cards on this machine: real ones, and one that says what a test wants."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_connection, socket
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, make_server

from vault_tool.sync.dav import Dav

BOOK = (
    b'<mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop><resourcetype>'
    b"<collection/><C:addressbook/></resourcetype></prop></set></mkcol>"
)


class Reply(NamedTuple):
    """What the scripted server answers."""

    status: int = 207
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    hangs_up: bool = False


class Request(NamedTuple):
    """What it was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Scripted:
    """A server that answers as told, each reply once and the last one again and again."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self.replies: dict[tuple[str, str], list[Reply]] = {}
        self.asked: list[Request] = []

    def says(self, method: str, path: str, *replies: Reply) -> None:
        self.replies[method, path] = list(replies)

    def reply(self, request: Request) -> Reply:
        self.asked.append(request)
        found = self.replies.get((request.method, request.path), [Reply(404)])
        return found.pop(0) if len(found) > 1 else found[0]


@contextmanager
def scripted() -> Iterator[Scripted]:
    """Start a scripted server."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler := type("_Handler", (_Answering,), {}))
    script = Scripted(server.server_address[1])
    _handler.script = script  # type: ignore[attr-defined]
    server.daemon_threads = True
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Answering(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Scripted

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.casefold(): value for name, value in self.headers.items()}
        reply = self.script.reply(Request(self.command, self.path, headers, body))
        if reply.hangs_up:
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    do_GET = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = _answer  # noqa: N815

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@contextmanager
def radicale(folder: Path) -> Iterator[str]:
    """Start Radicale with an empty address book; give the server's address."""
    from radicale import app, config

    settings = config.load()
    settings.update(
        {
            "storage": {"filesystem_folder": str(folder)},
            "auth": {"type": "none"},
            "logging": {"level": "error"},
        },
        "tests",
        privileged=True,
    )
    server = make_server("127.0.0.1", 0, app.Application(settings), handler_class=_Silent)
    thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/"
    try:
        dav = Dav(url, "me", "x")
        dav.ask("MKCOL", f"{url}me/ab/", BOOK, {"Content-Type": "application/xml"})
        dav.close()
        yield url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Silent(WSGIRequestHandler):
    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@contextmanager
def xandikos(folder: Path) -> Iterator[str]:
    """Start Xandikos, which makes an address book by itself; give the server's address."""
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [
        sys.executable, "-m", "xandikos", "serve", "-d", str(folder / "x"), "--defaults",
        "--current-user-principal", "/me/", "-l", "127.0.0.1", "-p", str(port),
        "--state-dir", str(folder / "state"),
    ]  # fmt: skip
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def named(config: Path, name: str, url: str, **more: object) -> None:
    """Write a server into the user's settings."""
    file = config / "vault-tool" / "servers.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {"url": url, "user": "me", "password_command": ["echo", "x"], **more}
    lines = [f"{key} = {json.dumps(value)}" for key, value in values.items()]
    file.write_text("\n".join([f"[{name}]", *lines, ""]))
    file.chmod(0o600)
