"""The browser of the browser tests: `executable()` finds it, `python -m tests.chromium` installs what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SHELL = "chromium-headless-shell"  # the same browser without a window to draw: a third less work
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """Return the path of a Chromium: the system's, else Playwright's own, else None."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def install() -> None:
    """Install Chromium from Debian where that is allowed, else Playwright's own; say nothing of what did not work."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    apt = [*as_root, "apt-get", "-qq", "-y"]
    try:
        subprocess.run([*apt, "update"], check=True)
        subprocess.run([*apt, "install", SHELL], check=True, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


if __name__ == "__main__":
    if executable() is None:
        print("Installing Chromium for the browser tests.", flush=True)
        install()
    if executable() is None:
        sys.exit(f"The browser tests need Chromium; install it, for instance with: apt-get install {SHELL}")
