# Tests of what lets people watch: metrics, events, the channel board; and of refusals and receipts.
loa_test(watching_tests LABEL unit
    SOURCES unit/core/refusal_token_test.cpp unit/core/fresh_refusals_test.cpp unit/api/event_log_test.cpp unit/api/event_state_test.cpp
            unit/metrics/prometheus_meter_test.cpp
    DEPENDS loa_api loa_metrics)
