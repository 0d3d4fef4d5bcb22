"""The map of the project's tasks: `nox` runs every check, `nox -l` lists all tasks, `nox -s NAME` runs one.

Words behind `--` go to the task's command, as in `nox -s tests -- -k text`.
"""

import os
import shutil
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.error_on_external_run = True
nox.options.stop_on_first_error = False

PYPROJECT = nox.project.load_toml("pyproject.toml")


def install(session: nox.Session, *groups: str) -> None:
    """Install the package from the checkout with the named dependency groups of pyproject.toml."""
    packages = [package for group in groups for package in nox.project.dependency_groups(PYPROJECT, group)]
    session.install("--editable", ".", *packages)


@nox.session
def lint(session):
    """Check the style of the code; `-- --fix` mends what can be mended."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "lint"))
    fix = "--fix" in session.posargs
    session.run("ruff", "check", ".", *session.posargs)
    session.run("ruff", "format", ".", *([] if fix else ["--check"]))


@nox.session(default=False)
def corpus(session):
    """Build the corpus from its raw pages, validate it, load it back and print what it holds."""
    install(session, "release")
    session.run("mocgioi", "build", "--output", "build")
    session.run("mocgioi", "validate")
    session.run("mocgioi", "describe", "build")


@nox.session(default=False)
def add(session):
    """Add a page with a drafted annotation: `nox -s add -- page.txt --source OUTLET`."""
    install(session)
    session.run("mocgioi", "add", *session.posargs)


@nox.session
def validate(session):
    """Check pages, annotations and releases; every fault at once, each with its fix."""
    install(session, "release")
    session.run("mocgioi", "validate", *session.posargs)


@nox.session
def generated(session):
    """Check that the generated parts of README, DATASHEET and the guide are fresh."""
    install(session)
    session.run("mocgioi", "generate", "--check")


@nox.session(default=False)
def generate(session):
    """Write the generated parts of README, DATASHEET and the guide."""
    install(session)
    session.run("mocgioi", "generate", *session.posargs)


@nox.session(default=False)
def agreement(session):
    """Compute the agreement of the annotation passes; `-- --check` only compares with the stored figures, as tests do."""
    install(session, "agreement")
    session.run("mocgioi", "agreement", *session.posargs)


@nox.session(default=False)
def train(session):
    """Train the drafting model: `-- DATA_DIR`; `--figures` cross-validates as well."""
    install(session, "train")
    session.run("python", "-m", "mocgioi.draft.training", *session.posargs)
    session.run("mocgioi", "generate")


@nox.session
def tests(session):
    """Run the tests."""
    install(session, "test")
    session.run("pytest", *session.posargs)


@nox.session(default=False)
def benchmark(session):
    """Time validation and drafting; `-- DATA_DIR` also scores drafting beside other tools on the pages there."""
    install(session, "benchmark")
    session.run("python", "-m", "tests.benchmarks.validate")
    session.run("python", "-m", "tests.benchmarks.draft", *session.posargs)
    session.run("python", "-m", "tests.benchmarks.size")


@nox.session(default=False)
def mutations(session):
    """Check the checker: more than 2,000 seeded faults in pages, checkouts and releases, each of which must be caught."""
    install(session, "test")
    session.run("pytest", "-m", "mutations", "-s", "-q", "tests/test_mutations.py", *session.posargs)


@nox.session
def citation(session):
    """Check CITATION.cff against the Citation File Format."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "citation"))
    session.run("cffconvert", "--validate")


@nox.session
def package(session):
    """Build wheel and sdist, check their metadata, and use the wheel offline in an environment of its own."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "package"))
    out = Path(session.create_tmp()).resolve()
    shutil.rmtree(out)
    session.run("python", "-m", "build", "--wheel", "--outdir", out / "direct", ".")
    session.run("python", "-m", "build", "--sdist", "--outdir", out, ".")
    shutil.unpack_archive(next(out.glob("*.tar.gz")), out / "unpacked", filter="data")
    session.run("python", "-m", "build", "--wheel", "--outdir", out / "again", *(out / "unpacked").iterdir())
    wheel, again = next(out.glob("direct/*.whl")), next(out.glob("again/*.whl"))
    if wheel.read_bytes() != again.read_bytes():
        session.error("the sdist builds another wheel than the checkout")
    session.run("twine", "check", "--strict", *out.glob("*.tar.gz"), wheel)
    session.run("python", "-m", "venv", out / "empty")
    python = out / "empty" / ("Scripts" if os.name == "nt" else "bin") / "python"
    session.run(python, "-m", "pip", "install", "--quiet", wheel, external=True)
    # Nothing that is asked of the network from here on gets an answer.
    nowhere = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9", "HF_HOME": str(out / "hf")}
    # And nothing is read from this checkout, which commands find from any folder inside of it.
    with tempfile.TemporaryDirectory() as elsewhere, session.chdir(elsewhere):
        for words in (["verify"], ["cite"], ["digest"], ["describe"]):
            session.run(python, "-m", "mocgioi", *words, external=True, env=nowhere)
        session.run(python, "-c", USE, external=True, env=nowhere)


USE = """
import mocgioi
from mocgioi import paths, release
assert not paths.is_checkout(paths.home()) and (paths.home() / "schema" / "document.schema.json").is_file()
for version in release.versions():
    print(version, [mocgioi.load(table, version=version).shape for table in ("documents", "spans", "lines")])
"""
"""What a user of the installed wheel does: every release that it carries is loaded, verified, from its own copy."""


@nox.session(default=False)
def release(session):
    """Freeze the working state as a release: `-- major`, `-- minor` or `-- patch`; `--dry-run` changes nothing."""
    install(session, "release")
    session.run("mocgioi", "release", *session.posargs)


@nox.session(default=False)
def publish(session):
    """Push tagged releases to a Hub: `-- ORG/NAME`, with `--private`; `--dry-run` sends nothing."""
    install(session, "release")
    session.run("mocgioi", "publish", *session.posargs)


@nox.session(default=False)
def withdraw(session):
    """Take a page down: `-- DOC --reason "…"`; asks first."""
    install(session, "release")
    session.run("mocgioi", "withdraw", *session.posargs)


@nox.session(default=False)
def verify(session):
    """Check every release to the last bit, or the one that is named by version, digest or SWHID."""
    install(session)
    session.run("mocgioi", "verify", *session.posargs)


@nox.session(default=False)
def reproduce(session):
    """Build a release again from the commit that its manifest names, and compare every byte: `-- 1.1.0`."""
    install(session, "release")
    session.run("mocgioi", "reproduce", *session.posargs)


@nox.session(default=False)
def olah(session):
    """Read a published repository through olah, a Hub server that is not ours."""
    install(session, "test")
    session.install("olah==0.5.4")
    session.run("pytest", "tests/test_olah.py", *session.posargs)
