"""A small audit of invented people, for the tests of the audit file."""

from auditkit.audit_file import AuditFile, new_audit
from auditkit.codebook import read_codebook
from auditkit.goal import Goal, LookingFor, Target
from auditkit.measures.sampling import draw_sample
from auditkit.tables import Activity, FollowList, activity_table, follow_table

ZELDA, BO, CY, NUMBER = (
    "mastodon:zeldaquux@example.social",
    "mastodon:bo@example.social",
    "mastodon:cy@example.social",
    "twitter:9223372036854775999",
)
STRANGER = "mastodon:dee@example.social"


def follow_list(platform: str, *rows: tuple, digest: str = "", **others) -> FollowList:
    """Return a follow list of ``(account, handle, name, bio)``."""
    columns = {name: [row[place] for row in rows] for place, name in enumerate(("account", "handle", "name", "bio"))}
    return FollowList(
        follow_table(columns, platform=platform), platform, platform, file_name="jo.csv", digest=digest, **others
    )


def mastodon(*, digest: str = "one") -> FollowList:
    """Return the follow list on Mastodon."""
    rows = [
        (ZELDA, "zeldaquux@example.social", "Zelda Quuxley", "Librarian from Quuxtown"),
        (BO, "bo@example.social", "Bo", "Reads"),
        (CY, "cy@example.social", "Cy", None),
    ]
    return follow_list("mastodon", *rows, digest=digest)


def sample_audit(path) -> AuditFile:
    """Return an open audit: two platforms, two of the accounts joined, annotated, set aside, undone, with a journal."""
    goal = Goal(
        "Hear more school librarians",
        (LookingFor("role", "school librarian", "because of Jo"),),
        (Target("role", "school librarian", 0.2),),
        set_aside={CY: "my employer Wobble"},
    )
    audit = new_audit(path, goal=goal, codebook=read_codebook("school-librarians"))
    audit.add_snapshot(mastodon(), "2026-01-31")
    audit.add_snapshot(follow_list("twitter", (NUMBER, None, None, None), digest="two"), "2026-01-31")
    audit.name_account(NUMBER, handle="zeldaquux_too", name="Z. Quuxley")
    audit.join([ZELDA, NUMBER])
    audit.annotate(ZELDA, "role", ["school librarian"], basis="my reading", note="Quuxley told a story")
    evidence = "https://zeldaquux.invalid/about"
    audit.annotate(NUMBER, "place", ["Quuxtown"], basis="self-described", evidence=evidence)
    audit.annotate(BO, "role", ["public or youth librarian"], basis="my reading")
    audit.set_aside(ZELDA, "my aunt")
    audit.undo()
    audit.mark(CY, "role", "nothing found", note="asked Wobble")
    audit.keep_apart(BO, CY)
    counts = {(ZELDA, "amplified", "2026-01"): 3, (BO, "liked", None): 2, (STRANGER, "replied", "2026-01"): 5}
    audit.add_activity(
        Activity(activity_table(counts), "mastodon", "mastodon", ("quux.json",), {}, ("A note.",), {}, "jo.csv")
    )
    audit.keep_sample(draw_sample(audit.voices(), 2, seed=5, strata="platform"))
    audit.add_entry("journal", "2026-02-01", {"environment": "podcasts", "what": "a walk"})
    return audit
