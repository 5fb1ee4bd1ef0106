#include "adapters/enetviet/enetviet_channel.hpp"

#include "adapters/enetviet/content_witnesses.hpp"
#include "adapters/enetviet/enetviet_preview.hpp"
#include "adapters/enetviet/render.hpp"
#include "adapters/enetviet/wire.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>

namespace loa {
namespace {

constexpr std::size_t audiences_per_call = 16;

wall_time wall_now()
{
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

enetviet_origin origin_of(const enetviet_params& params)
{
    auto origin = parse_enetviet_origin(params.base_url);
    if (!origin)
        throw std::runtime_error{
            "\"" + params.base_url + "\" is not an http or https address of the eNetViet partner"};
    return *origin;
}

http_client_params client_params(const enetviet_params& params, const enetviet_origin& origin)
{
    http_client_params out;
    out.tls = origin.tls;
    out.host = origin.host;
    out.port = origin.port;
    out.ca_file = params.ca_file;
    out.connections = params.connections;
    out.answer_limit = params.answer_limit;
    out.connect_limit = params.connect_limit;
    return out;
}

/// What all renditions share: the connections and the token.
struct partner {
    partner(boost::asio::io_context& context, enetviet_params how, logger& to)
        : params{std::move(how)},
          log{to},
          requests{params, origin_of(params)},
          client{make_http_client(context, client_params(params, origin_of(params)))}
    {
        read_token();
    }

    /// Reads the token again unless somebody did since the one of generation `refused` was in use. False if
    /// there is none to send with. The loop is the lock: nothing else runs while the file, a few bytes on a
    /// local disk, is read.
    bool refresh_token(std::uint64_t refused)
    {
        if (refused == token_generation)
            read_token();
        return token_generation != 0;
    }

    void read_token()
    {
        std::ifstream file{params.token_file};
        std::string token;
        std::getline(file, token);
        while (!token.empty() && (token.back() == '\r' || token.back() == ' ')) token.pop_back();
        if (requests.set_token(token))
            ++token_generation;
        else
            log.error("the token of eNetViet cannot be read", {{"file", params.token_file.string()}});
    }

    const enetviet_params params;
    logger& log;
    enetviet_requests requests;
    std::unique_ptr<http_client> client;
    std::uint64_t token_generation = 0;  ///< 0: none could be read yet
};

/// What all of them heard alike, if it concerns them all: the next request would hear the same.
const outcome* said_to_everybody(std::span<const outcome> outcomes)
{
    const auto& first = outcomes.front();
    const bool concerns_all =
        first.what == outcome_class::throttled || first.what == outcome_class::unauthorized ||
        first.what == outcome_class::unavailable || first.what == outcome_class::content_rejected;
    const bool alike = std::all_of(outcomes.begin(), outcomes.end(), [&](const outcome& each) {
        return each.what == first.what;
    });
    return concerns_all && alike ? &first : nullptr;
}

class enetviet_rendition final : public rendition {
public:
    enetviet_rendition(partner& with, enetviet_request_body body)
        : with_{with},
          body_{std::move(body)},
          request_size_{with.params.addressing == enetviet_addressing::accounts ? SIZE_MAX : 1}
    {
    }

    task<std::vector<outcome>> deliver(std::span<const destination> to, time_point deadline) override
    {
        // What was not attempted counts no attempt.
        outcome untried;
        untried.what = outcome_class::unavailable;
        untried.cause = "not attempted before the time limit";
        std::vector<outcome> out(to.size(), untried);
        // What is still to be posted, the next range last. One request for all is the rule. A partner that
        // refuses one whole without saying for whose sake (too large, or some account is none) has done
        // nothing, so its halves are no second attempts.
        std::vector<std::span<const destination>> left;
        if (!to.empty())
            left.push_back(to);
        while (!left.empty() && std::chrono::steady_clock::now() < deadline) {
            const auto some = left.back();
            left.pop_back();
            post_verdict verdict;
            verdict.divisible = some.size() > request_size_;
            if (!verdict.divisible) {
                auto posting = post(some, deadline);
                verdict = co_await std::move(posting);
                if (verdict.divisible && verdict.too_large)  // this content leaves no room for more
                    request_size_ = std::min(request_size_, some.size() / 2);
            }
            if (verdict.divisible) {
                left.push_back(some.subspan(some.size() / 2));
                left.push_back(some.first(some.size() / 2));
                continue;
            }
            witnesses_.hear(verdict.outcomes);
            if (some.size() == 1 && verdict.outcomes.front().what == outcome_class::content_rejected &&
                !verdict.too_large)
                weigh(verdict, some.front(), to.size() == 1, left);
            const auto* said = said_to_everybody(verdict.outcomes);
            for (; said != nullptr && !left.empty(); left.pop_back())
                std::fill_n(out.begin() + (left.back().data() - to.data()), left.back().size(), *said);
            std::move(
                verdict.outcomes.begin(), verdict.outcomes.end(), out.begin() + (some.data() - to.data())
            );
        }
        co_return out;
    }

    task<std::vector<presence>> look_up(std::span<const destination> of, time_point deadline) override
    {
        std::vector<presence> out;
        out.reserve(of.size());
        std::string request;
        if (!with_.refresh_token(0))
            out.assign(of.size(), presence::cannot_tell);
        for (auto rest = of.subspan(out.size()); !rest.empty();) {
            const auto some = rest.first(std::min(rest.size(), with_.requests.most_look_ups()));
            rest = rest.subspan(some.size());
            look_up_verdict verdict;
            for (int attempt = 0; attempt != 2; ++attempt) {
                const auto generation = with_.token_generation;
                with_.requests.look_up(request, some);
                const std::array<std::string_view, 1> pieces{request};
                auto asking = with_.client->exchange(pieces, deadline);
                const auto exchange = co_await std::move(asking);
                verdict = judge_look_up(with_.params, exchange, some);
                if (!verdict.token_refused || !with_.refresh_token(generation))
                    break;
            }
            out.insert(out.end(), verdict.presences.begin(), verdict.presences.end());
        }
        co_return out;
    }

    message_preview preview(const destination& to) const override
    {
        const auto who = members(std::span{&to, 1});
        return preview_of(with_.params, body_.before + who.value_or(std::string{}) + body_.after);
    }

private:
    /// Who the post is for, as the request says it. Nothing if the destination is no audience.
    std::optional<std::string> members(std::span<const destination> to) const
    {
        std::string out;
        if (with_.params.addressing == enetviet_addressing::accounts) {
            out.reserve(to.size() * 80);
            with_.requests.add_accounts(out, to);
        }
        else if (!with_.requests.add_audience(out, to.front()))
            return std::nullopt;
        return out;
    }

    /// What it means that the content was refused in a request for one destination.
    void weigh(
        post_verdict& verdict,
        const destination& who,
        bool alone,
        std::vector<std::span<const destination>>& left
    )
    {
        if (witnesses_.refused(who.no, verdict.code) == content_witnesses::finding::content)
            return;
        // A post to a unit is often the whole broadcast: there is no other witness to wait for.
        if (alone && with_.params.addressing == enetviet_addressing::audience && witnesses_.wanted())
            return;
        verdict.outcomes.front().what = outcome_class::rejected;
        if (!witnesses_.wanted() || left.empty())
            return;
        // The next witness is the one farthest away: neighbours may have been malformed together.
        auto& farthest = left.front();
        const auto witness = farthest.last(1);
        farthest = farthest.first(farthest.size() - 1);
        if (farthest.empty())
            left.erase(left.begin());
        left.push_back(witness);
    }

    /// One request, or two if the token is refused at first.
    task<post_verdict> post(std::span<const destination> to, time_point deadline)
    {
        std::string head;
        post_verdict verdict;
        const auto who = members(to);
        if (!who) {
            verdict.outcomes.assign(
                1, outcome{outcome_class::rejected, "not a unit, a kind and a role", {}, false}
            );
            co_return verdict;
        }
        if (!with_.refresh_token(0)) {
            verdict.outcomes.assign(to.size(), outcome{outcome_class::unauthorized, "no token", {}, false});
            co_return verdict;
        }
        for (int attempt = 0; attempt != 2; ++attempt) {
            const auto generation = with_.token_generation;
            with_.requests.post_head(head, body_.before.size() + who->size() + body_.after.size());
            const std::array<std::string_view, 4> pieces{head, body_.before, *who, body_.after};
            auto asking = with_.client->exchange(pieces, deadline);
            const auto exchange = co_await std::move(asking);
            verdict = judge_post(with_.params, exchange, to, wall_now());
            if (!verdict.token_refused || !with_.refresh_token(generation))
                break;
        }
        co_return verdict;
    }

    partner& with_;
    const enetviet_request_body body_;
    std::size_t request_size_;  ///< most destinations of one request, as learnt
    content_witnesses witnesses_;
};

class enetviet_channel final : public channel {
public:
    enetviet_channel(boost::asio::io_context& context, enetviet_params params, logger& log)
        : partner_{context, std::move(params), log}
    {
    }

    std::string_view name() const noexcept override { return "enetviet"; }
    bool has_look_up() const noexcept override { return true; }

    std::size_t max_batch() const noexcept override
    {
        return accounts() ? std::max<std::size_t>(1, partner_.params.accounts_per_request)
                          : audiences_per_call;
    }

    loa::contact contact() const noexcept override { return accounts() ? contact::account : contact::unit; }

    boost::system::result<std::unique_ptr<rendition>, problems> render(const bulletin& what, broadcast_id broadcast)
        override
    {
        const auto post = render_enetviet_post(partner_.params, what);
        if (!post)
            return post.error();
        return std::unique_ptr<rendition>{
            std::make_unique<enetviet_rendition>(partner_, to_request_body(partner_.params, *post, broadcast))};
    }

private:
    bool accounts() const noexcept { return partner_.params.addressing == enetviet_addressing::accounts; }

    partner partner_;
};

}  // namespace

std::unique_ptr<channel> make_enetviet_channel(
    boost::asio::io_context& context, enetviet_params params, logger& log
)
{
    return std::make_unique<enetviet_channel>(context, std::move(params), log);
}

}  // namespace loa
