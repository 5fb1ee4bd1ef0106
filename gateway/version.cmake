# Run at every build: writes version.hpp, and touches it only when the commit has changed.
execute_process(
    COMMAND git -C "${SOURCE_DIR}" describe --always --dirty --abbrev=12
    OUTPUT_VARIABLE LOA_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
    set(LOA_COMMIT "no git")
endif()
configure_file("${SOURCE_DIR}/gateway/version.hpp.in" "${BINARY_DIR}/generated/gateway/version.hpp" @ONLY)
