#include "gateway/core/portal_address.hpp"

#include "tests/support/catch.hpp"

using namespace loa;

TEST_CASE("the four addresses of an article name the same article", "[portal]")
{
    const std::string site = "https://hcm.edu.vn/ban-tin-cai-cach-hanh-chinh/";
    for (const std::string& form : {
             site + "ke-hoach/ct/41848/90747",
             site + "ke-hoach/ctfull/41848/90747",
             site + "ke-hoach/ctmb/41848/90747/",
             site + "ke-hoach-2026-c41848-90747.aspx",
             site + "ke-hoach/ct/41848/90747?from=mail#top",
         })
        CHECK(portal_article_id(form) == "41848-90747");

    for (const std::string& other :
         {site + "c/41848", std::string{"https://hcm.edu.vn/"}, site + "xct/41848/90747", site + "ct/a/90747", site + "ct/41848/", std::string{}})
        CHECK_FALSE(portal_article_id(other).has_value());
}
