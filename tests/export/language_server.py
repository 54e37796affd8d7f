"""The YAML language server of editors, spoken to over its standard input and output."""

import json
import subprocess
from pathlib import Path

SEVERITIES = {1: "error", 2: "warning", 3: "information", 4: "hint"}


class Editor:
    """An editor with one file open.

    Attributes:
        diagnostics: what it shows: (line from 1, severity, message), sorted.
    """

    def __init__(self, modules: Path, file: Path, text: str):
        server = modules / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"
        self._process = subprocess.Popen(
            ["node", server, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._uri = file.as_uri()
        self._calls = 0
        self._call("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self._send({"method": "initialized", "params": {}})
        opened = {"uri": self._uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": opened}})
        shown = self._receive(
            lambda message: message.get("method") == "textDocument/publishDiagnostics"
        )
        self.diagnostics = sorted(
            (
                found["range"]["start"]["line"] + 1,
                SEVERITIES[found["severity"]],
                found["message"],
            )
            for found in shown["params"]["diagnostics"]
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.communicate()

    def hover(self, line: int, column: int) -> str:
        """The text shown for what stands at a place, both from 1; Markdown escapes removed."""
        return self._at("textDocument/hover", line, column)["contents"]["value"].replace("\\", "")

    def completions(self, line: int, column: int) -> set[str]:
        """The words offered at a place."""
        answer = self._at("textDocument/completion", line, column)
        return {entry["label"] for entry in answer["items"]}

    def _at(self, method, line, column):
        position = {"line": line - 1, "character": column - 1}
        return self._call(method, {"textDocument": {"uri": self._uri}, "position": position})

    def _call(self, method, params):
        self._calls += 1
        number = self._calls
        self._send({"id": number, "method": method, "params": params})
        answer = self._receive(lambda message: message.get("id") == number and "result" in message)
        return answer["result"]

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0"} | message).encode()
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._process.stdin.flush()

    def _receive(self, wanted):
        """The first message that is wanted; requests of the server are answered with nothing."""
        while True:
            message = self._read()
            if wanted(message):
                return message
            if "id" in message and "method" in message:
                self._send({"id": message["id"], "result": None})

    def _read(self):
        length = 0
        while (line := self._process.stdout.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has gone"
        return json.loads(self._process.stdout.read(length))
