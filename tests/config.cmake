# Tests of config, of logging and masking, and of what systemd is told.
loa_test(logging_test LABEL unit
    SOURCES unit/config/logging_test.cpp unit/config/mask_test.cpp unit/config/service_notifier_test.cpp
    DEPENDS loa_core loa_logging loa_service)
loa_test(config_test LABEL unit
    SOURCES unit/config/dkim_table_test.cpp unit/config/example_test.cpp unit/config/load_test.cpp unit/config/oidc_table_test.cpp unit/config/unread_secrets_test.cpp unit/config/words_test.cpp
            support/program.cpp
    DEPENDS loa_core loa_config)
find_package(Python3 REQUIRED COMPONENTS Interpreter)
add_test(NAME unit/install COMMAND Python3::Interpreter ${CMAKE_CURRENT_SOURCE_DIR}/unit/config/install_test.py ${PROJECT_BINARY_DIR} ${CMAKE_COMMAND})
set_tests_properties(unit/install PROPERTIES LABELS unit)
