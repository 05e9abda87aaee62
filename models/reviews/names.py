def public_name(full_name: str, *, is_hidden: bool) -> str | None:
    """How a client signs in public: first name and initial (decision 21), or nobody (R-02)."""
    names = full_name.split()
    if is_hidden or not names:
        return None
    return names[0] if len(names) == 1 else f"{names[0]} {names[1][0]}."
