"""The writer of plans."""

from datetime import datetime
from typing import Any

from accounts.models import User
from quiz.models import Plan


def save_plan(user: User, *, now: datetime, **values: Any) -> Plan:
    """Keep what somebody prepares for; there is one plan, so the last word counts."""
    plan, _ = Plan.objects.update_or_create(user=user, defaults={**values, "updated_at": now})
    return plan
