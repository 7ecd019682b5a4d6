"""The website: turns a request into one call of the engine and one page. It decides nothing of the field."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from flask import Flask, request, url_for
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from plo_workflow.cases import Desk
from plo_workflow.wall_clock import now
from web.council import Council, stylesheet_page
from web.demonstration_day import follow_the_demonstration, today_in_words
from web.engine import connect
from web.errors import ExcInfo, log_failure, show_error_pages
from web.looking import nobody_looks
from web.made_up import all_made_up, demonstrating
from web.pages import PAGES, Page
from web.people import People, keep_guard
from web.security import refuse_forged_requests, secure
from web.showing import teach_templates
from web.staff import StaffOf
from web.today import Clock
from web.wording import FILTERS

HERE = Path(__file__).parent


class Website(Flask):
    """Flask with the Design System's templates beside ours, and failures logged without personal data."""

    @cached_property
    def jinja_loader(self) -> BaseLoader:
        """Our templates, then the Design System's under their package's name."""
        design_system = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
        return ChoiceLoader([FileSystemLoader(HERE / "templates"), design_system])

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log a failure under an id, without its values."""
        log_failure(self, exc_info)


def create_app(
    desk: Desk,
    *,
    secret_key: bytes,
    people: People | None = None,
    clock: Clock = now,
    council: Council | None = None,
    pages: Sequence[Page] = PAGES,
    https: bool = True,
    hosts: list[str] | None = None,
) -> Flask:
    """Make the website.

    `desk` carries out commands on the authority's database; `secret_key` signs sessions (see
    `security.read_secret_key`); `people` looks up who can sign in, the authority's staff if not given; `clock` gives
    the instant it is now, aware UTC; `hosts` are the names this site answers to, any if not given; `https` may be off
    only on a loopback demonstration.
    """
    council = council or Council()
    people = StaffOf(desk.store) if people is None else people
    static = f"/static/{_version(council)}"
    app = Website(__name__, static_folder=str(HERE / "static"), static_url_path=static)
    app.extensions.update(plo_people=people, plo_clock=clock)
    connect(app, desk)
    follow_the_demonstration(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(council=council, page_url=_page_url, today_in_words=today_in_words)
    app.jinja_env.globals.update(all_made_up=all_made_up, demonstrating=demonstrating, nobody_looks=nobody_looks)
    teach_templates(app)
    app.jinja_env.globals["menu"] = [page for page in pages if page.label]
    secure(app, secret_key=secret_key, https=https, hosts=hosts)
    keep_guard(app, people)
    refuse_forged_requests(app)
    show_error_pages(app)
    app.register_blueprint(stylesheet_page(council, f"{static}/council.css"))
    for page in pages:
        app.register_blueprint(page.blueprint)
    return app


def _version(council: Council) -> str:
    """A name for the static files that changes whenever one of them does, so browsers may keep them."""
    content = hashlib.sha256(council.stylesheet.encode())
    for path in sorted(path for path in (HERE / "static").rglob("*") if path.is_file()):
        content.update(path.name.encode() + path.read_bytes())
    return content.hexdigest()[:12]


def _page_url(number: int) -> str:
    """The address of another page of the list in hand, with everything else asked for kept."""
    asked = request.args.to_dict(flat=False) | (request.view_args or {}) | {"page": number}
    return url_for(str(request.endpoint), **asked)
