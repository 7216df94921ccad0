"""Runs programs and measures them: processor time less start-up, wall clock, peak memory. Rounds
are interleaved, so that what disturbs the machine disturbs all alike."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field


class Failed(Exception):
    """A program failed, or gave a wrong answer."""


@dataclass
class Measured:
    cpu: float  # seconds, user and system
    wall: float  # seconds
    peak: float  # MiB, where it was asked for
    out: str


def peak_of(process):
    """Of a process that runs, in MiB, or 0 once it has gone."""
    try:
        with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return 0.0


def environment():
    """As it is, but one thread for NumPy, and its linear algebra left to choose for itself; what
    Numba compiles is kept outside of the repository."""
    chosen = {key: value for key, value in os.environ.items()
              if key not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
    chosen["OPENBLAS_NUM_THREADS"] = "1"
    chosen["NUMBA_CACHE_DIR"] = os.path.join(tempfile.gettempdir(), "journeylab_numba")
    chosen["PYTHONDONTWRITEBYTECODE"] = "1"
    return chosen


def run(command, cores=None, watch_memory=False):
    """Runs to the end, on these cores alone if any are named."""
    if cores:
        command = ["taskset", "--cpu-list", ",".join(str(core) for core in cores), *command]
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=environment()) as process:
        peak = 0.0
        while watch_memory and process.poll() is None:
            peak = max(peak, peak_of(process))
            time.sleep(0.002)
        out, err = process.communicate()
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit code {process.returncode}\n{err}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Measured(cpu, wall, peak, out)


@dataclass
class Program:
    """A program that simulates so many customers. `command` makes its arguments from a number of
    customers and a seed."""

    name: str
    command: object
    customers: int = 0
    guess: int = 100000
    rates: list = field(default_factory=list)  # customers per second, a round each

    def calibrate(self, seconds, core):
        """Finds how many customers take so many seconds."""
        customers = self.guess
        while True:
            cpu = run(self.command(customers, 1), [core]).cpu
            cpu -= run(self.command(1000, 1), [core]).cpu
            if cpu > 0.2 * seconds:
                break
            customers *= 4
        self.customers = max(1000, int(float(f"{customers * seconds / cpu:.1e}")))

    def measure(self, seed, core):
        startup = run(self.command(1000, seed), [core]).cpu
        cpu = run(self.command(self.customers, seed), [core]).cpu
        if cpu <= startup:
            raise Failed(f"{self.name}: {self.customers} customers are too few to be measured")
        self.rates.append((self.customers - 1000) / (cpu - startup))


def measure_all(programs, rounds, seconds, core):
    """Fills the rates of all programs: A B C A B C ..."""
    for program in programs:
        program.calibrate(seconds, core)
    for number in range(1, rounds + 1):
        for program in programs:
            program.measure(number, core)
        print(f"benchmark: round {number} of {rounds}", file=sys.stderr)


def ratios(above, below):
    """Of two programs' rates, round by round."""
    return [a / b for a, b in zip(above.rates, below.rates)]


def spread(values):
    """The median with the smallest and the largest value."""
    return f"{statistics.median(values):.3g} ({min(values):.3g}-{max(values):.3g})"
