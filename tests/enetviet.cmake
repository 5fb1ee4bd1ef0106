# Tests of enetviet and of the HTTP client under it.
loa_test(enetviet_tests LABEL unit
    SOURCES unit/enetviet/judge_test.cpp unit/enetviet/receipts_test.cpp unit/enetviet/render_test.cpp unit/enetviet/requests_test.cpp unit/enetviet/sandbox_tally_test.cpp
            unit/http_client/http_date_test.cpp
    DEPENDS loa_enetviet)
loa_test(enetviet_channel_tests LABEL integration
    SOURCES integration/enetviet/enetviet_channel_test.cpp integration/enetviet/enetviet_tls_test.cpp integration/enetviet/hostile_partner_test.cpp
            integration/enetviet/sandbox_test.cpp
            integration/http_client/http_client_test.cpp support/authority.cpp
    DEPENDS loa_enetviet)
