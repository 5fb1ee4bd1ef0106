# What the demo and the chaos run rest on, judged without the gateway. Debian's own Python: it has aiosmtpd.
add_test(NAME unit/sample_directory COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/unit/scripts/sample_directory_test.py)
set_tests_properties(unit/sample_directory PROPERTIES LABELS unit TIMEOUT 60)
add_test(NAME integration/demo_mail_server COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/integration/scripts/demo_mail_server_test.py)
set_tests_properties(integration/demo_mail_server PROPERTIES LABELS integration TIMEOUT 60)
add_test(NAME unit/chaos_count COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/chaos/chaos_test.py)
set_tests_properties(unit/chaos_count PROPERTIES LABELS unit TIMEOUT 60)
add_test(NAME unit/bench_figures COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/unit/scripts/bench_figures_test.py)
set_tests_properties(unit/bench_figures PROPERTIES LABELS unit TIMEOUT 60)
