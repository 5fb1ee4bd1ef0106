#pragma once
/// \file
/// The port to imports of the directory by upload: one file at a time, read in the background.

#include "gateway/core/actor.hpp"
#include "gateway/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace loa {

enum class import_kind : std::uint8_t { units, people };
enum class import_state : std::uint8_t { running, done, failed };

std::string_view to_string(import_kind what) noexcept;
std::optional<import_kind> parse_import_kind(std::string_view text) noexcept;
std::string_view to_string(import_state what) noexcept;
std::optional<import_state> parse_import_state(std::string_view text) noexcept;

struct directory_import {
    std::int64_t id = 0;
    import_kind what = import_kind::units;
    import_state state = import_state::running;
    std::string file;  ///< name as it was given
    std::uint64_t bytes = 0;
    std::uint64_t read = 0;  ///< of these, so far
    std::string by;
    wall_time started{};
    std::optional<wall_time> ended;
    std::string step;            ///< while it runs: "reading", "matching", "storing", "addresses"
    std::uint64_t rows = 0;      ///< while it runs: done in this step
    std::uint64_t rejected = 0;  ///< rows
    std::uint64_t created = 0, updated = 0, unchanged = 0;  ///< units or people
    /// Why it failed: a stable word, what it is about (a column), and an English sentence.
    std::string cause, about, sentence;
};

/// A row that was not taken.
struct import_reject {
    std::uint64_t row = 0;  ///< line on which it begins; the header is 1
    std::string field;      ///< column; empty: the row as a whole
    std::string code;       ///< stable word
    std::string about;      ///< what the code is about: another line, a unit
    std::string sentence;   ///< English
    std::string content;    ///< the row, its first characters
};

struct import_rejects {
    std::vector<import_reject> some;
    std::optional<std::uint64_t> next;  ///< where the list goes on
};

/// A file on its way in, gone with this unless it was started. Not for several threads at once.
class incoming_file {
public:
    virtual ~incoming_file() = default;
    virtual std::error_code write(std::string_view bytes) = 0;
};

/// Synchronous and thread-safe. Throws desk_refusal, and std::system_error when the disk says no.
class directory_imports {
public:
    virtual ~directory_imports() = default;

    /// Refused with "import_running" while another file comes or is read. \param size  if it is known:
    /// whether there is room for it is seen at once
    virtual std::shared_ptr<incoming_file> begin(std::optional<std::uint64_t> size) = 0;
    /// Once all of it is there: reads it in the background. `audited` is called with what will run before it
    /// does; if it throws, nothing does.
    virtual directory_import start(
        const std::shared_ptr<incoming_file>& what,
        import_kind kind,
        std::string file,
        const actor& by,
        const std::function<void(const directory_import&, std::string_view sha256)>& audited
    ) = 0;

    /// Latest first. \param before  id: where the list goes on
    virtual std::vector<directory_import> list(std::optional<std::int64_t> before, std::size_t most) = 0;
    virtual std::optional<directory_import> find(std::int64_t id) = 0;
    /// In the order in which they were found. Nothing: there is no such import, or the list has no such
    /// place.
    virtual std::optional<import_rejects> rejects(std::int64_t id, std::uint64_t from, std::size_t most) = 0;
};

}  // namespace loa
