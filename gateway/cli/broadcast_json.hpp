#pragma once
/// \file
/// Broadcasts as the API tells of them, whoever is asked: a gateway, or the ledger of this machine.

#include "gateway/cli/remote_gateway.hpp"
#include "gateway/core/broadcast.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loa::cli {

/// With counts, causes and receipts. Each of its channels also says who paused it ("paused_by",
/// "paused_since"; null if nobody did). Ends the command if there is none.
boost::json::object read_broadcast(const remote_options& where, const context& with, broadcast_id id);

/// The newest, without counts, and all channels that are paused ("channel", "paused_by", "paused_since").
struct broadcast_list {
    boost::json::array broadcasts, paused;
};
broadcast_list read_broadcasts(const remote_options& where, const context& with, std::size_t most);

/// The delivery with the number on each channel. Ends the command if there is none.
boost::json::array read_deliveries(
    const remote_options& where, const context& with, broadcast_id id, std::uint32_t no
);

// What stands in an object of these; empty or 0 where there is nothing.
std::string_view text_in(const boost::json::object& of, std::string_view key);
std::uint64_t number_in(const boost::json::object& of, std::string_view key);
const boost::json::array& list_in(const boost::json::object& of, std::string_view key);
/// By the clock on the wall here; "-" where there is nothing.
std::string time_in(const boost::json::object& of, std::string_view key);

/// What a person has to decide: " loa release 13 sends it ..."; empty: nothing.
std::string decision_in(const boost::json::object& broadcast);

}  // namespace loa::cli
