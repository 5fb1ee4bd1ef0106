# Tests of signing in by OpenID Connect.
loa_test(oidc_test LABEL unit
    SOURCES unit/oidc/id_token_test.cpp unit/oidc/metadata_test.cpp unit/accounts/oidc_attempts_test.cpp
    DEPENDS loa_oidc loa_accounts)
if(TARGET loa)
    add_test(NAME e2e/oidc COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/e2e/oidc/oidc_test.py $<TARGET_FILE:loa>)
    set_tests_properties(e2e/oidc PROPERTIES LABELS e2e TIMEOUT 120)
endif()
