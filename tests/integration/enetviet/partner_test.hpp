#pragma once
/// \file
/// The channel and the sandbox partner on one loop, over real sockets.

#include "adapters/enetviet/enetviet_channel.hpp"
#include "adapters/enetviet/sandbox.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/recorded_log.hpp"
#include "tests/support/run.hpp"
#include "tests/support/temp_folder.hpp"

#include <boost/json/parse.hpp>

#include <array>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace loa::testing {

struct partner_test {
    boost::asio::io_context context;
    recorded_log log;
    temp_folder folder;
    sandbox_params partner_params;
    enetviet_params params;
    std::unique_ptr<sandbox> partner;
    std::unique_ptr<channel> way;
    std::unique_ptr<rendition> post;

    partner_test()
    {
        partner_params.token = "right-token";
        params.token_file = folder / "token";
        write_token("right-token");
    }

    void write_token(const std::string& token) { std::ofstream{params.token_file} << token << '\n'; }

    static bulletin content()
    {
        bulletin what;
        what.source = "portal";
        what.id = "1-2";
        what.url = "https://hcm.edu.vn/ct/1/2";
        what.title = "Thông báo nghỉ học";
        what.body_html = "<p>Nghỉ học ngày mai.</p>";
        return what;
    }

    void start()
    {
        if (!partner)
            partner = std::make_unique<sandbox>(context, partner_params);
        if (params.base_url == enetviet_params{}.base_url)
            params.base_url = "http://127.0.0.1:" + std::to_string(partner->port());
        way = make_enetviet_channel(context, params, log);
        auto rendered = way->render(content(), 1);
        REQUIRE(rendered.has_value());
        post = std::move(*rendered);
    }

    /// Ends without the loop's leftovers touching what is gone.
    ~partner_test()
    {
        post.reset();
        way.reset();
        partner.reset();
        context.restart();
        context.run_for(std::chrono::milliseconds{20});
    }

    static destination to(std::uint32_t no, std::string_view address = "0901234567")
    {
        std::array<char, 32> digits{};
        digits.fill('0');
        for (std::size_t i = 0; i != 8; ++i) digits[31 - i] = "0123456789abcdef"[no >> (4 * i) & 15];
        return {no, address, "", idempotency_key{digits}};
    }

    /// Each with an account of its own.
    std::vector<destination> many(std::size_t count)
    {
        std::vector<destination> out;
        for (std::size_t i = 0; i != count; ++i) {
            if (names.size() <= i)
                names.push_back(std::make_unique<std::string>("09" + std::to_string(10'000'000 + i)));
            out.push_back(to(static_cast<std::uint32_t>(i + 1), *names[i]));
        }
        return out;
    }

    std::vector<outcome> deliver(
        const std::vector<destination>& whom, std::chrono::milliseconds limit = std::chrono::seconds{5}
    )
    {
        return run(context, post->deliver(whom, std::chrono::steady_clock::now() + limit));
    }
    /// To one account, after the partner was told what to do.
    outcome deliver_one(const std::string& fate, std::chrono::milliseconds limit = std::chrono::seconds{5})
    {
        partner->script("{\"next\":[\"" + fate + "\"]}");
        return deliver({to(1)}, limit).at(0);
    }
    std::vector<presence> look_up(const std::vector<destination>& of)
    {
        return run(context, post->look_up(of, std::chrono::steady_clock::now() + std::chrono::seconds{5}));
    }
    std::uint64_t tally(std::string_view name) const
    {
        return boost::json::parse(partner->tally()).as_object().at(name).to_number<std::uint64_t>();
    }

    std::vector<std::unique_ptr<std::string>> names;
};

}  // namespace loa::testing
