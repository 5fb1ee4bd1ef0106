#pragma once
/// \file
/// Answers of the sandbox partner, composed.

#include "gateway/core/time.hpp"

#include <string>
#include <string_view>

namespace loa {

struct sandbox_reply {
    enum class ending : std::uint8_t { answer, reset, stall } how = ending::answer;
    std::string head, body;
};

inline constexpr std::string_view reply_json = "application/json; charset=utf-8";
inline constexpr std::string_view reply_html = "text/html; charset=utf-8";

/// Composes heads; the date is composed once a second.
class reply_head {
public:
    /// The head that goes with `out.body`. `more`: further fields, each with its line end.
    void finish(
        sandbox_reply& out,
        std::string_view status,
        std::string_view type,
        std::string_view more,
        wall_time now
    );

private:
    wall_time date_at_{};
    std::string date_;
};

/// `{"status":..,"message":..,"data":..}`; `data` is JSON.
std::string reply_envelope(int code, std::string_view message, std::string_view data = "null");

/// Appends an account's result to a list that begins with "[".
void add_reply_result(std::string& out, std::string_view key, int code);

}  // namespace loa
