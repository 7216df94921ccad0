"""Do all programs that simulate scenarios/winback.yaml, control, give the right answers?

usage: peer_answers.py --build FOLDER [--customers N] [--seed S] [PEER...]

PEER: vector, same_work, scalar, numba, numpy, simpy; all, if none is named. Exits with 77 if one that is named
cannot run here, and says why.

Each answer is held against exact ones, and each peer's revenue in every segment against the
engine's, within 5 standard errors: a right program fails once in 1.7 million comparisons. What
same_work counts is the engine's, to the last digit. Exits with 1 if one does not hold, and names it.
"""

import argparse
import json
import math
import sys

from programs import WINBACK, Engine, peers
from timing import Failed, run

LIMIT = 5.0  # standard errors
SEGMENTS = ("loyal", "regular", "dormant")
#                 share  open  reopen click reply buy  rescue stay
FIGURES = {"loyal": (0.5, 0.35, 0.25, 0.20, 0.08, 0.60, 0.30, 0.75),
           "regular": (0.3, 0.25, 0.20, 0.15, 0.06, 0.50, 0.25, 0.65),
           "dormant": (0.2, 0.15, 0.10, 0.10, 0.04, 0.40, 0.20, 0.55)}
# Payments by quadrature over the ways to the purchase, times the lognormal's mean
# (tests/statistical/exact/test_winback.cpp).
REVENUE = 11.401167145
# Revenue is zero for most and has a heavy tail: a bound on its kurtosis, for the error of its
# standard deviation, sqrt((kurtosis - 1) / (4 n)).
KURTOSIS = 150.0


def ways(segment):
    """Every way to the end before the purchase: chance, e-mails, text messages, calls, buys."""
    _, opens, reopens, clicks, replies, buys, rescues, _ = FIGURES[segment]
    left = opens * (1 - clicks)
    late = reopens * clicks
    for chance, emails, texts, comes in ((opens * clicks, 1, 0, 1.0), (1 - opens, 1, 1, replies),
                                         (left * late, 2, 0, 1.0),
                                         (left * (1 - late), 2, 1, replies)):
        yield chance * (1 - comes), emails, texts, 0, 0.0
        yield chance * comes * buys, emails, texts, 0, 1.0
        yield chance * comes * (1 - buys), emails, texts, 1, rescues


def exact(segments):
    """Mean and standard deviation of one customer, by metric; of retention, of one purchaser."""
    weight = sum(FIGURES[s][0] for s in segments)
    sums = {name: [0.0, 0.0] for name in ("conversion", "cost", "contacts")}
    retained = 0.0
    for segment in segments:
        share, stay = FIGURES[segment][0] / weight, FIGURES[segment][7]
        for chance, emails, texts, calls, buys in ways(segment):
            p = share * chance
            cost = 0.002 * emails + 0.05 * texts + 3 * calls
            for name, value, square in (("conversion", buys, buys), ("cost", cost, cost * cost),
                                        ("contacts", emails + texts, (emails + texts) ** 2)):
                sums[name][0] += p * value
                sums[name][1] += p * square
            retained += p * buys * stay ** 3
    answers = {name: (mean, math.sqrt(square - mean * mean)) for name, (mean, square) in sums.items()}
    kept = retained / answers["conversion"][0]
    answers["retention_90"] = (kept, math.sqrt(kept * (1 - kept)))
    return answers


def engine_answer(text):
    """The engine's answer in the form of the peers'."""
    control = json.loads(text)["variants"]["control"]
    costs = sum(touchpoint["cost"] for touchpoint in control["touchpoints"].values())
    customers = sum(segment["customers"] for segment in control["segments"].values())
    answer = {"total": {"customers": customers, "metrics": dict(control["metrics"])}}
    answer["total"]["metrics"]["cost"] = {"estimate": costs / customers}
    answer.update(control["segments"])
    return answer


class Check:
    def __init__(self):
        self.made = 0
        self.wrong = []

    def near(self, what, value, truth, error):
        self.made += 1
        if not abs(value - truth) <= LIMIT * error:
            self.wrong.append(f"{what}: {value:.7g}, expected {truth:.7g} +- {LIMIT * error:.2g}")

    def against_exact(self, program, answer):
        for name, group in answer.items():
            segments = SEGMENTS if name == "total" else (name,)
            truths = exact(segments)
            n = group["customers"]
            for metric, (mean, sd) in truths.items():
                found = group["metrics"].get(metric)
                if found is None:  # the engine gives no cost by segment
                    continue
                of = n * truths["conversion"][0] if metric == "retention_90" else n
                self.near(f"{program}, {metric} of {name}", found["estimate"], mean,
                          sd / math.sqrt(of))
        revenue = answer["total"]["metrics"]["revenue"]
        self.near(f"{program}, revenue", revenue["estimate"], REVENUE, revenue["standard_error"])

    def against_engine(self, program, answer, engine):
        for name, group in answer.items():
            own, other = group["metrics"]["revenue"], engine[name]["metrics"]["revenue"]
            errors = (own["standard_error"], other["standard_error"])
            n = (group["customers"], engine[name]["customers"])
            self.near(f"{program}, revenue of {name}", own["estimate"], other["estimate"],
                      math.hypot(*errors))
            sd = [error * math.sqrt(size) for error, size in zip(errors, n)]
            self.near(f"{program}, standard deviation of revenue of {name}", sd[0] / sd[1], 1.0,
                      math.sqrt((KURTOSIS - 1) / 4 * (1 / n[0] + 1 / n[1])))

    def same(self, what, value, expected, digits=0.0):
        self.made += 1
        if not abs(value - expected) <= digits * abs(expected):
            self.wrong.append(f"{what}: {value!r}, but the engine's is {expected!r}")

    def equal_to_engine(self, program, answer, engine):
        """Of a program that draws what the engine draws, for as many customers: counts and sums of
        the flow to the last digit, means and errors to rounding."""
        for name, group in answer.items():
            if name == "steps":
                continue
            self.same(f"{program}, customers of {name}", group["customers"],
                      engine[name]["customers"])
            for metric, own in group["metrics"].items():
                other = engine[name]["metrics"].get(metric)
                digits = {"conversion": 0.0, "retention_90": 1e-14}.get(metric, 1e-11)
                if other is not None:
                    self.same(f"{program}, {metric} of {name}", own["estimate"],
                              other["estimate"], digits)
                if metric in ("revenue", "contacts"):
                    self.same(f"{program}, error of {metric} of {name}", own["standard_error"],
                              other["standard_error"], 1e-9)
        for name, step in answer["steps"].items():
            other = engine["steps"][name]
            for what in ("visits", "revenue"):
                self.same(f"{program}, {what} of {name}", step[what], other[what])
            for own, what in (("entry", "mean_entry_time"), ("stay", "mean_time")):
                self.same(f"{program}, {what} of {name}", step[own] / max(step["visits"], 1),
                          other[what], 1e-14)
            for own, outcome in zip(step["completed"], other["outcomes"].values()):
                if len(other["outcomes"]) > 1:
                    self.same(f"{program}, outcomes of {name}", own, outcome["completed"])


def check_answers(engine, commands, customers, seed):
    """Of the peers' commands, each with its most customers. Raises Failed where an answer is wrong;
    returns how many comparisons were made."""
    check = Check()
    truth = engine_answer(run(engine.simulate(WINBACK)(customers, seed)).out)
    check.against_exact("journeylab", truth)
    for name, (command, most) in commands.items():
        asked = ["--customers", str(min(customers, most)), "--seed", str(seed)]
        answer = json.loads(run([*command, *asked]).out)
        if name == "same_work":
            whole = json.loads(run(engine.simulate(WINBACK)(min(customers, most), seed)).out)
            steps = json.loads(run([*command, *asked, "--steps", "1"]).out)
            of_engine = engine_answer(json.dumps(whole))
            of_engine["steps"] = whole["variants"]["control"]["steps"]
            check.equal_to_engine(name, steps, of_engine)
        check.against_exact(name, answer)
        check.against_engine(name, answer, truth)
    if check.wrong:
        raise Failed("wrong answers:\n  " + "\n  ".join(check.wrong))
    return check.made


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--build", required=True)
    parser.add_argument("--customers", type=int, default=20000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("peers", nargs="*")
    options = parser.parse_args()
    commands, missing = peers(options.build)
    for name in options.peers:
        if name not in commands:
            print(f"left out: {name}: {missing.get(name, 'there is no such peer')}")
            sys.exit(77)
    if options.peers:
        commands = {name: commands[name] for name in options.peers}
    try:
        made = check_answers(Engine(options.build), commands, options.customers, options.seed)
    except Failed as failure:
        sys.exit(f"peer_answers: {failure}")
    print(f"{made} comparisons of journeylab and {', '.join(commands)} hold")


if __name__ == "__main__":
    main()
