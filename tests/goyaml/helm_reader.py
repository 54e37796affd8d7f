"""Helm's own YAML reader, in a process of its own: its library must not live beside forks."""

import json
import subprocess
import sys

PROGRAM = """
import json, sys
from helm_python import _native
from helm_python.errors import HelmError
for line in sys.stdin:
    try:
        answer = ["ok", json.loads(_native.call_string("helm_values_from_yaml", json.loads(line)))]
    except HelmError as error:
        answer = ["refused", str(error)]
    sys.stdout.write(json.dumps(answer) + "\\n")
"""


def read_with_helm(texts):
    """Return ``("ok", data)`` or ``("refused", reason)`` for each text."""
    lines = "".join(json.dumps(text) + "\n" for text in texts)
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        input=lines,
        capture_output=True,
        check=True,
        encoding="utf-8",
        timeout=120,
    )
    return [tuple(json.loads(line)) for line in result.stdout.splitlines()]
