#pragma once
/// \file
/// One line on the terminal that says how far something is. Nothing is drawn where no person looks.

#include <chrono>
#include <string>

namespace loa::cli {

class progress_line {
public:
    progress_line();
    ~progress_line();
    progress_line(const progress_line&) = delete;
    progress_line& operator=(const progress_line&) = delete;

    /// Draws a bar in place of the last one, ten times a second at most. `part` is from 0 to 1; negative: nobody knows.
    void show(double part, const std::string& text);

private:
    bool on_terminal_;
    bool drawn_ = false;
    std::chrono::steady_clock::time_point last_{};
};

}  // namespace loa::cli
