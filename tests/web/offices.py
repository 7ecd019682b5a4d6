"""A website on an authority with cases, and its people at their browsers, on a day of one's choosing."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from flask import Flask
from flask.testing import FlaskClient
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from plo_workflow.cases import Desk
from tests.office import Office, noon
from web import create_app

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
ERRORS = re.compile(r'govuk-error-summary__list">(.*?)</ul>', re.DOTALL)


class CompiledOnce(BytecodeCache):
    """Templates compiled for one website of these tests serve all of them."""

    kept: ClassVar[dict[str, bytes]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.kept:
            bucket.bytecode_from_string(self.kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


@dataclass
class Website:
    """The website of an authority, on the day that `today` says."""

    office: Office
    today: date
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_app(
            Desk(self.office.store), secret_key=b"a key for tests", clock=self.now, https=False, hosts=["localhost"]
        )
        self.app.jinja_env.bytecode_cache = CompiledOnce()

    def now(self) -> datetime:
        """Noon of the day."""
        return noon(self.today)

    @contextmanager
    def signed_in(self, who: str) -> Iterator[Colleague]:
        """Somebody at their browser."""
        with self.app.test_client() as client:
            colleague = Colleague(client)
            colleague.send("/sign-in", {"person": who})
            yield colleague


@dataclass(frozen=True)
class Colleague:
    """A member of staff at a browser: keeps cookies and sends what is hidden in the form they are on."""

    client: FlaskClient

    def get(self, path: str) -> TestResponse:
        """Look at a page."""
        return self.client.get(path)

    def read(self, path: str) -> str:
        """The words of a page that must be there."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code)
        return html.unescape(response.text)

    def hidden(self, path: str) -> dict[str, str]:
        """What is hidden in the form of a page."""
        return dict(HIDDEN.findall(self.client.get(path).text))

    def send(self, path: str, answers: Mapping[str, object], hidden: Mapping[str, str] | None = None) -> TestResponse:
        """Fill in the form of a page and send it."""
        told = self.hidden(path) if hidden is None else hidden
        sent = MultiDict({**told, **fields(answers)})
        return self.client.post(path, data=sent)

    def do(self, ref: str, command: str, answers: Mapping[str, object], given: str = "") -> str:
        """Carry out a command on a case, which must succeed; gives the address of the next page."""
        response = self.send(f"/cases/{ref}/do/{command}{given}", answers)
        found = ERRORS.search(response.text)
        assert response.status_code == 303, (
            command,
            response.status_code,
            found[1] if found else response.text[-2000:],
        )
        return str(response.location)


def fields(answers: Mapping[str, object]) -> dict[str, object]:
    """Answers as a form sends them: a date in its three parts, yes and no as the radios have them."""
    sent: dict[str, object] = {}
    for name, value in answers.items():
        if isinstance(value, date):
            sent |= {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
        elif isinstance(value, dict):
            sent |= fields({f"{name}-{key}": inner for key, inner in value.items()})
        else:
            sent[name] = str(value)
    return sent
