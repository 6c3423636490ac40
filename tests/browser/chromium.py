"""Find a Chromium for the tests, or get one: python -m tests.browser.chromium

The one in CHROMIUM, else the system's, else Playwright's own, else Debian's as root.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []),
]
HELP = (
    "No Chromium for the browser tests. Install one (on Debian: apt install chromium),"
    " or name one in CHROMIUM."
)


def of_the_system() -> str | None:
    named = os.environ.get("CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def of_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def path() -> str:
    """The executable. Exits with what to do where there is none."""
    return of_the_system() or of_playwright() or sys.exit(HELP)


def get() -> None:
    if of_the_system() or of_playwright():
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if of_playwright() is None and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False)


if __name__ == "__main__":
    get()
    print(f"Browser of the tests: {path()}")
