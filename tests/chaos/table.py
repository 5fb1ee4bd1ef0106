"""How the figures are shown: a line as each row ends, the table, the last line, JSON."""
import json

from stage import CHANNELS

from demo_screen import table


def both(counts):
    """App and email, or one number if they agree."""
    app, email = (counts[channel] for channel in CHANNELS)
    return f"{app:,}" if app == email else f"{app:,} + {email:,}"


HEAD = ["fault", "runs", "kills", "destinations", "lost", "doubled (app + email)", "bound on doubled", "seconds to resume", "result"]


def cells(what, found):
    if found.skipped:
        return [what.name, "-", "-", "-", "-", "-", "-", "-", "skipped"]
    return [
        what.name, str(found.runs), str(found.kills), f"{found.destinations:,}", f"{sum(found.lost.values()):,}", both(found.doubled),
        both(found.bound), found.resume_text(), found.result(what.limit_resume),
    ]  # fmt: skip


def line(what, found):
    """As a row ends."""
    if found.skipped:
        return f"{what.name:<27} skipped: {found.skipped}"
    text = (
        f"{what.name:<27} {found.result(what.limit_resume):<7} {found.destinations:>8,} destinations, lost {sum(found.lost.values())}, "
        f"doubled {both(found.doubled)} (bound {both(found.bound)}), resumed in {found.resume_text()} s; {found.seconds:.0f} s"
    )
    return "\n".join([text, *(f"    FAILED: {each}" for each in found.wrong), *(f"    {each}" for each in found.notes)])


def whole(rows):
    lines = table([HEAD, *(cells(what, found) for what, found in rows)])
    return [each.rstrip() for each in lines]


def last_line(rows):
    played = [found for _, found in rows if not found.skipped]
    return (f"chaos: rows={len(played)} kills={sum(f.kills for f in played)} lost={sum(sum(f.lost.values()) for f in played)} "
            f"over_bound={sum(f.over_bound for f in played)}")  # fmt: skip


def save(file, seed, options, rows):
    out = {
        "seed": seed, "quick": options.quick,
        "rows": [{"name": what.name, "fault": what.fault, "result": found.result(what.limit_resume), **vars(found)} for what, found in rows],
        "last_line": last_line(rows),
    }  # fmt: skip
    file.write_text(json.dumps(out, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
