"""Goals and codebooks as JSON and back, so that the file keeps every version in words anybody can read."""

import json
from dataclasses import asdict
from datetime import date

from auditkit.codebook import Category, Codebook, Dimension
from auditkit.goal import Goal, LookingFor, Target


def goal_to_text(goal: Goal) -> str:
    """Return a goal as JSON."""
    body = asdict(goal)
    for target in body["targets"]:
        target["by"] = target["by"].isoformat() if target["by"] else None
    return json.dumps(body, ensure_ascii=False)


def goal_from_body(body: dict) -> Goal:
    """Return the goal that `goal_to_text` wrote."""
    targets = [
        Target(**{**target, "by": date.fromisoformat(target["by"]) if target["by"] else None})
        for target in body["targets"]
    ]
    looking_for = [LookingFor(**item) for item in body["looking_for"]]
    return Goal(**{**body, "targets": tuple(targets), "looking_for": tuple(looking_for)})


def codebook_to_text(codebook: Codebook) -> str:
    """Return a codebook as JSON."""
    return json.dumps(asdict(codebook), ensure_ascii=False)


def codebook_from_body(body: dict) -> Codebook:
    """Return the codebook that `codebook_to_text` wrote."""
    dimensions = [
        Dimension(**{**dimension, "categories": tuple(Category(**category) for category in dimension["categories"])})
        for dimension in body["dimensions"]
    ]
    return Codebook(**{**body, "dimensions": tuple(dimensions), "notes": tuple(body["notes"])})
