#!/usr/bin/env python3
"""Runs a command on a terminal of its own, as a person would use it.

    on_pty.py FOLDER ROWSxCOLUMNS STEP... -- COMMAND...

A STEP is one of these, each with a deadline of 60 s:

    see:REGEX       wait until this is to be seen
    hidden          wait until what is typed is not shown
    type:TEXT       type it, and enter
    ctrl:c          type a control character
    run:COMMAND     do something meanwhile, elsewhere
    size:ROWSxCOLUMNS   another size of the window

Into FOLDER go `raw`, all bytes; `screen`, what was to be seen at the end, below what was scrolled away; and `report`, with the
exit code and what became of the terminal. Fails if a step is not done in time, or the command does not end after the last.
"""
import codecs
import fcntl
import os
import pathlib
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time

sys.dont_write_bytecode = True
from screen import Screen  # noqa: E402

DEADLINE = 60


class Session:
    def __init__(self, rows, columns, command):
        self.screen = Screen(rows, columns)
        self.raw = b""
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.master, self.slave = pty.openpty()
        self.resize(rows, columns)
        self.settings = termios.tcgetattr(self.slave)
        environment = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES")}
        self.child = subprocess.Popen(
            command,
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )

    def resize(self, rows, columns):
        self.screen.rows, self.screen.columns = rows, columns
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def read(self, seconds):
        """Whether there was anything."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        data = os.read(self.master, 65536)
        self.raw += data
        self.screen.feed(self.decoder.decode(data))
        return True

    def until(self, what, condition):
        end = time.monotonic() + DEADLINE
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError(f"not in {DEADLINE} s: {what}")
            self.read(0.05)

    def seen(self):
        return "\n".join(self.screen.text(self.screen.top))

    def settled(self):
        return self.child.poll() is not None and not self.read(0)

    def echoes(self):
        return termios.tcgetattr(self.slave)[3] & termios.ECHO != 0

    def step(self, step):
        kind, _, argument = step.partition(":")
        if kind == "see":
            self.until(step, lambda: re.search(argument, self.seen(), re.M))
        elif kind == "hidden":
            self.until(step, lambda: not self.echoes())
        elif kind == "type":
            os.write(self.master, argument.encode() + b"\n")
        elif kind == "ctrl":
            os.write(self.master, bytes([ord(argument) & 0x1F]))
        elif kind == "size":
            self.resize(*size(argument))
        elif kind == "run":
            # Read meanwhile, or the command might have to wait for room.
            nowhere = subprocess.DEVNULL
            other = subprocess.Popen(argument, shell=True, stdin=nowhere, stdout=nowhere, stderr=nowhere)
            self.until(step, lambda: other.poll() is not None)
            if other.returncode != 0:
                raise ValueError(f"exit {other.returncode}: {argument}")
        else:
            raise ValueError(f"no such step: {step}")

    def report(self):
        code = self.child.returncode
        return {
            "exit": 128 - code if code < 0 else code,
            "signal": -code if code < 0 else 0,
            "settings": "as before" if termios.tcgetattr(self.slave) == self.settings else "others",
            "cursor": "shown" if self.screen.cursor else "hidden",
            "column": self.screen.column,
            "scrolled": self.screen.top,
            "wrapped": self.screen.wrapped,
        }


def size(text):
    rows, columns = text.split("x")
    return int(rows), int(columns)


def main():
    folder, wanted = pathlib.Path(sys.argv[1]), size(sys.argv[2])
    end = sys.argv.index("--")
    session = Session(*wanted, sys.argv[end + 1 :])
    fault = ""
    try:
        for step in sys.argv[3:end]:
            session.step(step)
        session.until("the command's end", session.settled)
    except (TimeoutError, ValueError) as e:
        fault = str(e)
        session.child.kill()
        session.child.wait()
    folder.mkdir(exist_ok=True)
    (folder / "raw").write_bytes(session.raw)
    (folder / "screen").write_text("\n".join(session.screen.text()).rstrip() + "\n", encoding="utf-8")
    (folder / "report").write_text("".join(f"{k}: {v}\n" for k, v in session.report().items()))
    print(fault, end="\n" if fault else "")
    return 1 if fault else 0


if __name__ == "__main__":
    sys.exit(main())
