#include "gateway/ledger/database.hpp"

#include "gateway/ledger/write_turn.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <deque>
#include <system_error>
#include <thread>
#include <utility>

namespace loa {
namespace {

/// The folder and an empty file that only the owner can read, because SQLite would make it by the umask.
void make_file(const std::filesystem::path& file, std::string_view name)
{
    namespace fs = std::filesystem;
    std::error_code error;
    if (fs::create_directories(file.parent_path(), error))
        fs::permissions(file.parent_path(), fs::perms::owner_all, error);
    if (error)
        throw store_error{std::string{name} + ": its folder cannot be made: " + error.message()};

    const int made = ::open(file.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (made >= 0)
        ::close(made);
    else if (errno != EEXIST)
        throw store_error{std::string{name} + " cannot be made: " + std::system_category().message(errno)};
}

/// SQLite's own waits longer and longer, and would miss the moment.
int wait_for_lock(void*, int tries)
{
    constexpr int most_tries = 5'000;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    return tries < most_tries ? 1 : 0;
}

std::string explain(std::string_view name, const SQLite::Exception& error)
{
    auto out = std::string{name};
    switch (error.getErrorCode()) {
        case SQLITE_NOTADB:
        case SQLITE_CORRUPT: out += " is damaged; stop the gateway and restore it from a backup"; break;
        case SQLITE_FULL: out += " cannot be written: the disk is full"; break;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: out += " is locked by another program"; break;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN: out += " cannot be opened for writing"; break;
        case SQLITE_IOERR: out += " cannot be read or written"; break;
        default: out += " failed"; break;
    }
    return out + " (" + error.what() + ")";
}

}  // namespace

struct database::kept_statement {
    kept_statement(SQLite::Database& where, const char* text) : sql{where, text} {}

    SQLite::Statement sql;
    std::deque<std::string> texts;  ///< by parameter; a deque, because what is bound must not move
};

template <class F>
decltype(auto) database::translated(F action) const
{
    try {
        return action();
    } catch (const SQLite::Exception& error) {
        if (error.getErrorCode() == SQLITE_FULL)
            throw disk_is_full{explain(name_, error)};
        throw store_error{explain(name_, error)};
    }
}

database::database(const std::filesystem::path& file, const store_schema& schema, store_access how)
    : file_{file}, name_{std::string{schema.noun} + " " + file.string()}
{
    if (how == store_access::create)
        make_file(file_, name_);
    else if (!std::filesystem::exists(file_))
        throw store_error{"there is no " + name_ + " yet"};

    translated([&] {
        database_ =
            std::make_unique<SQLite::Database>(file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_NOMUTEX);
        sqlite3_busy_handler(database_->getHandle(), wait_for_lock, nullptr);
        configure();
        migrate(schema, how);
    });
}

database::~database() = default;

void database::configure()
{
    database_->exec("PRAGMA foreign_keys = ON");
    // KiB. The system caches the file; ours only has to hold the upper pages of the trees, so that memory
    // does not grow with the city.
    database_->exec("PRAGMA cache_size = -768");
    // A file that is not ours must not be turned to WAL before migrate() has looked at it: reading the header
    // comes first.
    database_->execAndGet("SELECT count(*) FROM sqlite_master");
    // FULL: a commit has reached the disk when it returns, in WAL mode too.
    database_->exec(
        "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA secure_delete = FAST"
    );
}

void database::migrate(const store_schema& schema, store_access how)
{
    const auto id = database_->execAndGet("PRAGMA application_id").getInt64();
    const bool empty = database_->execAndGet("SELECT count(*) FROM sqlite_master").getInt() == 0;
    if (id != schema.application_id && (id != 0 || !empty))
        throw store_error{
            name_ + " is not a " + std::string{schema.noun} + " of Loa; another program made the file"};
    if (empty && how == store_access::existing)
        throw store_error{"there is no " + name_ + " yet"};

    const std::string mode = database_->execAndGet("PRAGMA journal_mode = WAL").getString();
    if (mode != "wal")
        throw store_error{name_ + ": the file system does not take a write-ahead log"};

    const auto known = static_cast<std::int64_t>(schema.migrations.size());
    const auto version = [&]() -> std::int64_t {
        if (!database_->tableExists("schema_version"))
            return 0;
        return database_->execAndGet("SELECT coalesce(max(version), 0) FROM schema_version").getInt64();
    };
    const auto refuse_newer = [&](std::int64_t found) {
        if (found > known)
            throw store_error{
                name_ + " was made by a newer Loa (schema " + std::to_string(found) +
                ", this program knows " + std::to_string(known) + "); install that version again"};
    };

    auto found = version();
    refuse_newer(found);
    if (found == known)
        return;
    if (how == store_access::existing)
        throw store_error{name_ + " was made by an older Loa; start the gateway once to bring it up to date"};

    transaction all{*this};
    found = version();  // another process may have been first
    refuse_newer(found);
    database_->exec("PRAGMA application_id = " + std::to_string(schema.application_id));
    database_->exec("CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL PRIMARY KEY)");
    for (; found < known; ++found) {
        database_->exec(schema.migrations[static_cast<std::size_t>(found)]);
        database_->exec("INSERT INTO schema_version (version) VALUES (" + std::to_string(found + 1) + ")");
    }
    all.commit();
}

void database::execute(const char* sql)
{
    translated([&] { database_->exec(sql); });
}

void database::begin_writing(writer who)
{
    if (!turn_)
        turn_ = std::make_unique<write_turn>(file_);
    if (who == writer::persistent) {
        turn_->give_way();
        execute("BEGIN IMMEDIATE");
        return;
    }
    turn_->ask();
    try {
        execute("BEGIN IMMEDIATE");
    } catch (const store_error&) {
        turn_->done();
        throw;
    }
    turn_->done();
}

void database::interrupt_when(std::function<bool()> asked)
{
    constexpr int steps = 50'000;  // of SQLite's machine: some milliseconds
    interrupted_ = std::move(asked);
    const auto ask = [](void* which) { return static_cast<const database*>(which)->interrupted_() ? 1 : 0; };
    sqlite3_progress_handler(database_->getHandle(), steps, ask, this);
}

bool database::in_transaction() const noexcept
{
    return sqlite3_get_autocommit(database_->getHandle()) == 0;
}

void database::verify()
{
    const auto finding =
        translated([&] { return database_->execAndGet("PRAGMA quick_check(1)").getString(); });
    if (finding != "ok")
        throw store_error{name_ + " is damaged; restore it from a backup (" + finding + ")"};
}

void database::expect_bulk()
{
    execute("PRAGMA cache_size = -32768");
}

void database::tidy()
{
    // A reader may stand in the way; then the next checkpoint does it.
    translated([&] { database_->execAndGet("PRAGMA wal_checkpoint(TRUNCATE)"); });
}

database::kept_statement& database::prepared(const char* sql)
{
    auto& kept = prepared_[sql];
    if (!kept)
        translated([&] { kept = std::make_unique<kept_statement>(*database_, sql); });
    return *kept;
}

statement::~statement()
{
    reset();
    inner_.sql.clearBindings();  // cannot fail on a statement that was reset
}

void statement::reset() noexcept
{
    inner_.sql.tryReset();
}

std::uint64_t statement::run()
{
    if (where_.in_transaction())
        return run_to_end();
    // Alone it is a transaction all the same, and has to wait for its turn like any other.
    transaction alone{where_};
    const auto changed = run_to_end();
    alone.commit();
    return changed;
}

std::uint64_t statement::run_to_end()
{
    return where_.translated([&]() -> std::uint64_t {
        while (inner_.sql.executeStep()) {
        }
        return static_cast<std::uint64_t>(inner_.sql.getChanges());
    });
}

bool statement::step()
{
    return where_.translated([&] { return inner_.sql.executeStep(); });
}

std::int64_t statement::integer(int column) const
{
    return inner_.sql.getColumn(column).getInt64();
}

std::optional<std::int64_t> statement::maybe_integer(int column) const
{
    return is_null(column) ? std::nullopt : std::optional{integer(column)};
}

std::string_view statement::text(int column) const
{
    const auto value = inner_.sql.getColumn(column);
    const auto* start = value.getText();
    return {start, static_cast<std::size_t>(value.getBytes())};
}

std::span<const std::uint8_t> statement::blob(int column) const
{
    const auto value = inner_.sql.getColumn(column);
    const auto* start = static_cast<const std::uint8_t*>(value.getBlob());
    return {start, static_cast<std::size_t>(value.getBytes())};
}

bool statement::is_null(int column) const
{
    return inner_.sql.isColumnNull(column);
}

void statement::bind_integer(int at, std::int64_t value)
{
    where_.translated([&] { inner_.sql.bind(at, value); });
}

void statement::bind_text(int at, std::string_view value)
{
    const auto place = static_cast<std::size_t>(at - 1);
    if (place >= inner_.texts.size())
        inner_.texts.resize(place + 1);
    auto& kept = inner_.texts[place];
    kept.assign(value);
    where_.translated([&] { inner_.sql.bindNoCopy(at, kept); });
}

void statement::bind_blob(int at, std::span<const std::uint8_t> value)
{
    // A null pointer would be stored as NULL instead of an empty blob.
    static constexpr std::uint8_t nothing = 0;
    where_.translated([&] {
        inner_.sql.bind(at, value.empty() ? &nothing : value.data(), static_cast<int>(value.size()));
    });
}

void statement::bind_null(int at)
{
    where_.translated([&] { inner_.sql.bind(at); });
}

transaction::transaction(database& where) : where_{where}, nested_{where.in_transaction()}
{
    if (nested_)
        where_.execute("SAVEPOINT nested");
    else
        where_.begin_writing(database::writer::occasional);
}

transaction::~transaction()
{
    if (!open_ || !where_.in_transaction())
        return;
    try {
        where_.execute(nested_ ? "ROLLBACK TO nested; RELEASE nested" : "ROLLBACK");
    } catch (const store_error&) {  // the connection is broken: SQLite rolls back when the file is opened
                                    // next
    }
}

void transaction::commit()
{
    where_.execute(nested_ ? "RELEASE nested" : "COMMIT");
    open_ = false;
}

}  // namespace loa
