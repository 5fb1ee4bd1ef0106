# Tests of what became of broadcasts: by unit, who was missed, what happened, what is in trouble.
loa_test(outcome_test LABEL integration
    SOURCES integration/outcomes/history_test.cpp integration/outcomes/outcome_desk_test.cpp
    DEPENDS loa_api loa_ledger)
