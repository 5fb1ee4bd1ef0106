#include "adapters/oidc/oidc_client.hpp"

#include "adapters/http_client/http_client.hpp"
#include "adapters/oidc/id_token.hpp"
#include "adapters/oidc/json_web_keys.hpp"
#include "adapters/oidc/oidc_metadata.hpp"
#include "adapters/oidc/oidc_request.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/loop_calls.hpp"

#include <array>
#include <atomic>
#include <map>
#include <utility>

namespace asio = boost::asio;
namespace json = boost::json;
using namespace std::chrono_literals;

namespace loa {
namespace {

constexpr int most_at_once = 2;        ///< callers that wait for the provider
constexpr auto believed_for = 1h;      ///< what it says of itself, and its keys
constexpr auto keys_again_after = 5s;  ///< at the soonest, for a key that nobody knows
constexpr auto given_up_for = 3s;      ///< it was not there: nobody else waits for it meanwhile

/// On the loop only. Shared with what is under way there.
struct conversation {
    asio::io_context& loop;
    const oidc_params params;
    logger& log;
    std::map<std::string, std::unique_ptr<http_client>> lines = {};  ///< by authority
    std::optional<oidc_metadata> metadata = {};
    std::optional<json_web_keys> keys = {};
    time_point metadata_read{}, keys_read{}, given_up_until{};

    void warn(std::string_view what, std::string_view why)
    {
        log.warn(what, {{"issuer", params.issuer}, {"reason", why}});
    }

    http_client& line_to(const https_place& where)
    {
        auto& line = lines[where.authority];
        if (!line) {
            http_client_params to;
            to.host = where.host;
            to.port = where.port;
            to.ca_file = params.ca_file;
            to.connections = most_at_once;
            to.answer_limit = json_web_keys::most_bytes;
            line = make_http_client(loop, std::move(to));
        }
        return *line;
    }
};
using shared_conversation = std::shared_ptr<conversation>;

time_point now()
{
    return std::chrono::steady_clock::now();
}

/// The answer, whatever its status. Nothing if there is none, which is logged.
task<std::optional<http_answer>> ask(
    shared_conversation in, https_place where, std::string request, time_point deadline
)
{
    const std::array<std::string_view, 1> pieces{request};
    auto asking = in->line_to(where).exchange(pieces, deadline);
    auto got = co_await std::move(asking);
    if (got.progress == http_progress::answered)
        co_return std::move(got.answer);
    in->warn(
        "the sign-in provider does not answer",
        std::string{where.authority}.append(": ").append(got.error.message())
    );
    co_return std::nullopt;
}

/// The body of a page that must be there.
task<std::optional<std::string>> fetch(shared_conversation in, https_place where, time_point deadline)
{
    auto asking = ask(in, where, get_request(where), deadline);
    auto got = co_await std::move(asking);
    if (!got)
        co_return std::nullopt;
    if (got->status != 200) {
        in->warn(
            "the sign-in provider has no such page",
            std::string{where.target}.append(": ").append(std::to_string(got->status))
        );
        co_return std::nullopt;
    }
    co_return std::move(got->body);
}

/// Whether in->metadata is good.
task<bool> learn_metadata(shared_conversation in, time_point deadline)
{
    if (in->metadata && now() - in->metadata_read < believed_for)
        co_return true;
    if (now() < in->given_up_until)
        co_return false;
    const auto where = read_https_url(discovery_url(in->params.issuer));
    if (!where)
        co_return false;
    auto fetching = fetch(in, *where, deadline);
    const auto text = co_await std::move(fetching);
    std::string why;
    auto read = text ? read_oidc_metadata(*text, in->params.issuer, why) : std::nullopt;
    if (!read) {
        in->given_up_until = now() + given_up_for;
        if (text)
            in->warn("what the sign-in provider says of itself is no good", why);
        co_return false;
    }
    in->metadata = std::move(read);
    in->metadata_read = now();
    co_return true;
}

/// Whether in->keys are good. \param age  they may have at most
task<bool> learn_keys(shared_conversation in, std::chrono::seconds age, time_point deadline)
{
    if (in->keys && now() - in->keys_read < age)
        co_return true;
    auto fetching = fetch(in, in->metadata->keys, deadline);
    const auto text = co_await std::move(fetching);
    auto read = text ? json_web_keys::read(*text) : std::nullopt;
    if (!read) {
        if (text)
            in->warn("the sign-in provider's keys cannot be read", "no key set");
        co_return false;
    }
    in->keys = std::move(read);
    in->keys_read = now();
    co_return true;
}

using url_answer = std::variant<std::string, oidc_fault>;

task<url_answer> find_url(shared_conversation in, oidc_provider::question what, time_point deadline)
{
    auto learning = learn_metadata(in, deadline);
    const bool is_known = co_await std::move(learning);
    if (!is_known)
        co_return oidc_fault::unavailable;
    co_return sign_in_url(in->metadata->authorization_url, in->params, what);
}

using token_answer = std::variant<std::string, oidc_fault>;

/// Changes the code for the ID token.
task<token_answer> fetch_token(shared_conversation in, oidc_provider::answer what, time_point deadline)
{
    const auto& to = *in->metadata;
    auto asking = ask(in, to.token, token_request(to, in->params, what), deadline);
    const auto got = co_await std::move(asking);
    if (!got)
        co_return oidc_fault::unavailable;
    const auto parsed = parse_json(got->body, json_web_keys::most_bytes);
    const auto* body = parsed ? parsed->if_object() : nullptr;
    const auto text_of = [&](std::string_view name) {
        const auto* found = body != nullptr ? body->if_contains(name) : nullptr;
        return found != nullptr && found->is_string() ? std::string{found->get_string()} : std::string{};
    };
    if (auto token = text_of("id_token"); got->status == 200 && !token.empty())
        co_return std::move(token);
    const auto error = text_of("error").substr(0, 100);
    in->warn("the sign-in provider gives no token", std::to_string(got->status).append(" ").append(error));
    co_return error == "invalid_grant" ? oidc_fault::refused : oidc_fault::unavailable;
}

using person_answer = std::variant<oidc_person, oidc_fault>;

person_answer person_of(const json::object& claims, const oidc_params& params)
{
    constexpr std::size_t longest_name = 254;
    oidc_person out;
    out.is_mailbox = params.name_claim == "email";
    if (const auto* name = claims.if_contains(params.name_claim); name != nullptr && name->is_string())
        out.name = name->get_string();
    const auto* vouched = claims.if_contains("email_verified");
    const bool is_vouched =
        !out.is_mailbox || (vouched != nullptr && vouched->is_bool() && vouched->get_bool());
    if (out.name.empty() || out.name.size() > longest_name || !is_vouched)
        return oidc_fault::no_name;
    return out;
}

task<person_answer> redeem_code(shared_conversation in, oidc_provider::answer what, time_point deadline)
{
    auto learning = learn_metadata(in, deadline);
    const bool is_known = co_await std::move(learning);
    if (!is_known)
        co_return oidc_fault::unavailable;
    auto fetching = fetch_token(in, what, deadline);
    const auto token = co_await std::move(fetching);
    if (const auto* fault = std::get_if<oidc_fault>(&token))
        co_return *fault;
    auto reading = learn_keys(in, believed_for, deadline);
    const bool has_keys = co_await std::move(reading);
    if (!has_keys)
        co_return oidc_fault::unavailable;

    const id_token_terms terms{in->params.issuer, in->params.client_id, what.nonce, what.now};
    auto claims = verify_id_token(std::get<std::string>(token), *in->keys, terms);
    if (!claims && claims.error() == id_token_fault::unknown_key) {
        auto again = learn_keys(in, keys_again_after, deadline);
        const bool is_read = co_await std::move(again);
        if (!is_read)
            co_return oidc_fault::unavailable;
        claims = verify_id_token(std::get<std::string>(token), *in->keys, terms);
    }
    if (!claims) {
        in->warn("a token of the sign-in provider is no good", to_string(claims.error()));
        co_return oidc_fault::refused;
    }
    auto who = person_of(*claims, in->params);
    if (std::holds_alternative<oidc_fault>(who))
        in->warn("a token of the sign-in provider does not say who it is", "claim " + in->params.name_claim);
    co_return std::move(who);
}

class oidc_client final : public oidc_provider {
public:
    oidc_client(asio::io_context& loop, oidc_params params, logger& log)
        : talk_{std::make_shared<conversation>(conversation{
              .loop = loop, .params = std::move(params), .log = log})},
          calls_{loop}
    {
    }

    url_answer sign_in_url(const question& what) override
    {
        return wait_for<url_answer>([&](time_point deadline) { return find_url(talk_, what, deadline); });
    }

    person_answer redeem(const answer& what) override
    {
        return wait_for<person_answer>([&](time_point deadline) { return redeem_code(talk_, what, deadline); }
        );
    }

    void stop() noexcept override { calls_.stop(); }

private:
    template <class T, class F>
    T wait_for(F start)
    {
        struct place {
            std::atomic<int>& taken;
            const bool is_free;
            explicit place(std::atomic<int>& of) : taken{of}, is_free{of.fetch_add(1) < most_at_once} {}
            ~place() { taken.fetch_sub(1); }
        };
        const place mine{waiting_};
        if (!mine.is_free)
            return oidc_fault::busy;
        const auto limit = talk_->params.limit;
        try {
            // The exchanges keep the limit themselves; more than that, and the loop is not running any more.
            constexpr auto grace = 2s;
            if (auto ended = calls_.wait(start(now() + limit), now() + limit + grace))
                return std::move(*ended);
            talk_->warn("nobody can sign in by the provider", "the gateway is stopping");
        } catch (const std::exception& e) {
            talk_->warn("nobody can sign in by the provider", e.what());
        }
        return oidc_fault::unavailable;
    }

    const shared_conversation talk_;
    loop_calls calls_;
    std::atomic<int> waiting_{0};
};

}  // namespace

std::unique_ptr<oidc_provider> make_oidc_provider(asio::io_context& loop, oidc_params params, logger& log)
{
    return std::make_unique<oidc_client>(loop, std::move(params), log);
}

}  // namespace loa
