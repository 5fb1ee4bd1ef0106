#include "gateway/api/draft_bulletin.hpp"

#include "gateway/api/api.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/core/bulletin_check.hpp"
#include "gateway/core/json_reader.hpp"
#include "gateway/core/unicode.hpp"

#include <fmt/format.h>
#include <boost/json/serialize.hpp>

#include <array>
#include <span>

namespace json = boost::json;

namespace loa {
namespace {

/// HTML as words: tags are spaces.
std::string words_of(std::string_view html)
{
    std::string out;
    bool inside = false;
    for (const char c : html) {
        if (c == '<')
            inside = true;
        out += inside ? ' ' : c;
        if (c == '>')
            inside = false;
    }
    return out;
}

bool has_word(std::string_view text, std::string_view word)
{
    const auto is_letter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    };
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto end = at + word.size();
        if ((at == 0 || !is_letter(text[at - 1])) && (end == text.size() || !is_letter(text[end])))
            return true;
    }
    return false;
}

/// A request for what nobody may ask of a parent is how phishing begins, and how it would be believed next
/// time.
void warn_of_secrets(const bulletin& what, language speaks, problems& out)
{
    struct secret {
        std::string_view plain, name;
    };
    constexpr std::array secrets{
        secret{"otp", "OTP"},
        secret{"ma xac thuc", "mã xác thực"},
        secret{"ma xac nhan", "mã xác nhận"},
        secret{"mat khau", "mật khẩu"},
        secret{"password", "password"},
        secret{"can cuoc", "căn cước"},
        secret{"cccd", "CCCD"},
        secret{"cmnd", "CMND"},
        secret{"chung minh nhan dan", "chứng minh nhân dân"},
        secret{"so tai khoan", "số tài khoản"},
        secret{"so the", "số thẻ"},
    };
    const std::array<std::pair<std::string_view, std::string>, 3> fields{
        std::pair{std::string_view{"title"}, what.title},
        std::pair{std::string_view{"summary"}, what.summary},
        std::pair{std::string_view{"body_html"}, words_of(what.body_html)}};
    for (const auto& [field, text] : fields) {
        const auto plain = without_diacritics(squeeze(text));
        for (const auto& each : secrets)
            if (has_word(plain, each.plain)) {
                out.push_back(
                    {std::string{field},
                     "asks_for_secret",
                     speaks == language::vietnamese ? fmt::format(
                                                          "Có nhắc đến “{}”: bản tin không bao giờ được hỏi "
                                                          "mật khẩu, mã OTP, số căn cước hay số tài khoản.",
                                                          each.name
                                                      )
                                                    : fmt::format(
                                                          "Mentions \"{}\": a bulletin must never ask for a "
                                                          "password, an OTP, an identity or account number.",
                                                          each.name
                                                      )}
                );
                break;
            }
    }
}

/// In HTML that an adapter wrote: elements are in lower case, attributes in double quotes.
bool has_image_without_alt(std::string_view html)
{
    for (auto at = html.find("<img"); at != std::string_view::npos; at = html.find("<img", at + 1)) {
        const auto element = html.substr(at, html.find('>', at) - at);
        const auto alt = element.find(" alt=\"");
        if (alt == std::string_view::npos || element.substr(alt + 6).starts_with('"'))
            return true;
    }
    return false;
}

}  // namespace

namespace {

using stand_ins = std::span<const std::pair<std::string_view, std::string_view>>;

boost::system::result<bulletin, problems> completed(
    const draft& what, const api_parts& with, wall_time now, stand_ins others
)
{
    auto read = parse_json(what.json, with.bulletins.bytes);
    if (!read)
        return read.error();
    if (!read->is_object())
        return problems{{"", "wrong_type", "must be a JSON object"}};
    auto& content = read->get_object();
    content["source"] = editor_source;
    content["id"] = "draft-" + std::to_string(what.id);
    content["version"] = what.version;
    content["published_at"] = format_rfc3339(now);
    content.erase("approved_by");
    const auto fill = [&](json::string_view key, std::string_view value) {
        const auto* there = content.if_contains(key);
        if ((there == nullptr || there->is_null() || *there == "") && !value.empty())
            content[key] = value;
    };
    fill("url", with.how.home_page);
    fill("author", what.author_name);
    for (const auto& [key, value] : others) fill(key, value);
    return parse_bulletin(json::serialize(content), with.bulletins);
}

}  // namespace

boost::system::result<bulletin, problems> bulletin_of(const draft& what, const api_parts& with, wall_time now)
{
    return completed(what, with, now, {});
}

std::optional<bulletin> bulletin_so_far(const draft& what, const api_parts& with, wall_time now)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> others{
        {{"title", "-"}, {"body_html", "<p>-</p>"}, {"category", "-"}, {"department", "-"}}};
    auto read = completed(what, with, now, others);
    return read ? std::optional{std::move(*read)} : std::nullopt;
}

bulletin must_be_bulletin(const draft& what, const api_parts& with, wall_time now)
{
    auto read = bulletin_of(what, with, now);
    if (!read)
        throw api_problem{422, "draft_not_ready", {}, read.error()};
    return std::move(*read);
}

problems check_bulletin(const bulletin& what, directory_desk& directory, own_channels& channels)
{
    auto wrong = channels.check(what);
    const auto units = directory.check(what.audience);
    wrong.insert(wrong.end(), units.begin(), units.end());
    return wrong;
}

problems warnings_of(const bulletin& what, own_channels& channels, language speaks)
{
    problems out;
    bool is_alt_missing = false;
    const bool vietnamese = speaks == language::vietnamese;
    for (const auto& each : channels.of(what)) {
        const auto shown = channels.preview(what, 0, each.name, own_channels::anybody(each.contact));
        if (!shown)
            continue;
        is_alt_missing = is_alt_missing || has_image_without_alt(shown->html);
        if (shown->title.find(squeeze(what.title)) == std::string::npos)
            out.push_back(
                {"title",
                 "title_cut",
                 fmt::format(
                     fmt::runtime(
                         vietnamese ? "Tiêu đề quá dài cho kênh {}, ở đó chỉ còn: “{}”."
                                    : "The title is too long for {}, where it is \"{}\"."
                     ),
                     each.name,
                     shown->title
                 )}
            );
    }
    if (is_alt_missing)
        out.push_back(
            {"body_html",
             "missing_alt",
             vietnamese ? "Có hình chưa có mô tả (alt): người không nhìn thấy hình sẽ không biết nội dung."
                        : "Has an image without alternative text: who cannot see it learns nothing of it."}
        );
    warn_of_secrets(what, speaks, out);
    return out;
}

}  // namespace loa
