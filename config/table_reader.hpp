#pragma once
/// \file
/// One table of the settings file, as it is declared: each line names a key, where its value goes and what is
/// allowed. The same lines read a file and list what there is to set.

#include "config/document.hpp"
#include "config/load.hpp"
#include "config/text_rules.hpp"
#include "gateway/core/signing_key.hpp"

#include <chrono>
#include <concepts>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace loa {

/// What the tables of one file share.
struct reading {
    std::string file;                   ///< as it was given, for messages
    std::filesystem::path folder;       ///< where relative paths start
    std::filesystem::path credentials;  ///< empty: none
    secret_files secrets = secret_files::all;
    std::vector<config_error> errors;
    std::vector<setting> declared;
    std::map<std::string, std::uint32_t, std::less<>> lines;  ///< of the declared keys that are in the file
};

/// A key whose value is missing or wrong leaves its target alone. `in` and the table must outlive the reader.
class table_reader {
public:
    /// \param table  nothing: it is not in the file
    table_reader(reading& in, const document_value* table, document_position where, std::string path);

    bool present() const noexcept { return table_ != nullptr; }

    /// A table inside this one.
    table_reader table(std::string_view key);

    /// From here on nothing outside the file is looked at and nothing is required: the table is switched off.
    void only_read() noexcept { only_read_ = true; }

    void flag(std::string_view key, bool& target);

    template <std::integral T>
    void number(
        std::string_view key,
        T& target,
        std::type_identity_t<T> least,
        std::type_identity_t<T> most,
        std::string_view of = {}
    )
    {
        auto value = static_cast<std::int64_t>(target);
        read_number(key, value, static_cast<std::int64_t>(least), static_cast<std::int64_t>(most), of);
        target = static_cast<T>(value);
    }

    /// A text like "30s", in whole units of the target.
    template <class Rep, class Period>
    void duration(
        std::string_view key,
        std::chrono::duration<Rep, Period>& target,
        std::chrono::milliseconds least,
        std::chrono::milliseconds most
    )
    {
        using target_type = std::chrono::duration<Rep, Period>;
        auto value = std::chrono::duration_cast<std::chrono::milliseconds>(target);
        read_duration(
            key, value, std::chrono::duration_cast<std::chrono::milliseconds>(target_type{1}), least, most
        );
        target = std::chrono::duration_cast<target_type>(value);
    }

    template <class E>
    void choice(std::string_view key, E& target, std::initializer_list<std::pair<std::string_view, E>> names)
    {
        std::vector<std::string_view> texts;
        std::size_t index = 0;
        for (const auto& [name, value] : names) {
            if (value == target)
                index = texts.size();
            texts.push_back(name);
        }
        read_choice(key, index, texts);
        target = (names.begin() + index)->second;
    }

    void text(std::string_view key, std::string& target, const setting_rule& rule);
    enum class emptiness : bool { refused, allowed };
    void texts(
        std::string_view key,
        std::vector<std::string>& target,
        const setting_rule& each,
        emptiness how = emptiness::refused
    );
    /// A table of texts, which replaces the default whole.
    /// \param names  the keys it may have; empty: any
    void named_texts(
        std::string_view key,
        std::map<std::string, std::string>& target,
        const setting_rule& each,
        std::span<const std::string_view> names = {}
    );
    /// A list of tables, which replaces the default whole. `read` declares the keys of one.
    template <class Row>
    void rows(std::string_view key, std::vector<Row>& target, void (*read)(table_reader&, Row&))
    {
        std::string value;
        for (const auto& each : target) {
            auto row = each;
            reading one;
            table_reader table{one, nullptr, {}, {}};
            read(table, row);
            value += (value.empty() ? "" : ", ") + inline_table(one.declared);
        }
        const auto* list = declare_rows(key, "[" + value + "]");
        if (list == nullptr)
            return;
        target.clear();
        const auto declared = in_.declared.size();
        for (std::size_t i = 0; i != list->size(); ++i) {
            const auto& item = (*list)[i];
            table_reader table{in_, &item, item.where, full(key) + "[" + std::to_string(i) + "]"};
            read(table, target.emplace_back());
            table.finish();
        }
        in_.declared.resize(declared);
    }
    void path(std::string_view key, std::filesystem::path& target);
    /// A folder with the file `with` in it; empty: none. Looked for only where all secrets are read, too: by
    /// the service.
    void folder(
        std::string_view key, std::filesystem::path& target, std::string_view with, std::string_view expected
    );
    /// A file of certificates in PEM form; empty: the system's.
    void certificates(std::string_view key, std::string& target);

    /// Declares NAME_file and NAME_credential, of which one may be given, and reads the secret. NAME itself
    /// is refused.
    void secret(std::string_view name, std::string& target);
    /// The same; one must be given, and the file, which must hold a secret now, is remembered instead of the
    /// secret.
    void required_secret_file(std::string_view name, std::filesystem::path& target);
    /// The same with a private key, which may be left out. Returns whether it is given.
    bool private_key(std::string_view name, std::shared_ptr<const signing_key>& target);

    /// A rule over several keys. Told of the first of them that is in the file, and only if all of them are
    /// right by themselves.
    void check(bool ok, std::initializer_list<std::string_view> keys, std::string_view expected);

    /// Call last: what is in the file but was not declared is an error.
    void finish();

private:
    const document_entry* declare(std::string_view key, std::string value, std::string allowed);
    const std::vector<document_value>* declare_rows(std::string_view key, std::string value);
    static std::string inline_table(const std::vector<setting>& entries);
    const document_entry* find(std::string_view key) const noexcept;
    std::string full(std::string_view key) const;
    void fail(const document_entry& at, std::string wrong, std::string_view expected, bool secret = false);
    bool failed(std::string_view key) const;
    std::filesystem::path from_folder(std::string_view text) const;
    std::filesystem::path secret_path(
        std::string_view name,
        const document_entry*& given,
        std::string_view expected = "the path of a file with the secret on one line"
    );
    bool reads_secrets() const noexcept;

    void read_number(
        std::string_view key, std::int64_t& value, std::int64_t least, std::int64_t most, std::string_view of
    );
    void read_duration(
        std::string_view key,
        std::chrono::milliseconds& value,
        std::chrono::milliseconds step,
        std::chrono::milliseconds least,
        std::chrono::milliseconds most
    );
    void read_choice(std::string_view key, std::size_t& index, const std::vector<std::string_view>& names);

    reading& in_;
    const document_value* table_;
    document_position where_;
    std::string path_;
    std::vector<std::string> known_;    ///< keys declared
    std::vector<std::string> tables_;   ///< tables declared
    std::vector<std::string> refused_;  ///< undeclared keys that an error was made of already
    bool only_read_ = false;
};

}  // namespace loa
