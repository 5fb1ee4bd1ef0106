# Tests of the ledger and the directory, on files of their own.
loa_test(ledger_unit_test LABEL unit
    SOURCES unit/ledger/csv_test.cpp unit/ledger/import_fields_test.cpp unit/ledger/kept_counts_test.cpp unit/ledger/stored_form_test.cpp
    DEPENDS loa_ledger)
loa_test(ledger_test LABEL integration
    SOURCES integration/ledger/batch_test.cpp integration/ledger/broadcast_end_test.cpp integration/ledger/damage_test.cpp
            integration/ledger/directory_test.cpp integration/ledger/expiry_test.cpp integration/ledger/intake_test.cpp integration/ledger/store_trouble_test.cpp
    DEPENDS loa_ledger)
loa_test(hostile_import_test LABEL integration
    SOURCES integration/ledger/hostile_import_test.cpp
    DEPENDS loa_ledger
    LIMIT 300)
loa_test(ledger_desk_test LABEL integration
    SOURCES integration/ledger/approval_test.cpp integration/ledger/canary_test.cpp integration/ledger/counters_test.cpp
            integration/ledger/desk_test.cpp integration/ledger/figures_test.cpp integration/ledger/import_upload_test.cpp integration/ledger/listing_test.cpp
    DEPENDS loa_ledger fmt::fmt)
