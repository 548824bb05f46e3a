"""The real yaml-language-server, spoken to as an editor does: one process, messages over its standard input and output."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

SCHEMA = Path(__file__).parents[2] / "schemas" / "scheme.schema.json"


def command() -> list[str] | None:
    """Return how the server is started, or None where it is not installed: on the path, or where NODE_PATH says."""
    node, there = shutil.which("node"), os.environ.get("NODE_PATH", "")
    if node is None:
        return None
    for folder in filter(None, there.split(os.pathsep)):
        script = Path(folder) / "yaml-language-server" / "bin" / "yaml-language-server"
        if script.exists():
            return [node, str(script), "--stdio"]
    found = shutil.which("yaml-language-server")
    return [found, "--stdio"] if found else None


class LanguageServer:
    """A server that holds the schema of schemes; leave the `with` to end it."""

    def __init__(self) -> None:
        started = command()
        assert started is not None, "no yaml-language-server"
        self.process = subprocess.Popen(started, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.said: list[dict[str, Any]] = []
        self.number = 0

    def __enter__(self) -> LanguageServer:
        hover = {"contentFormat": ["plaintext"]}
        documents = {"hover": hover, "completion": {"completionItem": {"documentationFormat": ["plaintext"]}}, "publishDiagnostics": {}}
        self.ask("initialize", {"processId": os.getpid(), "rootUri": None, "capabilities": {"textDocument": documents}})
        self.tell("initialized", {})
        yaml = {
            "schemas": {SCHEMA.as_uri(): "*.yaml"},
            "schemaStore": {"enable": False},
            "validate": True,
            "hover": True,
            "completion": True,
            "format": {"enable": False},
        }
        self.tell("workspace/didChangeConfiguration", {"settings": {"yaml": yaml, "http": {}, "[yaml]": {}}})
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def open(self, uri: str, text: str) -> None:
        self.tell("textDocument/didOpen", {"textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text}})

    def problems(self, uri: str, text: str) -> list[dict[str, Any]]:
        """Open a file and return what the server reports of it."""
        self.open(uri, text)
        while True:
            message = self.hear()
            if message.get("method") == "textDocument/publishDiagnostics" and message["params"]["uri"] == uri:
                return list(message["params"]["diagnostics"])

    def hover(self, uri: str, line: int, character: int) -> str:
        """Return what is shown over a place, counted from 0."""
        found = self.ask("textDocument/hover", _place(uri, line, character))
        said = found["contents"] if found else ""
        return str(said["value"] if isinstance(said, dict) else said)

    def completions(self, uri: str, line: int, character: int) -> list[str]:
        """Return what is offered at a place, counted from 0."""
        found = self.ask("textDocument/completion", _place(uri, line, character))
        return [item["label"] for item in found["items"]]

    def ask(self, method: str, params: dict[str, Any]) -> Any:
        self.number += 1
        number = self.number
        self.send({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        while True:
            message = self.hear()
            if message.get("id") == number and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def tell(self, method: str, params: dict[str, Any]) -> None:
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        written = json.dumps(message).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(written) + written)
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return the next message; what the server asks is answered with nothing."""
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.split(b":")[1])
        assert length, "the server has ended"
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if "method" in message and "id" in message:
            self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
        return message


def _place(uri: str, line: int, character: int) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
