#pragma once
/// \file
/// Email as a channel: through one relay, by SMTP.

#include "adapters/email/email_params.hpp"
#include "gateway/core/channel.hpp"
#include "gateway/core/logger.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>

namespace loa {

/// Connections are made when needed and kept for the next call; idle ones are closed after a while, and all
/// with the channel, which must not be destroyed while a `deliver` is under way. `context` and `log` must
/// outlive it.
///
/// Throws std::runtime_error with a sentence for people if the CA file cannot be read.
std::unique_ptr<channel> make_email_channel(
    boost::asio::io_context& context, email_params params, logger& log
);

}  // namespace loa
