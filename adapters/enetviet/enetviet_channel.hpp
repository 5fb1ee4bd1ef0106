#pragma once
/// \file
/// Delivers to the eNetViet app by the contract of docs/enetviet.md.

#include "adapters/enetviet/enetviet_params.hpp"
#include "gateway/core/channel.hpp"
#include "gateway/core/logger.hpp"

#include <memory>

namespace loa {

/// The channel "enetviet": its destinations are accounts or, with enetviet_addressing::audience, units.
/// `context` and `log` must outlive it. Throws std::runtime_error with a sentence for people if the base URL
/// or the CA file is of no use. A token that cannot be read is no such error: deliveries are then
/// unauthorized, and the file is read again at each attempt.
std::unique_ptr<channel> make_enetviet_channel(
    boost::asio::io_context& context, enetviet_params params, logger& log
);

}  // namespace loa
