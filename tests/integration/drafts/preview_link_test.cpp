#include "tests/integration/drafts/newsroom.hpp"

using namespace loa;
using namespace loa::testing;

namespace {

/// With links to stop mail, as when the API can be reached from outside.
struct linked_newsroom : newsroom {
    linked_newsroom()
    {
        mail_params.unsubscribe_url = "https://loa.test/u/";
        mail_params.tokens = tokens;
        std::vector<std::unique_ptr<channel>> all;
        all.push_back(make_email_channel(own_loop, mail_params, log));
        linked.emplace(own_loop, std::move(all), ledger->secret(), log);
        parts.own = &*linked;
        parts.tokens = &tokens;
    }

    refusal_tokens tokens{ledger->secret()};
    std::optional<own_channels> linked;
};

}  // namespace

TEST_CASE_METHOD(linked_newsroom, "whoever sees a preview cannot refuse in the recipient's name", "[drafts]")
{
    const auto shown = ask(2, "POST", path_of(written(), "/preview"));
    REQUIRE(shown.status == 200);
    const auto no = static_cast<std::uint32_t>(shown.number("/channels/0/person"));
    const auto made = tokens.make({0, no});
    const std::string token{made.data(), made.size()};
    for (const auto* part : {"source", "text", "html"}) {
        const auto text = shown.text(std::string{"/channels/0/preview/"}.append(part));
        CHECK(text.find("https://loa.test/u/xxxxxxxx") != std::string::npos);
        CHECK(text.find(token) == std::string::npos);
    }
    const auto page = ask(2, "GET", path_of(written(), "/preview.html?channel=email")).page;
    CHECK(page.find("https://loa.test/u/xxxxxxxx") != std::string::npos);
    CHECK(page.find(token) == std::string::npos);
}

TEST_CASE_METHOD(
    linked_newsroom,
    "nor can he where the link is broken over lines, because one of the message cannot stay whole",
    "[drafts]"
)
{
    auto content = notice();
    content["body_html"] = "<p>" + std::string(1'200, 'a') + "</p>";
    const auto shown = ask(2, "POST", path_of(written(content), "/preview"));
    REQUIRE(shown.status == 200);
    const auto source = shown.text("/channels/0/preview/source");
    REQUIRE(source.find("quoted-printable") != std::string::npos);
    const auto made = tokens.make({0, static_cast<std::uint32_t>(shown.number("/channels/0/person"))});
    std::string unbroken = source;
    for (auto at = unbroken.find("=\r\n"); at != std::string::npos; at = unbroken.find("=\r\n", at))
        unbroken.erase(at, 3);
    CHECK(unbroken != source);
    CHECK(unbroken.find("https://loa.test/u/xxxxxxxx") != std::string::npos);
    CHECK(unbroken.find(std::string{made.data(), made.size()}) == std::string::npos);
}
