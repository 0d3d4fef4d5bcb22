"""`python -m mocgioi` is the command line."""

from mocgioi.cli import run

run()
