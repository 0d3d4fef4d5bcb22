"""The command line: one file for each command in mocgioi/commands, found by its name."""

import argparse
import importlib
import os
import pkgutil
import sys
from pathlib import Path

from mocgioi import commands, journal
from mocgioi.console import colour
from mocgioi.errors import MocgioiError
from mocgioi.paths import home
from mocgioi.version import __version__

OK, FAULTS, COULD_NOT_RUN = 0, 1, 2
"""Exit codes: as asked and clean; ran and found faults; could not run."""


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line. A command's docstring is its help; its first line is in the list."""
    form = argparse.RawDescriptionHelpFormatter
    top = argparse.ArgumentParser(
        prog="mocgioi",
        formatter_class=form,
        description="Mốc Giới: an annotated corpus of web pages about the Vietnam–China border.",
        epilog="Exit codes: 0 done and clean, 1 faults or differences found, 2 could not run.\n"
        "Help on a command: mocgioi COMMAND --help",
    )
    top.add_argument("--version", action="version", version=f"mocgioi {__version__}")
    subparsers = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for found in pkgutil.iter_modules(commands.__path__):
        module = importlib.import_module(f"{commands.__name__}.{found.name}")
        summary, _, _ = module.__doc__.partition("\n")
        command = subparsers.add_parser(
            found.name.replace("_", "-"), help=summary.rstrip("."), description=module.__doc__, formatter_class=form
        )
        command.add_argument(
            "--root",
            type=Path,
            metavar="DIR",
            help="the repository (default: the checkout that mocgioi is part of, or the one around here)",
        )
        module.register(command)
        command.set_defaults(run=module.run)
    return top


def main(argv: list[str] | None = None) -> int:
    """Run the command line and return its exit code. What the user can mend is one message, never a traceback."""
    try:
        args = parser().parse_args(argv)
        _settle(args.root or home())
        code = args.run(args)
        sys.stdout.flush()
        return code
    except MocgioiError as error:
        print(f"{colour('error', '31', sys.stderr)}    {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except BrokenPipeError:
        # The reader went away, as `head` does; point standard output elsewhere so that exit does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        print("interrupted; nothing was half written", file=sys.stderr)
        return 130


def _settle(root: Path) -> None:
    """Finish or throw away what a release or withdrawal that was killed has left; it costs one look for a folder."""
    if (root / journal.FOLDER).is_dir() and journal.recover(root):
        print(f"note     finished a change of {root} that had been interrupted", file=sys.stderr)


def run() -> None:
    """Entry point of the `mocgioi` script."""
    sys.exit(main())
