"""Tables and lists kept by hand, as spreadsheet programs of several countries write them."""

# ruff: noqa: E501 - the lines are as long as those of the files.

from sample_data.export_samples.twitter import ADA, BO

SAMPLES = {
    "commas.csv": (
        "Display Name,Username,Bio,Profile URL,Followed at,Followers,Platform,List\n"
        'Ada Example,@ada_example_of_the_library,"Reads aloud, often\nand gladly",,2024-03-05,120,X,Libraries\n'
        "Bo Example,bo@library.example,,,2024-03-05T10:20:30Z,7,,\n"
        "Cy Example,,,https://example.social.example/@cy,31.12.2023,,,\n"
        "A Library,,,https://library.example/blog,,,,\n"
        "Nobody,,,,,,,\n"
        "Ada again,ADA_example_of_the_library,,,,,Twitter,\n"
    ),
    "semicolons-cp1252.csv": "sep=;\r\nName;Handle;Notiz\r\nAda Beispiel;@ada_example;Köln\r\n".encode("cp1252"),
    "tabs-utf-16.txt": "Name\tHandle\r\nAda\t@ada_example\r\n".encode("utf-16"),
    "utf-8-with-mark-cr.csv": "\ufeffHandle,Name,Name,\rada@example.org,Ada,Zweiter Name,x\rbo@example.org,Bo,,\r".encode(),
    "german.csv": "Anzeigename;Benutzername;Webseite;Beschreibung;Gefolgt seit;Plattform\nAda;@ada;;Vorleserin;05.03.2024;Mastodon\n",
    "french.csv": "Nom affiché;Nom d'utilisateur;Lien;Depuis;Réseau\nAda;ada@example.org;;2024-03-05;fediverse\n",
    "spanish.csv": "Nombre;Usuario;Enlace;Descripción;Fecha\nAda;ada@example.org;;Cuentacuentos;2024-03-05\n",
    "handles.txt": "@ada@example.org\n\n# those I met at the fair\n@bo@library.example\n@Ada@example.org\n",
    "links.txt": (
        "https://example.social.example/@ada\nhttps://library.example/users/bo\n"
        f"https://twitter.com/intent/user?user_id={ADA}\nhttps://twitter.com/cy_example_reads_aloud?s=20\n"
        "https://blog.example/\n"
    ),
    "following-2024-01-01-00-00-00.csv": "ada@misskey.example\nbob@mastodon.example\n",
    "following-2025-01-01-00-00-00.csv": "ada@misskey.example,true\nbob@mastodon.example,false\n",
    "title-above.csv": "People I learn from,,\n,,\nname,handle,platform\nAda,ada@example.org,mastodon\n",
    "keys.csv": f"account,name\ntwitter:{ADA},Ada\nmastodon:bo@example.org,Bo\n",
    "rounded-numbers.csv": (
        "id,name,handle,platform\n9.22337E+18,Ada,,twitter\n9.22337E+18,Bo,bo_example_the_storyteller,twitter\n"
        f"'{BO},Cy,,twitter\n"
    ),
    "formulas.csv": (
        'handle,name,url\n\'@ada@example.org,Ada,\n@SUM(A1),Bo,\n,Cy,"=HYPERLINK(""https://example.org/@cy"",""Cy"")"\n'
        ",Dee,javascript:alert(1)\n,Eve,=cmd|' /C calc'!A0\n"
    ),
    "dates.csv": (
        "handle,since\na@example.org,13/02/2024\nb@example.org,03/04/2024\nc@example.org,45292\n"
        "d@example.org,soon\ne@example.org,2024-02-30\nf@example.org,1/1/0001\n"
    ),
    "one-table.zip": [
        ("kept by hand/people.csv", "handle,name\nada@example.org,Ada\n"),
        ("photo.jpg", b"\xff\xd8\xff"),
    ],
    "wrong/names-only.csv": "Name,Town\nAda,Example\nBo,Invented\n",
    "wrong/no-usable-row.csv": "handle,name\n,Ada\n,Bo\n",
    "wrong/sheet.xlsx": [
        ("[Content_Types].xml", '<?xml version="1.0"?><Types/>'),
        ("xl/workbook.xml", '<?xml version="1.0"?><workbook/>'),
        ("xl/worksheets/sheet1.xml", '<?xml version="1.0"?><worksheet/>'),
    ],
    "wrong/open-quote.csv": 'handle,name\nada@example.org,"Ada\n' + "bo@example.org,Bo\n" * 3,
}
