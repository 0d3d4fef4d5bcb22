"""The map of the project's tasks: `nox` runs every check, `nox -l` lists all tasks, `nox -s NAME` runs one.

Words behind `--` go to the task's command, as in `nox -s tests -- -k text`.
"""

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


@nox.session
def tests(session):
    """Run the tests."""
    install(session, "test")
    session.run("pytest", *session.posargs)


@nox.session
def citation(session):
    """Check CITATION.cff against the Citation File Format."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "citation"))
    session.run("cffconvert", "--validate")


@nox.session
def package(session):
    """Build wheel and sdist, check their metadata, and try the wheel in an environment of its own."""
    session.install(*nox.project.dependency_groups(PYPROJECT, "package"))
    out = session.create_tmp()
    session.run("python", "-m", "build", "--outdir", out, ".")
    session.run("twine", "check", "--strict", f"{out}/*")
