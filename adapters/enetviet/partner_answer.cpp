#include "adapters/enetviet/partner_answer.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/enetviet/wire.hpp"
#include "adapters/http_client/http_date.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <charconv>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::size_t longest_code = 32;
constexpr std::chrono::hours longest_retry_after{7 * 24};

}  // namespace

std::optional<answer_envelope> answer_document::open(const enetviet_params& params, std::string_view body)
{
    json::parse_options options;
    options.max_depth = 16;
    json::error_code error;
    document_ = json::parse(body, error, &memory_, options);
    if (error || !document_.is_object())
        return std::nullopt;
    const auto& object = document_.get_object();
    answer_envelope out;
    for (const auto& field : params.code_fields)
        if (out.code = answer_code(object, field); !out.code.empty())
            break;
    if (out.code.empty())
        return std::nullopt;
    out.message = answer_message(params, object);
    if (const auto* data = object.if_contains(enetviet_field(params, "data")))
        out.data = data->if_array();
    return out;
}

std::string answer_code(const json::object& in, std::string_view field)
{
    const auto* value = in.if_contains(field);
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

std::string_view answer_message(const enetviet_params& params, const json::object& in)
{
    const auto message = json_text_at(in, enetviet_field(params, "message"));
    return message.empty() ? json_text_at(in, enetviet_field(params, "mes")) : message;
}

const enetviet_rule* matching(const enetviet_rules& rules, std::string_view code, std::string_view message)
{
    for (const auto& rule : rules)
        if (rule.code == code &&
            (rule.message_contains.empty() || message.find(rule.message_contains) != std::string_view::npos))
            return &rule;
    return nullptr;
}

std::string readable(std::string_view message)
{
    const auto composed = to_nfc(message.substr(0, 2'000));
    return composed ? shorten(mask_text(squeeze(*composed)), 80) : std::string{};
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

bool leads_to_error_page(const enetviet_params& params, const http_answer& answer)
{
    return answer.status / 100 == 3 && !params.error_page.empty() &&
           answer.location.find(params.error_page) != std::string::npos;
}

}  // namespace loa
