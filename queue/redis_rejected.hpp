#pragma once
/// \file
/// What was rejected, in its stream: listed, published once more, deleted by people.

#include "gateway/core/rejected_intake.hpp"
#include "queue/redis_params.hpp"

#include <memory>

namespace loa {

/// Each call has a connection of its own, so that it needs no loop of anybody's. At most two at a time: with
/// a Redis that hangs the others are answered "busy". Throws std::invalid_argument when params.url is not a
/// Redis URL.
std::unique_ptr<rejected_intake> make_redis_rejected(redis_params params);

}  // namespace loa
