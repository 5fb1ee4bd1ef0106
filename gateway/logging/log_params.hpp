#pragma once
/// \file
/// Where lines go and how they look.

#include "gateway/core/logger.hpp"

#include <cstdint>
#include <filesystem>

namespace loa {

enum class log_format : std::uint8_t {
    human,  ///< "2026-11-20 08:30:00.123 warn  slow down  channel=enetviet wait_ms=5000"
    json,   ///< one JSON object for each line: time, level, message, and the fields
};

struct log_params {
    log_format format = log_format::human;
    log_level level = log_level::info;  ///< this one and above
    std::filesystem::path
        file;  ///< appended to, may be truncated by others (logrotate's copytruncate); empty: standard error
};

}  // namespace loa
