# Tests of what lets people watch: metrics, events, the channel board; and of refusals and receipts.
loa_test(watching_tests LABEL unit
    SOURCES unit/core/refusal_token_test.cpp unit/core/fresh_refusals_test.cpp unit/api/event_log_test.cpp unit/api/event_state_test.cpp
            unit/metrics/prometheus_meter_test.cpp
    DEPENDS loa_api loa_metrics)
loa_test(event_hub_tests LABEL integration
    SOURCES integration/api/event_hub_test.cpp
    DEPENDS loa_api loa_ledger)

# The alert rules by Prometheus's own tool: they fire on what is broken, and not on a backlog that moves.
find_program(PROMTOOL promtool REQUIRED)
add_test(NAME monitoring/rules COMMAND ${PROMTOOL} test rules ${PROJECT_SOURCE_DIR}/monitoring/loa.rules.test.yml)
set_tests_properties(monitoring/rules PROPERTIES LABELS integration TIMEOUT 60)
