# A private redis-server, for any test that wants one.
add_library(test_redis_server STATIC support/redis_server.cpp)
target_link_libraries(test_redis_server PUBLIC loa_build_flags PRIVATE PkgConfig::hiredis)
target_include_directories(test_redis_server PUBLIC ${PROJECT_SOURCE_DIR})

loa_test(queue_test
    LABEL unit
    SOURCES unit/queue/redis_url_test.cpp unit/queue/resp_test.cpp unit/queue/stream_commands_test.cpp
    DEPENDS loa_queue)
