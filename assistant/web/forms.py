"""The short forms of the plain pages, read as far as any of ours goes."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import Request

TOO_OLD = "This page was open for too long. Please try again."
_LONGEST = 8000  # bytes
_MOST_FIELDS = 20


async def short_form(request: Request) -> dict[str, str]:
    """The fields of a form that was sent; none where it is longer than any of ours."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LONGEST:
            return {}
    try:
        given = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:  # more fields than ours has
        return {}
    return {name: values[0] for name, values in given.items()}
