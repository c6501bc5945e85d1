# SPDX-License-Identifier: GPL-2.0-or-later
"""Answers in the platform's two forms, JSON and XML. Pure."""
import json
from xml.sax.saxutils import escape

JSON_TYPE = "application/json;charset=utf-8"
XML_TYPE = "text/xml;charset=utf-8"


def render(root, members, form):
    """(text, content type) of a dict; root names the XML document."""
    if form == "xml":
        return '<?xml version="1.0" encoding="UTF-8"?>' + _element(root, members), XML_TYPE
    return json.dumps(members, ensure_ascii=False), JSON_TYPE


def _element(name, value):
    if isinstance(value, list):
        return "".join(_element(name, item) for item in value)
    if isinstance(value, dict):
        inner = "".join(_element(key, item) for key, item in value.items())
    elif isinstance(value, bool):
        inner = "true" if value else "false"
    else:
        inner = escape("" if value is None else str(value))
    return f"<{name}>{inner}</{name}>"


def error_members(error, request_id, host):
    members = {"RequestId": request_id, "HostId": host, "Code": error.code,
               "Message": error.message,
               "Recommend": f"https://api.aliyun.com/troubleshoot?q={error.code}&product=Ecs"
                            f"&requestId={request_id}"}
    if error.detail:
        members["AccessDeniedDetail"] = error.detail
    return members
