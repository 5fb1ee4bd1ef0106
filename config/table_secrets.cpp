// What table_reader does with files that the settings file names.

#include "config/secret_file.hpp"
#include "config/table_reader.hpp"

namespace loa {

void table_reader::certificates(std::string_view key, std::string& target)
{
    constexpr setting_rule rule = optional({is_line, "the path of a readable PEM file of certificates"});
    text(key, target, rule);
    const auto* entry = find(key);
    if (entry == nullptr || target.empty() || failed(key))
        return;
    target = from_folder(target).string();
    if (!only_read_ && !is_certificate_file(target))
        fail(*entry, {}, rule.expected);
}

void table_reader::folder(
    std::string_view key, std::filesystem::path& target, std::string_view with, std::string_view expected
)
{
    path(key, target);
    const auto* entry = find(key);
    if (entry == nullptr || target.empty() || failed(key) || only_read_ || in_.secrets != secret_files::all)
        return;
    std::error_code error;
    const bool is_there = std::filesystem::is_directory(target, error);
    if (!is_there || !std::filesystem::is_regular_file(target / with, error))
        fail(*entry, is_there ? "there is no " + std::string{with} + " in it" : "no such folder", expected);
}

bool table_reader::reads_secrets() const noexcept
{
    return !only_read_ &&
           (in_.secrets == secret_files::all || (in_.secrets == secret_files::of_redis && path_ == "redis"));
}

std::filesystem::path table_reader::secret_path(
    std::string_view name, const document_entry*& given, std::string_view expected
)
{
    const auto file_key = std::string{name} + "_file", credential_key = std::string{name} + "_credential";
    std::string file, credential;
    text(file_key, file, optional({is_line, expected}));
    text(credential_key, credential, optional({is_instance_name, "the name of a systemd credential"}));

    // Not even shown: errors end up in logs.
    if (const auto* inlined = find(name); inlined != nullptr) {
        refused_.emplace_back(name);
        fail(*inlined, "secrets are not written into this file", file_key + " or " + credential_key, true);
    }
    if (!file.empty() && !credential.empty()) {
        fail(*find(credential_key), "it is given twice", "either " + file_key + " or " + credential_key);
        return {};
    }
    if (!file.empty()) {
        given = find(file_key);
        return from_folder(file);
    }
    if (credential.empty())
        return {};
    given = find(credential_key);
    if (in_.credentials.empty() && reads_secrets()) {
        fail(
            *given,
            "there are no credentials ($CREDENTIALS_DIRECTORY is not set)",
            "to be started by systemd with LoadCredential="
        );
        return {};
    }
    return in_.credentials / credential;
}

void table_reader::secret(std::string_view name, std::string& target)
{
    const document_entry* given = nullptr;
    const auto file = secret_path(name, given);
    if (file.empty() || only_read_)
        return;
    if (!reads_secrets()) {
        target = unread_secret;
        return;
    }
    const auto read = read_secret(file);
    if (read)
        target = *read;
    else
        fail(*given, read.error().wrong, secret_file_expected);
}

bool table_reader::private_key(std::string_view name, std::shared_ptr<const signing_key>& target)
{
    const document_entry* given = nullptr;
    const auto file = secret_path(name, given, "the path of a file with a private key");
    if (!file.empty() && reads_secrets()) {
        auto read = read_signing_key(file);
        if (read)
            target = std::move(*read);
        else
            fail(
                *given,
                read.error().wrong,
                std::string{signing_key::expected}.append(", in a file closed to others (chmod o= FILE)")
            );
    }
    return given != nullptr;
}

void table_reader::required_secret_file(std::string_view name, std::filesystem::path& target)
{
    const document_entry* given = nullptr;
    const auto before = in_.errors.size();
    target = secret_path(name, given);
    if (only_read_)
        return;
    if (target.empty()) {
        if (in_.errors.size() == before)
            in_.errors.push_back(
                {in_.file,
                 where_.line,
                 where_.column,
                 path_,
                 {},
                 "no " + std::string{name} + " is given",
                 std::string{name} + "_file or " + std::string{name} + "_credential"}
            );
        return;
    }
    if (!reads_secrets())
        return;
    if (const auto read = read_secret(target); !read)
        fail(*given, read.error().wrong, secret_file_expected);
}

}  // namespace loa
