# Tests of the Director's report.
loa_test(report_test LABEL unit
    SOURCES unit/core/local_calendar_test.cpp unit/core/report_test.cpp
    DEPENDS loa_core fmt::fmt)
loa_test(report_desk_test LABEL integration
    SOURCES integration/report/report_desk_test.cpp
    DEPENDS loa_ledger fmt::fmt)
