#include "adapters/enetviet/sandbox_tally.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <functional>

namespace loa {
namespace {

constexpr std::size_t longest_account = 256;
constexpr std::size_t named_missing = 10;

/// Never 0, which means "free" in a flat_set.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) noexcept
{
    auto x = a * 0x9e3779b97f4a7c15 + b;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    x ^= x >> 31;
    return x == 0 ? 1 : x;
}

std::uint64_t hash(std::string_view text) noexcept
{
    return std::hash<std::string_view>{}(text);
}

/// Thirty-two hex digits are their own value; anything else is hashed.
std::array<std::uint64_t, 2> key_bits(std::string_view key) noexcept
{
    std::array<std::uint64_t, 2> out{};
    if (key.size() == 32) {
        const auto half = [&](std::size_t from) {
            return std::from_chars(key.data() + from, key.data() + from + 16, out[from / 16], 16).ptr ==
                   key.data() + from + 16;
        };
        if (half(0) && half(16) && (out[0] | out[1]) != 0)
            return out;
    }
    return {mix(hash(key), 1), mix(hash(key), 2)};
}

}  // namespace

tallied_content& sandbox_tally::content(std::string_view url, std::string_view title)
{
    const auto name = mix(hash(url), hash(title));
    auto& known = by_hash_[name];
    if (known == nullptr) {
        auto& made = contents_.emplace_back();
        made.hash = name;
        made.number = contents_.size();
        made.url = url;
        made.title = title;
        known = &made;
    }
    return *known;
}

sandbox_tally::verdict sandbox_tally::accept(
    tallied_content& content, std::string_view key, std::string_view account
)
{
    if (!keys_.insert(key_bits(key))) {
        ++repeated;
        return verdict::repeated;
    }
    ++content.accepted;
    if (!deliveries_.insert(mix(content.hash, hash(account))))
        ++content.doubled;
    return verdict::accepted;
}

bool sandbox_tally::has(std::string_view key) const
{
    return keys_.contains(key_bits(key));
}

std::string sandbox_tally::to_json() const
{
    std::uint64_t accepted = 0, doubled = 0;
    boost::json::object by_url;
    for (const auto& each : contents_) {
        accepted += each.accepted;
        doubled += each.doubled;
        auto& entry = by_url[each.url];
        if (entry.is_null())
            entry = {{"titles", 0}, {"accepted", 0}, {"distinct", 0}, {"doubled", 0}};
        const auto add = [&](std::string_view name, std::uint64_t count) {
            auto& sum = entry.get_object()[name];
            sum = sum.to_number<std::uint64_t>() + count;
        };
        add("titles", 1);
        add("accepted", each.accepted);
        add("distinct", each.accepted - each.doubled);
        add("doubled", each.doubled);
    }
    const boost::json::object out{
        {"posts", contents_.size()},
        {"requests", requests},
        {"look_ups", look_ups},
        {"accepted", accepted},
        {"distinct", accepted - doubled},
        {"doubled", doubled},
        {"repeated", repeated},
        {"rejected", rejected},
        {"transient", transient},
        {"content_refused", content_refused},
        {"no_result", no_result},
        {"throttled", throttled},
        {"resets", resets},
        {"unavailable", unavailable},
        {"pages", pages},
        {"stalls", stalls},
        {"unauthorized", unauthorized},
        {"too_large", too_large},
        {"by_url", std::move(by_url)},
    };
    return boost::json::serialize(out);
}

expected_accounts::expected_accounts(const sandbox_tally& tally, std::string_view url) : tally_{tally}
{
    for (const auto& each : tally.contents_)
        if (each.url == url)
            contents_.push_back(&each);
}

void expected_accounts::feed(std::string_view piece)
{
    while (!piece.empty()) {
        const auto end = piece.find('\n');
        if (end == std::string_view::npos) {
            rest_ += piece.substr(0, longest_account - std::min(longest_account, rest_.size()));
            return;
        }
        if (rest_.empty())
            line(piece.substr(0, end));
        else {
            rest_ += piece.substr(0, end);
            line(rest_);
            rest_.clear();
        }
        piece.remove_prefix(end + 1);
    }
}

void expected_accounts::line(std::string_view account)
{
    if (account.ends_with('\r'))
        account.remove_suffix(1);
    if (account.empty() || !seen_.insert(mix(hash(account), 0)))
        return;
    bool found = false;
    for (const auto* content : contents_)
        if (tally_.deliveries_.contains(mix(content->hash, hash(account)))) {
            found = true;
            ++found_contents_;
        }
    if (found)
        ++found_;
    else if (missing_.size() < named_missing)
        missing_.emplace_back(account.substr(0, longest_account));
}

std::string expected_accounts::to_json()
{
    line(rest_);
    rest_.clear();
    std::uint64_t distinct = 0, doubled = 0;
    for (const auto* content : contents_) {
        distinct += content->accepted - content->doubled;
        doubled += content->doubled;
    }
    const boost::json::object out{
        {"expected", seen_.size()},
        {"found", found_},
        {"missing", seen_.size() - found_},
        {"unexpected", distinct - found_contents_},
        {"doubled", doubled},
        {"first_missing", boost::json::array(missing_.begin(), missing_.end())},
    };
    return boost::json::serialize(out);
}

}  // namespace loa
