#!/usr/bin/python3
"""What scripts/bench makes of its runs: a run that lost something gives no figure, sides take turns, ratios are those within a pair."""
import pathlib
import sys
import unittest

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
sys.dont_write_bytecode = True
sys.path[:0] = [str(CHECKOUT / "bench"), str(CHECKOUT / "scripts")]
from demo_servers import trouble
from figures import comparison, goal, sent
from processes import cost
from receivers import counted


def run_of(seconds, cpu=1.0, count=1_000):
    return sent(count, seconds, {"it": cost(cpu, 1 << 20)})


class sides(unittest.TestCase):
    def test_sides_take_turns_and_the_warm_up_does_not_count(self):
        order = []
        side = lambda name, seconds: lambda: order.append(name) or run_of(seconds.pop(0))
        both = comparison({"ours": side("ours", [9, 1, 2]), "theirs": side("theirs", [9, 2, 2])}, pairs=2)
        self.assertEqual(order, ["ours", "theirs"] * 3)
        self.assertEqual(both.ratios("ours", "theirs"), [2.0, 1.0])

    def test_the_ratio_is_the_median_of_the_pairs_not_of_the_rates(self):
        ours, theirs = [1, 4, 10], [2, 2, 30]
        both = comparison({"ours": lambda: run_of(ours.pop(0)), "theirs": lambda: run_of(theirs.pop(0))}, pairs=3, warm_up=False)
        self.assertEqual(both.ratio("ours", "theirs"), 2.0)

    def test_cpu_is_set_against_cpu_for_each_delivery(self):
        both = comparison({"ours": lambda: run_of(1, cpu=1, count=1_000), "theirs": lambda: run_of(1, cpu=1, count=500)}, pairs=1, warm_up=False)
        self.assertEqual(both.cpu_ratio("ours", "theirs"), 0.5)


class receipts(unittest.TestCase):
    def test_all_once_is_good(self):
        counted(100, 100).expect(100, "the gateway")

    def test_a_lost_delivery_makes_the_run_void(self):
        self.assertRaisesRegex(trouble, "void", counted(99, 99).expect, 100, "the gateway")

    def test_one_lost_and_one_doubled_do_not_make_up_for_each_other(self):
        self.assertRaisesRegex(trouble, "void", counted(100, 99).expect, 100, "the gateway")

    def test_a_doubled_delivery_makes_the_run_void(self):
        self.assertRaisesRegex(trouble, "void", counted(101, 100).expect, 100, "the gateway")


class goals(unittest.TestCase):
    def test_a_bound_is_within(self):
        self.assertTrue(goal("rate", 0.7, 0.7, at_most=False).met)
        self.assertTrue(goal("time", 1.5, 1.5, at_most=True, unit=" s").met)
        self.assertFalse(goal("rate", 0.69, 0.7, at_most=False).met)


if __name__ == "__main__":
    unittest.main()
