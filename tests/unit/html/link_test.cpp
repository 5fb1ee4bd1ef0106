#include "adapters/html/link.hpp"

#include "adapters/html/sanitise.hpp"
#include "tests/support/catch.hpp"

using namespace loa;

namespace {
const std::vector<std::string> hosts{"hcm.edu.vn"};
}

TEST_CASE("links to the Department's hosts and below may go out", "[link]")
{
    for (const auto* url : {
             "https://hcm.edu.vn",
             "http://hcm.edu.vn/",
             "https://tt.hcm.edu.vn/a?b=c&d=e#f",
             "https://a.b.c.hcm.edu.vn:8443/x",
             "HTTPS://HCM.EDU.VN/Ke-Hoach",
             "https://hcm.edu.vn./x",
             "https://xn--s-1ga.hcm.edu.vn/",
             " \n https://hcm.edu.vn/x \t",
             "https://hcm.edu.vn/a@b?mail=x@y",
             "https://hcm.edu.vn?x",
             "mailto:vanphong@hcm.edu.vn",
             "MAILTO:vp@so.hcm.edu.vn?subject=H%E1%BB%8Fi&body=x",
             "mailto:a@hcm.edu.vn,b@hcm.edu.vn",
             "tel:+84 28 3822 9360",
             "tel:113",
         }) {
        CAPTURE(url);
        CHECK(link_allowed(url, hosts));
    }
}

TEST_CASE("links that lead elsewhere, or that anybody might read as leading elsewhere, may not", "[link]")
{
    for (const auto* url : {
             "",
             "#",
             "/",
             "https://",
             "https:///",
             "https://evil.example/",
             "https://xhcm.edu.vn/",
             "https://hcm.edu.vn.evil.example/",
             "https://evil.example/hcm.edu.vn",
             "https://evil.example?hcm.edu.vn",
             "https://evil.example#.hcm.edu.vn",
             "https://hcm.edu.vn@evil.example/",
             "https://hcm.edu.vn:443@evil.example/",
             "https://user:pass@hcm.edu.vn/",
             "https://evil.example\\@hcm.edu.vn/",
             "https://hcm.edu.vn\\.evil.example/",
             "https:\\\\evil.example",
             "https:\\\\hcm.edu.vn",
             "https:hcm.edu.vn",
             "https:/evil.example",
             "https:///evil.example",
             "https:////evil.example/.hcm.edu.vn",
             "//evil.example",
             "//hcm.edu.vn",
             "/tin-tuc/1",
             "www.hcm.edu.vn",
             "hcm.edu.vn",
             "https://hcm.edu.vn..",
             "https://hcm..edu.vn",
             "https://.hcm.edu.vn",
             "https://hcm.edu.vn%2eevil.example/",
             "https://evil.example%2f.hcm.edu.vn/",
             "https://evil.example%00.hcm.edu.vn/",
             "https://hcm。edu。vn/",
             "https://hcм.edu.vn/",  // a Cyrillic letter
             "https://xn--hm-4la.edu.vn/",
             "https://edu.vn/",
             "https://vn",
             "https://127.0.0.1/",
             "https://[::1]/",
             "https://2130706433/",
             "https://hcm.edu.vn:0/",
             "https://hcm.edu.vn:x/",
             "https://hcm.edu.vn:99999999/",
             "https://hcm.edu.vn,evil.example/",
             "https://hcm.edu.vn;evil.example/",
             "https://hcm.edu.vn &evil/",
             "javascript:alert(1)",
             "JaVaScRiPt:alert(1)",
             " java\tscript:alert(1)",
             "java\nscript://hcm.edu.vn/%0aalert(1)",
             "\x01javascript:alert(1)",
             "https://hcm.edu.vn/\x01"
             "a",
             "vbscript:msgbox(1)",
             "data:text/html,<script>alert(1)</script>",
             "data:image/png;base64,AAAA",
             "file:///etc/passwd",
             "ftp://hcm.edu.vn/",
             "blob:https://hcm.edu.vn/x",
             "view-source:https://hcm.edu.vn/",
             "cid:1@hcm.edu.vn",
             "mailto:",
             "mailto:x@evil.example",
             "mailto:a@hcm.edu.vn,x@evil.example",
             "mailto:a@hcm.edu.vn%2Cx@evil.example",
             "mailto:a@hcm.edu.vn?cc=x@evil.example",
             "mailto:a@hcm.edu.vn?subject=a&BCC=x@evil.example",
             "mailto:?to=x@evil.example",
             "mailto:a@hcm.edu.vn%0d%0abcc:x@evil.example",
             "tel:*21*0900000000%23",
             "tel:",
         }) {
        CAPTURE(url);
        CHECK_FALSE(link_allowed(url, hosts));
    }
    CHECK_FALSE(link_allowed(std::string_view{"https://hcm.edu.vn\0.evil.example/", 34}, hosts));
    CHECK_FALSE(link_allowed("https://hcm.edu.vn/" + std::string(5000, 'a'), hosts));
    CHECK_FALSE(link_allowed("https://hcm.edu.vn/", {}));
    CHECK_FALSE(link_allowed("https://hcm.edu.vn/", {""}));
}

TEST_CASE("a line break or tab inside a link changes nothing about where it leads", "[link]")
{
    CHECK(allowed_link("ht\ntps://hcm\t.edu.vn/a\r\nb", hosts) == "https://hcm.edu.vn/ab");
    CHECK_FALSE(link_allowed("https://ev\til.example", hosts));
}

TEST_CASE("file names in Vietnamese, with spaces, become valid links", "[link]")
{
    CHECK(
        allowed_link("https://hcm.edu.vn/data/Kế hoạch 50%.pdf", hosts) ==
        "https://hcm.edu.vn/data/K%E1%BA%BF%20ho%E1%BA%A1ch%2050%25.pdf"
    );
    CHECK(
        allowed_link("https://hcm.edu.vn/a%20b?x=[1]&y=\"'<>", hosts) ==
        "https://hcm.edu.vn/a%20b?x=%5B1%5D&y=%22'%3C%3E"
    );
}

TEST_CASE("addresses in numbers may be allowed by name for a trial on one machine", "[link]")
{
    const std::vector<std::string> local{"127.0.0.1", "LOCALHOST", "::1"};
    CHECK(link_allowed("http://127.0.0.1:8080/x", local));
    CHECK(link_allowed("http://localhost/x", local));
    CHECK(link_allowed("http://[::1]:8080/x", local));
    CHECK_FALSE(link_allowed("http://127.0.0.11/", local));
}

TEST_CASE("only http and https can be fetched", "[link]")
{
    CHECK(allowed_resource("https://hcm.edu.vn/a.png", hosts));
    CHECK_FALSE(allowed_resource("mailto:a@hcm.edu.vn", hosts));
    CHECK_FALSE(allowed_resource("tel:113", hosts));
}

TEST_CASE("a refusal names the link, shortened, and what would be right", "[link]")
{
    const auto text = refused_link_text("image", "https://evil.example/" + std::string(500, 'a'), hosts);
    CHECK(text.find("image leads to \"https://evil.example") == 0);
    CHECK(text.find("hcm.edu.vn") != std::string::npos);
    CHECK(text.size() < 250);
}
