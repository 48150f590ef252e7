"""The set-up script, without making an environment: its refusals, its stamp, and how it finds a browser."""

import ast
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import tasks

ROOT = Path(tasks.__file__).parent


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project with one list of packages, an environment folder, and the pip calls made in it."""
    (tmp_path / "requirements.txt").write_text("duckdb==1.5.5\n")
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(tasks, "ROOT", tmp_path)
    calls = []
    monkeypatch.setattr(tasks, "quietly", lambda command, failure: calls.append(command))
    return tmp_path, calls


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def run_task(*words, **variables):
    command = [sys.executable, str(ROOT / "tasks.py"), *words]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=60)


def program(folder, name):
    """A file that can be run, as a browser would be."""
    path = folder / (f"{name}.exe" if os.name == "nt" else name)
    path.touch(mode=0o755)
    return str(path)


@pytest.fixture
def empty_machine(tmp_path, monkeypatch):
    """A machine with one empty folder of programs, and no browser in the usual places."""
    for name in ("REGROW_CHROME", "ProgramFiles", "ProgramFiles(x86)", "LocalAppData"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(tasks, "MAC_BROWSERS", [])
    return tmp_path


def test_a_taken_port_is_named_with_a_free_one_to_take_instead(taken_port):
    done = run_task("run", PORT=str(taken_port))
    assert done.returncode == 1
    opening = f"Port {taken_port} is taken. If Regrow is already running there, open http://localhost:{taken_port}; "
    assert done.stderr.startswith(f"{opening}if not, choose another port: PORT=")
    assert done.stderr.endswith(" make run\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("text", ["", "dashboard", "0", "65536", "-1", "8501.0", "８５０１"])
def test_a_port_that_is_no_port_number_is_refused_with_what_was_given(text):
    with pytest.raises(SystemExit, match=r"not a number from 1 to 65535") as refusal:
        tasks.chosen_port(text)
    assert repr(text) in str(refusal.value)


def test_a_port_taken_at_the_second_address_of_localhost_is_not_free():
    with socket.socket(socket.AF_INET6) as server:
        try:
            server.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6 address")
        server.listen()
        assert not tasks.is_free(server.getsockname()[1])


def test_a_port_that_was_just_let_go_is_free():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        assert not tasks.is_free(port)
    assert tasks.is_free(port)
    assert tasks.chosen_port(str(port)) == port


def test_an_unknown_word_lists_the_tasks_and_fails():
    done = run_task("deploy")
    assert done.returncode == 1
    assert all(f"python tasks.py {name}" in done.stderr for name in tasks.TASKS)


@pytest.mark.parametrize("version", [(2, 7), (3, 8, 18), (3, 10, 13)])
def test_a_python_too_old_is_told_which_one_is_needed(version):
    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer") as refusal:
        tasks.refuse_old_python(version)
    assert "this is Python {}.{}.".format(*version[:2]) in str(refusal.value)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 13, 0), (4, 0)])
def test_the_oldest_python_and_newer_ones_are_welcome(version):
    tasks.refuse_old_python(version)


def test_an_old_python_can_read_the_script_far_enough_to_refuse():
    ast.parse((ROOT / "tasks.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_packages_are_installed_once_for_the_same_list(project):
    folder, calls = project
    tasks.install(folder / ".venv", tasks.PRODUCT)
    tasks.install(folder / ".venv", tasks.PRODUCT)
    assert len(calls) == 1


def test_packages_are_installed_again_when_the_list_changes(project):
    folder, calls = project
    tasks.install(folder / ".venv", tasks.PRODUCT)
    (folder / "requirements.txt").write_text("duckdb==1.5.6\n")
    tasks.install(folder / ".venv", tasks.PRODUCT)
    assert len(calls) == 2


def test_packages_are_installed_again_for_another_python(project, monkeypatch):
    folder, calls = project
    tasks.install(folder / ".venv", tasks.PRODUCT)
    monkeypatch.setattr(tasks, "THIS_PYTHON", "3.99")
    tasks.install(folder / ".venv", tasks.PRODUCT)
    assert len(calls) == 2


def test_an_install_that_failed_is_done_again(project, monkeypatch):
    folder, calls = project
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr(tasks, "quietly", lambda command, failure: sys.exit(failure))
        tasks.install(folder / ".venv", tasks.PRODUCT)
    tasks.install(folder / ".venv", tasks.PRODUCT)
    assert len(calls) == 1


def test_the_test_tools_are_installed_again_when_the_products_packages_change(project):
    folder, calls = project
    (folder / "requirements-dev.txt").write_text("pytest==9.2.0\n")
    tasks.install(folder / ".venv", tasks.DEVELOPMENT)
    (folder / "requirements.txt").write_text("duckdb==1.5.6\n")
    tasks.install(folder / ".venv", tasks.DEVELOPMENT)
    assert len(calls) == 2


def test_an_environment_that_is_half_made_is_not_usable(project):
    folder, _ = project
    assert not tasks.is_usable(folder / ".venv")
    assert not tasks.is_usable(folder / "nowhere")


def test_an_environment_of_another_python_is_not_usable(monkeypatch):
    monkeypatch.setattr(tasks, "python_in", lambda venv: sys.executable)
    assert tasks.is_usable(ROOT)
    monkeypatch.setattr(tasks, "THIS_PYTHON", "3.99")
    assert not tasks.is_usable(ROOT)


def test_a_python_without_venv_is_told_what_to_install(project, monkeypatch):
    folder, calls = project
    monkeypatch.setattr(tasks.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-venv"):
        tasks.make_venv(folder / ".venv")
    assert calls == []


def test_a_command_that_fails_shows_what_it_printed_and_one_sentence():
    command = [sys.executable, "-c", "import sys; print('the reason'); sys.exit(3)"]
    with pytest.raises(SystemExit) as ended:
        tasks.quietly(command, "It could not be done.")
    assert ended.value.code == "the reason\n\nIt could not be done."


SHUTS_DOWN = """
import signal, time
asked = []
before = signal.signal(signal.SIGINT, lambda *_: asked.append(1))
print("ready", flush=True)
while not asked:
    time.sleep(0.01)
signal.signal(signal.SIGINT, before)
signal.raise_signal(signal.SIGINT)  # as the web server does when all is closed
print("ended", flush=True)
"""
TOO_EARLY = "import time; print('ready', flush=True); time.sleep(60)"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to send Ctrl-C to")
@pytest.mark.parametrize(("server", "printed"), [(SHUTS_DOWN, "ended\n"), (TOO_EARLY, "")])
def test_a_server_ended_by_ctrl_c_ends_quietly_and_well(server, printed):
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # begun in the background it would be ignored
    serve = f"sys.exit(tasks.serve([sys.executable, '-c', {server!r}]))"
    code = f"import signal, sys, tasks; {heard}; tasks.PATIENCE = 0.5; {serve}"
    started = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with started as process:
        assert process.stdout.readline() == "ready\n"
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=30) == (printed, "")
    assert process.returncode == 0


def test_a_server_that_ends_by_itself_hands_its_exit_code_on():
    code = "import sys, tasks; sys.exit(tasks.serve([sys.executable, '-c', 'raise SystemExit(3)']))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=30).returncode == 3


def test_a_machine_without_a_browser_has_none(empty_machine):
    assert tasks.installed_browser() is None


@pytest.mark.parametrize("name", tasks.BROWSERS)
def test_a_browser_among_the_programs_is_found(empty_machine, name):
    path = program(empty_machine, name)
    assert os.path.samefile(tasks.installed_browser(), path)


def test_chromium_goes_before_the_other_browsers(empty_machine):
    program(empty_machine, "microsoft-edge")
    path = program(empty_machine, "chromium")
    assert os.path.samefile(tasks.installed_browser(), path)


def test_a_browser_in_the_usual_windows_folder_is_found(empty_machine, monkeypatch):
    folder = empty_machine / "Google/Chrome/Application"
    folder.mkdir(parents=True)
    (folder / "chrome.exe").touch(mode=0o755)
    monkeypatch.setenv("LocalAppData", str(empty_machine))
    assert os.path.samefile(tasks.installed_browser(), folder / "chrome.exe")


@pytest.mark.skipif(os.name == "nt", reason="apt-get is Debian's")
def test_a_debian_without_a_browser_gets_chromium_once(empty_machine, monkeypatch, capsys):
    apt_get = empty_machine / "apt-get"
    install = f'[ "$2" = update ] || /bin/cp "$0" {empty_machine}/chromium'
    apt_get.write_text(f'#!/bin/sh\necho "$@" >> {empty_machine}/calls\n{install}\n')
    apt_get.chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert tasks.browser("python") == tasks.browser("python") == str(empty_machine / "chromium")
    calls = (empty_machine / "calls").read_text().splitlines()
    assert calls == ["-qq update", "-qq install -y --no-install-recommends chromium fonts-dejavu-core"]
    assert capsys.readouterr().out == "Installing Chromium for the browser tests.\n"


def test_a_machine_without_apt_gets_playwrights_own_browser(empty_machine, monkeypatch):
    calls = []
    monkeypatch.setattr(tasks, "quietly", lambda command, failure: calls.append(command))
    assert tasks.browser("python") is None
    assert calls == [["python", "-m", "playwright", "install", "chromium"]]


def test_the_browser_named_in_the_environment_goes_first(empty_machine, monkeypatch):
    program(empty_machine, "chromium")
    path = program(empty_machine, "my-browser")
    monkeypatch.setenv("REGROW_CHROME", path)
    assert os.path.samefile(tasks.installed_browser(), path)


def test_a_browser_named_in_the_environment_that_is_not_there_is_an_error(empty_machine, monkeypatch):
    monkeypatch.setenv("REGROW_CHROME", str(empty_machine / "gone"))
    with pytest.raises(SystemExit, match="not a program that can be run"):
        tasks.installed_browser()


def test_every_pin_is_exact_and_names_no_host_or_path():
    for name in tasks.DEVELOPMENT:
        lines = (ROOT / name).read_text().splitlines()
        pins = [line for line in lines if not line.startswith(("#", "-r requirements.txt"))]
        assert pins
        assert all("==" in line and "/" not in line and "@" not in line for line in pins)


def test_everything_asked_for_directly_is_pinned_at_the_version_asked_for():
    for name in tasks.DEVELOPMENT:
        asked = (ROOT / name.replace(".txt", ".in")).read_text().splitlines()
        pinned = (ROOT / name).read_text().splitlines()
        assert [line for line in asked if line and not line.startswith("#") and line not in pinned] == []
