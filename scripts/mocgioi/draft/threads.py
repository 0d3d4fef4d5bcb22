"""One thread for the products of small matrices.

A BLAS library sets every core on a product. For products of this size its threads mostly wait for each other, and they
do so by spinning: on two busy cores drafting took four times the processor time. Processes are the way to more cores.
"""

from functools import cache

from threadpoolctl import ThreadpoolController


@cache
def _libraries() -> ThreadpoolController:
    """The BLAS libraries of this process, looked for once."""
    return ThreadpoolController()


def one_thread():
    """A context in which BLAS uses the calling thread only."""
    return _libraries().limit(limits=1, user_api="blas")
