"""Sets Regrow up and runs it, with nothing but Python 3.11 or newer.

    python tasks.py run           the dashboard on http://localhost:8501 (PORT in the environment chooses another port)
    python tasks.py test [...]    check, then pytest with any further arguments
    python tasks.py check         lint, formatting and types
    python tasks.py bench [...]   the benchmarks
    python tasks.py pins          requirements*.txt afresh from requirements*.in

Packages go into .venv beside this file, again only when the pins or the Python version change.
No syntax newer than Python 3.8 here, so that an older Python gets far enough to be told that it is too old.
"""

import errno
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST = (3, 11)
THIS_PYTHON = "{}.{}".format(*sys.version_info[:2])
ROOT = Path(__file__).resolve().parent
PRODUCT = ("requirements.txt",)
DEVELOPMENT = (*PRODUCT, "requirements-dev.txt")
AT_ONCE = ("-n", "auto", "--maxprocesses", "4", "--dist", "loadfile")  # a file's tests share a server, and stay together
PATIENCE = 5  # seconds that a server may take to shut down
RIVALS = "bench/requirements.txt"
BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "chromium-browser")
MAC_NAMES = ("Google Chrome", "Chromium", "Microsoft Edge")
MAC_BROWSERS = [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MAC_NAMES]
WINDOWS_BROWSERS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")


def refuse_old_python(version):
    """Ends with a sentence when the Python that runs this file is too old for Regrow."""
    if tuple(version[:2]) < OLDEST:
        have, need = ("{}.{}".format(*pair[:2]) for pair in (version, OLDEST))
        hint = f"Install a newer one, or name one you have: make run PYTHON=python{need}"
        sys.exit(f"Regrow needs Python {need} or newer, and this is Python {have}. {hint}")


def say(sentence):
    print(sentence, flush=True)


def quietly(command, failure):
    """Runs a command unseen; when it fails, shows what it printed and ends with the sentence `failure`."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"{done.stdout}\n{failure}")


def started(command, **variables):
    """A command run in view, from here on."""
    env = {"OPENBLAS_NUM_THREADS": "1", **os.environ, **variables}  # small fits are slower on several threads
    return subprocess.Popen(command, cwd=ROOT, env=env)


def openly(command, **variables):
    """The exit code of a command run in view. It answers Ctrl-C itself: killed, it would leave its browsers behind."""
    with started(command, **variables) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def serve(command):
    """The exit code of a server run in view; 0 where Ctrl-C ends it, which is how a server is meant to end.

    The same Ctrl-C reaches the server, which shuts down by itself. It begins with Ctrl-C ignored, so that it has no last
    words about it; one that has not yet come so far as to shut itself down is ended.
    """
    early = []
    usual = signal.signal(signal.SIGINT, lambda *_: early.append(True))
    with started(deaf(command)) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        try:
            signal.signal(signal.SIGINT, usual)
            if not early:
                return child.wait()
        except KeyboardInterrupt:
            pass
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # once is enough
        end(child)
        return 0


def deaf(command):
    """The command, begun with Ctrl-C ignored."""
    return command if os.name == "nt" else ["sh", "-c", 'trap "" INT; exec "$0" "$@"', *command]


def end(child):
    """Waits until a program that was told to stop has stopped; one that is too early or too late for that is ended."""
    for stop in (child.terminate, child.kill):
        try:
            child.wait(timeout=PATIENCE)
            return
        except subprocess.TimeoutExpired:
            stop()


def python_in(venv):
    return str(venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


def is_usable(venv):
    """True when the environment's Python starts, has pip, and is of the version that runs this file."""
    ask = "import sys, pip; print('{}.{}'.format(*sys.version_info[:2]))"
    try:
        done = subprocess.run([python_in(venv), "-c", ask], capture_output=True, text=True)
    except OSError:
        return False
    return done.stdout.strip() == THIS_PYTHON


def make_venv(venv):
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        sys.exit("This Python cannot make virtual environments. On Debian or Ubuntu: apt install python3-venv")
    say(f"Making the environment {venv.name} with Python {THIS_PYTHON}.")
    quietly([sys.executable, "-m", "venv", "--clear", str(venv)], f"The environment {venv} could not be made.")


def install(venv, files):
    """Brings the packages of all `files` into the environment; its stamp, written last, says for what that was done."""
    stamp = venv / "installed-{}.sha256".format(files[-1].replace("/", "-"))
    contents = b"".join((ROOT / name).read_bytes() for name in files)
    wanted = hashlib.sha256(THIS_PYTHON.encode() + contents).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    say(f"Installing {files[-1]} into {venv.name} (a minute or so, and only when it has changed).")
    pip = [python_in(venv), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    lists = [part for name in files for part in ("-r", name)]
    quietly(pip + lists, f"The packages of {files[-1]} could not be installed; the lines above say why.")
    stamp.write_text(wanted)


def environment(*lists, name=".venv"):
    """The Python of an environment that holds the packages of each list of files, made or mended where needed."""
    venv = ROOT / name
    if not is_usable(venv):
        make_venv(venv)
    for files in lists:
        install(venv, files)
    return python_in(venv)


def can_open(address, family, port):
    """False when another program has the port at this address; ends when the account may not open it at all."""
    try:
        with socket.socket(family) as server:
            if os.name != "nt":  # a port just let go counts as free; on Windows this would share a port in use
                server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind((address, port))
            server.listen()
    except PermissionError:
        sys.exit(f"This account may not open port {port}. Choose a higher one: PORT=8502 make run")
    except OSError as error:  # any other is a machine without this kind of address
        return error.errno != errno.EADDRINUSE
    return True


def is_free(port):
    """Both addresses of localhost count: a browser may try the second, where another program would answer."""
    return can_open("127.0.0.1", socket.AF_INET, port) and can_open("::1", socket.AF_INET6, port)


def chosen_port(text):
    """The port to serve on, from the text of PORT."""
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        sys.exit(f"PORT is {text!r}, which is not a number from 1 to 65535. For example: PORT=8502 make run")
    port = int(text)
    if not is_free(port):
        other = next((near for near in range(8502, 8600) if near != port and is_free(near)), 8600)
        sys.exit(
            f"Port {port} is taken. If Regrow is already running there, open http://localhost:{port}; "
            f"if not, choose another port: PORT={other} make run"
        )
    return port


def run(_arguments):
    """The dashboard, over the bundled cohort where no store is there; of a store in REGROW_STORE, core knows that."""
    port = chosen_port(os.environ.get("PORT", "8501"))
    python = environment(PRODUCT)
    if "REGROW_STORE" in os.environ or not (ROOT / "data/store/CURRENT").exists():
        code = openly([python, "-m", "core", "import", "--if-missing", "data/reference"])
        if code:
            return code
    say(f"Regrow opens on http://localhost:{port} (Ctrl-C ends it).")
    options = ["--server.port", str(port), "--server.address", "localhost", "--server.headless", "true"]
    return serve([python, "-m", "streamlit", "run", "app.py", *options])


def installed_browser():
    """The path of a Chrome, Chromium or Edge on this machine, or None. The one named in REGROW_CHROME goes first."""
    named = os.environ.get("REGROW_CHROME")
    if named:
        return shutil.which(named) or sys.exit(f"REGROW_CHROME is {named}, which is not a program that can be run.")
    folders = [os.environ.get(name, "") for name in ("ProgramFiles", "ProgramFiles(x86)", "LocalAppData")]
    usual = MAC_BROWSERS + [f"{folder}/{path}" for folder in folders if folder for path in WINDOWS_BROWSERS]
    return next(filter(None, map(shutil.which, (*BROWSERS, *usual))), None)


def install_debian_chromium():
    """Tries it where apt-get can be called without a password; what went wrong is shown, and is no error yet."""
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in ("update", "install -y --no-install-recommends chromium fonts-dejavu-core"):
        subprocess.call([*sudo, "apt-get", "-qq", *words.split()], stdout=subprocess.DEVNULL, env=env)


def browser(python):
    """The path of a browser for the tests, installed where there was none; None for the one Playwright brings."""
    found = installed_browser()
    if not found:
        say("Installing Chromium for the browser tests.")
        if shutil.which("apt-get") and (os.geteuid() == 0 or shutil.which("sudo")):
            install_debian_chromium()
            found = installed_browser()
    if not found:
        failure = "No browser could be installed. Install Chrome or Chromium, or name one in REGROW_CHROME."
        quietly([python, "-m", "playwright", "install", "chromium"], failure)
    return found


def check(_arguments):
    python = environment(PRODUCT, DEVELOPMENT)
    codes = [openly([python, "-m", *words.split()]) for words in ("ruff check", "ruff format --check", "mypy")]
    return next(filter(None, codes), 0)


def test(arguments):
    """Check, then pytest whatever check found, so that pytest's closing line is the last; the first failure's code."""
    python = environment(PRODUCT, DEVELOPMENT)
    path = browser(python)
    checked = check([])
    named = {"REGROW_CHROME": path, "BROWSER_PATH": path} if path else {}  # the second is kaleido's
    tested = openly([python, "-m", "pytest", *AT_ONCE, *arguments], **named, OPENBLAS_NUM_THREADS="1")  # a thread a process
    return checked or tested


def bench(arguments):
    """The benchmarks. The rivals they compare with never enter the product's own environment."""
    has_rivals = (ROOT / RIVALS).exists()
    lists = [(*DEVELOPMENT, RIVALS)] if has_rivals else [PRODUCT, DEVELOPMENT]
    return openly([environment(*lists, name=".venv-bench" if has_rivals else ".venv"), "-m", "bench", *arguments])


def resolved(python, files, report):
    """One line a package, name==version, for all that the files need; lines for one system only are kept as written."""
    lists = [part for name in files for part in ("-r", name)]
    pip = [python, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--report", str(report)]
    quietly(pip + lists, f"No set of packages satisfies {' and '.join(files)}; the lines above say why.")
    found = [item["metadata"] for item in json.loads(report.read_text(encoding="utf-8"))["install"]]
    pins = {re.sub(r"[-_.]+", "-", item["name"]).lower(): item["version"] for item in found}
    written = [line for name in files for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    kept = {line.split("==")[0]: line for line in written if ";" in line and not line.startswith("#")}
    return [kept.get(name, f"{name}=={pins.get(name)}") for name in sorted(pins.keys() | kept.keys())]


def write_pins(name, lines):
    header = f"# Made from {name[:-4]}.in by `python tasks.py pins` on Python 3.11; change that, then run it again."
    (ROOT / name).write_text("\n".join([header, *lines, ""]), encoding="utf-8", newline="\n")
    say(f"{name}: {len(lines)} lines.")


def pins(_arguments):
    """Resolved on the oldest Python, whose releases the newer ones can install too; no hashes, hosts or paths."""
    if sys.version_info[:2] != OLDEST:
        sys.exit("The pins are resolved on Python {}.{}, the oldest that Regrow supports.".format(*OLDEST))
    with tempfile.TemporaryDirectory() as scratch:
        make_venv(Path(scratch, "venv"))
        python, report = python_in(Path(scratch, "venv")), Path(scratch, "report.json")
        product = resolved(python, ["requirements.in"], report)
        write_pins("requirements.txt", product)
        both = resolved(python, ["requirements.txt", "requirements-dev.in"], report)
        write_pins("requirements-dev.txt", ["-r requirements.txt", *(line for line in both if line not in product)])


TASKS = {task.__name__: task for task in (run, test, check, bench, pins)}


def main(words):
    refuse_old_python(sys.version_info)
    if not words or words[0] not in TASKS:
        sys.exit(__doc__.strip())
    try:
        return TASKS[words[0]](words[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
