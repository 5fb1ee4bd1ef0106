#pragma once
/// \file
/// Files that are part of the program; documents.cpp is made of them by the build.

#include <string_view>

namespace loa::documents {

extern const std::string_view openapi;   ///< openapi.yaml
extern const std::string_view api_page;  ///< api_page.html, which scripts/api_page makes of it

}  // namespace loa::documents
