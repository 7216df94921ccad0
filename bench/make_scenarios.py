"""Writes the scenarios of the benchmarks that are too long to be written by hand.

usage: make_scenarios.py FOLDER

two_hundred_steps.yaml: a nurturing programme of 200 steps in a row, each with an e-mail or a visit,
in three segments; a customer goes through 91 of them on average. fifty_segments.yaml: winback.yaml's
control with 50 segments of their own figures, from those of dormant to those of loyal customers.
"""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
STEPS = 200
SEGMENTS = 50
# From dormant to loyal in winback.yaml.
FIGURES = {"open": (0.15, 0.35), "reopen": (0.10, 0.25), "click": (0.10, 0.20),
           "reply": (0.04, 0.08), "buy": (0.40, 0.60), "rescue": (0.20, 0.30),
           "stay": (0.55, 0.75)}


def two_hundred_steps():
    lines = ["language: 1", "name: two_hundred_steps", "horizon: 5 years", "customers: 10000", "",
             "segments:", "  keen: {share: 30%, on: 0.995, answer: 0.30}",
             "  usual: {share: 50%, on: 0.99, answer: 0.15}",
             "  busy: {share: 20%, on: 0.98, answer: 0.05}", "",
             "touchpoints:", "  email: {channel: email, cost: 0.002}",
             "  site: {channel: web, direction: inbound}", "", "journey:"]
    for i in range(1, STEPS + 1):
        after = f"go: step{i + 1}" if i < STEPS else "go: done"
        lines.append(f"  step{i}:")
        if i % 2:
            lines += ["    at: email", "    outcomes:",
                      f"      answers: {{chance: answer, after: exponential(mean=2 days), {after}}}",
                      f"      reads: {{chance: on - answer, after: 3 days, {after}}}",
                      "      unsubscribes: {end: lost}"]
        else:
            lines += ["    at: site", "    wait: 1 day", "    outcomes:",
                      f"      goes_on: {{chance: on, {after}}}", "      leaves: {end: lost}"]
    lines += ["  done:", "    goal: graduated", "    revenue: lognormal(mu=4, sigma=0.5)",
              "    end: graduated", "", "metrics:", "  graduation: {goal: graduated, primary: true}",
              "  revenue: {mean: revenue}", "  contacts: {mean: contacts}"]
    return "\n".join(lines) + "\n"


def fifty_segments():
    lines = ["segments:"]
    for i in range(SEGMENTS):
        figures = [f"{name}: {low + (high - low) * i / (SEGMENTS - 1):.4f}"
                   for name, (low, high) in FIGURES.items()]
        lines.append(f"  s{i + 1}: {{share: 2%, {', '.join(figures)}}}")
    text = (ROOT / "scenarios" / "winback.yaml").read_text()
    before, rest = text.split("segments:", 1)
    rest = rest[rest.index("\ntouchpoints:"):]
    start, end = rest.index("\nvariants:"), rest.index("\nmetrics:")
    return before + "\n".join(lines) + "\n" + rest[:start] + rest[end:]


def make_scenarios(folder):
    """Writes them and returns their paths by name."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    paths = {}
    for name, text in (("two_hundred_steps", two_hundred_steps()),
                       ("fifty_segments", fifty_segments())):
        paths[name] = folder / f"{name}.yaml"
        paths[name].write_text(text)
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    for path in make_scenarios(sys.argv[1]).values():
        print(path)
