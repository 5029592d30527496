"""Platforms as people name them, and the addresses by which a link gives its platform away."""

import re
from urllib.parse import unquote, urlsplit

from auditkit.readers.fediverse import address
from auditkit.readers.feeds import web_address
from auditkit.readers.text import folded

# What people write in a column "platform", to the key used in ``account``.
_SPOKEN = {
    "x": "twitter", "x/twitter": "twitter", "twitter/x": "twitter", "x (twitter)": "twitter",
    "fediverse": "mastodon", "misskey": "mastodon", "pixelfed": "mastodon", "bsky": "bluesky",
    "yt": "youtube", "ig": "instagram", "insta": "instagram", "fb": "facebook",
    "podcast": "feed", "podcasts": "feed", "rss": "feed", "opml": "feed",
}  # fmt: skip
_HOSTS = {
    "twitter.com": "twitter", "x.com": "twitter", "bsky.app": "bluesky", "instagram.com": "instagram",
    "threads.net": "threads", "threads.com": "threads", "facebook.com": "facebook", "tiktok.com": "tiktok",
    "youtube.com": "youtube", "linkedin.com": "linkedin", "reddit.com": "reddit", "github.com": "github",
    "medium.com": "medium", "substack.com": "substack", "twitch.tv": "twitch", "pinterest.com": "pinterest",
}  # fmt: skip
_BY_NUMBER = re.compile(r"/(?:intent/user|i/user)(?:/|$)")
_PROFILE = re.compile(r"/(?:@|users?/|u/|profile/|in/|_u/)?@?([^/]+)/?$")
_FEDIVERSE_PROFILE = re.compile(r"/(?:@|users/)([\w.\-]+)/?$")
_WITHOUT_A_HOST = ("event", "feed", "list", "mastodon", "newsletter", "spotify")
_KNOWN_KEY = re.compile("(?:" + "|".join(sorted({*_HOSTS.values(), *_WITHOUT_A_HOST})) + r"):\S+")


def platform_key(spoken: str) -> str:
    """Return the platform's key for what a person calls it.

    Examples
    --------
    >>> platform_key("X"), platform_key(" Mastodon "), platform_key("My Forum")
    ('twitter', 'mastodon', 'my-forum')
    """
    word = spoken.strip().casefold()
    word = _SPOKEN.get(word, _HOSTS.get(word.removeprefix("www."), word))
    return re.sub(r"[^\w]+", "-", word).strip("-")


def is_key(cell: str) -> bool:
    """Whether the cell holds a key as the kit writes it, such as ``mastodon:bo@example.org``."""
    return bool(_KNOWN_KEY.fullmatch(cell))


def from_link(link: str) -> tuple[str, str, str]:
    """Return platform, handle and number that a link gives away; empty where it does not.

    Examples
    --------
    >>> from_link("https://x.com/ada_example_invented")
    ('twitter', 'ada_example_invented', '')
    >>> from_link("https://example.social/@ada")
    ('mastodon', 'ada@example.social', '')
    >>> from_link("https://library.example/blog")
    ('', '', '')
    """
    parts = urlsplit(web_address(link))
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    path = unquote(parts.path)
    platform = _HOSTS.get(host, "")
    if platform == "twitter" and _BY_NUMBER.match(path):
        number = re.search(r"(?:user_id=|/user/)(\d+)$", parts.query or path)
        return platform, "", number[1] if number else ""
    if platform:
        profile = _PROFILE.fullmatch(path)
        return platform, profile[1] if profile else "", ""
    if host.endswith(".substack.com"):
        return "substack", host.removesuffix(".substack.com"), ""
    profile = _FEDIVERSE_PROFILE.fullmatch(path)
    if profile and host and address(f"{profile[1]}@{parts.netloc}")[0]:
        return "mastodon", f"{profile[1]}@{parts.netloc}", ""
    return "", "", ""


def account_key(platform: str, handle: str) -> str:
    """Return the key of a handle on a platform; ``list:`` when nobody said which platform."""
    if platform == "mastodon":
        return address(handle)[0] or f"mastodon:{folded(handle)}"
    return f"{platform or 'list'}:{folded(handle)}"
