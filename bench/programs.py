"""The programs that are measured: the engine as it stands in a build folder, and its peers."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

from timing import environment

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
WINBACK = ROOT / "scenarios" / "winback.yaml"


def says(command):
    """What a command writes, whatever it exits with; the exit code."""
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=False)
    return done.stdout + done.stderr, done.returncode


def python_with(module):
    """An interpreter that has this module: Debian's own before any other."""
    for python in ("/usr/bin/python3", sys.executable, shutil.which("python3")):
        if python and os.access(python, os.X_OK):
            if says([python, "-W", "ignore", "-c", f"import {module}"])[1] == 0:
                return python
    return None


class Engine:
    def __init__(self, build):
        self.program = str(pathlib.Path(build) / "engine" / "cli" / "journeylab")
        self.help = says([self.program, "simulate", "--help"])[0]
        self.version = "; ".join(says([self.program, "--version"])[0].split("\n")).strip("; ")

    def paths(self):
        """The vector paths that it can be told to take on this machine, widest first: those that
        --version or --help names. One without name where there is no choice."""
        about = re.search(r"--vector-path\b(.*?)(?=\n\s*-|\n\n|\Z)", self.help, re.DOTALL)
        if not about:
            return [""]
        words = re.findall(r"[a-z][\w.-]*", f"{self.version} {about.group(1)}".lower())
        names = [word for word in dict.fromkeys(words)
                 if word.startswith(("avx", "sse", "ssse", "neon", "sve", "portable", "scalar"))]
        works = [name for name in names if says(self.simulate(WINBACK, name)(1000, 1))[1] == 0]
        order = ("avx512", "avx3", "avx2", "sse4", "ssse3")
        rank = {name: next((i for i, stem in enumerate(order) if stem in name.replace("-", "")),
                           len(order)) for name in works}
        return sorted(works, key=rank.get) or [""]

    def _run(self, verb, scenario, path, more):
        def command(customers, seed):
            asked = [self.program, verb, str(scenario), "--customers", str(customers), "--seed",
                     str(seed), "--format", "json", *more]
            return asked + (["--vector-path", path] if path else [])
        return command

    def simulate(self, scenario, path="", variant="control", threads=1, executor="batch"):
        return self._run("simulate", scenario, path, ["--variant", variant, "--threads",
                                                      str(threads), "--executor", executor])

    def compare(self, scenario, path=""):
        return self._run("compare", scenario, path, ["--threads", "1"])


def peers(build):
    """By name, the command and the most customers that it is checked with; and by name, why one
    cannot run here."""
    found, missing = {}, {}
    for name in ("vector", "same_work", "scalar"):
        program = pathlib.Path(build) / "bench" / f"journeylab_peer_{name}"
        text, code = says([str(program), "--customers", "1000"]) if program.exists() else ("", 1)
        if code == 0:
            found[name] = ([str(program)], 50_000_000)
        else:
            missing[name] = text.strip() or f"{program} is not built"
    for name, module, script, most in (("numba", "numba", "numba_customers.py", 10_000_000),
                                       ("numpy", "numpy", "numpy_columns.py", 5_000_000),
                                       ("simpy", "SimPy.Simulation", "simpy_events.py", 200_000)):
        python = python_with(module)
        if python:
            found[name] = ([python, str(PEERS / script)], most)
        else:
            missing[name] = f"no Python here has {module}; scripts/bootstrap bench installs it"
    return found, missing
