"""scenarios/winback.yaml, control, in SimPy: a process for each customer, its calendar and clock.

As fast as SimPy lets a program be: an event only where time passes, waits without a step between
them added up, and a few customers in the calendar at a time, so that it stays short."""

import math
import random
import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from SimPy.Simulation import Process, Simulation, hold

from answer import MEANS, print_answer, read_request

AT_A_TIME = 20  # customers
HORIZON, LIMIT, PERIOD = 365.0, 60.0, 30.0
#        open  reopen click reply buy   rescue stay
CHANCES = ((0.35, 0.25, 0.20, 0.08, 0.60, 0.30, 0.75),
           (0.25, 0.20, 0.15, 0.06, 0.50, 0.25, 0.65),
           (0.15, 0.10, 0.10, 0.04, 0.40, 0.20, 0.55))
KEYS = ["customers", "converted", "purchasers", "retained"]
KEYS += [name + part for name in MEANS for part in ("", "_squares")]


class Customer(Process):
    def journey(self, counts, chances):
        draw, exponential, now = random.random, random.expovariate, self.sim.now
        opens, reopens, clicks, replies, buys, rescues, stays = chances
        cost, contacts, comes = 0.002, 1, False
        if draw() < opens:
            yield hold, self, exponential(2.0)
            comes = draw() < clicks
            if not comes:
                yield hold, self, 2.0
                cost, contacts = 0.004, 2
                if draw() < reopens:
                    yield hold, self, exponential(2.0)
                    comes = draw() < clicks
                else:
                    yield hold, self, 3.0
        else:
            yield hold, self, 3.0
        wait = 0.0
        if not comes:
            cost += 0.05
            contacts += 1
            comes = draw() < replies
            wait = exponential(1.0) if comes else 0.0
        if comes:
            yield hold, self, wait + math.exp(random.gauss(-1.0, 0.8))
            bought = draw() < buys
            if not bought:
                cost += 3.0
                yield hold, self, exponential(1.0)
                bought = draw() < rescues
            if bought:
                counts["purchasers"] += 1
                counts["converted"] += now() <= LIMIT
                revenue, month = math.exp(random.gauss(3.5, 0.6)), 1
                yield hold, self, PERIOD
                while draw() < stays:
                    revenue += math.exp(random.gauss(3.5, 0.6))
                    counts["retained"] += month == 3
                    month += 1
                    if now() + PERIOD > HORIZON:
                        break
                    yield hold, self, PERIOD
                counts["revenue"] += revenue
                counts["revenue_squares"] += revenue * revenue
        counts["cost"] += cost
        counts["cost_squares"] += cost * cost
        counts["contacts"] += contacts
        counts["contacts_squares"] += contacts * contacts


def main():
    request = read_request()
    random.seed(request.seed)
    by_segment = [dict.fromkeys(KEYS, 0) for _ in CHANCES]
    for first in range(0, request.customers, AT_A_TIME):
        simulation = Simulation()
        simulation.initialize()
        for _ in range(min(AT_A_TIME, request.customers - first)):
            u = random.random()
            segment = (u >= 0.5) + (u >= 0.8)
            by_segment[segment]["customers"] += 1
            customer = Customer(sim=simulation)
            simulation.activate(customer, customer.journey(by_segment[segment], CHANCES[segment]))
        simulation.simulate(until=HORIZON)
    print_answer(by_segment)


main()
