#include "adapters/email/email_content.hpp"
#include "adapters/html/sanitise.hpp"

namespace loa {
namespace {

std::string paragraph(std::string_view text)
{
    return text.empty() ? std::string{} : "<p>" + escape_html(text) + "</p>";
}

}  // namespace

// Written as simple HTML and read by to_text, so that lines are wrapped and spaced by one set of rules.
std::string email_text(const email_content& content, std::string_view greeting, std::string_view unsubscribe)
{
    std::string out = "<p>" + escape_html(department_name) + "<br>";
    if (content.urgent)
        out += "TIN KHẨN · ";
    out += escape_html(content.kind) + "</p>";
    out += paragraph(greeting);
    out += "<h2>" + escape_html(content.title) + "</h2>";
    out += paragraph(content.summary);
    if (content.image && !content.image->alt.empty())
        out += paragraph("[Hình: " + content.image->alt + "]");
    out += content.body;
    out += paragraph(content.document);
    if (!content.attachments.empty()) {
        out += "<h2>" + escape_html(attachments_heading) + "</h2><ul>";
        for (const auto& file : content.attachments)
            out += "<li>" + escape_html(file.label) + "<br>&lt;" + escape_html(file.url) + "&gt;</li>";
        out += "</ul>";
    }
    if (!content.url.empty())
        out += "<p>" + escape_html(view_online) + ":<br>&lt;" + escape_html(content.url) + "&gt;</p>";
    out += "<hr>";
    out += paragraph(content.origin);
    out += paragraph(std::string{why_you_get_it} + ' ' + std::string{against_phishing});
    if (!unsubscribe.empty())
        out += "<p>" + escape_html(stop_mail) + ":<br>&lt;" + std::string{unsubscribe} + "&gt;</p>";
    return to_text(out);
}

}  // namespace loa
