#include "adapters/enetviet/sandbox_pages.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/html/sanitise.hpp"

#include <algorithm>
#include <cstdio>

namespace loa {
namespace {

constexpr std::string_view owner = "Sở Giáo dục và Đào tạo TP. Hồ Chí Minh";

/// "12.345"
std::string count(std::uint64_t value)
{
    const auto digits = std::to_string(value);
    std::string out;
    for (std::size_t i = 0; i != digits.size(); ++i) {
        if (i != 0 && (digits.size() - i) % 3 == 0)
            out += '.';
        out += digits[i];
    }
    return out;
}

/// "403 KB"
std::string size(std::uint64_t bytes)
{
    if (bytes < 1024 * 1024)
        return count((bytes + 1023) / 1024) + " KB";
    const auto tenths = bytes * 10 / (1024 * 1024);
    return count(tenths / 10) + "," + std::to_string(tenths % 10) + " MB";
}

/// "08:30 20/11/2026", the time of day in Vietnam.
std::string moment(wall_time when)
{
    using namespace std::chrono;
    const auto there = when + 7h;
    const auto midnight = floor<days>(there);
    const year_month_day date{midnight};
    const hh_mm_ss time{floor<seconds>(there - midnight)};
    char out[32];
    const auto length = std::snprintf(
        out,
        sizeof out,
        "%02d:%02d %02u/%02u/%04d",
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<unsigned>(date.day()),
        static_cast<unsigned>(date.month()),
        static_cast<int>(date.year())
    );
    return {out, static_cast<std::size_t>(length)};
}

/// "PDF"
std::string kind(std::string_view name)
{
    const auto dot = name.rfind('.');
    if (dot == std::string_view::npos || name.size() - dot > 5)
        return "TỆP";
    std::string out{name.substr(dot + 1)};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    return escape_html(out);
}

std::string page(std::string_view title, std::string_view bar, std::string_view content)
{
    std::string out =
        "<!doctype html><html lang=\"vi\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<link rel=\"stylesheet\" href=\"/style.css\"><title>";
    out.append(escape_html(title))
        .append("</title></head><body><header>")
        .append(bar)
        .append("</header><main>")
        .append(content);
    return out +=
           "</main><footer>Máy chủ thử nghiệm của Loa, không phải ứng dụng eNetViet "
           "thật.</footer></body></html>";
}

std::string urgent_badge(const std::string& urgency)
{
    return urgency == "khan" ? "<span class=\"urgent\">Khẩn</span> " : "";
}

}  // namespace

void sandbox_pages::show(const tallied_content& content, const boost::json::object& post, wall_time at)
{
    if (!posts_.empty() && content.number <= posts_.front().content->number)
        return;
    shown_post made{
        &content,
        std::string{json_text_at(post, "tom_tat")},
        {},
        std::string{json_text_at(post, "anh_dai_dien")},
        std::string{json_text_at(post, "muc_do")},
        {},
        at};
    const auto body = json_text_at(post, "noi_dung");
    const auto sanitised = sanitise(body, allowed_hosts_);
    made.body_html = sanitised ? *sanitised
                               : "<p class=\"refused\">Nội dung không hiển thị được: " +
                                     escape_html(to_string(sanitised.error())) + "</p>";
    if (!link_allowed(made.image, allowed_hosts_))
        made.image.clear();
    if (const auto* files = post.if_contains("file_dinh_kem"); files != nullptr && files->is_array())
        for (const auto& each : files->get_array())
            if (const auto* file = each.if_object()) {
                const auto* bytes = file->if_contains("dung_luong");
                attachment one{
                    std::string{json_text_at(*file, "ten")},
                    std::string{json_text_at(*file, "url")},
                    bytes != nullptr && bytes->is_int64() ? static_cast<std::uint64_t>(bytes->get_int64())
                                                          : 0};
                if (link_allowed(one.url, allowed_hosts_))
                    made.attachments.push_back(std::move(one));
            }
    posts_.push_front(std::move(made));
    if (posts_.size() > kept_)
        posts_.pop_back();
}

std::string sandbox_pages::list() const
{
    std::string out;
    for (const auto& each : posts_) {
        out += "<a class=\"card\" href=\"/posts/" + std::to_string(each.content->number) + "\"><h2>" +
               urgent_badge(each.urgency) + escape_html(each.content->title) + "</h2><p>" +
               escape_html(each.summary) + "</p><small>" + moment(each.at) + " · " +
               count(each.content->accepted) + " nơi nhận</small></a>";
    }
    if (out.empty())
        out = "<p class=\"empty\">Chưa có tin nào.</p>";
    return page("Tin đã nhận", "<strong>Tin từ Sở</strong>", out);
}

std::optional<std::string> sandbox_pages::post(std::size_t number) const
{
    const auto found = std::find_if(posts_.begin(), posts_.end(), [&](const auto& each) {
        return each.content->number == number;
    });
    if (found == posts_.end())
        return std::nullopt;
    std::string out = "<article><p class=\"from\"><b>" + std::string{owner} + "</b><small>" +
                      moment(found->at) + " · " + count(found->content->accepted) +
                      " nơi nhận</small></p><h1>" + urgent_badge(found->urgency) +
                      escape_html(found->content->title) + "</h1>";
    if (!found->summary.empty())
        out += "<p class=\"summary\">" + escape_html(found->summary) + "</p>";
    if (!found->image.empty())
        out += "<img class=\"cover\" src=\"" + escape_html(found->image) + "\" alt=\"Ảnh đại diện của tin\">";
    out += "<div class=\"body\">" + found->body_html + "</div>";
    if (!found->attachments.empty()) {
        out += "<h2>Tệp đính kèm</h2><ul class=\"files\">";
        for (const auto& each : found->attachments)
            out += "<li><a href=\"" + escape_html(each.url) + "\"><span class=\"kind\">" + kind(each.name) +
                   "</span><span>" + escape_html(each.name) +
                   (each.bytes == 0 ? std::string{} : "<small>" + size(each.bytes) + "</small>") +
                   "</span></a></li>";
        out += "</ul>";
    }
    if (link_allowed(found->content->url, allowed_hosts_))
        out += "<a class=\"more\" href=\"" + escape_html(found->content->url) +
               "\">Xem trên trang thông tin của Sở</a>";
    return page(found->content->title, "<a href=\"/\">‹ Tin từ Sở</a>", out + "</article>");
}

std::string_view sandbox_pages::style() noexcept
{
    return R"(*{box-sizing:border-box}
body{margin:0 auto;max-width:480px;background:#f1f4f8;color:#1c2733;font:16px/1.55 "Noto Sans",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
header{position:sticky;top:0;padding:14px 16px;background:#0b63b0;color:#fff;font-size:18px}
header a{color:#fff;text-decoration:none}
main{padding:12px}
a{color:#0b63b0}
small{color:#5b6b7b;font-size:13px}
h1{margin:0 0 8px;font-size:22px;line-height:1.3}
h2{margin:18px 0 6px;font-size:17px;line-height:1.35}
h3,h4,h5,h6{margin:14px 0 4px;font-size:16px}
.card,article{display:block;background:#fff;border-radius:12px;padding:16px;box-shadow:0 1px 3px #0002}
.card{margin-bottom:12px;color:inherit;text-decoration:none}
.card h2{margin:0 0 4px}
.card p{margin:0 0 8px;color:#3d4b59}
.from{margin:0 0 12px;padding-bottom:10px;border-bottom:1px solid #e3e9ef}
.from b,.from small{display:block}
.summary{margin:0 0 12px;font-weight:600}
.cover{display:block;width:100%;min-height:56px;margin:0 0 12px;border-radius:8px;background:#e3e9ef;color:#5b6b7b;font-size:13px}
.body img{max-width:100%;height:auto}
.body ul,.body ol{padding-left:24px}
.body li{margin:2px 0}
.body table{width:100%;border-collapse:collapse;font-size:15px}
.body caption{padding:4px 0;font-weight:600;text-align:left}
.body td,.body th{padding:6px 8px;border:1px solid #d3dce5;text-align:left;vertical-align:top}
.body th{background:#f1f4f8}
.body blockquote{margin:12px 0;padding-left:12px;border-left:3px solid #b9c7d5}
.files{margin:0;padding:0;list-style:none}
.files a{display:flex;gap:12px;align-items:center;padding:10px 0;border-top:1px solid #e3e9ef;text-decoration:none}
.files small{display:block}
.kind{flex:none;width:48px;padding:8px 0;border-radius:8px;background:#e8f1fa;font-size:12px;font-weight:700;text-align:center}
.more{display:block;margin-top:16px;padding:12px;border-radius:10px;background:#0b63b0;color:#fff;text-align:center;text-decoration:none;font-weight:600}
.urgent{display:inline-block;padding:0 8px;border-radius:6px;background:#c62828;color:#fff;font-size:14px;line-height:1.6;vertical-align:middle}
.refused{color:#a11}
.empty,footer{padding:16px;color:#5b6b7b;text-align:center;font-size:13px}
)";
}

}  // namespace loa
