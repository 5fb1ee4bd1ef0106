# Tests of the API's frame, without stores; the routes are tried by tests/e2e/api against the program.
loa_test(api_tests LABEL unit
    SOURCES unit/api/console_routes_test.cpp unit/api/handler_pool_test.cpp unit/api/idempotency_test.cpp unit/api/problem_test.cpp unit/api/router_test.cpp
    DEPENDS loa_api)

# The document against the running program: routes, roles, every path and every status. Debian's own Python: it has yaml and jsonschema.
add_executable(print_api_routes e2e/api/print_routes.cpp)
target_link_libraries(print_api_routes PRIVATE loa_build_flags loa_api)
if(TARGET loa)
    add_test(NAME e2e/api COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/e2e/api/api_test.py $<TARGET_FILE:loa> $<TARGET_FILE:print_api_routes>)
    set_tests_properties(e2e/api PROPERTIES LABELS e2e TIMEOUT 180)
    add_test(NAME e2e/api_story COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/e2e/api/story_test.py $<TARGET_FILE:loa>)
    set_tests_properties(e2e/api_story PROPERTIES LABELS e2e TIMEOUT 180)
endif()
