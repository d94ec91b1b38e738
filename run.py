"""Set Zenith up and hand over to it: `python3 run.py play`, `python3 run.py test`.

Needs Python 3.11 or newer and nothing else: it makes `.venv` beside itself,
installs the engine there when pyproject.toml has changed, and passes its
arguments on to the `zenith` command. On Windows: `py run.py play`.
"""

import configparser
import ctypes
import hashlib
import html.parser
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request

OLDEST = (3, 11)
ROOT = pathlib.Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
STAMP = VENV / "installed.txt"
LIBRARIES = ("libGL.so.1", "libEGL.so.1")
EXTRAS = {"test": "dev", "edit": "watch,editor"}
"""What commands need beside the engine; the others only what watches files."""
PACKAGES = ["libgl1", "libegl1", "libx11-6"]


def main(arguments):
    """Set up what is missing, then become `zenith`."""
    if sys.version_info[:2] < OLDEST:
        print(f"Zenith needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    if sys.platform.startswith("linux") and not have_opengl():
        return 1
    extras = EXTRAS.get(arguments[0] if arguments else "", "watch")
    wanted = fingerprint()
    if not is_installed(wanted, extras):
        print("Setting up .venv (only when pyproject.toml has changed) ...", flush=True)
        if not (make_venv() and install(extras)):
            return 1
        STAMP.write_text(f"{wanted} {extras}\n", encoding="utf-8")
    return subprocess.call([str(PYTHON), "-m", "zenith", *(arguments or ["--help"])], cwd=None)


def fingerprint():
    """Return what the installation depends on."""
    project = (ROOT / "pyproject.toml").read_bytes()
    return hashlib.sha256(project + sys.version.encode() + str(ROOT).encode()).hexdigest()


def is_installed(wanted, extras):
    """Tell whether .venv fits; one with the development tools serves play as well."""
    if not (PYTHON.exists() and STAMP.exists()):
        return False
    found = STAMP.read_text(encoding="utf-8").split()
    present = {*" ".join(found[1:]).split(",")}
    return found[:1] == [wanted] and ("dev" in present or {*extras.split(",")} <= present)


def make_venv():
    """Make .venv, with a pip from the package index where Python brings none."""
    if works([str(PYTHON), "-m", "pip", "--version"]):
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    if works([sys.executable, "-m", "venv", str(VENV)]):
        return True
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.check_call([sys.executable, "-m", "venv", "--without-pip", str(VENV)])
    with tempfile.TemporaryDirectory() as folder:
        wheel = fetch_pip(pathlib.Path(folder))
        if wheel is None:
            print(
                "pip is missing and could not be fetched. On Debian: apt-get install python3-venv"
            )
            return False
        command = [str(PYTHON), str(wheel / "pip"), "install", "--quiet", "--no-index", str(wheel)]
        return subprocess.call(command) == 0


def works(command):
    """Tell whether a command succeeds, without a word."""
    try:
        quiet = subprocess.DEVNULL
        return subprocess.call(command, stdout=quiet, stderr=quiet) == 0
    except OSError:
        return False


def install(extras):
    """Install the engine, editable, with its packages; watching files can be done without."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.call([*command, "--editable", f"{ROOT}[{extras}]"]) == 0:
        return True
    if extras == "watch" and subprocess.call([*command, "--editable", str(ROOT)]) == 0:
        print("Without the package watchfiles; zenith run --watch says what to do.")
        return True
    print("Installing failed; see above. Is the package index within reach?")
    return False


class Links(html.parser.HTMLParser):
    """Collects the links of a package index's page."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        """Keep a link's address."""
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def fetch_pip(folder):
    """Download pip's newest wheel, check it and return its file; None where that fails."""
    for index in indexes():
        page = index.rstrip("/") + "/pip/"
        try:
            with urllib.request.urlopen(page, timeout=30) as answer:
                links = Links()
                links.feed(answer.read().decode("utf-8", "replace"))
            address = newest(links.found)
            if address is None:
                continue
            with urllib.request.urlopen(urllib.parse.urljoin(page, address), timeout=60) as answer:
                data = answer.read()
        except OSError:
            continue
        expected = re.search(r"#sha256=([0-9a-f]{64})", address)
        if expected and hashlib.sha256(data).hexdigest() != expected[1]:
            print("The pip that was fetched does not have the checksum its index names.")
            return None
        file = folder / urllib.parse.urlsplit(address).path.rsplit("/", 1)[-1]
        file.write_bytes(data)
        return file
    return None


def newest(links):
    """Return the link to the newest released wheel of pip."""
    pattern = re.compile(r"/?pip-(\d+(?:\.\d+)+)-py3-none-any\.whl(?:#|$)")
    found = [(m[1], link) for link in links if (m := pattern.search(link))]
    by_version = [(tuple(map(int, version.split("."))), link) for version, link in found]
    return max(by_version)[1] if by_version else None


def indexes():
    """Return the package indexes that pip is configured with, then the public one."""
    found = [
        os.environ.get("PIP_INDEX_URL", ""),
        *os.environ.get("PIP_EXTRA_INDEX_URL", "").split(),
    ]
    home = pathlib.Path(os.path.expanduser("~"))
    files = [os.environ.get("PIP_CONFIG_FILE", ""), home / ".config/pip/pip.conf"]
    files += [home / ".pip/pip.conf", "/etc/pip.conf", "/etc/xdg/pip/pip.conf"]
    for file in filter(None, map(str, files)):
        config = configparser.RawConfigParser()
        try:
            config.read(file, encoding="utf-8")
        except configparser.Error:
            continue
        for section in ("install", "global"):
            for option in ("index-url", "extra-index-url"):
                found += config.get(section, option, fallback="").split()
    found.append("https://pypi.org/simple")
    return [index for index in dict.fromkeys(found) if index]


def have_opengl():
    """Tell whether OpenGL's libraries load; on Debian, as root, install those that do not."""
    if all(map(loads, LIBRARIES)):
        return True
    command = ["apt-get", "install", "-y", "--no-install-recommends", *PACKAGES]
    if is_debian() and os.geteuid() == 0:
        print(f"OpenGL is missing; running: {' '.join(command)}", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = subprocess.DEVNULL
        subprocess.call(["apt-get", "update"], stdout=quiet, env=environment)
        subprocess.call(command, stdout=quiet, env=environment)
        if all(map(loads, LIBRARIES)):
            return True
    missing = ", ".join(name for name in LIBRARIES if not loads(name))
    advice = f"sudo {' '.join(command)}" if is_debian() else "install Mesa's libGL and libEGL"
    print(f"OpenGL is missing ({missing}). Please run:\n  {advice}")
    return False


def loads(library):
    """Tell whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def is_debian():
    """Tell whether this is Debian or a relative, by its own word."""
    try:
        text = pathlib.Path("/etc/os-release").read_text(encoding="utf-8")
    except OSError:
        return False
    words = re.findall(r'^ID(?:_LIKE)?="?([^"\n]*)', text, re.MULTILINE)
    return any(word in ("debian", "ubuntu") for line in words for word in line.split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
