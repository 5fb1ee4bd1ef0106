#pragma once
/// \file
/// Whose turn it is to write. SQLite lets whoever comes at the right moment write; beside a gateway that
/// writes without a pause nobody else would come at the right moment.

#include <filesystem>

namespace loa {

/// One of several that write a file, in this process or another. Without the file beside it that it needs (a
/// disk that is full) everybody takes their chance as before.
class write_turn {
public:
    explicit write_turn(const std::filesystem::path& store);
    ~write_turn();
    write_turn(const write_turn&) = delete;
    write_turn& operator=(const write_turn&) = delete;

    /// From ask() to done() those who write without a pause make one.
    void ask() noexcept;
    void done() noexcept;
    /// Pauses if somebody asks.
    void give_way() noexcept;

private:
    int file_ = -1;
};

}  // namespace loa
