# Tests of the core: decisions and words, by plain function calls.
loa_test(core_tests LABEL unit
    SOURCES unit/core/approval_test.cpp unit/core/batch_life_test.cpp unit/core/bulletin_test.cpp unit/core/channel_gate_test.cpp unit/core/plan_test.cpp unit/core/idempotency_key_test.cpp unit/core/loop_calls_test.cpp unit/core/number_set_test.cpp unit/core/portal_address_test.cpp
            unit/core/quiet_hours_test.cpp unit/core/retry_policy_test.cpp unit/core/send_rate_test.cpp unit/core/time_test.cpp unit/core/with_deadline_test.cpp
    DEPENDS loa_core)

# The contract as a schema and as code: the same verdict on the samples and on a thousand spoiled ones.
add_executable(bulletin_reader unit/core/bulletin_reader.cpp)
target_link_libraries(bulletin_reader PRIVATE loa_core loa_build_flags)
add_test(NAME unit/bulletin_schema COMMAND /usr/bin/python3 ${CMAKE_CURRENT_SOURCE_DIR}/unit/core/bulletin_schema_test.py ${PROJECT_SOURCE_DIR} $<TARGET_FILE:bulletin_reader>)
set_tests_properties(unit/bulletin_schema PROPERTIES LABELS unit TIMEOUT 120)
