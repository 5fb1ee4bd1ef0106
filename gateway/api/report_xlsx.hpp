#pragma once
/// \file
/// The report as a workbook for people: in Vietnamese, to be printed on A4.

#include "gateway/core/report.hpp"

#include <string>

namespace loa {

/// The bytes of the file. Throws std::runtime_error if it cannot be made.
std::string to_xlsx(const report& what);

}  // namespace loa
