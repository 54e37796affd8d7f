"""Settings of Backstage that the catalog's entities rely on.

Keys: Backstage documentation (catalog configuration). Its stock rules allow Component, API and
Location alone.
"""

import re
from collections.abc import Iterator
from typing import Any

from catalogc.doctor.diagnosis import Snippet, Subject
from catalogc.goyaml.dump import dump
from catalogc.model.configuration import Config

# What `catalogc backstage` writes, beside the kinds that people wrote.
_OUR_KINDS = ("Component", "Location", "System", "Template")
_HTTPS = re.compile(r"https://(?:[^/@]*@)?(?P<host>[^/]+)/(?P<path>.+?)(?:\.git)?/?")
_SSH = re.compile(r"(?:ssh://)?[^/@]+@(?P<host>[^/:]+)(?::\d+)?[/:](?P<path>.+?)(?:\.git)?/?")


def backstage_snippets(subject: Subject) -> Iterator[Snippet]:
    """Yield the part of app-config.yaml that registers this catalog."""
    config = subject.catalog.config
    host, page = _page(config)
    location = f"{config.paths.backstage}/location.yaml"
    entry = {"type": "url", "target": f"{page}/{location}", "rules": [{"allow": _kinds(subject)}]}
    data: dict[str, Any] = {"catalog": {"locations": [entry]}}
    forge = _forge(host)
    if forge:
        token = "${" + f"{forge.upper()}_TOKEN" + "}"
        data["integrations"] = {forge: [{"host": host, "token": token}]}
    yield Snippet(
        "app-config.yaml",
        "Registers the catalog, with the kinds that its entities have; no processor is needed.",
        dump(data),
    )


def _kinds(subject: Subject) -> list[str]:
    written = {document.data.get("kind") for document in subject.catalog.entities}
    return sorted({*_OUR_KINDS, *(kind for kind in written if isinstance(kind, str))})


def _page(config: Config) -> tuple[str, str]:
    """Return the host, and the web page of the branch, where files of it are found by path."""
    url = config.argocd.repo_url
    found = _HTTPS.fullmatch(url) or _SSH.fullmatch(url)
    host, path = (found["host"], found["path"]) if found else ("", url)
    blob = "-/blob" if _forge(host) == "gitlab" else "blob"
    base = f"https://{host}/{path}" if found else path
    return host, f"{base}/{blob}/{config.argocd.target_revision}"


def _forge(host: str) -> str:
    """Return ``github`` or ``gitlab`` where the host's name says so; else a person must choose."""
    return next((forge for forge in ("github", "gitlab") if forge in host.lower()), "")
