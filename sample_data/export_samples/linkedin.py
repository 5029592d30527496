"""LinkedIn: an invented archive. Handles in links end in .example, which LinkedIn does not allow."""

# ruff: noqa: E501 - the lines are as long as those of the files.

NOTES = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. You will only '
    'see email addresses for connections who have allowed it, see more here: https://help.example.invalid"\n\n'
)
HEADINGS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
CONNECTIONS = (
    NOTES
    + HEADINGS
    + 'Ada,Example,https://www.linkedin.com/in/ada.example,ada@library.example,"Example, Smith & Co",Keynote Speaker,24 Aug 2023\n'
    "Bo,Example (She/Her),https://www.linkedin.com/in/B%C3%B6.example?trk=INVENTED,,,School Librarian,03 Jan 2019\n"
    "🌱 Cy,E.,https://www.linkedin.com/in/cy.example/,cy@library.example,Invented Library,,1 Mar 2021\n"
    'Dr. Dee,"Example, PhD",,,,,2 Mar 2021\n'
    "Ada,Example,https://www.linkedin.com/in/ada.example,ada@library.example,,,24 Aug 2023\n"
    ",,,,,,03 Jan 2019\n"
    "LinkedIn,Member,,,,,4 Jan 2019\n"
    ",,,,,,\n"
)
OLD = "First Name,Last Name,Email Address,Company,Position,Connected On\nAda,Example,ada@library.example,Invented Library,Librarian,24 Aug 2018\nAda,Example,,,,25 Aug 2018\n"
MEMBERS = (
    "Date,Status,FullName\nWed Jun 24 12:43:42 UTC 2026,Active,Ada Example\nTue Jan 07 01:02:03 UTC 2025,Active,Eve Example\n"
    "Mon Jan 06 01:02:03 UTC 2025,Inactive,Fay Example\n2026-07-20 10:25:25,Active,Gil Example\nsoon,Active,LinkedIn Member\n"
)
COMPANIES = "Organization,Followed On\nInvented Org,Wed Jun 24 12:43:42 UTC 2026\nInvented Library,\n"
EVENTS = (
    "Event Name,Event Time,Status,External Url\n"
    "Invented Webinar,2026-07-20 10:25:25,Attending,https://webinar.example/j/1?pwd=INVENTED\n"
    "Second Webinar,2026-07-21 10:25:25,Declined,https://webinar.example/j/2\n"
)
HASHTAGS = "Hashtag,Followed On\n#inventedtag,Wed Jun 24 12:43:42 UTC 2026\ninvented chat,\n"
INVITATIONS = 'From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\nnobody,Owner,"1/2/26, 3:04 PM",a private text,INCOMING,,\n'
MESSAGES = "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT\n1,,nobody,,Owner,2026-01-01,,a private text\n"
PROFILE = "First Name,Last Name,Maiden Name,Address,Birth Date,Headline\nOwner,Example,,,,\n"
PRIVATE = "this file must never be opened: it would not be readable"

SAMPLES = {
    "Complete_LinkedInDataExport_11-10-2026.zip": [
        ("Connections.csv", CONNECTIONS),
        ("Member_Follows_100000001.csv", MEMBERS),
        ("Company Follows.csv", COMPANIES),
        ("Hashtag_Follows_100000001.csv", HASHTAGS),
        ("Events.csv", EVENTS),
        ("Invitations.csv", PRIVATE),
        ("messages.csv", PRIVATE),
        ("Email Addresses.csv", PRIVATE),
        ("Ad_Targeting.csv", "Interests,Interests\na,b\n"),
        ("Learning.csv", "Title,Completed,\nnobody,1,\n"),
        ("LearningCoachMessages.csv", "No conversations found\n"),
        ("Jobs/Saved Jobs_1.csv", PRIVATE),
    ],
    "Connections.csv": CONNECTIONS,
    "Connections-crlf-with-mark.csv": ("\ufeff" + CONNECTIONS).replace("\n", "\r\n"),
    "Connections-without-notes.csv": CONNECTIONS.removeprefix(NOTES),
    "Connections-before-2020.csv": OLD,
    "Connections-empty.csv": NOTES + HEADINGS,
    "two-suffixes-together/Member_Follows_100000001.csv": MEMBERS,
    "two-suffixes-together/Member_Follows_100000002.csv": "Date,Status,FullName\nWed Jun 24 12:43:42 UTC 2026,Active,Ada Example\nThu Jun 25 12:43:42 UTC 2026,Active,Ada Example\n",
    "Member_Follows_100000003.csv": "Date,Status,FullName\n",
    "Company Follows.csv": COMPANIES,
    "Hashtag_Follows_100000001.csv": HASHTAGS,
    "Events.csv": EVENTS,
    "wrong/Invitations.csv": INVITATIONS,
    "wrong/messages.csv": MESSAGES,
    "wrong/Profile.csv": PROFILE,
    "wrong/Basic_LinkedInDataExport_11-10-2026.zip": [
        ("Profile.csv", PROFILE),
        ("Registration.csv", PRIVATE),
        ("Invitations.csv", PRIVATE),
    ],
    "wrong/none-is-an-account.csv": HEADINGS + ",,,,,,03 Jan 2019\n,,,,,,\n",
}
