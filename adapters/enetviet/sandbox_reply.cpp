#include "adapters/enetviet/sandbox_reply.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/http_client/http_date.hpp"

namespace loa {

void reply_head::finish(
    sandbox_reply& out, std::string_view status, std::string_view type, std::string_view more, wall_time now
)
{
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    if (date_.empty() || date_at_ != second) {
        date_at_ = second;
        date_ = format_http_date(second);
    }
    out.how = sandbox_reply::ending::answer;
    out.head = "HTTP/1.1 ";
    out.head.append(status).append("\r\nDate: ").append(date_).append("\r\nContent-Type: ").append(type);
    out.head.append("\r\nContent-Length: ")
        .append(std::to_string(out.body.size()))
        .append("\r\n")
        .append(more)
        .append("\r\n");
}

std::string reply_envelope(int code, std::string_view message, std::string_view data)
{
    std::string out = "{\"status\":" + std::to_string(code) + ",\"message\":";
    add_json_text(out, message);
    return out.append(",\"data\":").append(data).append("}");
}

void add_reply_result(std::string& out, std::string_view key, int code)
{
    out += out.back() == '[' ? "{\"ma_yeu_cau\":" : ",{\"ma_yeu_cau\":";
    add_json_text(out, key);
    out += ",\"ma\":";
    out += std::to_string(code);
    out += code == 200 ? ",\"id\":\"" + std::string{key.substr(0, 12)} + "\"}" : "}";
}

}  // namespace loa
