# Runs at the installation, with `source`, `work`, `bindir` and `docdir` set by CMakeLists.txt.
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?/?$")
    set(etc /etc)
else()
    set(etc "${CMAKE_INSTALL_PREFIX}/etc")
endif()
set(bin "${CMAKE_INSTALL_PREFIX}/${bindir}")
set(doc "${CMAKE_INSTALL_PREFIX}/${docdir}")

configure_file("${source}/systemd/loa.service.in" "${work}/loa.service" @ONLY)
configure_file("${source}/systemd/loa-purge.service.in" "${work}/loa-purge.service" @ONLY)
configure_file("${source}/systemd/loa.tmpfiles.in" "${work}/loa.conf" @ONLY)
file(INSTALL "${work}/loa.service" "${work}/loa-purge.service" "${source}/systemd/loa-purge.timer" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
file(INSTALL "${work}/loa.conf" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/tmpfiles.d")

# Settings that are there already are an administrator's work.
if(EXISTS "$ENV{DESTDIR}${etc}/loa/loa.toml")
    message(STATUS "Kept: $ENV{DESTDIR}${etc}/loa/loa.toml")
else()
    configure_file("${source}/config/loa.example.toml" "${work}/loa.toml" COPYONLY)
    file(INSTALL "${work}/loa.toml" DESTINATION "${etc}/loa")
endif()
