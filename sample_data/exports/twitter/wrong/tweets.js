window.YTD.tweets.part0 = [
  {
    "tweet": {
      "full_text": "RT @ada_example_of_the_library: An invented sentence &amp; nothing else, cut off at the 140th character @bo\u2026",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Ada Example",
            "screen_name": "ada_example_of_the_library",
            "indices": [
              "3",
              "15"
            ],
            "id_str": "9223372036854775901",
            "id": "9223372036854775901"
          }
        ]
      },
      "retweeted": false,
      "created_at": "Wed Oct 05 11:22:33 +0000 2022"
    }
  },
  {
    "tweet": {
      "full_text": "@ada_example_before_that thank you",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Ada E.",
            "screen_name": "ada_example_before_that",
            "indices": [
              "3",
              "15"
            ],
            "id_str": "9223372036854775901",
            "id": "9223372036854775901"
          }
        ]
      },
      "retweeted": false,
      "created_at": "Sun Jan 03 08:00:00 +0000 2016"
    }
  },
  {
    "tweet": {
      "full_text": "@bo_example_from_long_ago hello",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Bo",
            "screen_name": "bo_example_from_long_ago",
            "indices": [
              "3",
              "15"
            ],
            "id_str": "9223372036854775902",
            "id": "9223372036854775902"
          }
        ]
      },
      "retweeted": false,
      "created_at": "Sat Feb 01 00:00:00 +0000 1997"
    }
  },
  {
    "tweet": {
      "full_text": "@bo_example_the_storyteller hello again",
      "entities": {
        "hashtags": [],
        "user_mentions": [
          {
            "name": "Bo \u001b[31mExample\n",
            "screen_name": "bo_example_the_storyteller",
            "indices": [
              "3",
              "15"
            ],
            "id_str": "9223372036854775902",
            "id": "9223372036854775902"
          },
          {
            "name": "Gone",
            "screen_name": "gone_example_of_nobody",
            "indices": [
              "3",
              "15"
            ],
            "id_str": "-1",
            "id": "-1"
          },
          {
            "name": "Not followed",
            "screen_name": "stranger_example_not_followed",
            "indices": [
              "3",
              "15"
            ],
            "id_str": "9223372036854775951",
            "id": "9223372036854775951"
          }
        ]
      },
      "retweeted": false,
      "created_at": "Thu Mar 04 09:10:11 +0000 2021"
    }
  },
  {
    "tweet": {
      "full_text": "a post without entities",
      "created_at": "Thu Mar 04 09:10:11 +0000 2021"
    }
  },
  {
    "tweet": {
      "full_text": "RT @quoted_by_hand_example: no mention stands behind this",
      "entities": {
        "hashtags": [],
        "user_mentions": []
      },
      "retweeted": false
    }
  }
]