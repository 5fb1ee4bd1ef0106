#include "adapters/enetviet/enetviet_preview.hpp"

#include "adapters/enetviet/wire.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace loa {

message_preview preview_of(const enetviet_params& params, std::string request_body)
{
    message_preview out;
    out.source = std::move(request_body);
    boost::system::error_code error;
    const auto post = boost::json::parse(out.source, error);
    const auto* object = error ? nullptr : post.if_object();
    if (!object)
        return out;
    const auto text = [&](std::string_view ours) {
        const auto theirs = enetviet_field(params, ours);
        const auto* value = object->if_contains({theirs.data(), theirs.size()});
        const auto* found = value ? value->if_string() : nullptr;
        return found ? std::string{found->data(), found->size()} : std::string{};
    };
    out.title = text("tieu_de");
    out.summary = text("tom_tat");
    out.html = text("noi_dung");
    return out;
}

}  // namespace loa
