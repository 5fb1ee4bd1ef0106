#include "adapters/enetviet/render.hpp"

#include "adapters/enetviet/cut_html.hpp"
#include "adapters/enetviet/wire.hpp"
#include "adapters/html/sanitise.hpp"
#include "gateway/core/unicode.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <array>

namespace loa {
namespace {

constexpr std::string_view full_text = "Xem đầy đủ trên trang thông tin của Sở";

std::string one_line(std::string_view text)
{
    return squeeze(to_nfc(text).value_or(std::string{}));
}

std::string link(std::string_view url, std::string_view text)
{
    return "<a href=\"" + escape_html(url) + "\">" + escape_html(text) + "</a>";
}

/// What eNetViet can show beside a post.
bool can_be_attached(const bulletin_attachment& file)
{
    constexpr std::array<std::string_view, 10> kinds{
        ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".pdf", ".png", ".jpg", ".jpeg"};
    std::string lower = file.name + "\n" + file.url;
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    return std::any_of(kinds.begin(), kinds.end(), [&](std::string_view kind) {
        return lower.ends_with(kind) || lower.find(std::string{kind} + "\n") != std::string::npos;
    });
}

void check_link(const enetviet_params& params, std::string field, const std::string& url, problems& wrong)
{
    if (!link_allowed(url, params.allowed_hosts))
        wrong.push_back(
            {std::move(field),
             "host_not_allowed",
             "\"" + url + "\" leads outside the hosts that bulletins may link to"}
        );
}

/// "2022-01-21" as people write it.
std::string day_month_year(std::string_view date)
{
    if (date.size() != 10)
        return std::string{date};
    return std::string{date.substr(8, 2)} + "/" + std::string{date.substr(5, 2)} + "/" +
           std::string{date.substr(0, 4)};
}

/// Who it is from and which document it is about.
std::string origin_line(const bulletin& what)
{
    auto line = one_line(what.department);
    if (what.document && !what.document->number.empty()) {
        line += (line.empty() ? "Văn bản số " : " · Văn bản số ") + one_line(what.document->number);
        if (!what.document->issued_on.empty())
            line += ", ngày " + day_month_year(what.document->issued_on);
    }
    return line.empty() ? line : "<p><em>" + escape_html(line) + "</em></p>";
}

std::string urgency_mark(const enetviet_params& params, urgency what)
{
    switch (what) {
        case urgency::urgent: return params.urgent_mark;
        case urgency::normal: return params.normal_mark;
        case urgency::bulk: return params.bulk_mark;
    }
    return params.normal_mark;
}

/// The body proper and, behind it, the attachments that eNetViet cannot show.
std::string compose_body(const enetviet_params& params, const bulletin& what, std::string sanitised)
{
    if (plain_text(sanitised).empty() && sanitised.find("<img") == std::string::npos) {
        sanitised =
            what.summary.empty() ? std::string{} : "<p>" + escape_html(one_line(what.summary)) + "</p>";
        if (what.image)
            sanitised += "<p><img src=\"" + escape_html(what.image->url) + "\" alt=\"" +
                         escape_html(one_line(what.image->alt)) + "\"></p>";
    }
    auto head = origin_line(what);
    std::string files;
    for (const auto& each : what.attachments)
        if (!can_be_attached(each))
            files += "<li>" + link(each.url, one_line(each.name)) + "</li>";
    if (!files.empty())
        files = "<p>Tệp đính kèm:</p><ul>" + files + "</ul>";
    auto whole = head + sanitised + files;
    if (whole.size() <= params.body_limit)
        return whole;

    const auto tail = "<p>" + link(what.url, full_text) + "</p>";
    if (tail.size() >= params.body_limit)
        return cut_html(whole, params.body_limit);
    return cut_html(whole, params.body_limit - tail.size()) + tail;
}

}  // namespace

boost::system::result<enetviet_post, problems> render_enetviet_post(
    const enetviet_params& params, const bulletin& what
)
{
    problems wrong;
    auto sanitised = sanitise(what.body_html, params.allowed_hosts);
    if (!sanitised)
        wrong = sanitised.error();
    check_link(params, "url", what.url, wrong);
    if (what.image)
        check_link(params, "image.url", what.image->url, wrong);
    for (std::size_t i = 0; i != what.attachments.size(); ++i)
        check_link(params, "attachments[" + std::to_string(i) + "].url", what.attachments[i].url, wrong);

    enetviet_post out;
    out.title = one_line(what.title);
    if (out.title.empty())
        wrong.push_back({"title", "empty", "a post needs a title"});
    if (!wrong.empty())
        return wrong;

    if (what.content_area && !params.area_mark.empty() && !out.title.starts_with(params.area_mark))
        out.title = params.area_mark + " " + out.title;
    out.title = shorten(out.title, params.title_limit);
    out.summary = one_line(what.summary);
    if (out.summary.empty())
        out.summary = plain_text(*sanitised);
    if (out.summary.empty() && what.image)
        out.summary = one_line(what.image->alt);
    out.summary = shorten(out.summary.empty() ? out.title : out.summary, params.summary_limit);
    out.body_html = compose_body(params, what, std::move(*sanitised));
    if (what.image)
        out.image = what.image->url;
    out.link = what.url;
    out.urgency = urgency_mark(params, what.urgency);
    const auto category = params.categories.find(what.category);
    out.category = category == params.categories.end() ? params.default_category : category->second;
    std::copy_if(
        what.attachments.begin(),
        what.attachments.end(),
        std::back_inserter(out.attachments),
        [](const auto& each) { return can_be_attached(each); }
    );
    return out;
}

enetviet_request_body to_request_body(
    const enetviet_params& params, const enetviet_post& post, broadcast_id broadcast
)
{
    const auto name = [&](std::string_view ours) {
        const auto theirs = enetviet_field(params, ours);
        return boost::json::string_view{theirs.data(), theirs.size()};
    };
    boost::json::array files;
    for (const auto& each : post.attachments) {
        boost::json::object file{{name("ten"), each.name}, {name("url"), each.url}};
        if (each.bytes != 0)
            file[name("dung_luong")] = each.bytes;
        files.push_back(std::move(file));
    }
    boost::json::object content{
        {name("ma_so"), params.sender_unit},
        {name("ma_dot"), std::to_string(broadcast)},
        {name("danh_muc_tin_tuc_id"), post.category},
        {name("tieu_de"), post.title},
        {name("tom_tat"), post.summary},
        {name("noi_dung"), post.body_html},
        {name("anh_dai_dien"), post.image},
        {name("url_chi_tiet"), post.link},
        {name("file_dinh_kem"), std::move(files)},
        {name("muc_do"), post.urgency},
    };
    const bool accounts = params.addressing == enetviet_addressing::accounts;
    enetviet_request_body out{boost::json::serialize(content), accounts ? "]}" : "}"};
    out.before.back() = ',';  // instead of the bracket that ends the object
    if (accounts)
        out.before += boost::json::serialize(boost::json::string{name("nguoi_nhan")}) + ":[";
    return out;
}

}  // namespace loa
