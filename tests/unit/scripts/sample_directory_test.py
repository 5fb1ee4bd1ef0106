#!/usr/bin/python3
"""The sample directory and its lists of who must be reached, worked out again from the CSV files in the plainest way."""
import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]
BULLETINS = CHECKOUT / "tests" / "data" / "bulletins"


class small_directory(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder_ = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.folder_.name)
        subprocess.run(
            [sys.executable, CHECKOUT / "scripts" / "sample_directory.py", "small", cls.folder, "--bulletins", BULLETINS],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        with open(cls.folder / "units.csv", encoding="utf-8", newline="") as file:
            cls.rows_of_units = list(csv.DictReader(file))
        with open(cls.folder / "people.csv", encoding="utf-8", newline="") as file:
            cls.people = list(csv.DictReader(file))
        cls.units = {row["ref"]: row for row in cls.rows_of_units}

    @classmethod
    def tearDownClass(cls):
        cls.folder_.cleanup()

    def above(self, ref):
        out = {ref}
        for parent in filter(None, self.units[ref]["parents"].split(";")):
            out |= self.above(parent)
        return out

    def test_holds_what_it_promises(self):
        self.assertEqual(len({p["account"] for p in self.people} - {""}), 5_000)
        self.assertEqual(len({p["email"] for p in self.people} - {""}), 1_500)
        self.assertEqual(sum(u["kind"] == "school" for u in self.rows_of_units), 60)
        self.assertTrue({"cum-05", "cum-08"} <= self.units.keys())
        self.assertEqual(len(self.units), len(self.rows_of_units), "a unit is there twice")

    def test_says_the_same_of_a_person_in_each_row(self):
        said = collections.defaultdict(set)
        for p in self.people:
            said[p["ref"]].add((p["name"], p["account"], p["email"]))
        self.assertEqual([ref for ref, what in said.items() if len(what) > 1], [])
        self.assertLess(len(said), len(self.people), "nobody has two roles or two children")

    def test_lists_exactly_who_must_be_reached_and_each_address_once(self):
        above = {ref: self.above(ref) for ref in {p["unit"] for p in self.people}}

        def fits(person, term, roles_if_none):
            return (
                term["unit"] in above[person["unit"]]
                and person["role"] in term.get("roles", roles_if_none)
                and (not term.get("levels") or set(term["levels"]) & set(self.units[person["unit"]]["levels"].split(";")))
            )

        for file in sorted(BULLETINS.glob("*.json")):
            audience = json.loads(file.read_text(encoding="utf-8")).get("audience", {"include": [{"unit": "sgddt-hcm"}]})
            inside = {p["ref"] for p in self.people for t in audience["include"] if fits(p, t, ["staff"])}
            outside = {p["ref"] for p in self.people for t in audience.get("exclude", []) if fits(p, t, ["staff", "teacher", "parent"])}
            for kind, column in (("accounts", "account"), ("mailboxes", "email")):
                with self.subTest(file.name, kind=kind):
                    wanted = sorted({p[column] for p in self.people if p["ref"] in inside - outside} - {""})
                    listed = (self.folder / "expected" / f"{file.name}.{kind}").read_text().split()
                    self.assertEqual(sorted(listed), wanted)


if __name__ == "__main__":
    unittest.main()
