#include "adapters/enetviet/wire.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/enetviet/partner_answer.hpp"

#include <algorithm>
#include <unordered_map>

namespace json = boost::json;

namespace loa {
namespace {

std::string with_message(std::string cause, std::string_view message)
{
    if (const auto words = readable(message); !words.empty())
        cause += ": " + words;
    return cause;
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

/// What is said of the whole request.
post_verdict whole(
    const http_answer& answer,
    std::size_t count,
    std::string_view code,
    outcome_class what,
    std::string cause,
    wall_time now
)
{
    auto one = made(what, std::move(cause));
    if (what == outcome_class::throttled || what == outcome_class::transient)
        one.retry_after = retry_after(answer, now);
    // Which of the accounts is meant is not said.
    if (count > 1 && (what == outcome_class::accepted || what == outcome_class::duplicate))
        one = made(outcome_class::unknown, "no result for the account in the answer");
    auto out = all(count, std::move(one));
    out.code = code;
    out.too_large = code == "413" && what == outcome_class::content_rejected;
    // A single malformed account can have the content of a whole request refused.
    out.divisible = count > 1 && (what == outcome_class::rejected || what == outcome_class::content_rejected);
    return out;
}

post_verdict by_status(
    const enetviet_params& params, const http_exchange& exchange, std::size_t count, wall_time now
)
{
    const auto& answer = exchange.answer;
    const auto code = std::to_string(answer.status);
    auto cause = "HTTP " + code;
    if (leads_to_error_page(params, answer))
        return all(count, made(outcome_class::unauthorized, cause + " to the error page"));
    const auto* rule = matching(params.http_codes, code, {});
    if (rule == nullptr && !exchange.request_whole && answer.status / 100 == 5)
        return whole(
            answer, count, code, outcome_class::transient, cause + " before the request was read", now
        );
    if (rule == nullptr || (rule->what == outcome_class::accepted && answer.status / 100 != 2)) {
        if (answer.status / 100 == 2)
            cause = answer.content_type.starts_with("text/html") ? "HTML page instead of an answer"
                                                                 : "answer that cannot be read";
        return all(count, made(outcome_class::unknown, std::move(cause)));
    }
    return whole(answer, count, code, rule->what, std::move(cause), now);
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
            const auto at = result == nullptr ? to_.size() : index(json_text_at(*result, key_));
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
        const auto code = answer_code(result, code_);
        const auto* rule = matching(params_.account_codes, code, answer_message(params_, result));
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
            answer,
            to.size(),
            said->code,
            what,
            with_message("code " + readable(said->code), said->message),
            now
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
            // Nothing was offered for anybody, so no attempt may count, even if there was none free.
            return made(
                outcome_class::unavailable,
                late ? "no connection within the time limit" : "no connection" + reason
            );
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

}  // namespace loa
