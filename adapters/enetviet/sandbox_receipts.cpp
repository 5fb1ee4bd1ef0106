#include "adapters/enetviet/sandbox_receipts.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/enetviet/receipts.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::array<std::string_view, 5> manners{
    "right", "repeated", "reversed", "wrong_signature", "stale"};

}  // namespace

sandbox_receipts::order sandbox_receipts::read_order(std::string_view text)
{
    json::error_code error;
    const auto document = json::parse(text, error);
    const auto* object = error ? nullptr : document.if_object();
    if (object == nullptr)
        throw std::invalid_argument{"a JSON object with a url is needed"};
    order out;
    const auto url = parse_enetviet_origin(json_text_at(*object, "url"));
    if (!url || url->tls)
        throw std::invalid_argument{"url must be http://host[:port]/path"};
    out.to = *url;
    if (const auto kind = json_text_at(*object, "kind"); !kind.empty())
        out.kind = kind;
    if (const auto how = json_text_at(*object, "how"); !how.empty()) {
        const auto at = std::ranges::find(manners, how);
        if (at == manners.end())
            throw std::invalid_argument{
                "how must be one of right, repeated, reversed, wrong_signature, stale"};
        out.how = static_cast<manner>(at - manners.begin());
    }
    if (const auto* most = object->if_contains("per_message"); most != nullptr && most->is_int64())
        out.per_message = static_cast<std::size_t>(std::clamp<std::int64_t>(most->get_int64(), 1, 1'000));
    return out;
}

sandbox_receipts::sandbox_receipts(std::string app_id, std::string secret)
    : app_id_{std::move(app_id)}, secret_{std::move(secret)}
{
}

void sandbox_receipts::note(std::string_view broadcast, std::string_view key)
{
    if (secret_.empty())
        return;
    taken_.push_back({std::string{broadcast}, std::string{key}});
    if (taken_.size() > most_kept)
        taken_.pop_front();
}

std::vector<std::string> sandbox_receipts::compose(const order& what, wall_time now) const
{
    const auto signed_at = what.how == manner::stale ? now - std::chrono::minutes{10} : now;
    const auto timestamp =
        std::to_string(std::chrono::floor<std::chrono::seconds>(signed_at).time_since_epoch().count());
    std::vector<std::string> out;
    for (std::size_t start = 0; start < taken_.size(); start += what.per_message) {
        std::string body{"{\"data\":["};
        for (auto i = start; i != std::min(start + what.per_message, taken_.size()); ++i) {
            body += i == start ? "{\"ma_dot\":" : ",{\"ma_dot\":";
            add_json_text(body, taken_[i].broadcast);
            body += ",\"ma_yeu_cau\":";
            add_json_text(body, taken_[i].key);
            body += ",\"trang_thai\":";
            add_json_text(body, what.kind);
            body += '}';
        }
        body += "]}";
        auto signature = receipt_signature(app_id_, body, timestamp, secret_);
        if (what.how == manner::wrong_signature)
            signature.front() = signature.front() == '0' ? '1' : '0';
        std::string request{"POST "};
        request.append(what.to.prefix.empty() ? "/" : what.to.prefix).append(" HTTP/1.1\r\nHost: ");
        request.append(what.to.authority)
            .append("\r\nContent-Type: application/json\r\nX-Timestamp: ")
            .append(timestamp);
        request.append("\r\nX-Signature: ").append(signature).append("\r\nContent-Length: ");
        request.append(std::to_string(body.size())).append("\r\n\r\n").append(body);
        if (what.how == manner::repeated)
            out.push_back(request);
        out.push_back(std::move(request));
    }
    if (what.how == manner::reversed)
        std::ranges::reverse(out);
    return out;
}

}  // namespace loa
