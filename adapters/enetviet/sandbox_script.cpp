#include "adapters/enetviet/sandbox_script.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <stdexcept>
#include <utility>

namespace loa {
namespace {

constexpr std::array<std::string_view, 24> post_names{
    "accepted",
    "other_envelope",
    "permanent_code",
    "transient_code",
    "content_refused",
    "duplicate",
    "html",
    "error_page",
    "reset_present",
    "reset_absent",
    "drop",
    "stall_present",
    "stall_absent",
    "throttled",
    "throttled_seconds",
    "throttled_date",
    "throttled_silent",
    "unauthorized",
    "too_large",
    "unavailable",
    "bad_gateway",
    "reordered",
    "mixed",
    "foreign",
};
constexpr std::array<std::string_view, 6> account_names{
    "accepted", "rejected", "transient", "content_refused", "missing_present", "missing_absent"};

template <class Fate, std::size_t N>
Fate named(const std::array<std::string_view, N>& names, const boost::json::value& value)
{
    if (const auto* text = value.if_string())
        for (std::size_t i = 0; i != N; ++i)
            if (names[i] == std::string_view{text->data(), text->size()})
                return static_cast<Fate>(i);
    std::string known;
    for (const auto name : names) known += (known.empty() ? "" : ", ") + std::string{name};
    throw std::invalid_argument{"a script knows these cases: " + known};
}

/// splitmix64
std::uint64_t scramble(std::uint64_t x) noexcept
{
    x += 0x9e3779b97f4a7c15;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

double share(std::uint64_t bits) noexcept
{
    return static_cast<double>(bits >> 11) * 0x1p-53;
}

}  // namespace

sandbox_script::sandbox_script(const sandbox_params& params)
    : rates_{params.rates}, seed_{params.seed}, state_{params.seed}
{
}

void sandbox_script::add(std::string_view json)
{
    boost::json::error_code error;
    const auto document = boost::json::parse(json, error);
    const auto* script = error ? nullptr : document.if_object();
    if (script == nullptr)
        throw std::invalid_argument{
            "a script is a JSON object: {\"next\": [case, ...], \"accounts\": {account: case}}"};
    std::deque<post_fate> next;
    if (const auto* cases = script->if_contains("next")) {
        if (!cases->is_array())
            throw std::invalid_argument{"\"next\" is a list of cases"};
        for (const auto& each : cases->get_array()) next.push_back(named<post_fate>(post_names, each));
    }
    auto accounts = accounts_;
    if (const auto* cases = script->if_contains("accounts")) {
        if (!cases->is_object())
            throw std::invalid_argument{"\"accounts\" gives accounts their cases"};
        for (const auto& each : cases->get_object())
            accounts.insert_or_assign(
                std::string{each.key().data(), each.key().size()},
                named<account_fate>(account_names, each.value())
            );
    }
    next_.insert(next_.end(), next.begin(), next.end());
    accounts_ = std::move(accounts);
}

double sandbox_script::draw() noexcept
{
    return share(scramble(state_++));
}

post_fate sandbox_script::next_post()
{
    if (!next_.empty()) {
        const auto fate = next_.front();
        next_.pop_front();
        return fate;
    }
    const std::array<std::pair<double, post_fate>, 9> shares{{
        {rates_.reset_present, post_fate::reset_present},
        {rates_.reset_absent, post_fate::reset_absent},
        {rates_.drop, post_fate::drop},
        {rates_.throttled, post_fate::throttled},
        {rates_.unavailable, post_fate::unavailable},
        {rates_.html, post_fate::html},
        {rates_.stall / 2, post_fate::stall_present},
        {rates_.stall / 2, post_fate::stall_absent},
        {rates_.unauthorized, post_fate::unauthorized},
    }};
    auto at = draw();
    for (const auto& [rate, fate] : shares)
        if (at < rate)
            return fate;
        else
            at -= rate;
    return post_fate::accepted;
}

account_fate sandbox_script::of_account(std::string_view account)
{
    if (!accounts_.empty())
        if (const auto found = accounts_.find(std::string{account}); found != accounts_.end())
            return found->second;
    if (rates_.rejected > 0 &&
        share(scramble(std::hash<std::string_view>{}(account) ^ scramble(seed_))) < rates_.rejected)
        return account_fate::rejected;
    if (rates_.transient <= 0 && rates_.missing <= 0)
        return account_fate::accepted;
    const auto at = draw();
    if (at < rates_.transient)
        return account_fate::transient;
    if (at < rates_.transient + rates_.missing)
        return at < rates_.transient + rates_.missing / 2 ? account_fate::missing_present
                                                          : account_fate::missing_absent;
    return account_fate::accepted;
}

}  // namespace loa
