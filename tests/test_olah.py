"""Reading a published repository through olah, a server of Hub repositories that is not ours, from a Git mirror."""

import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.releases import git, two_tagged
from tests.test_publish import NAME, check_reading

pytest.importorskip("olah", reason="run by nox -s olah")
pytestmark = pytest.mark.slow

CONFIG = """
[basic]
host = "127.0.0.1"
port = {port}
repos-path = "./repos"
mirrors-path = ["./mirrors"]
hf-scheme = "http"
hf-netloc = "127.0.0.1:9"
[accessibility]
offline = true
"""


@pytest.fixture
def server(tmp_path):
    """olah over a Git mirror of what is published, on the branch main; its address."""
    mirror = tmp_path / "mirrors" / "datasets" / NAME
    git(two_tagged(mirror), "branch", "-M", "main")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "olah.toml").write_text(CONFIG.format(port=port))
    command = [os.path.join(os.path.dirname(sys.executable), "olah-cli"), "-c", "olah.toml", "--log-path", "logs"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{url}/api/datasets/{NAME}/refs", timeout=2).close()
                break
            except OSError:
                assert process.poll() is None, "olah ended"
                time.sleep(0.5)
        yield url
    finally:
        process.terminate()
        process.wait(20)


def test_another_server_serves_every_release_by_tag(server, tmp_path, mocgioi):
    environment = {
        "HF_ENDPOINT": server, "HF_HOME": str(tmp_path / "hf"), "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1", "HF_UPDATE_DOWNLOAD_COUNTS": "0",
    }  # fmt: skip
    check_reading(NAME, environment, mocgioi)
