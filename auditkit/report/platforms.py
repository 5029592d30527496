"""What people call the platforms whose keys the tables hold."""

_NAMES = {
    "twitter": "X",
    "feed": "podcasts and feeds",
    "list": "your own list",
    "several": "your own list",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "linkedin": "LinkedIn",
    "newsletter": "newsletters",
    "event": "webinars and events",
}


def platform_name(key: str) -> str:
    """Return what people call a platform.

    Examples
    --------
    >>> platform_name("twitter"), platform_name("mastodon")
    ('X', 'Mastodon')
    """
    return _NAMES.get(key, key.capitalize())
