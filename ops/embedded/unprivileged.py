"""PostgreSQL refuses to run as root; this finds a way to start it that is not root."""

import os
import shutil
import subprocess
from pathlib import Path

NOBODY = 65534


def prefix(program: Path, folder: Path) -> list[str]:
    """What to put before `program` so that it runs as the owner of `folder` and as nobody's root."""
    if os.geteuid() != 0:
        return []
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if _reaches(namespace, program, folder):
        return namespace
    return as_nobody(folder)


def as_nobody(folder: Path) -> list[str]:
    """For machines without user namespaces (containers): another user, who may pass closed parent folders."""
    for path in (folder, *folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
    return [
        "setpriv",
        f"--reuid={NOBODY}",
        f"--regid={NOBODY}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--pdeathsig=INT",  # the change of user cleared the one that spawn() set
    ]


def _reaches(namespace: list[str], program: Path, folder: Path) -> bool:
    if shutil.which(namespace[0]) is None:
        return False
    test = ["test", "-x", str(program), "-a", "-O", str(folder)]
    return subprocess.run([*namespace, *test], capture_output=True, check=False).returncode == 0
