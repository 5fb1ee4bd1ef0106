#include "adapters/enetviet/sandbox_partner.hpp"

#include "adapters/enetviet/json_text.hpp"
#include "adapters/http_client/http_date.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace json = boost::json;

namespace loa {
namespace {

constexpr std::string_view audience_path = "/ThongBao/GuiThongBao";
constexpr std::string_view accounts_path = "/ThongBao/GuiThongBaoTaiKhoan";
constexpr std::string_view look_up_path = "/ThongBao/TraCuu";
constexpr std::string_view not_there = "Tài khoản không tồn tại";
constexpr std::string_view busy = "Hệ thống đang bận, vui lòng thử lại sau";
constexpr std::string_view error_html =
    "<!doctype html><html lang=\"vi\"><title>eNetViet</title><h1>Có lỗi xảy ra</h1></html>";

}  // namespace

std::vector<std::string> sandbox_request::parameters(std::string_view name) const
{
    std::vector<std::string> out;
    if (const auto url = boost::urls::parse_origin_form(target))
        for (const auto& each : url->params())
            if (std::string_view{each.key} == name)
                out.push_back(each.value);
    return out;
}

sandbox_partner::sandbox_partner(const sandbox_params& params)
    : script{params}, receipts{params.receipts_app_id, params.receipts_secret}, params_{params}, pages_{params.kept_posts, params.allowed_hosts}
{
}

bool sandbox_partner::is_post(const sandbox_request& head)
{
    return head.method == "POST" && (head.path() == accounts_path || head.path() == audience_path);
}

bool sandbox_partner::authorized(const sandbox_request& request)
{
    return params_.token.empty() || request.authorization == params_.token;
}

void sandbox_partner::answer(
    const sandbox_request& request, post_fate fate, wall_time now, sandbox_reply& out
)
{
    out.body.clear();
    if (is_post(request))
        return post(request, fate, now, out);
    if (request.method == "GET" && request.path() == look_up_path)
        return look_up(request, now, out);
    if (request.method == "GET" && request.path() == "/tally") {
        out.body = tally.to_json();
        return head_.finish(out, "200 OK", reply_json, {}, now);
    }
    if (request.method == "POST" && request.path() == "/script") {
        try {
            script.add(request.body);
            out.body = "{}";
            return head_.finish(out, "200 OK", reply_json, {}, now);
        } catch (const std::invalid_argument& wrong) {
            out.body = reply_envelope(400, wrong.what());
            return head_.finish(out, "400 Bad Request", reply_json, {}, now);
        }
    }
    show_page(request, now, out);
}

void sandbox_partner::answer(const json::value& sent, wall_time now, sandbox_reply& out)
{
    out.body = json::serialize(sent);
    head_.finish(out, "200 OK", reply_json, {}, now);
}

void sandbox_partner::answer(expected_accounts& compared, wall_time now, sandbox_reply& out)
{
    out.body = compared.to_json();
    head_.finish(out, "200 OK", reply_json, {}, now);
}

void sandbox_partner::post(const sandbox_request& request, post_fate fate, wall_time now, sandbox_reply& out)
{
    ++tally.requests;
    if (!authorized(request) || fate == post_fate::unauthorized) {
        ++tally.unauthorized;
        out.body = reply_envelope(401, "Token không hợp lệ");
        return head_.finish(out, "401 Unauthorized", reply_json, {}, now);
    }
    json::monotonic_resource memory{128 * 1024};
    json::error_code error;
    const auto document = json::parse(request.body, error, &memory);
    const auto* content = error ? nullptr : document.if_object();
    const auto* accounts = content == nullptr ? nullptr : content->if_contains("nguoi_nhan");
    if (request.too_large || fate == post_fate::too_large ||
        (accounts != nullptr && accounts->is_array() && accounts->get_array().size() > params_.accounts_limit
        )) {
        ++tally.too_large;
        out.body = reply_envelope(413, "Yêu cầu quá lớn");
        return head_.finish(out, "413 Payload Too Large", reply_json, {}, now);
    }
    if (content == nullptr || json_text_at(*content, "tieu_de").empty() ||
        (request.path() == accounts_path && (accounts == nullptr || !accounts->is_array()))) {
        out.body = reply_envelope(422, "Thiếu tiêu đề hoặc người nhận");
        return head_.finish(out, "200 OK", reply_json, {}, now);
    }

    switch (fate) {
        case post_fate::throttled:
        case post_fate::throttled_seconds:
        case post_fate::throttled_date:
        case post_fate::throttled_silent: {
            ++tally.throttled;
            const bool by_rate = fate == post_fate::throttled;
            std::string wait;
            if (fate == post_fate::throttled_seconds ||
                (by_rate && params_.throttle_form == retry_after_form::seconds))
                wait = "Retry-After: " + std::to_string(params_.throttle_for.count()) + "\r\n";
            if (fate == post_fate::throttled_date ||
                (by_rate && params_.throttle_form == retry_after_form::date))
                wait = "Retry-After: " + format_http_date(now + params_.throttle_for) + "\r\n";
            out.body = reply_envelope(429, "Quá nhiều yêu cầu");
            return head_.finish(out, "429 Too Many Requests", reply_json, wait, now);
        }
        case post_fate::unavailable:
            ++tally.unavailable;
            out.body = error_html;
            return head_.finish(out, "503 Service Unavailable", reply_html, {}, now);
        case post_fate::html:
            ++tally.pages;
            out.body = error_html;
            return head_.finish(out, "200 OK", reply_html, {}, now);
        case post_fate::error_page:
            ++tally.pages;
            return head_.finish(
                out, "302 Found", reply_html, "Location: /page-error?er=401&ms=het-phien\r\n", now
            );
        case post_fate::permanent_code:
            out.body = reply_envelope(500, not_there);
            return head_.finish(out, "200 OK", reply_json, {}, now);
        case post_fate::transient_code:
            ++tally.transient;
            out.body = reply_envelope(500, busy);
            return head_.finish(out, "200 OK", reply_json, {}, now);
        case post_fate::content_refused:
            ++tally.content_refused;
            out.body = reply_envelope(422, "Tiêu đề có từ không được phép");
            return head_.finish(out, "200 OK", reply_json, {}, now);
        case post_fate::duplicate:
            out.body = reply_envelope(409, "Yêu cầu đã tồn tại");
            return head_.finish(out, "200 OK", reply_json, {}, now);
        case post_fate::reset_absent:
            ++tally.resets;
            out.how = sandbox_reply::ending::reset;
            return;
        case post_fate::stall_absent:
            ++tally.stalls;
            out.how = sandbox_reply::ending::stall;
            return;
        default: carry_out(*content, fate, now, out.body);
    }
    if (fate == post_fate::bad_gateway) {
        ++tally.pages;
        out.body = error_html;
        return head_.finish(out, "502 Bad Gateway", reply_html, {}, now);
    }
    head_.finish(out, "200 OK", reply_json, {}, now);
    if (fate == post_fate::reset_present) {
        ++tally.resets;
        out.how = sandbox_reply::ending::reset;
    }
    if (fate == post_fate::stall_present) {
        ++tally.stalls;
        out.how = sandbox_reply::ending::stall;
    }
}

int sandbox_partner::result_of(
    tallied_content& counted, std::string_view key, std::string_view account, account_fate fate
)
{
    switch (fate) {
        case account_fate::rejected: ++tally.rejected; return 404;
        case account_fate::transient: ++tally.transient; return 500;
        case account_fate::content_refused: ++tally.content_refused; return 422;
        case account_fate::missing_absent: ++tally.no_result; return 0;
        case account_fate::missing_present:
            ++tally.no_result;
            tally.accept(counted, key, account);
            return 0;
        case account_fate::accepted: break;
    }
    if (tally.accept(counted, key, account) != sandbox_tally::verdict::accepted)
        return 409;
    receipts.note(broadcast_, key);
    return 200;
}

void sandbox_partner::carry_out(const json::object& content, post_fate fate, wall_time now, std::string& body)
{
    auto& counted = tally.content(json_text_at(content, "url_chi_tiet"), json_text_at(content, "tieu_de"));
    pages_.show(counted, content, now);
    broadcast_ = json_text_at(content, "ma_dot");
    const auto* accounts = content.if_contains("nguoi_nhan");
    if (accounts == nullptr)
        return carry_out_audience(content, counted, fate, body);

    const auto& list = accounts->get_array();
    std::vector<std::pair<std::string_view, int>> results;
    results.reserve(list.size());
    for (std::size_t i = 0; i != list.size(); ++i) {
        const auto* each = list[i].if_object();
        if (each == nullptr)
            continue;
        const auto key = json_text_at(*each, "ma_yeu_cau"), account = json_text_at(*each, "tai_khoan");
        auto what = key.empty() || account.empty() ? account_fate::rejected : script.of_account(account);
        if (fate == post_fate::mixed && i % 5 < 3)
            what = std::array{
                account_fate::missing_absent, account_fate::transient, account_fate::rejected}[i % 5];
        if (const auto code = result_of(counted, key, account, what); code != 0)
            results.emplace_back(key, code);
    }
    if (fate == post_fate::reordered || fate == post_fate::mixed)
        std::reverse(results.begin(), results.end());

    body.reserve(results.size() * 96 + 64);
    body = fate == post_fate::other_envelope ? "{\"error\":200,\"mes\":\"Thành công\",\"data\":["
                                             : "{\"status\":200,\"message\":\"Thành công\",\"data\":[";
    if (fate == post_fate::foreign)
        add_reply_result(body, "00000000000000000000000000000000", 404);
    for (const auto& [key, code] : results) add_reply_result(body, key, code);
    body += "]}";
}

void sandbox_partner::carry_out_audience(
    const json::object& content, tallied_content& counted, post_fate fate, std::string& body
)
{
    // Who it is for, as the gateway names it as a destination.
    std::string audience{json_text_at(content, "ma_don_vi")};
    audience.append("|").append(json_text_at(content, "cap_don_vi")).append("|");
    if (const auto* types = content.if_contains("loai_nguoi_dung"); types != nullptr && types->is_array())
        for (const auto& each : types->get_array())
            if (const auto* type = each.if_string()) {
                if (!audience.ends_with('|'))
                    audience += ',';
                audience.append(type->data(), type->size());
            }
    const auto key = json_text_at(content, "ma_yeu_cau");
    switch (result_of(counted, key, audience, script.of_account(audience))) {
        case 200: break;
        case 409: body = reply_envelope(409, "Yêu cầu đã tồn tại"); return;
        case 404: body = reply_envelope(404, "Đơn vị không tồn tại"); return;
        case 422: body = reply_envelope(422, "Tiêu đề có từ không được phép"); return;
        case 500: body = reply_envelope(500, busy); return;
        default: body = error_html; return;
    }
    std::string data = "{\"id\":";
    add_json_text(data, key.substr(0, 12));
    data += "}";
    body = fate == post_fate::other_envelope ? "{\"error\":200,\"mes\":\"Thành công\",\"data\":" + data + "}"
                                             : reply_envelope(200, "Thành công", data);
}

void sandbox_partner::look_up(const sandbox_request& request, wall_time now, sandbox_reply& out)
{
    ++tally.look_ups;
    if (!authorized(request)) {
        out.body = reply_envelope(401, "Token không hợp lệ");
        return head_.finish(out, "401 Unauthorized", reply_json, {}, now);
    }
    std::string found = "[";
    for (const auto& key : request.parameters("ma_yeu_cau"))
        if (tally.has(key)) {
            found += found.size() == 1 ? "{\"ma_yeu_cau\":" : ",{\"ma_yeu_cau\":";
            add_json_text(found, key);
            found += ",\"trang_thai\":\"da_gui\",\"id\":\"" + key.substr(0, 12) + "\"}";
        }
    out.body = reply_envelope(200, "Thành công", found + "]");
    head_.finish(out, "200 OK", reply_json, {}, now);
}

void sandbox_partner::show_page(const sandbox_request& request, wall_time now, sandbox_reply& out)
{
    const auto more = "Content-Security-Policy: " + std::string{sandbox_page_policy} +
                      "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\n";
    constexpr std::string_view of_a_post = "/posts/";
    std::optional<std::string> page;
    std::string_view type = reply_html;
    if (request.method == "GET" && request.path() == "/")
        page = pages_.list();
    if (request.method == "GET" && request.path() == "/style.css") {
        page = std::string{sandbox_pages::style()};
        type = "text/css; charset=utf-8";
    }
    if (request.method == "GET" && request.path().starts_with(of_a_post)) {
        const auto number = request.path().substr(of_a_post.size());
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
        if (error == std::errc{} && end == number.data() + number.size())
            page = pages_.post(value);
    }
    out.body =
        page.value_or(std::string{"<!doctype html><html lang=\"vi\"><meta charset=\"utf-8\"><title>Không có "
                                  "trang này</title><p>Không có trang này.</p></html>"});
    head_.finish(out, page ? "200 OK" : "404 Not Found", type, more, now);
}

}  // namespace loa
