#pragma once
/// \file
/// Published content: an id and a version, never changed after it is stored.

#include "gateway/core/audience.hpp"
#include "gateway/core/error.hpp"
#include "gateway/core/time.hpp"

#include <boost/system/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loa {

/// How soon it must go. Smaller goes first; stored: never renumber.
enum class urgency : std::uint8_t { urgent = 0, normal = 1, bulk = 2 };

std::string_view to_string(urgency what) noexcept;
std::optional<urgency> parse_urgency(std::string_view text) noexcept;

struct bulletin_image {
    std::string url;
    std::string alt;
};

struct bulletin_attachment {
    std::string name;  ///< file name as people see it
    std::string url;
    std::uint64_t bytes = 0;  ///< 0: not known
    std::string media_type;
};

/// The administrative document the bulletin is about.
struct bulletin_document {
    std::string number;     ///< "172/KH-SGDĐT"
    std::string issued_on;  ///< "2022-01-21"
};

/// The contract is docs/bulletin.md and config/bulletin.schema.json. All text is UTF-8 in NFC.
struct bulletin {
    std::string source;  ///< who publishes: "portal", "editor"
    std::string id;
    std::uint32_t version = 1;
    std::string url;
    std::string title;
    std::string summary;    ///< may be empty
    std::string body_html;  ///< as published, not yet sanitised
    std::optional<bulletin_image> image;
    std::vector<bulletin_attachment> attachments;
    std::optional<bulletin_document> document;
    std::string category;
    std::optional<int> content_area;  ///< 1 to 6: the six content areas of the administrative reform plan
    loa::urgency urgency = loa::urgency::normal;
    std::string department;
    std::string author;
    std::string approved_by;
    wall_time published_at{};
    std::optional<wall_time> expires_at;
    loa::audience audience;             ///< never empty: staff of the root unit when the bulletin names none
    std::vector<std::string> channels;  ///< empty: all that are configured
};

struct bulletin_limits {
    std::size_t bytes = 1 << 20;         ///< of the whole JSON text
    std::string root_unit = "sgddt-hcm";  ///< audience of a bulletin that names none
};

/// Reads and validates one bulletin; says everything that is wrong with it, not only the first thing (at most 100
/// problems, and how many more there are).
boost::system::result<bulletin, problems> parse_bulletin(std::string_view json, const bulletin_limits& limits);

/// Writes the canonical JSON of a bulletin: parse_bulletin(to_json(b)) == b.
std::string to_json(const bulletin& what);

}  // namespace loa
