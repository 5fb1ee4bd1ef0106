#include "config/nearest_name.hpp"

#include <algorithm>
#include <numeric>

namespace loa {
namespace {

// Optimal string alignment distance, three rows of it.
std::size_t edits(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    std::iota(last.begin(), last.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

}  // namespace

std::string nearest_name(std::string_view written, const std::vector<std::string>& names)
{
    std::string best;
    auto fewest = std::max<std::size_t>(1, written.size() / 3) + 1;
    if (written.size() > 64)
        return best;
    for (const auto& name : names)
        if (const auto count = edits(written, name); count < fewest) {
            fewest = count;
            best = name;
        }
    return best;
}

}  // namespace loa
