"""What is measured once more beside speed on one core: threads, memory, start-up, variance."""

import json

from programs import WINBACK
from table import Row
from timing import run


def threads(engine, speed, rounds, cores):
    """A run of two seconds, and one of a single shard, which cannot be shared. Speed is by wall
    clock; the processor time beside it tells what sharing costs, also on a busy machine."""
    if len(cores) < 2:
        return [Row("2 threads against 1: this machine has one core", "", [], 1.8)]
    rows = []
    for what, customers, least in (("a run of two seconds", int(2 * speed), 1.8),
                                   ("a run of 16,384 customers", 16384, 0.95)):
        faster, dearer = [], []
        for seed in range(1, (rounds if customers > 16384 else 10 * rounds) + 1):
            one, two = (run(engine.simulate(WINBACK, threads=n)(customers, seed)) for n in (1, 2))
            faster.append(one.wall / two.wall)
            dearer.append(two.cpu / one.cpu)
        rows.append(Row(f"2 threads against 1, {what}: wall clock", "", faster, least))
        rows.append(Row(f"2 threads against 1, {what}: processor time", "", dearer, None))
    return rows


def memory(engine, customers, core):
    """Peak memory, and whether the time grows as the customers do."""
    few = run(engine.simulate(WINBACK)(1_000_000, 1), [core], watch_memory=True)
    start = run(engine.simulate(WINBACK)(1000, 1), [core]).cpu
    some = run(engine.simulate(WINBACK)(customers // 10, 1), [core])
    many = run(engine.simulate(WINBACK)(customers, 1), [core], watch_memory=True)
    size = f"{customers:,} customers of R1"
    return [Row(f"{size}: peak memory, MiB", "", [many.peak], 100, at_most=True),
            Row(f"{size}: peak memory against a million's", "", [many.peak / few.peak], None),
            Row(f"{size}: time against ten times that of a tenth", "",
                [(many.cpu - start) / (10 * (some.cpu - start))], 1.1, at_most=True)]


def startup(engine, scenarios, rounds, target):
    """The slowest scenario's median, process and all; its processor time tells what a machine with
    nothing else to do would need."""
    slowest, cpu, name = [0.0], [], ""
    for scenario in scenarios:
        runs = [run([engine.program, "check", str(scenario)]) for _ in range(2 * rounds + 1)]
        walls = sorted(1000 * each.wall for each in runs)
        if walls[rounds] > slowest[len(slowest) // 2]:
            slowest, name = walls, scenario.name
            cpu = [1000 * each.cpu for each in runs]
    which = f"check of {len(scenarios)} scenarios, the slowest" if target else "check"
    return [Row(f"{which} ({name}): wall clock, ms", "", slowest, target, at_most=True),
            Row(f"{which} ({name}): processor time, ms", "", cpu, None)]


def variance(engine):
    """Of R1's difference from its variant: the same customers, against two independent runs."""
    customers = 2_000_000
    paired = json.loads(run(engine.compare(WINBACK)(customers, 1)).out)
    arms = [json.loads(run(engine.simulate(WINBACK, variant=variant)(customers, seed)).out)
            ["variants"][variant]["metrics"] for variant, seed in (("control", 2), ("early_sms", 3))]
    rows = []
    for comparison in paired["comparisons"]:
        metric = comparison["metric"]
        if comparison["segment"] is not None:
            continue
        apart = sum(arm[metric]["standard_error"] ** 2 for arm in arms)
        smaller = apart / comparison["difference"]["standard_error"] ** 2
        rows.append(Row(f"variance of two independent runs against pairs: {metric}", "", [smaller],
                        40 if metric == "profit" else None))
    return rows
