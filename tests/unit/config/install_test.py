#!/usr/bin/env python3
"""What `cmake --install` puts where systemd and administrators look. Arguments: the build folder, cmake."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD, CMAKE = pathlib.Path(sys.argv[1]), sys.argv[2]


def seconds(text):
    number, unit = re.fullmatch(r"(\d+)(s|min)", text).groups()
    return int(number) * {"s": 1, "min": 60}[unit]


class install_test(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="loa-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def install(self, prefix="/usr", root=None, console="/nowhere"):
        environment = dict(os.environ, DESTDIR=str(self.root if root is None else root))
        script = BUILD / "systemd" / "cmake_install.cmake"
        subprocess.run([CMAKE, f"-DCMAKE_INSTALL_PREFIX={prefix}", f"-DLOA_CONSOLE={console}", "-P", script], env=environment, check=True,
                       capture_output=True)

    def build_console(self, name):
        made = self.root / name
        (made / "assets").mkdir(parents=True)
        (made / "index.html").write_text("<p>Loa</p>")
        (made / "assets" / f"index-{name}.js").write_text("")
        return made

    def test_units_settings_and_documentation_are_where_systemd_and_people_look(self):
        self.install()
        for path in ("usr/lib/systemd/system/loa.service", "usr/lib/systemd/system/loa-purge.service", "usr/lib/systemd/system/loa-purge.timer",
                     "usr/lib/sysusers.d/loa.conf", "usr/lib/tmpfiles.d/loa.conf",
                     "usr/share/doc/loa/loa.example.toml", "etc/loa/loa.toml"):
            self.assertTrue((self.root / path).is_file(), path)
        unit = (self.root / "usr/lib/systemd/system/loa.service").read_text()
        self.assertIn("\nExecStart=/usr/bin/loa serve --config /etc/loa/loa.toml\n", unit)
        self.assertNotIn("@e", unit)

    def test_installing_again_keeps_the_administrators_settings(self):
        self.install()
        settings = self.root / "etc/loa/loa.toml"
        settings.write_text("# mine\n")
        self.install()
        self.assertEqual(settings.read_text(), "# mine\n")

    def test_a_built_console_is_installed_whole_and_new_settings_name_it(self):
        self.install(console=self.build_console("one"))
        console = self.root / "usr/share/loa/console"
        self.assertTrue((console / "index.html").is_file())
        self.assertEqual([each.name for each in (console / "assets").iterdir()], ["index-one.js"])
        self.assertIn('\nconsole = "/usr/share/loa/console"\n', (self.root / "etc/loa/loa.toml").read_text())
        self.install(console=self.build_console("two"))
        self.assertEqual([each.name for each in (console / "assets").iterdir()], ["index-two.js"])

    def test_without_a_built_console_there_is_none_and_none_is_named(self):
        self.install()
        self.assertFalse((self.root / "usr/share/loa").exists())
        self.assertEqual((self.root / "etc/loa/loa.toml").read_bytes(), (self.root / "usr/share/doc/loa/loa.example.toml").read_bytes())

    def test_a_prefix_of_ones_own_stays_within_it(self):
        self.install(prefix=str(self.root / "own"), root="")
        unit = (self.root / "own/lib/systemd/system/loa.service").read_text()
        self.assertIn(f"ExecStart={self.root}/own/bin/loa serve --config {self.root}/own/etc/loa/loa.toml", unit)

    def test_stopping_takes_longer_than_the_drain(self):
        self.install()
        unit = (self.root / "usr/lib/systemd/system/loa.service").read_text()
        drain = re.search(r'^#drain_timeout = "(.*)"$', (self.root / "etc/loa/loa.toml").read_text(), re.M)[1]
        self.assertGreaterEqual(seconds(re.search(r"^TimeoutStopSec=(.*)$", unit, re.M)[1]), 2 * seconds(drain))

    @unittest.skipUnless(shutil.which("systemd-analyze"), "no systemd-analyze here")
    def test_systemd_takes_the_unit_and_finds_it_closed(self):
        self.install()
        unit = self.root / "usr/lib/systemd/system/loa.service"
        unit.write_text(unit.read_text().replace("/usr/bin/loa serve", "/bin/true serve"))
        verify = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True)
        self.assertEqual((verify.returncode, verify.stdout + verify.stderr), (0, ""))
        security = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=15", unit], capture_output=True, text=True)
        self.assertEqual(security.returncode, 0, security.stdout)  # exposure 1.5 of 10


unittest.main(argv=sys.argv[:1])
