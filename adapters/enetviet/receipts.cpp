#include "adapters/enetviet/receipts.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/enetviet/partner_answer.hpp"
#include "adapters/enetviet/wire.hpp"
#include "gateway/core/sha256.hpp"

#include <boost/json/parse.hpp>

#include <openssl/crypto.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

namespace json = boost::json;

namespace loa {
namespace {

sha256_digest hash_of(std::initializer_list<std::string_view> pieces)
{
    sha256 hash;
    for (const auto piece : pieces) hash.add(piece);
    return hash.finish();
}

bool same_text(std::string_view given, std::string_view right)
{
    std::string lower{given};
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    });
    return lower.size() == right.size() && CRYPTO_memcmp(lower.data(), right.data(), right.size()) == 0;
}

/// Seconds or milliseconds since 1970: partners write either.
std::optional<wall_time> read_timestamp(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number < 0)
        return std::nullopt;
    constexpr std::int64_t least_of_milliseconds = 100'000'000'000;
    if (number < least_of_milliseconds)
        number *= 1'000;
    constexpr std::int64_t longest_ago = 100'000'000'000'000;
    return wall_time{std::chrono::milliseconds{std::min(number, longest_ago)}};
}

class message_reader {
public:
    explicit message_reader(const enetviet_params& params) : params_{params}
    {
        for (auto* name : {&params_.receipt_signature_header, &params_.receipt_timestamp_header})
            std::ranges::transform(*name, name->begin(), [](char c) {
                return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
            });
    }

    std::variant<read_receipts, receipt_refusal> operator()(const received_receipts& what) const
    {
        const auto signature = what.header(params_.receipt_signature_header);
        const auto timestamp = what.header(params_.receipt_timestamp_header);
        // First the signature: whoever cannot sign learns nothing of our clock.
        const auto right =
            receipt_signature(params_.receipt_app_id, what.body, timestamp, params_.receipt_secret);
        if (!same_text(signature, right))
            return receipt_refusal::unsigned_message;
        const auto signed_at = read_timestamp(timestamp);
        if (!signed_at || *signed_at < what.now - params_.receipt_window ||
            *signed_at > what.now + params_.receipt_window)
            return receipt_refusal::stale;
        return read(what.body);
    }

private:
    std::variant<read_receipts, receipt_refusal> read(std::string_view body) const
    {
        json::parse_options options;
        options.max_depth = 8;
        json::error_code error;
        const auto document = json::parse(body, error, {}, options);
        const json::array* list = error ? nullptr : document.if_array();
        if (!error && list == nullptr)
            if (const auto* object = document.if_object())
                if (const auto* data = object->if_contains(field("data")))
                    list = data->if_array();
        if (list == nullptr)
            return receipt_refusal::malformed;

        read_receipts out;
        out.channel = "enetviet";
        const auto hash = hash_of({params_.receipt_app_id, "\n", body});
        std::copy_n(hash.begin(), out.id.size(), out.id.begin());
        std::map<std::pair<broadcast_id, receipt_kind>, std::uint64_t> counts;
        for (const auto& each : *list) {
            const auto* receipt = each.if_object();
            const auto kind = receipt ? kind_of(*receipt) : std::nullopt;
            const auto id = receipt ? broadcast_of(*receipt) : std::nullopt;
            if (!kind || !id)
                ++out.unattributed;
            else
                ++counts[{*id, *kind}];
        }
        for (const auto& [of, count] : counts) out.counts.push_back({of.first, of.second, count});
        return out;
    }

    std::optional<receipt_kind> kind_of(const json::object& receipt) const
    {
        const auto state = answer_code(receipt, field("trang_thai"));
        const auto is_in = [&](const std::vector<std::string>& list) {
            return std::ranges::find(list, state) != list.end();
        };
        if (is_in(params_.receipt_delivered))
            return receipt_kind::delivered;
        if (is_in(params_.receipt_read))
            return receipt_kind::read;
        if (is_in(params_.receipt_failed))
            return receipt_kind::failed;
        return std::nullopt;
    }

    std::optional<broadcast_id> broadcast_of(const json::object& receipt) const
    {
        const auto text = answer_code(receipt, field("ma_dot"));
        broadcast_id out = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
        if (text.empty() || error != std::errc{} || end != text.data() + text.size())
            return std::nullopt;
        return out;
    }

    json::string_view field(std::string_view ours) const
    {
        const auto theirs = enetviet_field(params_, ours);
        return {theirs.data(), theirs.size()};
    }

    enetviet_params params_;
};

}  // namespace

std::string receipt_signature(
    std::string_view app_id, std::string_view body, std::string_view timestamp, std::string_view secret
)
{
    return to_hex(hash_of({app_id, body, timestamp, secret}));
}

receipt_reader make_enetviet_receipt_reader(const enetviet_params& params)
{
    if (params.receipt_secret.empty())
        return {};
    return message_reader{params};
}

}  // namespace loa
