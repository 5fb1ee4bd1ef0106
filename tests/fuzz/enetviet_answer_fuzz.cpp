// What the partner answers: as bytes on a connection, through the HTTP parser, to outcomes and look-up
// results.
#include "adapters/enetviet/wire.hpp"
#include "adapters/http_client/answer_parser.hpp"

#include <boost/asio/buffer.hpp>

#include <array>
#include <cstdlib>
#include <string_view>

namespace {

loa::idempotency_key key(char digit)
{
    std::array<char, 32> digits{};
    digits.fill(digit);
    return loa::idempotency_key{digits};
}

/// The exchange as http_client would report it.
loa::http_exchange heard(std::string_view bytes)
{
    loa::http_exchange out;
    out.progress = loa::http_progress::sent;
    out.request_whole = true;
    loa::answer_parser parser{out.answer, 1 << 16};
    while (!bytes.empty() && !parser.is_done()) {
        boost::system::error_code error;
        const auto used = parser.put(boost::asio::buffer(bytes), error);
        bytes.remove_prefix(used);
        if (error || used == 0)
            break;
    }
    boost::system::error_code error;
    if (!parser.is_done() && parser.got_some())
        parser.put_eof(error);
    if (parser.is_done() && !error)
        out.progress = loa::http_progress::answered;
    return out;
}

/// A good answer with that body.
loa::http_exchange answered(std::string_view body)
{
    loa::http_exchange out;
    out.progress = loa::http_progress::answered;
    out.request_whole = true;
    out.answer.status = 200;
    out.answer.body = body;
    return out;
}

void require(bool so)
{
    if (!so)
        std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static const loa::enetviet_params to_accounts;
    static const loa::enetviet_params to_audiences = [] {
        loa::enetviet_params out;
        out.addressing = loa::enetviet_addressing::audience;
        return out;
    }();
    static const std::array<loa::destination, 2> whom{
        loa::destination{1, "0901234567", "", key('a')}, loa::destination{2, "0907654321", "", key('b')}};

    const std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const auto over_http = heard(bytes);
    const auto bare_body = answered(bytes);

    for (const loa::http_exchange* exchange : {&over_http, &bare_body}) {
        for (const auto* params : {&to_accounts, &to_audiences}) {
            const std::span<const loa::destination> to{whom.data(), params == &to_accounts ? 2U : 1U};
            const auto verdict = loa::judge_post(*params, *exchange, to, {});
            require(verdict.outcomes.size() == to.size());
            require(!verdict.divisible || to.size() > 1);
            for (const auto& each : verdict.outcomes) {
                require(each.cause.empty() == (each.what == loa::outcome_class::accepted));
                require(each.cause.size() < 1'000);
                // Without a whole answer nothing is ever accepted.
                require(
                    each.what != loa::outcome_class::accepted ||
                    exchange->progress == loa::http_progress::answered
                );
            }
        }
        require(loa::judge_look_up(to_accounts, *exchange, whom).presences.size() == whom.size());
    }
    return 0;
}
