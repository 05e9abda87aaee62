"""A rule: its table, its name, and what must be true of every row."""

Check = tuple[str, str, str]


def one_of(table: str, column: str, *values: str) -> Check:
    listed = ", ".join(f"'{value}'" for value in values)
    return (table, f"{table}_{column}_known", f"{column} IN ({listed})")
