# Runs at the installation, with `source`, `work`, `bindir`, `datadir` and `docdir` set by CMakeLists.txt. LOA_CONSOLE names a console that
# was built elsewhere.
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

# The console is built by npm, not by CMake: it is installed if it is there, and new settings name it.
if(NOT DEFINED LOA_CONSOLE)
    set(LOA_CONSOLE "${source}/console/dist")
endif()
set(console "${CMAKE_INSTALL_PREFIX}/${datadir}/loa/console")
if(EXISTS "${LOA_CONSOLE}/index.html")
    file(REMOVE_RECURSE "$ENV{DESTDIR}${console}")  # names of assets change with each build
    file(INSTALL "${LOA_CONSOLE}/" DESTINATION "${console}")
else()
    message(STATUS "No console: ${LOA_CONSOLE} is not there (npm run build in console/ makes it)")
    set(console "")
endif()

# Settings that are there already are an administrator's work.
if(EXISTS "$ENV{DESTDIR}${etc}/loa/loa.toml")
    message(STATUS "Kept: $ENV{DESTDIR}${etc}/loa/loa.toml")
else()
    file(READ "${source}/config/loa.example.toml" settings)
    if(console)
        string(REPLACE "\n#console = \"\"\n" "\nconsole = \"${console}\"\n" settings "${settings}")
    endif()
    file(WRITE "${work}/loa.toml" "${settings}")
    file(INSTALL "${work}/loa.toml" DESTINATION "${etc}/loa")
endif()
