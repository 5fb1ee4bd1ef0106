# Tests of config, of logging and masking, and of what systemd is told.
loa_test(logging_test LABEL unit
    SOURCES unit/config/logging_test.cpp unit/config/mask_test.cpp unit/config/service_notifier_test.cpp
    DEPENDS loa_core loa_logging loa_service)
loa_test(config_test LABEL unit
    SOURCES unit/config/example_test.cpp unit/config/load_test.cpp unit/config/words_test.cpp
    DEPENDS loa_core loa_config)
