#include "adapters/enetviet/wire.hpp"

#include "adapters/http_client/http_date.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <unordered_map>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_code = 32;
constexpr std::chrono::hours longest_retry_after{7 * 24};

/// A code as text, whether the partner writes 409, "409" or true; empty if it is none.
std::string code_text(const json::value* value)
{
    if (value == nullptr)
        return {};
    if (value->is_int64())
        return std::to_string(value->get_int64());
    if (value->is_uint64())
        return std::to_string(value->get_uint64());
    if (value->is_bool())
        return value->get_bool() ? "true" : "false";
    if (value->is_string() && value->get_string().size() <= longest_code)
        return std::string{value->get_string().data(), value->get_string().size()};
    return {};
}

std::string_view text_of(const json::value* value)
{
    return value != nullptr && value->is_string()
               ? std::string_view{value->get_string().data(), value->get_string().size()}
               : std::string_view{};
}

const json::value* find(const json::object& in, std::string_view key)
{
    return in.if_contains({key.data(), key.size()});
}

std::string_view message_of(const enetviet_params& params, const json::object& in)
{
    const auto message = text_of(find(in, enetviet_field(params, "message")));
    return message.empty() ? text_of(find(in, enetviet_field(params, "mes"))) : message;
}

const enetviet_rule* matching(const enetviet_rules& rules, std::string_view code, std::string_view message)
{
    for (const auto& rule : rules)
        if (rule.code == code &&
            (rule.message_contains.empty() || message.find(rule.message_contains) != std::string_view::npos))
            return &rule;
    return nullptr;
}

/// What every answer has, whatever it calls it.
struct envelope {
    std::string code;
    std::string_view message;
    const json::array* data = nullptr;  ///< nothing: not an array
};

/// An answer's JSON in memory that is given back at once.
class answer_document {
public:
    /// Nothing if `body` is not a JSON object with a code. What is returned points into this.
    std::optional<envelope> open(const enetviet_params& params, std::string_view body)
    {
        json::parse_options options;
        options.max_depth = 16;
        json::error_code error;
        document_ = json::parse(body, error, &memory_, options);
        if (error || !document_.is_object())
            return std::nullopt;
        const auto& object = document_.get_object();
        envelope out;
        for (const auto& field : params.code_fields)
            if (out.code = code_text(find(object, field)); !out.code.empty())
                break;
        if (out.code.empty())
            return std::nullopt;
        out.message = message_of(params, object);
        if (const auto* data = find(object, enetviet_field(params, "data")))
            out.data = data->if_array();
        return out;
    }

private:
    std::array<unsigned char, 16 * 1024> first_block_;
    json::monotonic_resource memory_{first_block_.data(), first_block_.size()};
    json::value document_ = json::value(&memory_);
};

/// The remote side's words, short, in one line and without personal data.
std::string readable(std::string_view message)
{
    const auto composed = to_nfc(message.substr(0, 2'000));
    return composed ? shorten(mask_text(squeeze(*composed)), 80) : std::string{};
}

std::string with_message(std::string cause, std::string_view message)
{
    if (const auto words = readable(message); !words.empty())
        cause += ": " + words;
    return cause;
}

std::optional<std::chrono::milliseconds> retry_after(const http_answer& answer, wall_time now)
{
    if (answer.retry_after.empty())
        return std::nullopt;
    std::uint64_t seconds = 0;
    const auto* end = answer.retry_after.data() + answer.retry_after.size();
    if (const auto [at, error] = std::from_chars(answer.retry_after.data(), end, seconds);
        error == std::errc{} && at == end)
        return std::chrono::seconds{
            std::min<std::uint64_t>(seconds, std::chrono::seconds{longest_retry_after}.count())};
    const auto when = parse_http_date(answer.retry_after);
    if (!when)
        return std::nullopt;
    // Both by the partner's clock where possible: ours may differ.
    const auto wait = *when - parse_http_date(answer.date).value_or(now);
    return std::clamp<std::chrono::milliseconds>(wait, std::chrono::milliseconds{0}, longest_retry_after);
}

outcome made(outcome_class what, std::string cause)
{
    outcome out;
    out.what = what;
    if (what != outcome_class::accepted)
        out.cause = std::move(cause);
    return out;
}

post_verdict all(std::size_t count, outcome what)
{
    post_verdict out;
    out.token_refused = what.what == outcome_class::unauthorized;
    out.outcomes.assign(count, std::move(what));
    return out;
}

/// Statuses that can only mean that nothing was done: the body need not be there, and is not asked.
bool decides_alone(unsigned status)
{
    return status == 401 || status == 403 || status == 413 || status == 429;
}

/// A failure of the whole request.
post_verdict whole(
    const http_answer& answer, std::size_t count, outcome_class what, std::string cause, wall_time now
)
{
    auto one = made(what, std::move(cause));
    if (what == outcome_class::throttled || what == outcome_class::transient)
        one.retry_after = retry_after(answer, now);
    // Which of the accounts is meant is not said.
    if (count > 1 && (what == outcome_class::accepted || what == outcome_class::duplicate))
        one = made(outcome_class::unknown, "no result for the account in the answer");
    auto out = all(count, std::move(one));
    out.divisible = count > 1 && what == outcome_class::rejected;
    return out;
}

post_verdict by_status(
    const enetviet_params& params, const http_exchange& exchange, std::size_t count, wall_time now
)
{
    const auto& answer = exchange.answer;
    auto cause = "HTTP " + std::to_string(answer.status);
    if (answer.status / 100 == 3 && !params.error_page.empty() &&
        answer.location.find(params.error_page) != std::string::npos)
        return all(count, made(outcome_class::unauthorized, cause + " to the error page"));
    const auto* rule = matching(params.http_codes, std::to_string(answer.status), {});
    if (rule == nullptr && !exchange.request_whole && answer.status / 100 == 5)
        return whole(answer, count, outcome_class::transient, cause + " before the request was read", now);
    if (rule == nullptr || (rule->what == outcome_class::accepted && answer.status / 100 != 2)) {
        if (answer.status / 100 == 2)
            cause = answer.content_type.starts_with("text/html") ? "HTML page instead of an answer"
                                                                 : "answer that cannot be read";
        return all(count, made(outcome_class::unknown, std::move(cause)));
    }
    auto out = whole(answer, count, rule->what, std::move(cause), now);
    out.divisible |= answer.status == 413 && count > 1;
    return out;
}

/// One result for each account that has one; the others keep `unknown`.
class account_results {
public:
    account_results(const enetviet_params& params, std::span<const destination> to)
        : params_{params},
          to_{to},
          key_{enetviet_field(params, "ma_yeu_cau")},
          code_{enetviet_field(params, "ma")},
          has_(to.size())
    {
        outcomes.assign(to.size(), made(outcome_class::unknown, "no result for the account in the answer"));
    }

    /// Returns how many of the results were for us.
    std::size_t read(const json::array& results)
    {
        std::size_t ours = 0;
        for (const auto& each : results) {
            const auto* result = each.if_object();
            const auto at = result == nullptr ? to_.size() : index(text_of(find(*result, key_)));
            if (at == to_.size())
                continue;
            ++ours;
            take(at, *result);
        }
        return ours;
    }

    std::vector<outcome> outcomes;

private:
    std::size_t index(std::string_view key)
    {
        // Usually they come in our order.
        if (next_ < to_.size() && to_[next_].key.view() == key)
            return next_++;
        if (by_key_.empty())
            for (std::size_t i = 0; i != to_.size(); ++i) by_key_.emplace(to_[i].key.view(), i);
        const auto found = by_key_.find(key);
        if (found == by_key_.end())
            return to_.size();
        next_ = found->second + 1;
        return found->second;
    }

    void take(std::size_t at, const json::object& result)
    {
        const auto code = code_text(find(result, code_));
        const auto* rule = matching(params_.account_codes, code, message_of(params_, result));
        const auto what = rule == nullptr ? outcome_class::unknown : rule->what;
        if (has_[at] && outcomes[at].what != what) {
            outcomes[at] = made(outcome_class::unknown, "contradictory results for the account");
            return;
        }
        has_[at] = true;
        if (what == outcome_class::accepted) {
            outcomes[at] = outcome{};
            return;
        }
        // Not the message itself: it may name the person, and would make each cause its own.
        auto cause = code.empty() ? std::string{"result without a code"} : "code " + readable(code);
        if (rule != nullptr && !rule->message_contains.empty())
            cause += ": " + rule->message_contains;
        outcomes[at] = made(what, std::move(cause));
    }

    const enetviet_params& params_;
    std::span<const destination> to_;
    std::string_view key_, code_;
    std::vector<bool> has_;
    std::size_t next_ = 0;
    std::unordered_map<std::string_view, std::size_t> by_key_;
};

post_verdict judge_answer(
    const enetviet_params& params,
    const http_exchange& exchange,
    std::span<const destination> to,
    wall_time now
)
{
    const auto& answer = exchange.answer;
    if (decides_alone(answer.status))
        return by_status(params, exchange, to.size(), now);

    answer_document document;
    const auto said = document.open(params, answer.body);
    const auto* rule = said ? matching(params.post_codes, said->code, said->message) : nullptr;
    const auto what = rule != nullptr ? rule->what : outcome_class::unknown;
    // A failure of HTTP around a success: nobody can know what happened.
    if (answer.status >= 300 && what == outcome_class::accepted)
        return all(
            to.size(),
            made(
                outcome_class::unknown,
                "HTTP " + std::to_string(answer.status) + " around code " + readable(said->code)
            )
        );

    if (said && said->data != nullptr && params.addressing == enetviet_addressing::accounts &&
        answer.status / 100 == 2) {
        account_results results{params, to};
        if (results.read(*said->data) != 0 || what == outcome_class::accepted) {
            post_verdict out;
            out.outcomes = std::move(results.outcomes);
            return out;
        }
    }
    if (rule != nullptr &&
        (what != outcome_class::accepted || params.addressing == enetviet_addressing::audience))
        return whole(
            answer, to.size(), what, with_message("code " + readable(said->code), said->message), now
        );
    if (what == outcome_class::accepted)
        return all(to.size(), made(outcome_class::unknown, "no result for the account in the answer"));
    if (said && answer.status / 100 == 2)
        return all(
            to.size(),
            made(outcome_class::unknown, with_message("code " + readable(said->code), said->message))
        );
    return by_status(params, exchange, to.size(), now);
}

/// Without a whole answer: what may be said depends on how far it got.
outcome unanswered(const http_exchange& exchange)
{
    const bool late = exchange.error == errc::deadline_exceeded;
    const auto reason = late ? std::string{} : ": " + exchange.error.message();
    switch (exchange.progress) {
        case http_progress::not_connected:
            return late ? made(outcome_class::transient, "no connection within the time limit")
                        : made(outcome_class::unavailable, "no connection" + reason);
        case http_progress::nothing_sent:
            return made(
                outcome_class::transient,
                late ? "not sent within the time limit"
                     : "connection lost before the request was sent" + reason
            );
        case http_progress::sent:
        case http_progress::answered: break;
    }
    return made(
        outcome_class::unknown, late ? "no answer within the time limit" : "no whole answer" + reason
    );
}

}  // namespace

post_verdict judge_post(
    const enetviet_params& params,
    const http_exchange& exchange,
    std::span<const destination> to,
    wall_time now
)
{
    if (exchange.progress == http_progress::answered)
        return judge_answer(params, exchange, to, now);
    if (decides_alone(exchange.answer.status))
        return by_status(params, exchange, to.size(), now);
    return all(to.size(), unanswered(exchange));
}

look_up_verdict judge_look_up(
    const enetviet_params& params, const http_exchange& exchange, std::span<const destination> of
)
{
    look_up_verdict out;
    out.presences.assign(of.size(), presence::cannot_tell);
    if (exchange.answer.status != 0) {
        const auto verdict = by_status(params, exchange, 1, {});
        out.token_refused = verdict.token_refused;
    }
    if (exchange.progress != http_progress::answered || exchange.answer.status != 200)
        return out;

    answer_document document;
    const auto said = document.open(params, exchange.answer.body);
    const auto* rule = said ? matching(params.look_up_codes, said->code, said->message) : nullptr;
    if (rule != nullptr && rule->what == outcome_class::unauthorized)
        out.token_refused = true;
    if (rule == nullptr || rule->what != outcome_class::accepted || said->data == nullptr)
        return out;

    std::unordered_map<std::string_view, presence> listed;
    for (const auto& each : *said->data) {
        const auto* post = each.if_object();
        const auto key =
            post == nullptr ? std::string_view{} : text_of(find(*post, enetviet_field(params, "ma_yeu_cau")));
        if (key.empty())
            return out;  // an entry that cannot be read may be any of ours: none is proven absent
        const auto state = code_text(find(*post, enetviet_field(params, "trang_thai")));
        const bool found = std::find(params.found_states.begin(), params.found_states.end(), state) !=
                           params.found_states.end();
        // Listed twice, arrived once: arrived.
        auto& known = listed.emplace(key, presence::cannot_tell).first->second;
        if (found)
            known = presence::present;
    }
    for (std::size_t i = 0; i != of.size(); ++i) {
        const auto at = listed.find(of[i].key.view());
        out.presences[i] = at == listed.end() ? presence::absent : at->second;
    }
    return out;
}

}  // namespace loa
