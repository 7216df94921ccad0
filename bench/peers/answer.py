"""The answer that every peer prints (bench/README.md), from sums by segment."""

import argparse
import json
import math

SEGMENTS = ("loyal", "regular", "dormant")
MEANS = ("revenue", "cost", "contacts")


def read_request():
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=100000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def share(part, whole):
    p = part / whole if whole else 0.0
    return {"estimate": p, "standard_error": math.sqrt(p * (1 - p) / whole) if whole else 0.0}


def mean(total, squares, n):
    value = total / n if n else math.nan
    variance = (squares - n * value * value) / (n - 1) if n > 1 else math.nan
    return {"estimate": value, "standard_error": math.sqrt(max(variance, 0.0) / n) if n > 1 else math.nan}


def counts_answer(counts):
    """Of counts with customers, converted, purchasers, retained, and for each mean its sum and,
    under its name with _squares, its sum of squares."""
    n = counts["customers"]
    metrics = {"conversion": share(counts["converted"], n),
               "retention_90": share(counts["retained"], counts["purchasers"])}
    for name in MEANS:
        metrics[name] = mean(counts[name], counts[name + "_squares"], n)
    return {"customers": int(n), "metrics": metrics}


def print_answer(by_segment):
    """Prints the answer of one dictionary of counts for each segment."""
    total = {key: sum(counts[key] for counts in by_segment) for key in by_segment[0]}
    answer = {"total": counts_answer(total)}
    for name, counts in zip(SEGMENTS, by_segment):
        answer[name] = counts_answer(counts)
    print(json.dumps(answer, default=float))
