# Tests of the pipeline: the real ledger, and a partner whose answers the test decides.
loa_test(pipeline_tests LABEL integration
    SOURCES integration/pipeline/ahead_test.cpp integration/pipeline/canary_test.cpp integration/pipeline/intake_test.cpp
            integration/pipeline/pipeline_test.cpp integration/pipeline/trouble_test.cpp integration/pipeline/urgency_test.cpp
            integration/pipeline/watching_test.cpp
    DEPENDS loa_pipeline loa_ledger)
loa_test(hostile_bulletin_tests LABEL integration
    SOURCES integration/pipeline/hostile_bulletin_test.cpp
    DEPENDS loa_pipeline loa_ledger loa_email loa_enetviet)
