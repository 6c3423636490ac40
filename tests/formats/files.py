"""Files as they are sent, looked at and imported."""

from typing import Any

from guide import services
from guide.models import ImportBatch
from guide.services import ImportPlan
from tests.factories import NOW


def received(data: bytes, key: str, **said: Any) -> ImportBatch:
    return services.receive(data, name=f"file.{key}", format=key, now=NOW, **said)


def planned(data: bytes, key: str, **said: Any) -> ImportPlan:
    return services.plan_import(received(data, key, **said), now=NOW)


def imported(data: bytes, key: str, **said: Any) -> ImportBatch:
    batch = received(data, key, **said)
    plan = services.plan_import(batch, now=NOW)
    assert plan.errors == []
    return services.apply_import(batch, seen=plan.digest, now=NOW)
