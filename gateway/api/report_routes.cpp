#include "gateway/api/report_routes.hpp"

#include "gateway/api/json_reply.hpp"
#include "gateway/api/page.hpp"
#include "gateway/api/problem.hpp"
#include "gateway/api/report_json.hpp"
#include "gateway/api/report_xlsx.hpp"
#include "gateway/core/local_calendar.hpp"

namespace loa {
namespace {

std::chrono::year_month_day day_of(const api_call& call, std::string_view name)
{
    const auto text = call.request.parameter(name);
    const auto day = text ? parse_day(*text) : std::nullopt;
    if (!day)
        throw api_problem{
            400, "bad_parameter", std::string{name}.append(" must be a day such as 2026-11-30")};
    return *day;
}

report report_of(api_call& call)
{
    allow_parameters(call, {"from", "to"});
    const report_period period{day_of(call, "from"), day_of(call, "to"), call.with.time_zone};
    if (!period.is_valid())
        throw api_problem{
            400, "bad_parameter", "to must be from or a day after it, and not more than 366 days in all"};
    const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return read_report(call.at.reports(), period, now);
}

http_reply file(const report& what, std::string_view type, std::string_view ending, std::string body)
{
    http_reply out;
    out.headers = {
        {"Content-Type", std::string{type}},
        {"Content-Disposition",
         std::string{"attachment; filename=\"report-"}
             .append(format_day(what.period.from))
             .append("-")
             .append(format_day(what.period.to))
             .append(ending)
             .append("\"")},
    };
    out.body = std::move(body);
    return out;
}

http_reply show(api_call& call)
{
    return json_reply(to_json(report_of(call)));
}

http_reply csv(api_call& call)
{
    const auto what = report_of(call);
    return file(what, "text/csv; charset=utf-8", ".csv", to_csv(what));
}

http_reply xlsx(api_call& call)
{
    const auto what = report_of(call);
    return file(
        what, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx", to_xlsx(what)
    );
}

}  // namespace

void add_report_routes(router& to, api_parts&)
{
    to.add({"GET", "/api/report", access::readers(), show});
    to.add({"GET", "/api/report.csv", access::readers(), csv});
    to.add({"GET", "/api/report.xlsx", access::readers(), xlsx});
}

}  // namespace loa
