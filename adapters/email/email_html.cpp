#include "adapters/email/email_content.hpp"
#include "adapters/html/sanitise.hpp"
#include "gateway/core/unicode.hpp"

namespace loa {
namespace {

// Tables, attributes and inline styles because Outlook reads little else; the style block is for what the
// others do better: dark mode and phones. Nothing is fetched but the bulletin's own images.
constexpr std::string_view head = R"(<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
body { margin: 0; padding: 0; width: 100%; -webkit-text-size-adjust: 100%; }
@media (max-width: 620px) {
  .pad { padding-left: 20px !important; padding-right: 20px !important; }
  .outer { padding: 0 !important; }
  .title { font-size: 22px !important; }
  .button { width: 100% !important; text-align: center !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: #10161d !important; }
  .card { background-color: #1a232d !important; color: #e3e9ef !important; }
  .card h1, .card h2, .card h3, .card h4 { color: #ffffff !important; }
  .card a { color: #8ec5ff !important; }
  .button, .button a { background-color: #2f6fb2 !important; color: #ffffff !important; }
  .head, .foot { background-color: #24303c !important; color: #c3ced9 !important; }
  .soft { color: #b4c0cc !important; }
  .safe { color: #e3e9ef !important; }
}
</style>
<!--[if mso]>
<style>body, table, td, p, a, h1, h2, h3, h4, li { font-family: Arial, sans-serif !important; }</style>
<![endif]-->
)";
constexpr std::string_view department_on_banner = "Sở Giáo dục và Đào tạo Thành phố Hồ&nbsp;Chí&nbsp;Minh";
constexpr std::string_view fonts = "font-family:'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif";

std::string row(std::string_view classes, std::string_view style, std::string_view content)
{
    std::string out = "<tr>\n<td class=\"";
    out += classes;
    out += "\" style=\"";
    out += style;
    out += "\">\n";
    out += content;
    return out + "\n</td>\n</tr>\n";
}

/// What an inbox shows behind the subject, instead of the greeting.
std::string preview(const email_content& content)
{
    if (content.summary.empty())
        return {};
    return R"(<div style="display:none;max-height:0;overflow:hidden;mso-hide:all">)" +
           escape_html(shorten(content.summary, 140)) + "</div>\n";
}

std::string banner(const email_content& content)
{
    std::string out = R"(<p style="margin:0;font-size:17px;line-height:1.4;font-weight:700;color:#ffffff">)";
    out += department_on_banner;
    out += R"(</p>
<p style="margin:4px 0 0;font-size:14px;line-height:1.4;color:#dbe8f5">)";
    out += escape_html(content.kind);
    out += "</p>";
    return out;
}

constexpr std::string_view urgent_mark =
    R"(<p style="margin:0 0 12px"><span style="background-color:#b3261e;color:#ffffff;padding:4px 12px;font-size:14px;font-weight:700">TIN KHẨN</span></p>
)";

std::string letter(const email_content& content, std::string_view greeting)
{
    std::string out;
    out += "<p style=\"margin:0 0 20px\">\n";
    out += greeting;
    out += "\n</p>\n";
    if (content.urgent)
        out += urgent_mark;
    out +=
        R"(<h1 class="title" style="margin:0 0 16px;font-size:26px;line-height:1.3;font-weight:700;color:#0f2f52">)";
    out += escape_html(content.title) + "</h1>\n";
    if (!content.summary.empty())
        out += R"(<p style="margin:0 0 20px;font-size:17px;line-height:1.55;font-weight:600">)" +
               escape_html(content.summary) + "</p>\n";
    if (content.image) {
        out +=
            R"(<p style="margin:0 0 20px"><img src=")" + escape_html(content.image->url) + R"(" alt=")" +
            escape_html(content.image->alt) +
            R"(" width="536" style="display:block;border:0;width:100%;max-width:536px;height:auto;font-size:14px;font-style:italic"></p>)";
        out += '\n';
    }
    out += with_styles(content.body);
    if (!content.document.empty())
        out += "\n<p class=\"soft\" style=\"margin:16px 0 0;font-size:15px;color:#44546a\">" +
               escape_html(content.document) + "</p>";
    return out;
}

std::string attachments(const email_content& content)
{
    std::string out = R"(<p style="margin:0 0 8px;font-weight:700">)";
    out += attachments_heading;
    out += "</p>\n";
    for (const auto& file : content.attachments)
        out += R"(<p style="margin:0 0 8px">&#128206;&nbsp;<a href=")" + escape_html(file.url) +
               R"(" style="color:#0b5394;text-decoration:underline">)" + escape_html(file.label) +
               "</a></p>\n";
    return out;
}

/// A button that Outlook draws too: the colour belongs to the cell.
std::string button(const email_content& content)
{
    std::string out =
        R"(<table role="presentation" cellpadding="0" cellspacing="0" border="0" class="button"><tr>
<td class="button" bgcolor="#12508f" style="background-color:#12508f;border-radius:6px;padding:12px 24px">
<a href=")";
    out += escape_html(content.url);
    out += R"(" style="color:#ffffff;font-size:16px;font-weight:700;text-decoration:none">)";
    out += escape_html(view_online);
    return out + "</a>\n</td></tr></table>";
}

std::string footer(const email_content& content, std::string_view unsubscribe)
{
    std::string out = R"(<p style="margin:0 0 8px">)" + escape_html(content.origin) + "</p>\n";
    out += R"(<p style="margin:0 0 8px">)" + escape_html(why_you_get_it) + "</p>\n";
    out += R"(<p class="safe" style="margin:0;font-weight:700;color:#26323f">)" +
           escape_html(against_phishing) + "</p>";
    // The address begins its line at a known column and ends it: in quoted-printable it is broken by whoever
    // splices it in.
    if (!unsubscribe.empty())
        out += "\n<p style=\"margin:8px 0 0\"><a\nhref=\"" + std::string{unsubscribe} +
               "\"\nstyle=\"color:#0b5394;text-decoration:underline\">" + escape_html(stop_mail) + "</a></p>";
    return out;
}

}  // namespace

std::string email_html(const email_content& content, std::string_view greeting, std::string_view unsubscribe)
{
    std::string out = "<!DOCTYPE html>\n<html lang=\"vi\" dir=\"ltr\">\n<head>\n";
    out += head;
    out += "<title>" + escape_html(content.title) + "</title>\n</head>\n";
    out += R"(<body class="page" style="margin:0;padding:0;background-color:#eaf0f6">)";
    out += '\n' + preview(content);
    out +=
        R"(<table role="presentation" lang="vi" width="100%" cellpadding="0" cellspacing="0" border="0" class="page" bgcolor="#eaf0f6" style="background-color:#eaf0f6">
<tr>
<td class="outer" align="center" style="padding:24px 12px">
<!--[if mso]>
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td>
<![endif]-->
)";
    const std::string text_style = std::string{fonts} + ";font-size:16px;line-height:1.6;";
    out +=
        R"(<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" class="card" bgcolor="#ffffff" style="max-width:600px;background-color:#ffffff;color:#1d2733;text-align:left;)";
    out += text_style + "\">\n";
    out +=
        row("pad",
            text_style + "padding:20px 32px;background-color:#12508f;border-top:4px solid #f2b632",
            banner(content));
    out += row("pad", text_style + "padding:28px 32px 8px;word-break:break-word", letter(content, greeting));
    if (!content.attachments.empty())
        out += row("pad", text_style + "padding:8px 32px;word-break:break-word", attachments(content));
    if (!content.url.empty())
        out += row("pad", text_style + "padding:12px 32px 32px", button(content));
    out +=
        row("pad foot",
            std::string{fonts} +
                ";font-size:13px;line-height:1.55;padding:20px 32px;background-color:#f4f7fa;color:#4a5a6b",
            footer(content, unsubscribe));
    out += R"(</table>
<!--[if mso]>
</td></tr></table>
<![endif]-->
</td>
</tr>
</table>
</body>
</html>
)";
    return with_short_lines(out);
}

}  // namespace loa
