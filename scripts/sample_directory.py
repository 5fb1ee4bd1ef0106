#!/usr/bin/python3
"""Writes a made-up directory, and who must be reached by each sample bulletin.

  sample_directory.py small|district|city FOLDER --bulletins tests/data/bulletins [--seed N]

small: 3 clusters, 60 schools, 5,000 eNetViet accounts, 1,500 mailboxes. district: 100,000 and 4,400. city: 16 clusters, 168 wards, 3,600 schools, 2.6 million
accounts, 110,000 mailboxes (under a minute). The same seed gives the same files. Nobody in it exists, and no pupil is in it.

FOLDER gets units.csv (ref,name,kind,levels,parents), people.csv (ref,name,role,unit,account,email; a person with two roles or two
children has two rows), expected/<bulletin>.accounts and .mailboxes (one address a line: everybody who must get the bulletin, once;
worked out here, not by the gateway), and last sample.json (what is in it).
"""
import argparse
import collections
import json
import pathlib
import random
import shutil
import sys
import time
from dataclasses import dataclass, field

sys.dont_write_bytecode = True
import sample_names as names

ROOT = "sgddt-hcm"


@dataclass(frozen=True)
class size:
    clusters: tuple
    wards: int
    schools: int
    workers: int  # staff and teachers
    accounts: int
    mailboxes: int
    class_size: int


SIZES = {
    "small": size((1, 5, 8), 12, 60, 1_450, 5_000, 1_500, 30),
    "district": size((1, 5, 8), 30, 150, 4_500, 100_000, 4_400, 38),
    "city": size(tuple(range(1, 17)), 168, 3_600, 112_000, 2_600_000, 110_000, 38),
}

# kind of school: levels, how its name starts, first part of its mail domain, weight in people, levels of its classes
SCHOOL_KINDS = {
    "mn": ("mn", "Trường Mầm non", "mn", 0.6),
    "th": ("th", "Trường Tiểu học", "c1", 1.3),
    "thcs": ("thcs", "Trường THCS", "c2", 1.2),
    "thpt": ("thpt", "Trường THPT", "c3", 1.3),
    "gdtx": ("gdtx", "Trung tâm GDNN - GDTX", "gdtx", 0.5),
    "th-thcs": ("th;thcs", "Trường TH - THCS", "c12", 1.5),
    "thcs-thpt": ("thcs;thpt", "Trường THCS - THPT", "c23", 1.5),
}
# Every twenty schools of a cluster, in this order: each kind is in each cluster of the small directory.
SCHOOL_PATTERN = "mn th thcs gdtx mn th thpt th-thcs thcs mn th mn thcs-thpt th thcs mn th thpt th thcs".split()
GRADES = {"mn": ("Mầm", "Chồi", "Lá"), "th": "12345", "thcs": "6789", "thpt": ("10", "11", "12"), "gdtx": ("10", "11", "12")}


class audiences:
    """Who gets each bulletin, from its JSON and the units: the rules of docs/bulletin.md, in a second implementation.

    include: the term's roles (staff when it names none) at the unit or below it, at schools of one of its levels; exclude: the same,
    but all roles when it names none. A person is in it by union of all their rows, and out by any row that is excluded.
    """

    def __init__(self, folder):
        self.files = sorted(folder.glob("*.json"))
        if not self.files:
            sys.exit(f"sample_directory: no bulletins (*.json) in {folder}")
        self.terms = []
        for file in self.files:
            audience = json.loads(file.read_text(encoding="utf-8")).get("audience") or {"include": [{"unit": ROOT}]}
            self.terms.append((self.read(audience["include"], ["staff"]), self.read(audience.get("exclude", []), None)))

    @staticmethod
    def read(terms, default_roles):
        return [(t["unit"], set(t.get("roles") or default_roles or ("staff", "teacher", "parent")), set(t.get("levels") or ())) for t in terms]

    def at(self, above, levels):
        """role -> (bulletins that include somebody with it at a unit, bulletins that exclude), as bit masks."""

        def fits(term, role):
            unit, roles, wanted = term
            return unit in above and role in roles and (not wanted or not wanted.isdisjoint(levels))

        masks = {}
        for role in ("staff", "teacher", "parent"):
            include = sum(1 << i for i, (inc, _) in enumerate(self.terms) if any(fits(t, role) for t in inc))
            exclude = sum(1 << i for i, (_, exc) in enumerate(self.terms) if any(fits(t, role) for t in exc))
            masks[role] = (include, exclude)
        return masks


@dataclass
class person:
    """Somebody with several rows or a shared address: kept until the end, to be counted once."""

    account: str
    mailbox: str
    include: int = 0
    exclude: int = 0


@dataclass
class unit:
    ref: str
    name: str
    above: frozenset  # itself and all units above it
    masks: dict = field(default_factory=dict)


def shares(total, weights):
    """Splits `total` into whole parts in proportion to the weights, exactly."""
    parts, done, seen, whole = [], 0, 0.0, sum(weights)
    for weight in weights:
        seen += weight
        upto = round(total * seen / whole)
        parts.append(upto - done)
        done = upto
    return parts


def has_account(worker):
    return worker % 40 != 17


class directory:
    def __init__(self, what, folder, bulletins, seed):
        self.size = SIZES[what]
        self.random = random.Random(seed)
        self.audiences = audiences(bulletins)
        self.units = open(folder / "units.csv", "w", encoding="utf-8", newline="\n")
        self.people = open(folder / "people.csv", "w", encoding="utf-8", newline="\n")
        self.expected = folder / "expected"
        self.out = [
            tuple(open(self.expected / f"{file.name}.{kind}", "w", encoding="utf-8") for kind in ("accounts", "mailboxes"))
            for file in self.audiences.files
        ]
        self.special = {}  # ref -> person
        self.counts = {"units": 0, "people": 0, "rows": 0, "accounts": 0, "mailboxes": 0}
        self.workers = self.parents = 0
        self.name_pool = [self.make_name() for _ in range(4096)]

    # names and addresses

    def make_name(self):
        pick = self.random.choice
        family, woman = pick(names.FAMILY), self.random.random() < 0.5
        middle = pick(names.MIDDLE_WOMEN if woman else names.MIDDLE_MEN)
        given = pick(names.GIVEN_WOMEN if woman else names.GIVEN_MEN)
        if self.random.random() < 0.25:
            given = f"{pick(names.GIVEN_WOMEN if woman else names.GIVEN_MEN)} {given}"
        return f"{family} {middle} {given}", f"{names.ascii_of(given.split()[-1])}.{names.ascii_of(family)}"

    def next_account(self):
        """A phone number: different for each call, without a pattern that the eye sees."""
        n = self.counts["accounts"]
        self.counts["accounts"] += 1
        return f"0{'35789'[n % 5]}{(n // 5 * 48271 + 12345678) % 100_000_000:08d}"

    # rows

    def add_unit(self, ref, name, kind, levels, parents):
        self.units.write(f"{ref},{name},{kind},{levels},{';'.join(p.ref for p in parents)}\n")
        self.counts["units"] += 1
        above = frozenset([ref]).union(*(p.above for p in parents))
        return unit(ref, name, above, self.audiences.at(above, set(levels.split(";"))))

    def add_row(self, ref, name, role, where, account, mailbox, special=False):
        self.people.write(f"{ref},{name},{role},{where.ref},{account},{mailbox}\n")
        self.counts["rows"] += 1
        include, exclude = where.masks[role]
        if special or ref in self.special:
            known = self.special.setdefault(ref, person(account, mailbox))
            known.include |= include
            known.exclude |= exclude
        else:
            self.expect(include & ~exclude, account, mailbox)

    def expect(self, mask, account, mailbox):
        for i, (accounts, mailboxes) in enumerate(self.out):
            if mask >> i & 1:
                if account:
                    accounts.write(account + "\n")
                if mailbox:
                    mailboxes.write(mailbox + "\n")

    def add_worker(self, role, where, domain, shared_mailbox="", special=False):
        """One of staff or a teacher: has a mailbox, and nearly always an account. `special`: more rows may follow."""
        self.workers += 1
        self.counts["people"] += 1
        ref = f"ns-{self.workers:07d}"
        name, local = self.random.choice(self.name_pool)
        account = self.next_account() if has_account(self.workers) else ""
        mailbox = shared_mailbox or f"{local}{self.workers}@{domain}"
        self.counts["mailboxes"] += not shared_mailbox
        self.add_row(ref, name, role, where, account, mailbox, special or bool(shared_mailbox))
        return ref, name, account, mailbox

    # the organisation

    def write(self):
        s = self.size
        self.units.write("ref,name,kind,levels,parents\n")
        self.people.write("ref,name,role,unit,account,email\n")
        root = self.add_unit(ROOT, "Sở Giáo dục và Đào tạo TP. Hồ Chí Minh", "department", "", [])
        clusters = [self.add_unit(f"cum-{n:02d}", f"Cụm chuyên môn {n}", "cluster", "", [root]) for n in s.clusters]
        wards = [self.add_unit(ref, name, "ward", "", [root]) for ref, name in names.wards()[: s.wards]]

        for _ in range(20 if s.schools < 100 else 120):
            self.add_worker("staff", root, "so.hcm.edu.vn")
        for ward in wards:
            self.add_worker("staff", ward, f"{ward.ref}.hcm.edu.vn")
        kinds = [SCHOOL_PATTERN[i // len(clusters) % len(SCHOOL_PATTERN)] for i in range(s.schools)]
        order = sorted(range(s.schools), key=lambda i: i % len(clusters))  # cluster by cluster
        weights = [SCHOOL_KINDS[kinds[i]][3] * self.random.uniform(0.6, 1.4) for i in order]

        # Each school's office shares one mailbox between two of its staff.
        workers = shares(s.workers - self.workers, weights)
        offices = sum(1 for n in workers if n >= 4)
        parent_accounts = s.accounts - sum(map(has_account, range(1, s.workers + 1)))
        parent_mailboxes = s.mailboxes - (s.workers - offices)
        families = shares(parent_accounts, weights)
        self.mailbox_every = parent_accounts / parent_mailboxes
        self.next_mailbox = self.mailbox_every / 2
        self.coming = collections.deque()  # people with a row to come: a teacher's own child, a second child

        used = {}
        for at, i in enumerate(order):
            kind = SCHOOL_KINDS[kinds[i]]
            title = names.SCHOOLS[self.random.randrange(len(names.SCHOOLS))]
            slug = names.ascii_of(title)
            used[kinds[i], slug] = used.get((kinds[i], slug), 0) + 1
            number = "" if used[kinds[i], slug] == 1 else str(used[kinds[i], slug])
            school = self.add_unit(
                f"{kinds[i]}-{slug}{number and '-' + number}", f"{kind[1]} {title}{number and ' ' + number}", "school", kind[0],
                [clusters[i % len(clusters)], wards[i * 7919 % len(wards)]],
            )  # fmt: skip
            self.write_school(school, kind, f"{kind[2]}{slug.replace('-', '')}{number}.hcm.edu.vn", workers[at], families[at])
            self.progress(at + 1, s.schools)
        self.expect_special()
        for file in (self.units, self.people, *(f for pair in self.out for f in pair)):
            file.close()

    def write_school(self, school, kind, domain, workers, families):
        staff = min(workers, 3 + workers // 12)
        for i in range(workers):
            if i == 0:  # the head teaches too
                head = self.add_worker("staff", school, domain, special=True)
                self.add_row(head[0], head[1], "teacher", school, *head[2:])
            elif i in (1, 2) and workers >= 4:  # the office
                self.counts["mailboxes"] += i == 1
                self.add_worker("staff", school, domain, shared_mailbox=f"vanphong@{domain}")
            elif i < staff:
                self.add_worker("staff", school, domain)
            elif i % 12 == 5:  # a teacher with a child at a school of the city
                self.coming.append(self.add_worker("teacher", school, domain, special=True))
            else:
                self.add_worker("teacher", school, domain)

        classes = max(1, round(families / self.size.class_size))
        levels = kind[0].split(";")
        for number, size_of_class in enumerate(shares(families, [1] * classes)):
            level = levels[number % len(levels)]
            grade = GRADES[level][number // len(levels) % len(GRADES[level])]
            section = number // (len(levels) * len(GRADES[level])) + 1
            ref = f"{school.ref}-{names.ascii_of(grade)}.{section}"
            where = self.add_unit(ref, f"Lớp {grade}/{section} {school.name}", "class", level, [school])
            self.write_class(where, size_of_class)

    def write_class(self, where, families):
        for _ in range(2):
            if len(self.coming) > 10:
                ref, name, account, mailbox = self.coming.popleft()
                self.add_row(ref, name, "parent", where, account, mailbox)
        rows, accounts, mailboxes = [], [], []
        pool, draw = self.name_pool, self.random.random
        for _ in range(families):
            self.parents += 1
            self.counts["people"] += 1
            name, local = pool[int(draw() * 4096)]
            account, mailbox = self.next_account(), ""
            if self.parents >= self.next_mailbox:
                self.next_mailbox += self.mailbox_every
                self.counts["mailboxes"] += 1
                mailbox = f"{local}{self.parents}@phuhuynh.hcm.edu.vn"
            ref = f"ph-{self.parents:07d}"
            if self.parents % 25 == 0:  # has a second child, in a class to come
                self.add_row(ref, name, "parent", where, account, mailbox, special=True)
                self.coming.append((ref, name, account, mailbox))
            elif self.parents % 500 == 7:  # a couple with one account
                self.add_row(ref, name, "parent", where, account, mailbox, special=True)
                self.counts["people"] += 1
                self.add_row(f"{ref}-2", pool[int(draw() * 4096)][0], "parent", where, account, "", special=True)
            else:
                if self.parents % 200 == 9:  # somebody who can be reached on no channel
                    rows.append(f"{ref}-0,{pool[int(draw() * 4096)][0]},parent,{where.ref},,\n")
                    self.counts["people"] += 1
                rows.append(f"{ref},{name},parent,{where.ref},{account},{mailbox}\n")
                accounts.append(account)
                if mailbox:
                    mailboxes.append(mailbox)
        self.people.write("".join(rows))
        self.counts["rows"] += len(rows)
        include, exclude = where.masks["parent"]
        self.expect(include & ~exclude, "\n".join(accounts), "\n".join(mailboxes))

    def progress(self, done, of):
        if sys.stderr.isatty():
            print(f"\r  {done:,} of {of:,} schools, {self.counts['people']:,} people", end="" if done < of else "\n", file=sys.stderr)

    def expect_special(self):
        """Those with several rows or a shared address: each address once."""
        for i, files in enumerate(self.out):
            chosen = [p for p in self.special.values() if p.include >> i & 1 and not p.exclude >> i & 1]
            for file, addresses in zip(files, ({p.account for p in chosen}, {p.mailbox for p in chosen})):
                file.writelines(address + "\n" for address in sorted(addresses) if address)


def main():
    parser = argparse.ArgumentParser(description="Writes a made-up directory, and who must be reached by each bulletin.")
    parser.add_argument("size", choices=SIZES)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--bulletins", type=pathlib.Path, required=True, help="folder of the bulletins' JSON files")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    started = time.monotonic()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    (arguments.folder / "sample.json").unlink(missing_ok=True)  # there only when all the rest is
    shutil.rmtree(arguments.folder / "expected", ignore_errors=True)
    (arguments.folder / "expected").mkdir()
    made = directory(arguments.size, arguments.folder, arguments.bulletins, arguments.seed)
    made.write()
    (arguments.folder / "sample.json").write_text(json.dumps({"size": arguments.size, "seed": arguments.seed, **made.counts}) + "\n")
    numbers = ", ".join(f"{count:,} {what}" for what, count in made.counts.items())
    print(f"{arguments.folder}: {numbers}; {time.monotonic() - started:.1f} s")


if __name__ == "__main__":
    main()
