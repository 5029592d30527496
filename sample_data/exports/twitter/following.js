window.YTD.following.part0 = [
  {
    "following" : {
      "accountId" : "9223372036854775901",
      "userLink" : "https://x.com/i/user/9223372036854775901"
    }
  },
  {
    "following" : {
      "accountId" : "9223372036854775902",
      "userLink" : "https://x.com/i/user/9223372036854775902"
    }
  }
]