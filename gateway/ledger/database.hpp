#pragma once
/// \file
/// One connection to one of our SQLite files. All that knows SQLite is behind this header; the SQL texts
/// elsewhere keep to what PostgreSQL takes as well.

#include "gateway/core/number_set.hpp"

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <unordered_map>

namespace SQLite {
class Database;
}  // namespace SQLite

namespace loa {

class write_turn;

/// What a file is, and how it came to its present shape.
struct store_schema {
    std::string_view noun;  ///< what people call it: "ledger"
    std::uint32_t application_id = 0;
    std::span<const char* const>
        migrations;  ///< the first leads to version 1, and so on; never changed once shipped
};

enum class store_access : std::uint8_t {
    create,    ///< make folder and file (mode 0600) if they are not there, bring the schema up to date
    existing,  ///< the file must be there in the present schema
};

/// A sentence for people that names the file.
class store_error : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// Nothing was written.
class disk_is_full : public store_error {
public:
    using store_error::store_error;
};

/// One row cannot be read; the others can.
class damaged_row : public store_error {
public:
    using store_error::store_error;
};

/// Not thread-safe. Everything throws store_error.
class database {
public:
    database(const std::filesystem::path& file, const store_schema& schema, store_access how);
    ~database();
    database(const database&) = delete;
    database& operator=(const database&) = delete;

    /// Statements without parameters and rows.
    void execute(const char* sql);
    /// Takes the write lock, or waits for some seconds until it is free. In turn: whoever takes it again and
    /// again without a pause makes one for those who wait. Persistent: is one of those who do.
    enum class writer : bool { occasional, persistent };
    void begin_writing(writer who);
    /// False if SQLite rolled the transaction back by itself, as it does when the disk is full.
    bool in_transaction() const noexcept;
    /// Reads the whole file; throws if it is damaged.
    void verify();
    /// For one large transaction: more memory for pages, and `tidy` afterwards, which gives back the log it
    /// filled.
    void expect_bulk();
    void tidy();
    /// Asked again and again while a statement runs: true makes it fail. For what takes long.
    void interrupt_when(std::function<bool()> asked);

private:
    friend class statement;

    /// A statement and the texts bound to it, whose memory is used again and again.
    struct kept_statement;

    kept_statement& prepared(const char* sql);
    template <class F>
    decltype(auto) translated(F action) const;
    void configure();
    void migrate(const store_schema& schema, store_access how);

    std::filesystem::path file_;
    std::unique_ptr<write_turn> turn_;  ///< made when first written
    std::string name_;                  ///< "ledger /var/lib/loa/ledger.db"
    std::function<bool()> interrupted_;
    std::unique_ptr<SQLite::Database> database_;
    std::unordered_map<const char*, std::unique_ptr<kept_statement>> prepared_;
};

/// One use of an SQL text: prepared once for each connection, bound here, reset at the end. `sql` is a
/// literal. Two uses of the same text must not overlap.
class statement {
public:
    template <class... Args>
    explicit statement(database& where, const char* sql, const Args&... args)
        : where_{where}, inner_{where.prepared(sql)}
    {
        bind_all(args...);
    }
    ~statement();
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    /// Runs it to its end, whatever rows it has. Returns how many rows were changed. Outside a transaction it
    /// is one.
    std::uint64_t run();
    /// Moves to the next row; false at the end.
    bool step();
    /// Starts anew with other values.
    template <class... Args>
    statement& with(const Args&... args)
    {
        reset();
        bind_all(args...);  // all of them, so that nothing of the former values is left
        return *this;
    }

    // Columns of the row, from 0. Views live until the next step.
    std::int64_t integer(int column) const;
    template <class Number>
    Number number(int column) const
    {
        return static_cast<Number>(integer(column));
    }
    std::optional<std::int64_t> maybe_integer(int column) const;
    std::string_view text(int column) const;
    std::span<const std::uint8_t> blob(int column) const;
    bool is_null(int column) const;

private:
    template <class... Args>
    void bind_all(const Args&... args)
    {
        int at = 0;
        (bind(++at, args), ...);
    }
    template <std::integral Number>
    void bind(int at, Number value)
    {
        bind_integer(at, static_cast<std::int64_t>(value));
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void bind(int at, Enum value) { bind_integer(at, static_cast<std::int64_t>(value)); }
    template <class T>
    void bind(int at, const std::optional<T>& value)
    {
        if (value)
            bind(at, *value);
        else
            bind_null(at);
    }
    void bind(int at, std::string_view value) { bind_text(at, value); }
    void bind(int at, const std::string& value) { bind_text(at, value); }
    void bind(int at, const char* value) { bind_text(at, value); }
    void bind(int at, std::span<const std::uint8_t> value) { bind_blob(at, value); }
    void bind(int at, const bytes& value) { bind_blob(at, value); }

    void bind_integer(int at, std::int64_t value);
    void bind_text(int at, std::string_view value);
    void bind_blob(int at, std::span<const std::uint8_t> value);
    void bind_null(int at);
    std::uint64_t run_to_end();
    void reset() noexcept;

    database& where_;
    database::kept_statement& inner_;
};

/// Rolled back unless committed. Takes the write lock at once. Within another transaction it is a part of it:
/// what it wrote is undone alone, but lasts only when the outer one is committed.
class transaction {
public:
    explicit transaction(database& where);
    ~transaction();
    transaction(const transaction&) = delete;
    transaction& operator=(const transaction&) = delete;
    void commit();

private:
    database& where_;
    const bool nested_;
    bool open_ = true;
};

}  // namespace loa
