#pragma once
/// \file
/// The one logger of the program. There is no global one: it is handed to whoever has something to say.

#include "gateway/core/error.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/logging/log_params.hpp"

#include <memory>

namespace loa {

/// Opens the file, or fails with the system's reason. What is written while the disk is full is lost; sending
/// goes on.
///
/// Lines for people that go to the journal start with its priority mark instead of the time, which the
/// journal has itself (sd-daemon(3)), so that `journalctl -p warning` works.
result<std::unique_ptr<logger>> make_logger(const log_params& params);

}  // namespace loa
