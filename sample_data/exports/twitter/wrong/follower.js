window.YTD.follower.part0 = [
  {
    "follower" : {
      "accountId" : "9223372036854775901",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775901"
    }
  },
  {
    "follower" : {
      "accountId" : "9223372036854775902",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775902"
    }
  }
]