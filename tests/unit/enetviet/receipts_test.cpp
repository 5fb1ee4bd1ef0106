#include "adapters/enetviet/receipts.hpp"

#include "adapters/enetviet/sandbox_receipts.hpp"
#include "tests/support/catch.hpp"

#include <map>
#include <string>

using namespace loa;
using namespace std::chrono_literals;

namespace {

const wall_time noon{std::chrono::hours{24 * 20'000 + 12}};

enetviet_params with_secret()
{
    enetviet_params out;
    out.receipt_app_id = "loa";
    out.receipt_secret = "a secret of two";
    return out;
}

struct letter {
    std::string body;
    std::string timestamp =
        std::to_string(std::chrono::floor<std::chrono::seconds>(noon).time_since_epoch().count());
    std::string signature = receipt_signature("loa", body, timestamp, "a secret of two");
};

std::variant<read_receipts, receipt_refusal> read(
    const letter& what, const enetviet_params& params = with_secret()
)
{
    received_receipts message;
    message.header = [&](std::string_view name) -> std::string_view {
        if (name == "x-signature")
            return what.signature;
        return name == "x-timestamp" ? std::string_view{what.timestamp} : std::string_view{};
    };
    message.body = what.body;
    message.now = noon;
    return make_enetviet_receipt_reader(params)(message);
}

bool is(const std::variant<read_receipts, receipt_refusal>& what, receipt_refusal why)
{
    const auto* refusal = std::get_if<receipt_refusal>(&what);
    return refusal != nullptr && *refusal == why;
}

constexpr auto three =
    R"({"data":[{"ma_dot":"17","ma_yeu_cau":"a","trang_thai":"da_nhan"},{"ma_dot":17,"ma_yeu_cau":"b","trang_thai":"da_nhan"},)"
    R"({"ma_dot":"18","ma_yeu_cau":"c","trang_thai":"da_xem"}]})";

}  // namespace

TEST_CASE("receipts are counted by broadcast and kind", "[receipts]")
{
    const auto got = std::get<read_receipts>(read({three}));
    CHECK(
        got.counts ==
        std::vector<receipt_count>{{17, receipt_kind::delivered, 2}, {18, receipt_kind::read, 1}}
    );
    CHECK(got.unattributed == 0);
    CHECK(got.channel == "enetviet");
}

TEST_CASE(
    "the same message has the same name, whenever it is sent, and another message another", "[receipts]"
)
{
    const auto first = std::get<read_receipts>(read({three}));
    letter later{three};
    later.timestamp =
        std::to_string(std::chrono::floor<std::chrono::seconds>(noon + 1min).time_since_epoch().count());
    later.signature = receipt_signature("loa", later.body, later.timestamp, "a secret of two");
    CHECK(std::get<read_receipts>(read(later)).id == first.id);
    CHECK(std::get<read_receipts>(read({"[]"})).id != first.id);
}

TEST_CASE(
    "receipts of nobody's broadcast, or of a kind we do not know, are unknown and no error", "[receipts]"
)
{
    const auto got = std::get<read_receipts>(read(
        {R"([{"ma_dot":"x","trang_thai":"da_nhan"},{"trang_thai":"da_nhan"},{"ma_dot":"17","trang_thai":"?"},7,null])"}
    ));
    CHECK(got.counts.empty());
    CHECK(got.unattributed == 5);
}

TEST_CASE("a message that the partner has not signed is refused", "[receipts]")
{
    letter forged{three};
    forged.body[10] = '9';
    CHECK(is(read(forged), receipt_refusal::unsigned_message));
    letter bare{three};
    bare.signature.clear();
    CHECK(is(read(bare), receipt_refusal::unsigned_message));
    letter moved{three};
    moved.timestamp += "0";
    CHECK(is(read(moved), receipt_refusal::unsigned_message));
    letter upper{three};
    for (auto& c : upper.signature) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    CHECK(std::holds_alternative<read_receipts>(read(upper)));
}

TEST_CASE("a message that was signed too long ago, or in the future, is refused", "[receipts]")
{
    for (const auto& [distance, good] :
         {std::pair{-6min, false}, {-4min, true}, {0min, true}, {4min, true}, {6min, false}}) {
        for (const std::int64_t unit : {1, 1'000}) {
            letter what{three};
            what.timestamp = std::to_string(
                std::chrono::floor<std::chrono::seconds>(noon + distance).time_since_epoch().count() * unit
            );
            what.signature = receipt_signature("loa", what.body, what.timestamp, "a secret of two");
            CHECK(is(read(what), receipt_refusal::stale) == !good);
        }
    }
    letter never{three, "soon"};
    CHECK(is(read(never), receipt_refusal::stale));
}

TEST_CASE("a signed message that is no list of receipts is refused", "[receipts]")
{
    for (const auto* body : {"", "{}", "[", "7", "{\"data\":{}}", "[[[[[[[[[[[[]]]]]]]]]]]]"})
        CHECK(is(read({body}), receipt_refusal::malformed));
}

TEST_CASE("without a secret no receipts are taken", "[receipts]")
{
    CHECK_FALSE(make_enetviet_receipt_reader(enetviet_params{}));
}

TEST_CASE(
    "the sandbox signs its receipts as the gateway reads them, and spoils them as told", "[receipts][sandbox]"
)
{
    sandbox_receipts partner{"loa", "a secret of two"};
    for (int i = 0; i != 5; ++i) partner.note("17", std::to_string(i));
    auto order =
        sandbox_receipts::read_order(R"({"url":"http://127.0.0.1:8088/hooks/enetviet","per_message":2})");
    const auto count = [&](std::string_view how) {
        order = sandbox_receipts::read_order(
            R"({"url":"http://127.0.0.1:8088/hooks/enetviet","per_message":2,"how":")" + std::string{how} +
            "\"}"
        );
        std::map<std::string, int> out;
        for (const auto& request : partner.compose(order, noon)) {
            const auto field = [&](const std::string& name) {
                const auto at = request.find(name + ": ") + name.size() + 2;
                return request.substr(at, request.find("\r\n", at) - at);
            };
            const auto got = read(
                {request.substr(request.find("\r\n\r\n") + 4), field("X-Timestamp"), field("X-Signature")}
            );
            if (is(got, receipt_refusal::unsigned_message))
                ++out["unsigned"];
            else if (is(got, receipt_refusal::stale))
                ++out["stale"];
            else
                ++out["good"];
        }
        return out;
    };
    CHECK(count("right") == std::map<std::string, int>{{"good", 3}});
    CHECK(count("repeated") == std::map<std::string, int>{{"good", 6}});
    CHECK(count("reversed") == std::map<std::string, int>{{"good", 3}});
    CHECK(count("wrong_signature") == std::map<std::string, int>{{"unsigned", 3}});
    CHECK(count("stale") == std::map<std::string, int>{{"stale", 3}});
    CHECK_THROWS_AS(sandbox_receipts::read_order("{}"), std::invalid_argument);
}
