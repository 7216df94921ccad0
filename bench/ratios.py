"""Measures the engine against its peers and itself, and writes a table of ratios.

Ratios are of customers per second of processor time, less start-up, one core: the median of the
rounds, with the smallest and the largest. First all answers are checked; a wrong one ends it.
"""

import argparse
import os
import pathlib
import sys

from extremes import memory, startup, threads, variance
from make_scenarios import make_scenarios
from peer_answers import check_answers
from programs import ROOT, WINBACK, Engine, peers
from table import Row, machine, record, write
from timing import Failed, Program, measure_all, ratios

LEAST = {"avx512": {"reference": 7, "vector": 0.5, "scalar": 1.5},
         "avx2": {"reference": 4, "scalar": 0.8},
         "sse4": {"reference": 1.5}}
PEER_NAMES = {"vector": "hand-written AVX-512, Philox4x32-10",
              "same_work": "the same work written by hand, AVX-512",
              "scalar": "hand-written scalar C++, xoshiro256++ and ziggurat",
              "numba": "Numba, one customer after the other", "numpy": "NumPy in chunks, SFC64",
              "simpy": "SimPy"}
LEAST_OF_PYTHON = {"numpy": 8, "simpy": 400}
SCENARIOS = {"long_loop": "a loop of 83 visits", "two_hundred_steps": "200 steps, 91 visits",
             "fifty_segments": "R1 with 50 segments"}


def kind_of(path, engine):
    """avx512, avx2, sse4 or portable: of a path's name; without one, what --version or the machine
    says."""
    text = (path or engine.version).lower().replace("-", "").replace("_", "")
    for kind in ("avx512", "avx3", "avx2", "sse4", "ssse3"):
        if kind in text:
            return {"avx3": "avx512", "ssse3": "sse4"}.get(kind, kind)
    if path:
        return "portable"
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as cpu:
        return "avx512" if "avx512f" in cpu.read() else "avx2"


def engine_programs(engine, generated):
    """By what they are, and path: R1 and its relatives; each scenario by the reference executor."""
    logistic = ROOT / "bench" / "scenarios" / "winback_logistic.yaml"
    each = ROOT / "bench" / "scenarios" / "winback_logistic_each.yaml"
    scenarios = dict(generated, long_loop=ROOT / "bench" / "scenarios" / "long_loop.yaml")
    programs = {"reference": Program("R1, reference", engine.simulate(WINBACK, executor="reference"))}
    for name in SCENARIOS:
        programs[name, "reference"] = Program(
            f"{name}, reference", engine.simulate(scenarios[name], executor="reference"), guess=2000)
    for path in engine.paths():
        programs["R1", path] = Program(f"R1 {path}", engine.simulate(WINBACK, path))
        programs["variant", path] = Program(
            f"R1's variant {path}", engine.simulate(WINBACK, path, variant="early_sms"))
        programs["paired", path] = Program(f"paired {path}", engine.compare(WINBACK, path))
        programs["logistic", path] = Program(f"logistic {path}", engine.simulate(logistic, path))
        programs["each", path] = Program(f"logistic of each customer {path}",
                                         engine.simulate(each, path))
        for name in SCENARIOS:
            programs[name, path] = Program(f"{name} {path}",
                                           engine.simulate(scenarios[name], path), guess=2000)
    return programs


def peer_programs(commands):
    def asked(command):
        return lambda customers, seed: [*command, "--customers", str(customers), "--seed",
                                        str(seed)]
    return {name: Program(PEER_NAMES[name], asked(command))
            for name, (command, _) in commands.items()}


def rows_of_path(programs, path, kind):
    """What is asked of one vector path."""
    r1 = programs["R1", path]
    least = LEAST.get(kind, {})
    label = path or f"({kind})"

    def row(what, above, below, target=None):
        return Row(what, label, ratios(above, below), target)

    yield row("R1 against the reference executor", r1, programs["reference"],
              least.get("reference"))
    for name in PEER_NAMES:
        if name in programs:
            target = least.get(name) or (LEAST_OF_PYTHON.get(name) if kind == "avx512" else None)
            yield row(f"R1 against {PEER_NAMES[name]}", r1, programs[name], target)
    yield row("R1 with a logistic of two columns at each marketing step, against R1",
              programs["logistic", path], r1, 0.7)
    yield row("the same of columns that differ between any two customers, against R1",
              programs["each", path], r1)
    single = [1 / (1 / a + 1 / b) for a, b in zip(r1.rates, programs["variant", path].rates)]
    pairs = [a / b for a, b in zip(programs["paired", path].rates, single)]
    yield Row("R1 and its variant paired, against two single runs", label, pairs, 0.95)
    for name, what in SCENARIOS.items():
        yield row(f"{what}, against the reference executor", programs[name, path],
                  programs[name, "reference"])


def measured(options):
    engine = Engine(options.build)
    generated = make_scenarios(pathlib.Path(options.build) / "bench" / "scenarios")
    commands, missing = peers(options.build)
    for name, why in missing.items():
        print(f"benchmark: without {name}: {why}", file=sys.stderr)
    made = check_answers(engine, commands, 20_000_000, 1)
    print(f"benchmark: {made} comparisons of answers hold", file=sys.stderr)
    programs = engine_programs(engine, generated) | peer_programs(commands)
    cores = sorted(os.sched_getaffinity(0))
    measure_all(list(programs.values()), options.rounds, options.seconds, cores[-1])
    rows = []
    for path in engine.paths():
        rows += rows_of_path(programs, path, kind_of(path, engine))
    if {"vector", "scalar"} <= set(programs):
        rows.append(Row("the hand-written programs: AVX-512 against scalar", "",
                        ratios(programs["vector"], programs["scalar"]), None))
    speed = max(sum(programs["R1", path].rates) for path in engine.paths()) / options.rounds
    scenarios = [*sorted((ROOT / "scenarios").glob("*.yaml")),
                 *sorted((ROOT / "bench" / "scenarios").glob("*.yaml"))]
    rows += threads(engine, speed, options.rounds, cores)
    rows += memory(engine, 1_000_000_000 if options.long else 100_000_000, cores[-1])
    rows += startup(engine, scenarios, options.rounds, 20)
    rows += startup(engine, [generated["two_hundred_steps"]], options.rounds, None)
    rows += variance(engine)
    return write(rows, programs.values(), machine(engine, missing, options.rounds))


def main():
    parser = argparse.ArgumentParser(
        prog="scripts/benchmark ratios",
        description="Measures the engine against its peers and itself; prints a table of ratios.")
    parser.add_argument("--build", required=True, help="the build folder; the script gives it")
    parser.add_argument("--rounds", type=int, default=7, help="interleaved rounds (7)")
    parser.add_argument("--seconds", type=float, default=0.5,
                        help="of processor time for each program in a round (0.5)")
    parser.add_argument("--long", action="store_true",
                        help="memory of a billion customers instead of a hundred million")
    parser.add_argument("--record", action="store_true",
                        help="also write the table into bench/README.md")
    options = parser.parse_args()
    try:
        text = measured(options)
    except Failed as failure:
        sys.exit(f"benchmark: {failure}")
    print(text, end="")
    if options.record:
        record(text)


if __name__ == "__main__":
    main()
