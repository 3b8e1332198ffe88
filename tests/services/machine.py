"""What the machine has, and what can be added to it."""

import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

INSTALL_SECONDS = 600
IN_MEMORY = Path("/dev/shm")
ENOUGH = 4 << 30
"""Bytes that must be free in memory before anything is kept there."""


class Missing(Exception):
    """A service can neither be found nor installed; the text says what to do."""


def is_root() -> bool:
    """Tell whether this process may install packages and give files to another user."""
    return os.geteuid() == 0


def folder_in_memory() -> Path | None:
    """Give a folder that is kept in memory and from which programs run; None when this machine has too little of it."""
    try:
        found = os.statvfs(IN_MEMORY)
        free = re.search(r"MemAvailable:\s*(\d+) kB", Path("/proc/meminfo").read_text())
    except OSError:
        return None
    room = min(found.f_bavail * found.f_frsize, int(free[1]) << 10 if free else 0)
    takes = os.access(IN_MEMORY, os.W_OK) and not found.f_flag & os.ST_NOEXEC
    return IN_MEMORY if takes and room >= ENOUGH else None


def server_user() -> pwd.struct_passwd | None:
    """Give the user under whom a server that refuses root runs; None when we are not root."""
    if not is_root():
        return None
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    return accounts.get("postgres") or accounts["nobody"]


def first_program(names: Iterable[str]) -> Path | None:
    """Find the first of these programs on PATH."""
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def find_or_install(names: Iterable[str], package: str) -> Path:
    """Find one of these programs, or install the package that brings one."""
    if program := first_program(names):
        return program
    install_packages(package)
    if program := first_program(names):
        return program
    raise Missing(f"not found on this machine, and the package {package} brings none of {', '.join(names)}")


def install_packages(*packages: str) -> None:
    """Install Debian packages quietly; Missing says why that was not possible."""
    wanted = " ".join(packages)
    if not is_root():
        raise Missing(f"not found on this machine; as root: apt-get install {wanted}")
    if not shutil.which("apt-get"):
        raise Missing(f"not found on this machine, which has no apt-get to install {wanted}")
    # The lists of a fresh machine are empty; a failed update may still leave lists that are good enough.
    _apt_get("update")
    done = _apt_get("install", "--yes", "--no-install-recommends", *packages)
    if done.returncode:
        last_line = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Missing(f"not found on this machine; apt-get install {wanted} failed: {last_line}")


def _apt_get(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["apt-get", "--quiet", "--quiet", "-o", f"DPkg::Lock::Timeout={INSTALL_SECONDS}", *arguments]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=INSTALL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no answer within {INSTALL_SECONDS} seconds")
