#pragma once
/// \file
/// The inbox as a consumer group on a Redis stream.

#include "gateway/core/inbox.hpp"
#include "gateway/core/logger.hpp"
#include "queue/redis_params.hpp"

#include <boost/asio/io_context.hpp>

#include <functional>
#include <memory>

namespace loa {

/// Connects when first asked. One `take` at a time; `acknowledge` and `reject` may run beside it and beside
/// each other. Cancelled calls end at once. `context` and `log` must outlive it. Throws std::invalid_argument
/// when params.url is not a Redis URL.
///
/// An entry that was handed out is not handed out again by this object, whatever connections break, unless
/// `reject` failed for it; acknowledgements that failed are made up for before anything new is read. An entry
/// larger than 16 MiB is handed out with a sentence in place of its payload.
///
/// \param told  called, on the loop, whenever Redis answered as it should (true) or did not (false)
std::unique_ptr<inbox> make_redis_inbox(
    boost::asio::io_context& context, redis_params params, logger& log, std::function<void(bool)> told = {}
);

}  // namespace loa
