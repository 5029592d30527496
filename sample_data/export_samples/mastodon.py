"""Mastodon: invented lists. All servers end in reserved names."""

# ruff: noqa: E501 - the lines are as long as those of the files.

import json

FOUR = (
    "Account address,Show boosts,Notify on new posts,Languages\n"
    "ada@example.social.example,true,false,\n"
    'bo@library.example,true,true,"en, fr"\n'
    "Cy_Reads@example.org,false,false,\n"
)
LISTS = (
    "Libraries,ada@example.social.example\nLibraries,bo@library.example\n"
    "Story time,bo@library.example\nStory time,nobody@example.org\n"
)
SAMPLES = {
    "following_accounts-since-4.csv": FOUR,
    "following_accounts-since-3.csv": "Account address,Show boosts\nada@example.social.example,true\nbo@library.example,true\n",
    "following_accounts-before-3.csv": "ada@example.social.example\nbo@library.example\n",
    "following_accounts-oddities.csv": (
        "\ufeffACCOUNT ADDRESS,SHOW BOOSTS\r\n@Ada@example.social.example,true\r\n\r\nada@EXAMPLE.social.example,true\r\n"
        "@nare@բարեւ.example,true\r\nnare@xn--y9abk1il.example,true\r\nbo@library.example:3000,true\r\nlocal_bo,true\r\nnot an address,true\r\n"
    ),
    "following_accounts-empty.csv": "Account address,Show boosts,Notify on new posts,Languages\n",
    "exported.csv": "Account address;Show boosts;Notify on new posts;Languages\nada@example.social.example;WAHR;FALSCH;\n",
    "with-lists-together/following_accounts.csv": FOUR,
    "with-lists-together/lists.csv": LISTS,
    "all-lists.zip": [
        ("following_accounts.csv", FOUR),
        ("lists.csv", LISTS),
        ("blocked_accounts.csv", "blocked@example.org\n"),
    ],
    "wrong/lists.csv": LISTS,
    "wrong/blocked_accounts.csv": "blocked@example.org\n",
    "wrong/muted_accounts.csv": "Account address,Hide notifications\nmuted@example.org,true\n",
    "wrong/outbox.json": json.dumps(
        {
            "@context": "https://www.w3.org/ns/activitystreams",
            "id": "outbox.json",
            "type": "OrderedCollection",
            "orderedItems": [{"type": "Announce", "object": "https://example.social.example/users/ada/statuses/1"}],
        }
    ),
    "wrong/archive-20260101-example.tar.gz": [
        ("actor.json", '{"@context": "https://www.w3.org/ns/activitystreams", "type": "Person"}'),
        ("outbox.json", '{"type": "OrderedCollection"}'),
        ("likes.json", '{"type": "OrderedCollection"}'),
    ],
}
