"""A stand-in for the Hub on the loopback: dataset repositories, commits, LFS, tags, downloads with ranges.

It speaks as much of the protocol as `huggingface_hub` and `datasets` use for that. `breaks` makes a request fail.
"""

import base64
import hashlib
import json
import re
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

DATE = "2026-01-02T03:04:05.000Z"


@dataclass
class Repo:
    """A repository: commits by id, each a dictionary of paths to contents, and names for some of them."""

    private: bool
    commits: dict[str, dict[str, bytes]] = field(default_factory=dict)
    main: str = ""
    tags: dict[str, str] = field(default_factory=dict)

    def commit(self, files: dict[str, bytes]) -> str:
        listed = sorted((path, hashlib.sha256(data).hexdigest()) for path, data in files.items())
        oid = hashlib.sha1(json.dumps([self.main, listed]).encode()).hexdigest()
        self.commits[oid], self.main = files, oid
        return oid

    def resolve(self, revision: str) -> str | None:
        name = unquote(revision)
        return self.main if name == "main" else self.tags.get(name, name if name in self.commits else None)


class Hub:
    """The state of the stand-in. `breaks`: a pattern over `METHOD path`; what matches it is answered with 400, which is not tried again."""

    def __init__(self):
        self.repos: dict[str, Repo] = {}
        self.stored: dict[str, bytes] = {}
        self.breaks: str | None = None
        self.token: str | None = None
        self.writes: list[str] = []
        self.url = ""


def is_lfs(path: str) -> bool:
    return path.endswith(".parquet")


def blob(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


def entry(path: str, data: bytes) -> dict:
    found = {"type": "file", "path": path, "size": len(data), "oid": blob(data)}
    if is_lfs(path):
        found["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
    return found


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    hub: Hub

    def log_message(self, *words):
        pass

    def answer(self, code: int, body=b"", **headers) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", "Content-Length": len(data)} | headers
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def missing(self, what: str, **headers) -> None:
        self.answer(404, {"error": what}, X_Error_Code=what, X_Error_Message=what, **headers)

    def body(self) -> bytes:
        if (self.headers.get("Transfer-Encoding") or "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def handle_any(self) -> None:
        data, path = self.body(), urlsplit(self.path).path
        if self.command not in ("GET", "HEAD"):
            self.hub.writes.append(f"{self.command} {path}")
        if self.hub.breaks and re.search(self.hub.breaks, f"{self.command} {path}"):
            return self.answer(400, {"error": "broken on purpose"})
        # An upload goes to an address that is signed by itself, as on the Hub.
        if (
            self.hub.token
            and not path.startswith("/lfs/")
            and self.headers.get("Authorization") != f"Bearer {self.hub.token}"
        ):
            return self.answer(401, {"error": "Invalid credentials in Authorization header"})
        for pattern, name in ROUTES:
            if match := re.fullmatch(pattern, path):
                return getattr(self, name)(data, *match.groups())
        return self.missing("EntryNotFound")

    do_GET = do_POST = do_PUT = do_HEAD = handle_any

    # --- what the routes do -------------------------------------------------------------------------------------

    def create(self, data):
        asked = json.loads(data)
        name = f"{asked.get('organization') or 'me'}/{asked['name']}"
        code = 409 if name in self.hub.repos else 200
        if code == 200:
            self.hub.repos[name] = Repo(bool(asked.get("private") or asked.get("visibility") == "private"))
            self.hub.repos[name].commit({".gitattributes": b"*.parquet filter=lfs diff=lfs merge=lfs -text\n"})
        self.answer(code, {"url": f"{self.hub.url}/datasets/{name}", "name": name, "id": name})

    def validate_yaml(self, data):
        self.answer(200, {"errors": [], "warnings": []})

    def whoami(self, data):
        self.answer(200, {"type": "user", "name": "me", "orgs": []})

    def lfs_batch(self, data, name):
        objects = []
        for asked in json.loads(data)["objects"]:
            found = {"oid": asked["oid"], "size": asked["size"], "authenticated": True}
            if asked["oid"] not in self.hub.stored:
                href = f"{self.hub.url}/lfs/{asked['oid']}"
                found["actions"] = {"upload": {"href": href, "header": {}}}
            objects.append(found)
        self.answer(200, {"transfer": "basic", "objects": objects}, Content_Type="application/vnd.git-lfs+json")

    def lfs_store(self, data, oid):
        same = hashlib.sha256(data).hexdigest() == oid
        if same:
            self.hub.stored[oid] = data
        self.answer(200 if same else 422)

    def preupload(self, data, name, revision):
        repo = self.hub.repos[name]
        files, told = repo.commits[repo.resolve(revision)], []
        for asked in json.loads(data)["files"]:
            path = asked["path"]
            found = entry(path, files[path]) if path in files else {}
            oid = found.get("lfs", found).get("oid")
            mode = "lfs" if is_lfs(path) else "regular"
            told.append({"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": oid})
        self.answer(200, {"files": told})

    def commit(self, data, name, revision):
        repo = self.hub.repos[name]
        files = dict(repo.commits[repo.main])
        for line in filter(None, data.split(b"\n")):
            item = json.loads(line)
            key, value = item["key"], item["value"]
            if key == "header" and value.get("parentCommit") not in (None, repo.main):
                return self.answer(412, {"error": "A commit has happened since"})
            if key == "file":
                files[value["path"]] = base64.b64decode(value["content"])
            elif key == "lfsFile":
                files[value["path"]] = self.hub.stored[value["oid"]]
            elif key == "deletedFile":
                del files[value["path"]]
        oid = repo.commit(files)
        url = f"{self.hub.url}/datasets/{name}/commit/{oid}"
        self.answer(200, {"success": True, "commitOid": oid, "commitUrl": url, "hookOutput": ""})

    def tag(self, data, name, revision):
        repo, tag = self.hub.repos[name], json.loads(data)["tag"]
        if tag in repo.tags:
            return self.answer(409, {"error": "Tag reference exists already"})
        repo.tags[tag] = repo.resolve(revision)
        self.answer(200, {})

    def refs(self, data, name):
        repo = self.hub.repos.get(name)
        if repo is None:
            return self.missing("RepoNotFound")
        tags = [{"name": tag, "ref": f"refs/tags/{tag}", "targetCommit": oid} for tag, oid in repo.tags.items()]
        branches = [{"name": "main", "ref": "refs/heads/main", "targetCommit": repo.main}]
        self.answer(200, {"branches": branches, "tags": tags, "converts": [], "pullRequests": []})

    def info(self, data, name, revision="main"):
        found = self.at(name, revision or "main")
        if found:
            oid, files = found
            told = {"_id": "1", "id": name, "sha": oid, "private": self.hub.repos[name].private, "gated": False}
            told |= {"disabled": False, "tags": [], "downloads": 0, "likes": 0, "createdAt": DATE, "lastModified": DATE}
            self.answer(200, told | {"siblings": [{"rfilename": path} for path in sorted(files)]})

    def tree(self, data, name, revision, folder=None):
        found = self.at(name, revision)
        if not found:
            return
        inside = unquote(folder).strip("/") + "/" if folder else ""
        recursive = "recursive=true" in self.path.lower()
        files = {path: data for path, data in found[1].items() if path.startswith(inside)}
        if folder and not files:
            return self.missing("EntryNotFound")
        parts = {path: path[len(inside) :].split("/") for path in files}
        folders = {
            inside + "/".join(p[:i]) for p in parts.values() for i in range(1, len(p) if recursive else min(2, len(p)))
        }
        told = [{"type": "directory", "path": path, "oid": blob(path.encode()), "size": 0} for path in sorted(folders)]
        told += [entry(path, files[path]) for path in sorted(files) if recursive or len(parts[path]) == 1]
        self.answer(200, told)

    def paths_info(self, data, name, revision):
        found = self.at(name, revision)
        asked = json.loads(data)["paths"] if data.startswith(b"{") else re.findall(r"paths=([^&]*)", data.decode())
        if found:
            self.answer(200, [entry(path, found[1][path]) for path in map(unquote, asked) if path in found[1]])

    def download(self, data, name, revision, path):
        found = self.at(name, revision)
        if not found:
            return
        oid, files = found
        if unquote(path) not in files:
            return self.missing("EntryNotFound", X_Repo_Commit=oid)
        content = files[unquote(path)]
        digest = entry(unquote(path), content)
        tag = digest.get("lfs", digest)["oid"]
        headers = {"X_Repo_Commit": oid, "ETag": f'"{tag}"', "Accept_Ranges": "bytes", "X_Linked_Size": len(content)}
        if asked := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range") or ""):
            first, last = int(asked[1]), min(int(asked[2] or len(content) - 1), len(content) - 1)
            headers["Content_Range"] = f"bytes {first}-{last}/{len(content)}"
            return self.answer(206, content[first : last + 1], **headers)
        self.answer(200, content, **headers)

    def at(self, name: str, revision: str) -> tuple[str, dict[str, bytes]] | None:
        """Commit id and files of a revision; None, and an answer given, when there is none."""
        repo = self.hub.repos.get(name)
        if repo is None:
            self.missing("RepoNotFound")
            return None
        oid = repo.resolve(revision)
        if oid is None:
            self.missing("RevisionNotFound")
            return None
        return oid, repo.commits[oid]


NAME = "([^/]+/[^/]+)"
ROUTES = [
    ("/api/whoami-v2", "whoami"),
    ("/api/repos/create", "create"),
    ("/api/validate-yaml", "validate_yaml"),
    (rf"/datasets/{NAME}\.git/info/lfs/objects/batch", "lfs_batch"),
    ("/lfs/([0-9a-f]{64})", "lfs_store"),
    (rf"/datasets/{NAME}/resolve/([^/]+)/(.+)", "download"),
    (f"/api/datasets/{NAME}/preupload/([^/]+)", "preupload"),
    (f"/api/datasets/{NAME}/commit/([^/]+)", "commit"),
    (f"/api/datasets/{NAME}/tag/([^/]+)", "tag"),
    (f"/api/datasets/{NAME}/refs", "refs"),
    (f"/api/datasets/{NAME}/tree/([^/]+)(?:/(.+))?", "tree"),
    (f"/api/datasets/{NAME}/paths-info/([^/]+)", "paths_info"),
    (f"/api/datasets/{NAME}(?:/revision/([^/]+))?", "info"),
]


@contextmanager
def running():
    """The stand-in, answering on a free port until the block ends."""
    hub = Hub()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"hub": hub}))
    hub.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield hub
    finally:
        server.shutdown()
        server.server_close()
