window.__THAR_CONFIG = {
  "userInfo": {
    "accountId": "9223372036854775999",
    "userName": "owner_of_this_invented_archive",
    "displayName": "Owner Example"
  },
  "archiveInfo": {
    "sizeBytes": "2470701",
    "generationDate": "2022-10-11T03:33:17.295Z",
    "isPartialArchive": false,
    "maxPartSizeBytes": "53687091200"
  },
  "dataTypes": {
    "following": {
      "files": [
        {
          "fileName": "data/following.js",
          "globalName": "YTD.following.part0",
          "count": "5"
        }
      ]
    }
  }
}