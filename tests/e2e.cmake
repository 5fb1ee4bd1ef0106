# The program as a person or systemd runs it, between a real Redis, a real Postfix and the sandbox partner.
loa_test(e2e_tests LABEL e2e LIMIT 120
    SOURCES e2e/house.cpp e2e/outside_test.cpp e2e/steering_test.cpp e2e/story_test.cpp support/authority.cpp support/postfix.cpp support/program.cpp
    DEPENDS Boost::json fmt::fmt loa_ledger test_redis_server)
add_dependencies(e2e_tests loa)
if(TARGET loa)
    add_test(NAME e2e/commands COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/e2e/commands_test.py $<TARGET_FILE:loa>)
    set_tests_properties(e2e/commands PROPERTIES LABELS e2e TIMEOUT 120)
    add_test(NAME e2e/imports COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/e2e/imports_test.py $<TARGET_FILE:loa>)
    set_tests_properties(e2e/imports PROPERTIES LABELS e2e TIMEOUT 180)
endif()
