add_custom_target(loa_version
    COMMAND ${CMAKE_COMMAND} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DBINARY_DIR=${PROJECT_BINARY_DIR} -DPROJECT_VERSION=${PROJECT_VERSION}
            -P ${CMAKE_CURRENT_SOURCE_DIR}/version.cmake
    BYPRODUCTS ${PROJECT_BINARY_DIR}/generated/gateway/version.hpp
    COMMENT "Version")

# The program: the only place that sees concrete classes.
add_executable(loa main.cpp app.cpp served_api.cpp served_settings.cpp cli/command.cpp cli/progress_line.cpp cli/broadcast_json.cpp cli/serve.cpp cli/config.cpp cli/directory.cpp cli/publish.cpp cli/rejected.cpp cli/broadcasts.cpp
    cli/remote_gateway.cpp cli/status.cpp cli/missed.cpp cli/delivery.cpp cli/retry.cpp cli/steering.cpp cli/sandbox.cpp cli/here.cpp cli/password_prompt.cpp cli/admin.cpp cli/audit.cpp cli/report.cpp cli/purge.cpp)
add_dependencies(loa loa_version)
target_include_directories(loa PRIVATE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_link_libraries(loa PRIVATE loa_build_flags loa_config loa_pipeline loa_metrics loa_api loa_http loa_http_client loa_ledger loa_accounts loa_logging loa_service loa_queue loa_enetviet loa_oidc
    loa_email fmt::fmt CLI11::CLI11)
install(TARGETS loa RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
