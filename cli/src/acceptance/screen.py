"""What a terminal shows of the bytes that are written to it: as much of one as launcho uses."""
import re
import unicodedata

COLOURS = {"0": "", "1": "bold", "31": "red", "32": "green", "33": "yellow", "90": "grey"}
PART = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r|\n|\x08|[^\x1b\r\n\x08]", re.S)


def width(character):
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    """New lines, going back, home and up, clearing; and, where it has a size, wrapping and scrolling.

    Its lines are those above it that were scrolled away, and from `top` on those that are to be seen.
    """

    def __init__(self, rows=0, columns=0, colours=False):
        self.rows, self.columns, self.colours = rows, columns, colours
        self.lines, self.top, self.row, self.column = [[]], 0, 0, 0
        self.wrapped = 0
        self.cursor = True
        self.pending = ""

    def feed(self, text):
        """What is cut in the middle of a sequence waits for its rest."""
        text = self.pending + text
        done = 0
        for match in PART.finditer(text):
            self.part(match.group())
            done = match.end()
        self.pending = text[done:]

    def part(self, part):
        if part == "\r":
            self.column = 0
        elif part == "\n":
            self.down()
        elif part == "\x08":
            self.column = max(0, self.column - 1)
        elif part.startswith("\x1b["):
            self.sequence(part, part[2:-1], part[-1])
        else:
            self.write(part, width(part))

    def down(self):
        self.row, self.column = self.row + 1, 0
        if self.row == len(self.lines):
            self.lines.append([])
        if self.rows and self.row - self.top == self.rows:
            self.top += 1

    def sequence(self, part, argument, kind):
        line = self.lines[self.row]
        if kind == "A":
            self.row = max(self.top, self.row - int(argument or 1))
        elif kind == "H" and not argument:
            self.row, self.column = self.top, 0
        elif kind == "K":
            del line[self.column :]
        elif kind == "J" and argument == "2":
            del self.lines[self.top :]
            self.lines += [[] for _ in range(self.row - self.top + 1)]
        elif kind == "J":
            del line[self.column :], self.lines[self.row + 1 :]
        elif kind in "hl" and argument == "?25":
            self.cursor = kind == "h"
        elif kind == "m":
            if self.colours:
                self.put("<" + COLOURS.get(argument, argument) + ">" if argument != "0" else "</>")
        else:
            self.put(part.replace("\x1b", "ESC"))

    def put(self, mark):
        """Takes the place of the rest of the line."""
        self.lines[self.row][self.column :] = [mark]
        self.column += 1

    def write(self, character, cells):
        if self.columns and self.column + cells > self.columns:
            self.wrapped += 1
            self.down()
        line = self.lines[self.row]
        line += [" "] * (self.column - len(line))
        if cells == 0 and self.column > 0:
            line[self.column - 1] += character
        else:
            line[self.column : self.column + cells] = [character] + [""] * (cells - 1)
            self.column += cells

    def text(self, top=0):
        return ["".join(line).rstrip() for line in self.lines[top:]]
