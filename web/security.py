"""What every response carries and every request must pass: headers, tokens, cookies, sizes, the key."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect

LARGEST_REQUEST = 10 * 1024 * 1024
SESSION_LASTS = timedelta(hours=12)
A_YEAR = 365 * 24 * 3600

FIRST_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' govuk-frontend-supported' : '');"
)
"""The one script inside a page, from the Design System's template: allowed by its hash, without a nonce."""

_FIRST_SCRIPT_HASH = base64.b64encode(hashlib.sha256(FIRST_SCRIPT.encode()).digest()).decode()
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        f"script-src 'self' 'sha256-{_FIRST_SCRIPT_HASH}'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
}

CACHED = frozenset({"static", "council.stylesheet"})
"""Endpoints whose address changes with their content; the rest may hold personal data and is never stored."""


def secure(app: Flask, *, secret_key: bytes, https: bool, hosts: list[str] | None) -> None:
    """Set the cookies, limits, checks and headers. `https` off is for a demonstration on this machine."""
    app.config.update(
        SECRET_KEY=secret_key,
        SESSION_COOKIE_NAME="__Host-plo" if https else "plo",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=SESSION_LASTS,
        SEND_FILE_MAX_AGE_DEFAULT=A_YEAR,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        TRUSTED_HOSTS=hosts,
        WTF_CSRF_TIME_LIMIT=None,  # a letter may take all afternoon: a form lasts as long as the session
    )
    app.before_request(_refuse_other_sites)
    app.after_request(_add_headers)


def refuse_forged_requests(app: Flask) -> None:
    """Check the token on every request that can change something; set up after the guard, which is first."""
    CSRFProtect(app)


def read_secret_key(folder: Path) -> bytes:
    """The key that signs sessions, made at the first start in a file that only its owner may read.

    Raises PermissionError when others may read it.
    """
    path = folder / "secret_key"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
    except FileExistsError:
        if path.stat().st_mode & 0o077:
            raise PermissionError(f"Others may read {path}. Run: chmod 600 {path}") from None
    return path.read_bytes()


def _refuse_other_sites() -> None:
    if request.method not in ("GET", "HEAD", "OPTIONS") and request.headers.get("Sec-Fetch-Site") in (
        "cross-site",
        "same-site",
    ):
        abort(403)


def _add_headers(response: Response) -> Response:
    response.headers.update(HEADERS)
    if request.endpoint in CACHED and response.status_code < 300:
        response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "no-store"
    return response
