# Tests of users, sessions, keys and the audit log.
loa_test(accounts_unit_test LABEL unit
    SOURCES unit/accounts/password_test.cpp unit/accounts/token_test.cpp
    DEPENDS loa_core loa_accounts)
loa_test(accounts_test LABEL integration
    SOURCES integration/accounts/audit_test.cpp integration/accounts/key_test.cpp integration/accounts/proven_test.cpp integration/accounts/purge_test.cpp
            integration/accounts/session_test.cpp integration/accounts/user_test.cpp
    DEPENDS loa_api loa_ledger PkgConfig::sqlite3)
if(TARGET loa)
    add_test(NAME e2e/admin COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/e2e/admin_test.py $<TARGET_FILE:loa>)
    set_tests_properties(e2e/admin PROPERTIES LABELS e2e TIMEOUT 120)
endif()
