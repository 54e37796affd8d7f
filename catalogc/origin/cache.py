"""Origins of earlier runs, on disk. Never needed: what cannot be read is worked out again."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from catalogc import __version__
from catalogc.model.catalog import RenderedRelease
from catalogc.model.resource import ResourceKey
from catalogc.model.source import FieldPath
from catalogc.origin.fields import FieldOrigin, Origins
from catalogc.origin.lines import TemplateLine
from catalogc.origin.trees import ABSENT, Change

_FORMAT = 1
"""To be raised with every change of how origins are found or stored."""
_MOST_FILES = 512
_MOST_BYTES = 8 << 20
"""Of one file; what is larger is not stored."""


@dataclass(frozen=True, slots=True)
class OriginCache:
    """A folder with one file a release; None for no cache."""

    folder: Path | None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "OriginCache":
        """The user's cache; ``CATALOGC_CACHE=off`` switches it off."""
        home = environment.get("HOME", "")
        base = environment.get("XDG_CACHE_HOME") or (home and f"{home}/.cache")
        if environment.get("CATALOGC_CACHE") == "off" or not base or not Path(base).is_absolute():
            return cls(None)
        return cls(Path(base) / "catalogc" / "origin")

    def read(self, item: RenderedRelease, kube_version: str, engine: str) -> Origins | None:
        """Return stored origins; None where there are none that can be trusted."""
        if self.folder is None:
            return None
        key = _key(item, kube_version, engine)
        try:
            content = (self.folder / f"{key}.json").read_bytes()
            digest, _, text = content.partition(b"\n")
            if digest.decode("ascii") != hashlib.sha256(text).hexdigest():
                return None
            return _restore(json.loads(text))
        except (OSError, ValueError, TypeError, LookupError, RecursionError):
            return None

    def write(
        self, item: RenderedRelease, kube_version: str, engine: str, origins: Origins
    ) -> None:
        """Store origins; quietly not, where that cannot be done."""
        if self.folder is None:
            return
        text = json.dumps(_dump(origins), separators=(",", ":")).encode("utf-8", "surrogatepass")
        if len(text) > _MOST_BYTES:
            return
        content = hashlib.sha256(text).hexdigest().encode() + b"\n" + text
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(self.folder / f"{_key(item, kube_version, engine)}.json", content)
            _trim(self.folder)


def _key(item: RenderedRelease, kube_version: str, engine: str) -> str:
    release = item.release
    parts: list[Any] = [
        _FORMAT,
        __version__,
        engine,
        kube_version,
        release.adapter.chart.digest,
        release.name,
        release.namespace,
        release.effective.data,
        [resource.text for resource in item.resources],
    ]
    # Not sorted: templates do not see the order of keys, but a digest may differ at no harm.
    return hashlib.sha256(json.dumps(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _write(path: Path, content: bytes) -> None:
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _trim(folder: Path) -> None:
    """Keep the files that were written last."""
    files = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in files[_MOST_FILES:]:
        path.unlink(missing_ok=True)


def _dump(origins: Origins) -> dict[str, Any]:
    fields = [
        [list(key), [[path, *_dump_field(origin)] for path, origin in known.items()]]
        for key, known in origins.fields.items()
    ]
    reach = [
        [
            value,
            [
                [list(c.resource), c.path, *_dump_value(c.before), *_dump_value(c.after)]
                for c in changes
            ],
        ]
        for value, changes in origins.reach.items()
    ]
    return {"fields": fields, "reach": reach}


def _dump_field(origin: FieldOrigin) -> tuple[Any, Any, Any]:
    line = origin.template
    return origin.values, origin.governed_by, [line.file, line.line] if line else None


def _dump_value(value: Any) -> tuple[bool, Any]:
    return (False, None) if value is ABSENT else (True, value)


def _restore(stored: Any) -> Origins:
    fields = {
        ResourceKey(*key): {
            tuple(path): FieldOrigin(
                _paths(values), _paths(governed), TemplateLine(*line) if line else None
            )
            for path, values, governed, line in known
        }
        for key, known in stored["fields"]
    }
    reach = {
        tuple(value): [
            Change(
                ResourceKey(*resource),
                tuple(path),
                before if had else ABSENT,
                after if has else ABSENT,
            )
            for resource, path, had, before, has, after in changes
        ]
        for value, changes in stored["reach"]
    }
    return Origins(fields, reach)


def _paths(stored: list[list[str | int]]) -> tuple[FieldPath, ...]:
    return tuple(tuple(path) for path in stored)
