#include "gateway/api/document_routes.hpp"

#include "gateway/api/documents.hpp"

namespace loa {

void add_document_routes(router& to, api_parts&)
{
    to.add(
        {"GET",
         "/api",
         access::open(),
         [](api_call&) {
             http_reply out;
             // The page has a style of its own and nothing else: no script, no picture, no other host.
             out.headers = {
                 {"Content-Type", "text/html; charset=utf-8"},
                 {"Content-Security-Policy",
                  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"},
                 {"Cache-Control", "no-cache"},
             };
             out.body = documents::api_page;
             return out;
         }}
    );
    to.add({"GET", "/api/openapi.yaml", access::open(), [](api_call&) {
                http_reply out;
                out.headers = {{"Content-Type", "application/yaml"}, {"Cache-Control", "no-cache"}};
                out.body = documents::openapi;
                return out;
            }});
}

}  // namespace loa
