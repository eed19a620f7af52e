"""The private store: files under MEDIA_ROOT by the SHA-256 of their content, so what is there once is never written over."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings


def put(content: bytes) -> str:
    """Keep `content`; gives its SHA-256. The file appears whole or not at all, readable by the service only."""
    digest = sha256(content).hexdigest()
    target = path_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{uuid4().hex}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    return digest


def path_of(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest
