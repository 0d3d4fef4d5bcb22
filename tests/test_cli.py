"""The command line as a whole."""

import pkgutil

import pytest

from mocgioi import cli, commands
from mocgioi.version import __version__
from tests.conftest import spawn

COMMANDS = [found.name.replace("_", "-") for found in pkgutil.iter_modules(commands.__path__)]


def test_help_lists_every_command(mocgioi, capsys):
    with pytest.raises(SystemExit) as caught:
        mocgioi("--help")
    out = capsys.readouterr().out
    assert caught.value.code == 0
    assert COMMANDS and all(f"    {name}" in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(mocgioi, capsys, name):
    with pytest.raises(SystemExit) as caught:
        mocgioi(name, "--help")
    assert caught.value.code == 0
    assert len(capsys.readouterr().out) > 200


def test_no_command_is_an_error(mocgioi, capsys):
    with pytest.raises(SystemExit) as caught:
        mocgioi()
    assert caught.value.code == 2
    assert "required: COMMAND" in capsys.readouterr().err


def test_an_error_is_one_message_without_traceback(mocgioi, tmp_path):
    ran = mocgioi("build", "--root", tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        f"error    {tmp_path}: found no corpus/raw and corpus/annotations, expected a checkout of the corpus\n"
        "  fix      run the command inside a checkout, or name one with --root DIR\n"
    )


def test_version_and_module_entry():
    ran = spawn("-m", "mocgioi", "--version")
    assert (ran.returncode, ran.stdout) == (0, f"mocgioi {__version__}\n")


LEAVE = """
import subprocess, sys
left = subprocess.Popen([sys.executable, *sys.argv[1:]], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
left.stdout.close()
sys.stderr.buffer.write(left.stderr.read())
sys.exit(left.wait())
"""


def test_a_reader_that_goes_away_is_no_traceback():
    ran = spawn("-c", LEAVE, "-m", "mocgioi", "agreement", "--format", "json")
    assert (ran.returncode, ran.stderr) == (cli.COULD_NOT_RUN, "")


def test_exit_codes_differ():
    assert len({cli.OK, cli.FAULTS, cli.COULD_NOT_RUN}) == 3
