"""How many marked bytes stand before a place: the kernel that all of the package shares."""

from mocgioi.rank import Places, Rank

__all__ = ["Places", "Rank"]
