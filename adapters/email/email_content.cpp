#include "adapters/email/email_content.hpp"

#include "adapters/html/link.hpp"
#include "adapters/html/sanitise.hpp"
#include "gateway/core/unicode.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace loa {
namespace {

constexpr std::size_t longest_title =
    1000;  // graphemes: a title that long is a mistake, but no reason to fail

constexpr std::array<std::string_view, 6> content_areas{
    "Cải cách thể chế",
    "Cải cách thủ tục hành chính",
    "Cải cách tổ chức bộ máy hành chính nhà nước",
    "Cải cách chế độ công vụ",
    "Cải cách tài chính công",
    "Xây dựng và phát triển Chính quyền điện tử, Chính quyền số",
};

std::string one_line(std::string_view text)
{
    auto squeezed = squeeze(text);
    auto composed = to_nfc(squeezed);
    return composed ? std::move(*composed) : std::move(squeezed);
}

std::string kind_of(const bulletin& what)
{
    const auto area = static_cast<std::size_t>(what.content_area.value_or(0));
    if (area >= 1 && area <= content_areas.size())
        return "Bản tin cải cách hành chính · " + std::string{content_areas[area - 1]};
    const auto department = one_line(what.department);
    return department.empty() ? "Bản tin" : "Bản tin · " + department;
}

/// An urgent bulletin is marked, unless its title says so itself.
bool wants_mark(urgency how, std::string_view title)
{
    return how == urgency::urgent && !title.starts_with("TIN KHẨN") && !title.starts_with("Tin khẩn");
}

/// As Vietnamese readers write it: "403 KB", "1,2 MB".
std::string human_size(std::uint64_t bytes)
{
    if (bytes < 1024)
        return std::to_string(bytes) + " byte";
    constexpr std::array<const char*, 4> units{"KB", "MB", "GB", "TB"};
    auto tenths = bytes * 10 / 1024;
    std::size_t unit = 0;
    while (tenths >= 10'240 && unit + 1 != units.size()) {
        tenths /= 1024;
        ++unit;
    }
    const bool whole = unit == 0 || tenths >= 1000 || tenths % 10 == 0;
    const auto number = whole ? std::to_string((tenths + 5) / 10)
                              : std::to_string(tenths / 10) + ',' + std::to_string(tenths % 10);
    return number + ' ' + units[unit];
}

/// "2022-01-21" becomes "21/01/2022"; anything else stays as it is.
std::string vietnamese_date(std::string_view iso)
{
    if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-')
        return one_line(iso);
    return std::string{iso.substr(8)} + '/' + std::string{iso.substr(5, 2)} + '/' +
           std::string{iso.substr(0, 4)};
}

std::string document_line(const bulletin_document& document)
{
    const auto number = one_line(document.number);
    const auto date = vietnamese_date(document.issued_on);
    if (number.empty() && date.empty())
        return {};
    return "Văn bản" + (number.empty() ? "" : " số " + number) + (date.empty() ? "" : " ngày " + date);
}

/// "08:30 ngày 20/11/2026" in Vietnam, where there is no daylight saving time.
std::string local_time(wall_time when)
{
    using namespace std::chrono;
    const auto local = when + hours{7};
    const auto midnight = floor<days>(local);
    const year_month_day date{midnight};
    const hh_mm_ss time{floor<minutes>(local - midnight)};
    std::array<char, 64> out{};
    std::snprintf(
        out.data(),
        out.size(),
        "%02d:%02d ngày %02u/%02u/%04d",
        static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()),
        static_cast<unsigned>(date.day()),
        static_cast<unsigned>(date.month()),
        static_cast<int>(date.year())
    );
    return out.data();
}

class content_maker {
public:
    content_maker(const bulletin& what, const email_params& params)
        : what_{what}, hosts_{params.allowed_hosts}
    {
    }

    boost::system::result<email_content, problems> run()
    {
        email_content out;
        out.kind = kind_of(what_);
        out.title = shorten(one_line(what_.title), longest_title);
        out.urgent = wants_mark(what_.urgency, out.title);
        out.summary = one_line(what_.summary);
        auto body = sanitise(what_.body_html, hosts_, "body_html");
        if (body)
            out.body = std::move(*body);
        else
            found_ = body.error();
        if (out.title.empty())
            found_.push_back({"title", "empty", "must have a title: it is the subject of the message"});
        if (what_.image)
            out.image = image(out);
        for (std::size_t i = 0; i != what_.attachments.size(); ++i) out.attachments.push_back(attachment(i));
        if (what_.document)
            out.document = document_line(*what_.document);
        if (!what_.url.empty())
            out.url = checked("url", "link", what_.url);
        const auto department = one_line(what_.department);
        out.origin = (department.empty() ? "" : department + " · ") + local_time(what_.published_at);
        if (!found_.empty())
            return std::move(found_);
        return out;
    }

private:
    std::string checked(std::string field, std::string_view what, std::string_view url)
    {
        if (auto target = allowed_resource(url, hosts_))
            return std::move(*target);
        found_.push_back({std::move(field), "host_not_allowed", refused_link_text(what, url, hosts_)});
        return {};
    }

    bulletin_image image(const email_content& so_far)
    {
        auto alt = one_line(what_.image->alt);
        if (alt.empty() && so_far.summary.empty() && so_far.body.empty())
            alt = so_far.title;  // the image is all there is: it must say something to who cannot see it
        return {checked("image.url", "image", what_.image->url), std::move(alt)};
    }

    email_link attachment(std::size_t index)
    {
        const auto& file = what_.attachments[index];
        auto url = checked("attachments[" + std::to_string(index) + "].url", "attachment", file.url);
        auto label = one_line(file.name);
        if (label.empty())
            label = url.substr(url.rfind('/') + 1);
        if (file.bytes != 0)
            label += " (" + human_size(file.bytes) + ')';
        return {std::move(label), std::move(url)};
    }

    const bulletin& what_;
    const std::vector<std::string>& hosts_;
    problems found_;
};

}  // namespace

boost::system::result<email_content, problems> make_content(const bulletin& what, const email_params& params)
{
    return content_maker{what, params}.run();
}

}  // namespace loa
