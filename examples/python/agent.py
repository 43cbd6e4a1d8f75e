#!/usr/bin/env python3
"""An agent that goes on working while its key is rotated. Python 3.8 or newer, no packages.

    claviger run payments/production --on-change=signal:USR1 -- python3 examples/python/agent.py
"""

import http.client
import os
import signal
import socket
import sys

NAME = "OPENAI_API_KEY"


class SecretsConnection(http.client.HTTPConnection):
    """HTTP over the Unix socket that `claviger run` offers."""

    def __init__(self):
        super().__init__("localhost")

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.connect(os.environ["CLAVIGER_SOCKET"])


def fetch(name):
    """The current value and its version."""
    connection = SecretsConnection()
    connection.request("GET", "/v1/secrets/" + name)
    answer = connection.getresponse()
    value = answer.read()
    connection.close()
    if answer.status != 200:
        raise LookupError(f"{name}: {value.decode().strip()}")
    return value, answer.headers["Claviger-Version"]


class Agent:
    def __init__(self, key):
        self.key = key

    def rotated(self, *_):
        """Python runs this between two steps of the main program, so it may use the network."""
        key, version = fetch(NAME)
        if key != self.key:
            self.key = key
            print(f"INFO Secret rotated: {NAME} (no restart required)", flush=True)
            print(f"INFO Version {version} is in use", flush=True)


def main():
    key = os.environb.get(NAME.encode())
    if key is None:
        print(f"{NAME} not configured", flush=True)
        return 1
    agent = Agent(key)
    signal.signal(signal.SIGUSR1, agent.rotated)
    print(f"INFO Agent started, process {os.getpid()}", flush=True)
    while True:
        signal.pause()  # an agent would work here


if __name__ == "__main__":
    sys.exit(main())
