# The console in Debian's Chromium against the real gateway: one entry a file, each with a stand of its own. scripts/console builds
# what they look at.
file(GLOB console_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/console/*.test.mjs)
foreach(file IN LISTS console_tests)
    cmake_path(GET file STEM LAST_ONLY name)
    string(REPLACE ".test" "" name ${name})
    add_test(NAME console/${name} COMMAND /usr/bin/python3 -B ${CMAKE_CURRENT_SOURCE_DIR}/console/stand.py $<TARGET_FILE:loa> ${PROJECT_SOURCE_DIR}/console/dist --run ${file})
    set_tests_properties(console/${name} PROPERTIES LABELS console TIMEOUT 300)
endforeach()
