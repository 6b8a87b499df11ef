"""The machine-readable descriptions: OpenAPI of everything over HTTP, AsyncAPI of the socket."""

from __future__ import annotations

from ...contracts import asyncapi, openapi
from .control import Body, ControlRequest, control


@control("openapi")
def openapi_document(request: ControlRequest) -> Body:
    return openapi.document(request.base_url)


@control("asyncapi")
def asyncapi_document(request: ControlRequest) -> Body:
    return asyncapi.document(request.base_url)
