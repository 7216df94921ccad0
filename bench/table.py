"""The table of ratios in Markdown."""

import datetime
import pathlib
import platform
import statistics
from dataclasses import dataclass

from timing import spread

README = pathlib.Path(__file__).resolve().parent / "README.md"
START, END = "<!-- measured: written by scripts/benchmark ratios --record -->", "<!-- end -->"


@dataclass
class Row:
    what: str
    path: str
    values: list  # of the rounds
    target: object = None  # at least this, or at most
    at_most: bool = False

    def cells(self):
        middle = statistics.median(self.values) if self.values else None
        shown = "-"
        if len(self.values) == 1:
            shown = f"{middle:.3g}"
        elif self.values:
            shown = spread(self.values)
        if self.target is None or middle is None:
            return [self.what, self.path, shown, "", ""]
        reached = middle <= self.target if self.at_most else middle >= self.target
        asked = f"{'at most' if self.at_most else 'at least'} {self.target:g}"
        return [self.what, self.path, shown, asked, "reached" if reached else "**not reached**"]


def processor():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as lines:
        for line in lines:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def machine(engine, missing, rounds):
    with open("/proc/loadavg", encoding="ascii") as load:
        busy = load.read().split()[0]
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as cpu:
        text = cpu.read()
    lanes = next((name for flag, name in (("avx512f", "AVX-512"), ("avx2", "AVX2")) if flag in text),
                 "no AVX2")
    left_out = f" Left out: {', '.join(missing)}." if missing else ""
    return (f"{datetime.date.today()}, {engine.version}, {processor()} ({lanes}), "
            f"{text.count('processor	:')} cores, load {busy}, {rounds} rounds.{left_out}")


def lines_of(head, rows):
    yield "| " + " | ".join(head) + " |"
    yield "|" + " --- |" * len(head)
    for row in rows:
        yield "| " + " | ".join(row) + " |"


def write(rows, programs, about):
    """The whole answer: what machine, the ratios, and the rates that they come from."""
    speeds = [[program.name.strip(), f"{statistics.median(program.rates) / 1e6:.3g}",
               f"{program.customers:,}"] for program in programs]
    lines = [about, "",
             *lines_of(["what", "path", "measured", "target", ""], [row.cells() for row in rows]),
             "", "The rates behind them, of this machine and hour alone:", "",
             *lines_of(["program", "million customers a second", "customers a round"], speeds)]
    return "\n".join(lines) + "\n"


def record(text):
    before, rest = README.read_text().split(START)
    README.write_text(f"{before}{START}\n{text}{END}{rest.split(END)[1]}")
