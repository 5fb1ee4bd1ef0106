# Tests of the API's frame, without stores; the routes are tried by tests/e2e/api against the program.
loa_test(api_tests LABEL unit
    SOURCES unit/api/handler_pool_test.cpp unit/api/idempotency_test.cpp unit/api/problem_test.cpp unit/api/router_test.cpp
    DEPENDS loa_api)
