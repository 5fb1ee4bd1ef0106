#pragma once
/// \file
/// What all of the partner's answers have in common: an envelope around a code, a message and data. Never
/// throws but bad_alloc.

#include "adapters/enetviet/enetviet_params.hpp"
#include "adapters/http_client/http_client.hpp"
#include "gateway/core/time.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace loa {

/// What every answer has, whatever it calls it.
struct answer_envelope {
    std::string code;
    std::string_view message;
    const boost::json::array* data = nullptr;  ///< nothing: not an array
};

/// An answer's JSON, in memory that is given back at once.
class answer_document {
public:
    /// Nothing if `body` is not a JSON object with a code. What is returned points into this.
    std::optional<answer_envelope> open(const enetviet_params& params, std::string_view body);

private:
    std::array<unsigned char, 16 * 1024> first_block_;
    boost::json::monotonic_resource memory_{first_block_.data(), first_block_.size()};
    boost::json::value document_ = boost::json::value(&memory_);
};

/// A code as text, whether the partner writes 409, "409" or true; empty if it is none.
std::string answer_code(const boost::json::object& in, std::string_view field);
std::string_view answer_message(const enetviet_params& params, const boost::json::object& in);

/// The first rule that fits, or nothing.
const enetviet_rule* matching(const enetviet_rules& rules, std::string_view code, std::string_view message);

/// The remote side's words: short, in one line, without personal data.
std::string readable(std::string_view message);

/// The wait that the partner asks for, at most a week. `now`: for a date in an answer that has none of its
/// own.
std::optional<std::chrono::milliseconds> retry_after(const http_answer& answer, wall_time now);

/// Whether it is a redirection to the page for sessions that ended.
bool leads_to_error_page(const enetviet_params& params, const http_answer& answer);

}  // namespace loa
