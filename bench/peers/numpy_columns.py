"""scenarios/winback.yaml, control, in NumPy: chunks of customers, a column for each thing that a
customer carries, lists of indices for those who are at a step. Single-precision random numbers of
SFC64, NumPy's fastest generator; chunks that stay in the cache."""

import numpy as np

from answer import print_answer, read_request

CHUNK = 1 << 14
KEYS = ("customers", "converted", "purchasers", "retained", "revenue", "revenue_squares", "cost",
        "cost_squares", "contacts", "contacts_squares")


def column(*values):
    return np.array(values, dtype=np.float32)


BORDERS = (0.5, 0.8)
OPEN = column(0.35, 0.25, 0.15)
REOPEN = column(0.25, 0.20, 0.10)
CLICK = column(0.20, 0.15, 0.10)
REPLY = column(0.08, 0.06, 0.04)
BUY = column(0.60, 0.50, 0.40)
RESCUE = column(0.30, 0.25, 0.20)
STAY = column(0.75, 0.65, 0.55)
HORIZON, LIMIT, PERIOD = 365.0, 60.0, 30.0


class Winback:
    def __init__(self, seed):
        self.random = np.random.Generator(np.random.SFC64(seed))
        self.sums = np.zeros((len(KEYS), 3))

    def split(self, who, chance):
        """Who takes the first of two ways, and who the other."""
        takes = self.random.random(who.size, dtype=np.float32) < chance[self.segment[who]]
        return who[takes], who[~takes]

    def exponential(self, n, mean):
        return self.random.standard_exponential(n, dtype=np.float32) * np.float32(mean)

    def lognormal(self, n, mu, sigma):
        z = self.random.standard_normal(n, dtype=np.float32)
        z *= np.float32(sigma)
        z += np.float32(mu)
        return np.exp(z, out=z)

    def to_checkout(self, n):
        """The e-mails and the text message; returns who comes to the checkout."""
        u = self.random.random(n, dtype=np.float32)
        self.segment = (u >= BORDERS[0]).astype(np.int8)
        self.segment += u >= BORDERS[1]
        opens = self.random.random(n, dtype=np.float32) < OPEN[self.segment]
        opened, ignored = np.flatnonzero(opens), np.flatnonzero(~opens)
        self.clock = np.full(n, 3.0, dtype=np.float32)
        self.emails = np.ones(n, dtype=np.int8)
        self.texts = np.ones(n, dtype=np.int8)
        self.clock[opened] = self.exponential(opened.size, 0.5)
        clicked, left = self.split(opened, CLICK)
        self.texts[clicked] = 0
        self.emails[left] = 2
        reopened, reignored = self.split(left, REOPEN)
        self.clock[reopened] += self.exponential(reopened.size, 0.5) + np.float32(2.0)
        self.clock[reignored] += np.float32(5.0)
        clicked_late, left_late = self.split(reopened, CLICK)
        self.texts[clicked_late] = 0
        texted = np.concatenate((ignored, reignored, left_late))
        texted = texted[self.clock[texted] <= HORIZON]
        replied, _ = self.split(texted, REPLY)
        self.clock[replied] += self.exponential(replied.size, 1.0)
        return np.concatenate((clicked, clicked_late, replied))

    def purchases(self, who):
        """Checkout and call desk; returns who buys, and who called."""
        self.clock[who] += self.lognormal(who.size, -1.0, 0.8)
        who = who[self.clock[who] <= HORIZON]
        bought, called = self.split(who, BUY)
        self.clock[called] += self.exponential(called.size, 1.0)
        in_time = called[self.clock[called] <= HORIZON]
        rescued, _ = self.split(in_time, RESCUE)
        return np.concatenate((bought, rescued)), called

    def loyalty(self, buyers):
        """Revenue of those who bought, and whether they stay for 90 days."""
        revenue = self.lognormal(buyers.size, 3.5, 0.6)
        retained = np.zeros(buyers.size, dtype=bool)
        clock = self.clock[buyers]
        stay = STAY[self.segment[buyers]]
        there = np.arange(buyers.size)
        month = 0
        while there.size:
            month += 1
            clock[there] += np.float32(PERIOD)
            stays = self.random.random(there.size, dtype=np.float32) < stay[there]
            there = there[stays & (clock[there] <= HORIZON)]
            revenue[there] += self.lognormal(there.size, 3.5, 0.6)
            if month == 3:
                retained[there] = True
        return revenue, retained

    def count(self, rows, segment, *values):
        for row, value in zip(rows, values):
            self.sums[KEYS.index(row)] += np.bincount(segment, weights=value, minlength=3)

    def chunk(self, n):
        buyers, called = self.purchases(self.to_checkout(n))
        converted = self.clock[buyers] <= LIMIT
        revenue, retained = self.loyalty(buyers)
        segment, of_buyers = self.segment, self.segment[buyers]
        cost = self.emails * np.float32(0.002) + self.texts * np.float32(0.05)
        cost[called] += np.float32(3.0)
        contacts = (self.emails + self.texts).astype(np.float32)
        self.count(("customers",), segment, None)
        self.count(("purchasers",), of_buyers, None)
        self.count(("converted", "retained", "revenue", "revenue_squares"), of_buyers,
                   converted, retained, revenue, revenue.astype(np.float64) ** 2)
        self.count(("cost", "cost_squares", "contacts", "contacts_squares"), segment,
                   cost, cost * cost, contacts, contacts * contacts)


def main():
    request = read_request()
    winback = Winback(request.seed)
    for first in range(0, request.customers, CHUNK):
        winback.chunk(min(CHUNK, request.customers - first))
    print_answer([dict(zip(KEYS, winback.sums[:, s])) for s in range(3)])


main()
