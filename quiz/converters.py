"""Numbers in addresses."""


class IdConverter:
    """A row's number, no longer than a database can hold."""

    regex = "[0-9]{1,18}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
