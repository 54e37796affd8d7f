"""A worker whose policies do what their names say, instead of evaluating expressions."""

import os
import time

from catalogc.validate.policy_worker import PolicyWorker
from catalogc.workers.boot import serve


class Evaluator:
    """Compiles and judges by name: ``slow``, ``deadly``, ``fails``, ``uncompilable``, ``fine``."""

    def __init__(self, policies):
        self.names = [policy["name"] for policy in policies]
        self.problems = [
            {"policy": name, "path": ["spec"], "message": "no", "line": 1, "column": 1}
            for name in self.names
            if name == "broken"
        ]
        self.evaluated = 0
        if "uncompilable" in self.names:
            time.sleep(60)

    def evaluate(self, release):
        """Fall at the releases that a policy is about."""
        verdicts = []
        for name in self.names:
            self.evaluated += 1
            if name in ("slow", "deadly") and release["leaf"] == name:
                if name == "deadly":
                    os._exit(3)
                time.sleep(60)
            if name == "fails":
                verdicts.append({"policy": name, "message": release["leaf"]})
        return verdicts


def main(memory_bytes):
    """Serve."""
    serve(lambda: ("fake", PolicyWorker(Evaluator).answer), memory_bytes)
