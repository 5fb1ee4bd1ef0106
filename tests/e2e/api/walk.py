"""The way through every path and every documented status. A step asks and says what must come back; $names are what earlier steps kept;
a function does what cannot be asked of the API, or yields (method, path, reply) of what it asked. What each role may is tried in roles.py."""
import walk_accounts
import walk_broadcasts
import walk_console
import walk_directory
import walk_drafts
import walk_imports
import walk_outcomes
import walk_outside
import walk_rejected
import walk_report
import walk_sessions
import walk_system

WALK = [
    # --- document, health ---
    {"do": "GET /api", "expect": 200},
    {"do": "GET /api/openapi.yaml", "expect": 200},
    {"do": "GET /healthz", "expect": 200},
    {"do": "GET /readyz", "until": lambda reply: reply.status == 200, "expect": 200},
    *walk_console.STEPS,
    *walk_system.STEPS,
    *walk_broadcasts.STEPS,
    *walk_outcomes.STEPS,
    *walk_report.STEPS,
    *walk_directory.STEPS,
    *walk_imports.STEPS,
    *walk_rejected.STEPS,
    *walk_drafts.STEPS,
    *walk_accounts.STEPS,
    *walk_sessions.STEPS,
    *walk_outside.STEPS,
    *walk_sessions.LAST,
    *walk_outside.LAST,
]
