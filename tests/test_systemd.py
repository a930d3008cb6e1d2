"""The example units for systemd are what systemd understands."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from index.archive_file import ArchiveBusy
from index.runs import Outcome

UNITS = Path(__file__).parents[1] / "docs" / "systemd"
PROGRAM = "/opt/vraagbaak/.venv/bin/vraagbaak"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for unit in UNITS.iterdir():
        text = unit.read_text(encoding="utf-8").replace(PROGRAM, sys.executable)
        (tmp_path / unit.name).write_text(text.replace("User=vraagbaak", "User=root"), encoding="utf-8")
    units = [str(unit) for unit in sorted(tmp_path.iterdir())]
    told = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (told.returncode, [line for line in told.stderr.splitlines() if "vraagbaak" in line]) == (0, [])


def test_the_units_know_our_exit_codes_and_commands() -> None:
    text = (UNITS / "vraagbaak-update.service").read_text(encoding="utf-8")
    assert f"SuccessExitStatus={Outcome.PARTLY.exit_code} {ArchiveBusy.exit_code}" in text
    commands = {
        re.findall(rf"{PROGRAM} (\w+)", unit.read_text(encoding="utf-8"))[0] for unit in UNITS.glob("*.service")
    }
    assert commands == {"update", "serve"}
