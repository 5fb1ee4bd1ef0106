#pragma once
/// \file
/// What the partner tells later of what it took (docs/enetviet.md): signed messages, read and checked without
/// a socket.

#include "adapters/enetviet/enetviet_params.hpp"
#include "gateway/core/receipt_message.hpp"

#include <string>
#include <string_view>

namespace loa {

/// Hex SHA-256 of app id, raw body, timestamp and secret, one after the other.
std::string receipt_signature(
    std::string_view app_id, std::string_view body, std::string_view timestamp, std::string_view secret
);

/// Nothing if the params name no secret: then no receipts are taken.
receipt_reader make_enetviet_receipt_reader(const enetviet_params& params);

}  // namespace loa
