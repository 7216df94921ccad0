"""scenarios/winback.yaml, control, in Numba: one customer after the other in a compiled loop, with
the generator that Numba compiles in (Mersenne twister)."""

import math

import numba
import numpy as np

from answer import MEANS, print_answer, read_request

KEYS = ["customers", "converted", "purchasers", "retained"]
KEYS += [name + part for name in MEANS for part in ("", "_squares")]
#                     open  reopen click reply buy   rescue stay
CHANCES = np.array([[0.35, 0.25, 0.20, 0.08, 0.60, 0.30, 0.75],
                    [0.25, 0.20, 0.15, 0.06, 0.50, 0.25, 0.65],
                    [0.15, 0.10, 0.10, 0.04, 0.40, 0.20, 0.55]])


@numba.njit(cache=True)
def exponential():
    return -math.log(1.0 - np.random.random())


@numba.njit(cache=True)
def to_checkout(chance):
    """Whether the customer comes, when, after what cost and how many contacts."""
    clock, cost, contacts = 3.0, 0.002, 1.0
    if np.random.random() < chance[0]:
        clock = 0.5 * exponential()
        if np.random.random() < chance[2]:
            return True, clock, cost, contacts
        clock, cost, contacts = clock + 2.0, 0.004, 2.0
        if np.random.random() < chance[1]:
            clock += 0.5 * exponential()
            if np.random.random() < chance[2]:
                return True, clock, cost, contacts
        else:
            clock += 3.0
    if clock > 365.0:
        return False, clock, cost, contacts
    comes = np.random.random() < chance[3]
    if comes:
        clock += exponential()
    return comes, clock, cost + 0.05, contacts + 1.0


@numba.njit(cache=True)
def simulate(customers, seed, chances):
    np.random.seed(seed)
    sums = np.zeros((3, 10))
    for _ in range(customers):
        u = np.random.random()
        segment = (u >= 0.5) + (u >= 0.8)
        chance, own = chances[segment], sums[segment]
        comes, clock, cost, contacts = to_checkout(chance)
        bought = False
        if comes:
            clock += math.exp(-1.0 + 0.8 * np.random.standard_normal())
            if clock <= 365.0:
                bought = np.random.random() < chance[4]
                if not bought:
                    cost += 3.0
                    clock += exponential()
                    bought = clock <= 365.0 and np.random.random() < chance[5]
        if bought:
            own[1] += clock <= 60.0
            own[2] += 1.0
            revenue = math.exp(3.5 + 0.6 * np.random.standard_normal())
            month = 1
            clock += 30.0
            while clock <= 365.0 and np.random.random() < chance[6]:
                revenue += math.exp(3.5 + 0.6 * np.random.standard_normal())
                own[3] += month == 3
                month += 1
                clock += 30.0
            own[4] += revenue
            own[5] += revenue * revenue
        own[0] += 1.0
        own[6] += cost
        own[7] += cost * cost
        own[8] += contacts
        own[9] += contacts * contacts
    return sums


def main():
    request = read_request()
    sums = simulate(request.customers, request.seed, CHANCES)
    print_answer([dict(zip(KEYS, of_segment)) for of_segment in sums])


main()
