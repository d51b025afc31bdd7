"""The name under which a browser saves an answer, whatever script it is in.

Source: RFC 6266, https://www.rfc-editor.org/rfc/rfc6266#section-5
"""

from urllib.parse import quote

from flask import Response


def save_as(response: Response, name: str) -> None:
    """Have *response* saved as *name*; programs that know ASCII only get what is left of it."""
    plain = "".join(c for c in name if c.isascii() and c.isprintable() and c not in '"\\\\%/;')
    plain = f"draft{plain}" if plain[:1] in ("", "-", ".") else plain
    header = f'attachment; filename="{plain}"'
    if plain != name:
        header += f"; filename*=UTF-8''{quote(name, safe='')}"
    response.headers["Content-Disposition"] = header
