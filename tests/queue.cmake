# A private redis-server, for any test that wants one.
add_library(test_redis_server STATIC support/redis_server.cpp)
target_link_libraries(test_redis_server PUBLIC loa_build_flags PRIVATE PkgConfig::hiredis)
target_include_directories(test_redis_server PUBLIC ${PROJECT_SOURCE_DIR})

loa_test(queue_test
    LABEL unit
    SOURCES unit/queue/in_hand_test.cpp unit/queue/redis_url_test.cpp unit/queue/resp_test.cpp unit/queue/stream_commands_test.cpp
    DEPENDS loa_queue)

loa_test(queue_integration_test
    LABEL integration
    SOURCES integration/queue/redis_access_test.cpp integration/queue/redis_inbox_test.cpp integration/queue/redis_outage_test.cpp
            integration/queue/fake_redis_test.cpp integration/queue/hostile_redis_test.cpp integration/queue/redis_rejected_test.cpp
    DEPENDS loa_queue test_redis_server
    LIMIT 120)
