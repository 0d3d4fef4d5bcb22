"""The version of the package: that of the newest release that it carries, written here once."""

__version__ = "1.1.0"
