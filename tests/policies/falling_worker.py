"""A worker whose policies do what their names say, instead of evaluating expressions."""

import os

from catalogc.validate.policy_worker import PolicyWorker
from catalogc.workers.boot import serve


class Evaluator:
    """Compiles and judges by name: ``slow``, ``deadly``, ``fails``, ``uncompilable``, ``fine``."""

    def __init__(self, policies, before):
        self.names = [policy["name"] for policy in policies]
        self.problems = [
            {"policy": name, "path": ["spec"], "message": "no", "line": 1, "column": 1}
            for name in self.names
            if name == "broken"
        ]
        self.evaluated = 0
        for name in self.names:
            before(name)
            if name == "uncompilable":
                loop()

    def evaluate(self, release, names, before=None):
        """Fall at the releases that a policy is about."""
        verdicts = []
        for name in self.names:
            if name not in names:
                continue
            if before is not None:
                before(name)
            self.evaluated += 1
            if name in ("slow", "deadly") and release["leaf"] == name:
                if name == "deadly":
                    os._exit(3)
                loop()
            if name == "fails":
                verdicts.append({"policy": name, "message": release["leaf"]})
        return verdicts


def loop():
    """Never end."""
    while True:
        pass


def main(memory_bytes):
    """Serve."""
    serve(lambda: ("fake", PolicyWorker(Evaluator).answer), memory_bytes)
