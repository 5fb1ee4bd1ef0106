#pragma once
/// \file
/// A long body, made piece by piece.

#include "gateway/api/handler_pool.hpp"
#include "gateway/core/logger.hpp"
#include "gateway/http/http_message.hpp"

#include <functional>
#include <memory>
#include <string>

namespace loa {

/// Makes each piece on a thread when the one before was sent, so that a slow reader holds no thread. An empty
/// piece is the end. Both references outlive it.
std::shared_ptr<body_source> make_pieces(
    handler_pool& on, logger& log, std::function<std::string(desk&)> next
);

}  // namespace loa
