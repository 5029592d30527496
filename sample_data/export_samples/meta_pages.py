"""Pages as Instagram, Threads and Facebook write them: 13 kB of style first, class names that mean nothing."""

# ruff: noqa: E501 - the lines are as long as those of the files.

STYLE = "/* an invented rule that is here for its length */ ._a6-g{margin:0 0 16px} " * 170
PAGE = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" /><base href="../../" />'
    '<style type="text/css" nonce="AAAAAAAA">{style}</style><title>{title}</title></head><body class="_5vb_ _2yq _a7o5">'
    '<div class="clearfix _ikh"><div class="_a70e">{title}</div><div class="_a70f">{under}</div>{body}</div></body></html>'
)


def page_2024(entries: list[tuple[str, str, str]], *, title: str = "Following") -> str:
    """Return a page of link, text of the link and date as it was in 2024."""
    boxes = "".join(
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_a6-p"><div><div><a target="_blank" '
        f'href="{link}">{text}</a></div><div>{date}</div></div></div></div>'
        for link, text, date in entries
    )
    under = "Profiles you choose to see content from"
    return PAGE.format(style=STYLE, title=title, under=under, body=f'<div class="_a706" role="main">{boxes}</div>')


def page_2025(entries: list[tuple[str, str, str]], *, title: str = "Following") -> str:
    """Return a page as it is since late 2025: the handle is a heading, the text of the link is the link."""
    boxes = "".join(
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><h2 class="_3-95 _2pim _a6-h _a6-i">{handle}</h2>'
        f'<div class="_a6-p"><div><div><a target="_blank" href="{link}">{link}</a></div><div>{date}</div></div></div></div>'
        for link, handle, date in entries
    )
    under = "Profiles you choose to see content from"
    return PAGE.format(style=STYLE, title=title, under=under, body=f'<main class="_a706" role="main">{boxes}</main>')


def page_of_names(entries: list[tuple[str, str]], *, title: str) -> str:
    """Return a page of names and dates, as Facebook writes it."""
    boxes = "".join(
        f'<section class="_a6-g"><h2 class="_a6-h">{name}</h2><footer class="_a6-o"><div class="_a72d">{date}</div>'
        "</footer></section>"
        for name, date in entries
    )
    return PAGE.format(style=STYLE, title=title, under="", body=f'<main class="_a706" role="main">{boxes}</main>')
