// Short texts from outside that are not JSON: what is taken for a time, a wait or an address can be written
// and read again, and is within its bounds.
#include "adapters/enetviet/partner_answer.hpp"
#include "adapters/enetviet/wire.hpp"
#include "adapters/http_client/http_date.hpp"
#include "gateway/core/mask.hpp"
#include "gateway/core/portal_address.hpp"
#include "gateway/core/time.hpp"
#include "queue/redis_url.hpp"

#include <cstdlib>
#include <string>

using namespace loa;

namespace {

void require(bool so)
{
    if (!so)
        std::abort();
}

void check_waits(const std::string& text)
{
    using namespace std::chrono_literals;
    http_answer answer;
    answer.retry_after = text.substr(0, text.find('\n'));
    answer.date = text.substr(std::min(answer.retry_after.size() + 1, text.size()));
    if (const auto wait = retry_after(answer, wall_time{}))
        require(*wait >= 0s && *wait <= 7 * 24h);
}

void check_origin(std::string_view text)
{
    const auto origin = parse_enetviet_origin(text);
    if (!origin)
        return;
    require(!origin->host.empty() && origin->port != 0);
    for (const auto* each : {&origin->authority, &origin->prefix})
        require(each->find_first_of(std::string_view{"\r\n \0", 4}) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size)
{
    const std::string text{reinterpret_cast<const char*>(bytes), size};
    if (const auto when = parse_http_date(text))
        require(parse_http_date(format_http_date(*when)) == when);
    if (const auto when = parse_rfc3339(text))
        require(parse_rfc3339(format_rfc3339(*when)) == when);
    check_waits(text);
    check_origin(text);
    if (const auto id = portal_article_id(text))
        require(id->size() <= 37 && id->find_first_not_of("0123456789-") == std::string::npos);
    if (const auto where = parse_redis_url(text))
        require(!to_string(*where).empty());
    else
        require(!where.error().empty());
    mask_text(text);
    return 0;
}
