#include "config/secret_file.hpp"

#include <openssl/crypto.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string_view>
#include <system_error>

namespace loa {
namespace {

constexpr std::size_t longest_secret = 4096, longest_key = 16'384;

class open_file {
public:
    explicit open_file(const std::filesystem::path& path)
        : file_{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)}
    {
    }
    ~open_file()
    {
        if (file_ >= 0)
            ::close(file_);
    }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;
    int get() const noexcept { return file_; }

private:
    int file_;
};

std::string reason(int error)
{
    return error == ENOENT ? "no such file" : "cannot be read: " + std::generic_category().message(error);
}

boost::system::result<std::string, secret_fault> read_closed(
    const std::filesystem::path& path, std::size_t longest
)
{
    const open_file file{path};
    struct stat about {};
    if (file.get() < 0 || ::fstat(file.get(), &about) != 0)
        return secret_fault{reason(errno)};
    if (!S_ISREG(about.st_mode))
        return secret_fault{"not a regular file"};
    if ((about.st_mode & S_IRWXO) != 0) {
        std::array<char, 8> mode{};
        std::snprintf(mode.data(), mode.size(), "%04o", static_cast<unsigned>(about.st_mode & 07777));
        return secret_fault{"open to everybody (mode " + std::string{mode.data()} + ")"};
    }

    std::string text(longest + 1, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const auto got = ::read(file.get(), text.data() + size, text.size() - size);
        if (got < 0)
            return secret_fault{reason(errno)};
        if (got == 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    text.resize(size);
    if (text.empty())
        return secret_fault{"it is empty"};
    if (text.size() > longest)
        return secret_fault{"it is longer than " + std::to_string(longest) + " bytes"};
    return {boost::system::in_place_value, std::move(text)};  // a fault could be made of a text too
}

}  // namespace

boost::system::result<std::string, secret_fault> read_secret(const std::filesystem::path& path)
{
    auto read = read_closed(path, longest_secret);
    if (!read)
        return read;
    auto& text = *read;
    if (text.ends_with('\n'))
        text.pop_back();
    if (text.ends_with('\r'))
        text.pop_back();
    if (text.empty())
        return secret_fault{"it is empty"};
    if (std::any_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
        }))
        return secret_fault{"it holds more than one line, or control characters"};
    return read;
}

boost::system::result<std::shared_ptr<const signing_key>, secret_fault> read_signing_key(
    const std::filesystem::path& path
)
{
    auto pem = read_closed(path, longest_key);
    if (!pem)
        return pem.error();
    auto key = signing_key::read(*pem);
    OPENSSL_cleanse(pem->data(), pem->size());
    if (!key)
        return secret_fault{std::move(key.error().wrong)};
    return std::move(*key);
}

bool is_certificate_file(const std::filesystem::path& file)
{
    std::error_code ignored;
    if (!std::filesystem::is_regular_file(file, ignored))
        return false;
    std::ifstream in{file, std::ios::binary};
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("-----BEGIN CERTIFICATE-----") ||
            line.starts_with("-----BEGIN TRUSTED CERTIFICATE-----"))
            return true;
    return false;
}

}  // namespace loa
