"""Made-up directories of any size, imported once and kept: schools of 1,000 families each, in clusters of 100 schools."""
import json
import pathlib
import random
import shutil
import subprocess

from demo_servers import CHECKOUT, LOA, trouble
from sample_names import FAMILY, GIVEN_MEN, GIVEN_WOMEN, MIDDLE_MEN, MIDDLE_WOMEN, ascii_of

WORK = CHECKOUT / ".work" / "bench"
SCHOOL, CLUSTER = 1_000, 100_000  # families
ROOT = "sgddt-hcm"


def names():
    """As many as there are in a city, more or less: name and first part of a mailbox."""
    pick = random.Random(1).choice
    out = []
    for _ in range(4096):
        family, man = pick(FAMILY), pick((True, False))
        given = pick(GIVEN_MEN if man else GIVEN_WOMEN)
        out.append((f"{family} {pick(MIDDLE_MEN if man else MIDDLE_WOMEN)} {given}", f"{ascii_of(given)}.{ascii_of(family)}"))
    return out


def write(folder, accounts, mailboxes):
    """`accounts` parents with an account each, `mailboxes` teachers with a mailbox each."""
    pool = names()
    schools = max(1, accounts // SCHOOL)
    teachers = mailboxes // schools
    with open(folder / "units.csv", "w") as units, open(folder / "people.csv", "w") as people:
        units.write(f"ref,name,kind,levels,parents\n{ROOT},Sở Giáo dục và Đào tạo TP. Hồ Chí Minh,department,,\n")
        people.write("ref,name,role,unit,account,email\n")
        for school in range(schools):
            if school * SCHOOL % CLUSTER == 0:
                units.write(f"cum-{school * SCHOOL // CLUSTER},Cụm chuyên môn {school * SCHOOL // CLUSTER + 1},cluster,,{ROOT}\n")
            units.write(f"th-{school},Trường Tiểu học số {school + 1},school,th,cum-{school * SCHOOL // CLUSTER}\n")
            rows = []
            for i in range(school * teachers, (school + 1) * teachers):
                name, local = pool[i * 7919 % 4096]
                rows.append(f"gv-{i:07d},{name},teacher,th-{school},,{local}{i}@th{school}.hcm.edu.vn\n")
            for i in range(school * SCHOOL, min(accounts, (school + 1) * SCHOOL)):
                rows.append(f"ph-{i:08d},{pool[i * 4057 % 4096][0]},parent,th-{school},09{i * 48271 % 100_000_007:08d},\n")
            people.write("".join(rows))


class directory:
    """Files and imported store of one size, made when they are not there."""

    def __init__(self, accounts, mailboxes):
        self.accounts, self.mailboxes = accounts, mailboxes // max(1, accounts // SCHOOL) * max(1, accounts // SCHOOL)
        self.folder = WORK / "directories" / f"{accounts}-{mailboxes}"
        self.units, self.people, self.store = self.folder / "units.csv", self.folder / "people.csv", self.folder / "store"

    def files(self):
        stamp, made_by = self.folder / "made-by", pathlib.Path(__file__).read_text()
        if not (stamp.exists() and stamp.read_text() == made_by):
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            write(self.folder, self.accounts, self.mailboxes)
            stamp.write_text(made_by)
        return self

    def imported(self):
        """With the store's ledger empty."""
        self.files()
        for file in self.store.glob("ledger.db*"):
            file.unlink()
        done = self.folder / "imported"
        if not done.exists():
            shutil.rmtree(self.store, ignore_errors=True)
            self.load(self.store)
            done.touch()
        return self

    def load(self, store):
        """Imports into an empty folder; the process that did it, with what it printed."""
        store.mkdir(parents=True)
        config = store / "import.toml"
        config.write_text(f'[store]\nfolder = "{store}"\n\n[email]\n')
        command = [LOA, "directory", "import", self.units, self.people, "--config", config, "--json"]
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
        if done.returncode != 0:
            raise trouble(f"the import of {self.people} failed: {done.stdout} {done.stderr}")
        return json.loads(done.stdout)


def audience(count, role, of):
    """Units that have together `count` families (role parent), as the terms of a bulletin's audience."""
    if count == of.accounts:
        units = [ROOT]
    elif count % CLUSTER == 0:
        units = [f"cum-{i}" for i in range(count // CLUSTER)]
    else:
        units = [f"th-{i}" for i in range(count // SCHOOL)]
    return {"include": [{"unit": unit, "roles": [role]} for unit in units]}
