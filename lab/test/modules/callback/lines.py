"""An Ansible callback that prints each result as one line of JSON, as `provision --output json` does."""

import json

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: lines
type: stdout
short_description: one line of JSON per result
description: Prints each result of a task as one line of JSON.
"""


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "lines"

    def show(self, verdict, result):
        line = {"event": "result", "task": result.task.get_name(), "verdict": verdict, "result": result.result}
        print(json.dumps(line, default=str), flush=True)

    def v2_runner_on_ok(self, result):
        self.show("changed" if result.result.get("changed") else "ok", result)

    def v2_runner_on_failed(self, result, ignore_errors=False):
        self.show("failed", result)

    def v2_runner_on_skipped(self, result):
        self.show("skipped", result)

    def v2_runner_on_unreachable(self, result):
        self.show("unreachable", result)
