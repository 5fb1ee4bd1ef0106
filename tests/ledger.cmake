# Tests of ledger.
