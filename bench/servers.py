"""The servers that are compared: started on free ports, waited for, and always stopped."""

import importlib.util
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
APPS = ROOT / "bench/apps"  # apart, so that our click.py is not taken for the library of that name
PATIENCE = 60  # seconds until a server must answer
NO_DASH = "Dash is not installed here, so it is left out. `python tasks.py bench` installs it from bench/requirements.txt."


@contextmanager
def regrow(store: Path) -> Iterator[str]:
    """Regrow over the published store in a folder; gives the address of the response-rates page."""
    with streamlit(ROOT / "app.py", ROOT, REGROW_STORE=f"duckdb:{store}") as url:
        yield f"{url}/rates"


@contextmanager
def bare(charts: int) -> Iterator[str]:
    """A bare Streamlit page, run as one usually is: default settings."""
    script = APPS / "bare_streamlit.py"
    with (
        tempfile.TemporaryDirectory() as elsewhere,  # where no .streamlit/config.toml is found
        streamlit(script, Path(elsewhere), BENCH_CHARTS=str(charts)) as url,
    ):
        yield url


@contextmanager
def bare_tuned(charts: int) -> Iterator[str]:
    """The same page with Regrow's settings: configuration, compression, headers and the frozen garbage collector."""
    with streamlit(APPS / "bare_tuned.py", ROOT, BENCH_CHARTS=str(charts), PYTHONPATH=str(ROOT)) as url:
        yield url


@contextmanager
def dash(charts: int) -> Iterator[str]:
    """The Plotly Dash peer."""
    port = free_port()
    command = [dash_python(), str(APPS / "dash_app.py")]
    with running(command, ROOT, f"http://127.0.0.1:{port}/", PORT=str(port), BENCH_CHARTS=str(charts)):
        yield f"http://127.0.0.1:{port}"


def dash_python() -> str:
    """The Python that has Dash: this one, or the one REGROW_DASH_PYTHON names; empty where there is none."""
    return sys.executable if importlib.util.find_spec("dash") else os.environ.get("REGROW_DASH_PYTHON", "")


@contextmanager
def streamlit(script: Path, folder: Path, **variables: str) -> Iterator[str]:
    """A Streamlit server for a script, started in `folder`; gives its address."""
    port = free_port()
    options = ["--server.port", str(port), "--server.headless", "true", "--browser.gatherUsageStats", "false"]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *options]
    with running(command, folder, f"http://127.0.0.1:{port}/_stcore/health", **variables):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def running(command: list[str], folder: Path, health: str, **variables: str) -> Iterator[None]:
    """A process, for as long as the block lasts; its output is shown where it does not come up."""
    with tempfile.TemporaryFile("w+") as log:
        env = {"OPENBLAS_NUM_THREADS": "1", **os.environ, **variables}
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=subprocess.STDOUT)
        try:
            if not _answers(health, process):
                log.seek(0)
                raise SystemExit(f"{' '.join(command)} did not come up:\n{log.read()[-2000:]}")
            yield
        finally:
            _stop(process)


def _answers(health: str, process: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(health, timeout=2):
                return True
        except (URLError, OSError):
            time.sleep(0.01)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port nobody uses at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
