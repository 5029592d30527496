window.YTD.following.part0 = [
  {
    "following" : {
      "accountId" : "9223372036854775901",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775901"
    }
  },
  {
    "following" : {
      "accountId" : "9223372036854775902",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775902"
    }
  },
  {
    "following" : {
      "accountId" : "9223372036854775903",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775903"
    }
  },
  {
    "following" : {
      "accountId" : "9223372036854775904",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775904"
    }
  },
  {
    "following" : {
      "accountId" : "9223372036854775905",
      "userLink" : "https://twitter.com/intent/user?user_id=9223372036854775905"
    }
  }
]