#!/usr/bin/env python3
"""What a terminal shows at the end of the bytes on standard input, with placeholders for what differs from run to run.

    plain.py [WORD=PLACEHOLDER...]      each WORD, wherever it stands, becomes its placeholder

Empty lines are dropped; so are colours, unless a word `colours` is given: then they are shown as <red>.
"""
import re
import sys

sys.dont_write_bytecode = True
from screen import Screen  # noqa: E402

CERTIFICATE = r"(?s)-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----"
PLACEHOLDERS = [
    (r"\b[0-9a-f]{64}\b", "<token>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", "<time>"),
    (r"\b[a-z]+-[a-z]+-\d+\b", "<instance>"),
    (r"\b[0-9a-f]{4,8}…", "<print>…"),
    (r"\bpid \d+", "pid <pid>"),
    (r":(2\d{4}|30000)\b", ":<port>"),
    (r"\bon (2\d{4}|30000)\b", "on <port>"),
    (r"\btry \d+", "try <n>"),
    (r"×\d+", "×<n>"),
    (r"\b\d+(\.\d+)? [KM]?i?B/s", "<pace>"),
    (r"\bin \d+(\.\d+)? s\b", "in <span>"),
    (r" ago b\w*…", " ago …"),
    (r"\b\d+(\.\d+)?%", "<cpu>"),
    (r"(?:(?<=up )|(?<=in )|(?<=after ))\d+(\.\d+)?(ms|[smhd])\b", "<span>"),
    (r"\b\d+(\.\d+)?[KMG]\b", "<size>"),
    (r"/launcho-target-\d+\.yaml", "/launcho-target-<n>.yaml"),
]

# Only where an age or a measured time is told; the others are somebody's settings.
SPANS = (r"(?<![≤\d])\b\d+(\.\d+)?( ms|ms|[smhd])\b", "<span>")

# What stands in a table's row may be as wide as it likes, and some of it is not known at first. That columns are aligned
# is for TextTableTest.
ROWS = [
    (r"(?<=\S) {2,}", "  "),
    (r"(backoff  no  )\d+", r"\1<n>"),
    (r"<span>  (<cpu>  )?(<size>  )?(\d+  http:)", r"<span>  <cpu>  <size>  \3"),
    (r"(http:<port>)  \d+  (\d+  )?[0-9a-f]{12}", r"\1  <pid>  <files>  <version>"),
]

# How often it has been tried by then is the machine's affair.
TRIED = (r"( ago  )(?:info|error)  mailer: .*", r"\1<what became of mailer>")

# Steps of a rollout that concern different instances may come in another order: by step, and then by process.
STEPS = ["launching", "ready after", "draining", "stopping", "live"]


def placeholders(line):
    for pattern, placeholder in PLACEHOLDERS:
        line = re.sub(pattern, placeholder, line)
    return re.sub(*SPANS, line) if re.search(r"<instance>|<user>| ago\b", line) else line


def tidied(line):
    told = placeholders(line)
    row = told != line or re.match(r"^(<bold>)?[A-Z]+ {2,}[A-Z]", line)
    for pattern, placeholder in ROWS if row and "error: " not in line else []:
        told = re.sub(pattern, placeholder, told)
    return re.sub(*TRIED, told)


def rank(line):
    return next((i for i, step in enumerate(STEPS) if step in line), len(STEPS))


def process(line):
    return re.split(r"<time>  |: ", line)[1]


def rank_and_process(line):
    return rank(line), process(line)


def ordered(lines):
    """Each run of steps of a rollout in the order in which one instance makes them, and then of the processes, or, where some
    fail, each once, and only those of the process that the error names: how often one is tried, and how far the others come
    until then, depends on the machine. An end may be too late to be told."""
    done, steps = [], []
    for line in lines + [""]:
        if re.match(r"(2> )?<time>  \S+: ", line):
            steps.append(line)
            continue
        failing = any(" ended: " in step for step in steps)
        steps = [step for step in steps if " stopped: " not in step]
        if failing:
            named = re.search(r"error: revision \d+: (\S+) ", line)
            steps = dict.fromkeys(step for step in sorted(steps, key=process) if not named or process(step) == named[1])
        else:
            steps.sort(key=rank_and_process)
        done += [*steps, line]
        steps = []
    return done[:-1]


def main():
    words = [word.rsplit("=", 1) for word in sys.argv[1:] if "=" in word]
    raw = sys.stdin.buffer.read().decode("utf-8", "replace")
    screen = Screen(colours="colours" in sys.argv[1:])
    screen.feed(raw)
    text = "\n".join(screen.text())
    for word, placeholder in sorted(words, key=lambda pair: -len(pair[0])):
        text = text.replace(word, placeholder)
    text = re.sub(CERTIFICATE, "<certificate>", text)
    last = ""
    for line in ordered([tidied(line) for line in text.split("\n")]):
        if line and not (line == last and "<what became of" in line):
            print(line)
        last = line


if __name__ == "__main__":
    main()
