"""Runs the README's tour word for word: types each command, and compares what comes back.

Every block marked ```console is part of it. In it, a line that starts with "$ " is a command
(continued after a backslash), "^C" is Ctrl-C, and all else is what the terminal must show: "…" stands
for anything, on a line of its own for any lines, and runs of spaces count as one. A command that is
the last of its block may go on running. A block without a command is what its terminal shows next.

Two comments, which a reader of the rendered page does not see, steer it:

  <!-- terminal: NAME -->      the blocks after it belong to that terminal; "*" to each, when it is opened
  <!-- type: TEXT -->          is typed at the next prompt in the next block; "^D" at its end: Ctrl-D

Usage: tour.py README FOLDER [OLD=NEW…]   (replaces in commands and output, for other ports)
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

PATIENCE_SECONDS = 120
SCREEN = struct.pack("HHHH", 50, 120, 0, 0)
PROMPT = re.compile("\x01(\\d+)\x02")
ESCAPES = re.compile("\x1b(\\[[0-9;?]*[a-zA-Z]|[()].)")


class Terminal:
    """A bash that a reader would type into. Its prompt carries the exit code of the last command."""

    def __init__(self, folder, environment):
        self.pid, self.screen = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe("bash", ["bash", "--norc", "--noprofile", "--noediting", "-i"], environment)
        fcntl.ioctl(self.screen, termios.TIOCSWINSZ, SCREEN)
        self.output = ""
        self.compared = 0  # how much of what is shown was compared already
        self.running = None
        # A command that has asked for something hidden turns the echo on again.
        self.type("PROMPT_COMMAND='stty -echo' PS1=$'\\001$?\\002' PS2=")
        self.wait_until(self.ended, "a prompt")
        self.output = ""

    def type(self, line):
        if line.endswith("^D"):
            line = line.removesuffix("^D") + "\n\x04"
        else:
            line += "\n"
        os.write(self.screen, line.encode())

    def run(self, command):
        self.finish()
        self.output = ""
        self.compared = 0
        self.running = command
        self.type(command)

    def interrupt(self):
        os.write(self.screen, b"\x03")
        self.wait_until(self.ended, "the end after Ctrl-C")
        self.running = None

    def finish(self):
        """Waits for the command before, if one is running, and asserts that it succeeded."""
        if self.running is None:
            return
        ended = self.wait_until(self.ended, "the end of: " + self.running)
        if ended.group(1) != "0":
            raise Failure(f"exit code {ended.group(1)} from: {self.running}\n{self.shown()}")
        self.running = None

    def ended(self):
        return PROMPT.search(self.output)

    def shown(self):
        """What was not compared yet; while the command runs, whole lines only."""
        text = PROMPT.sub("", self.output)
        if not self.ended():
            text = text[: text.rfind("\n") + 1]
        return squeezed(text)[self.compared :]

    def wait_until(self, condition, what):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            found = condition()
            if found:
                return found
            left = deadline - time.monotonic()
            if left < 0:
                raise Failure(f"waited in vain for {what}; the terminal shows:\n{self.shown()}")
            self.read(left)

    def read(self, seconds):
        if select.select([self.screen], [], [], seconds)[0]:
            try:
                data = os.read(self.screen, 65536)
            except OSError as gone:
                raise Failure("the terminal was closed") from gone
            self.output += ESCAPES.sub("", data.decode(errors="replace").replace("\r", ""))

    def close(self):
        os.kill(self.pid, signal.SIGHUP)
        os.waitpid(self.pid, 0)


class Failure(Exception):
    pass


def pattern(lines):
    """What the lines of a block match, as a regular expression over lines with single spaces."""
    parts = []
    for line in lines:
        if line.strip() == "…":
            parts.append("(?:[^\n]*\n)*?")
        else:
            text = re.escape(" ".join(line.split())).replace("…", "[^\n]*?")
            parts.append(text + "\n")
    return "".join(parts)


def squeezed(text):
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "".join(line + "\n" for line in lines if line)


def steps(block):
    """Divides a block into (command or None, lines shown after it)."""
    found = [(None, [])]
    lines = iter(block)
    for line in lines:
        if line.startswith("$ "):
            command = line[2:]
            while command.endswith("\\"):
                command += "\n" + next(lines)
            found.append((command, []))
        elif line == "^C":
            found.append((line, []))
        elif line.strip():
            found[-1][1].append(line)
    return found if found[0][1] else found[1:]


def blocks(readme):
    """The blocks of the tour: (terminal, what is typed at prompts, lines)."""
    terminal, typed, block = "1", [], None
    for line in readme.split("\n"):
        if block is not None:
            if line == "```":
                yield terminal, typed, block
                typed, block = [], None
            else:
                block.append(line)
        elif line == "```console":
            block = []
        elif found := re.fullmatch("<!-- terminal: (.*) -->", line):
            terminal = found.group(1)
        elif found := re.fullmatch("<!-- type: (.*) -->", line):
            typed.append(found.group(1))


def play(terminal, typed, block):
    found = steps(block)
    for number, (command, expected) in enumerate(found):
        if command == "^C":
            terminal.interrupt()
            continue
        if command is not None:
            print("$ " + command, flush=True)
            terminal.run(command)
        compare(terminal, typed, expected, may_go_on=number == len(found) - 1)


def compare(terminal, typed, expected, may_go_on):
    wanted = re.compile(pattern(expected))
    answered = 0

    def prompting():
        last = terminal.output.rsplit("\n", 1)[-1]
        return len(terminal.output) > answered and last.rstrip().endswith((":", "?", "]"))

    def settled():
        nonlocal answered
        if typed and prompting():
            answered = len(terminal.output)
            terminal.type(typed.pop(0))
        if terminal.ended():
            return "ended"
        return may_go_on and expected and not typed and wanted.match(terminal.shown())

    terminal.wait_until(settled, "\n" + "\n".join(expected))
    shown = terminal.shown()
    found = wanted.fullmatch(shown) if terminal.ended() else wanted.match(shown)
    if not found:
        raise Failure("expected:\n" + "\n".join(expected) + "\nbut the terminal shows:\n" + shown)
    terminal.compared += found.end()
    if not may_go_on:
        terminal.finish()


def main(readme, folder, replacements):
    with open(readme, encoding="utf-8") as file:
        text = file.read()
    for old, new in replacements:
        text = text.replace(old, new)
    terminals, everywhere = {}, []
    played = 0
    try:
        for name, typed, block in blocks(text):
            if name == "*":
                everywhere.append(block)
                continue
            if name not in terminals:
                terminals[name] = Terminal(folder, dict(os.environ))
                for opening in everywhere:
                    play(terminals[name], [], opening)
            play(terminals[name], typed, block)
            played += 1
        for terminal in terminals.values():
            terminal.finish()
    finally:
        for terminal in terminals.values():
            terminal.close()
    if played == 0:
        raise Failure("there is no tour in " + readme)


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2], [pair.split("=", 1) for pair in sys.argv[3:]])
    except Failure as failure:
        sys.exit(f"the tour does not work: {failure}")
