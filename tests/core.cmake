# Tests of the core: decisions and words, by plain function calls.
loa_test(core_tests LABEL unit
    SOURCES unit/core/batch_life_test.cpp unit/core/bulletin_test.cpp unit/core/channel_gate_test.cpp unit/core/plan_test.cpp unit/core/idempotency_key_test.cpp unit/core/number_set_test.cpp unit/core/portal_address_test.cpp
            unit/core/retry_policy_test.cpp unit/core/time_test.cpp unit/core/with_deadline_test.cpp
    DEPENDS loa_core)
