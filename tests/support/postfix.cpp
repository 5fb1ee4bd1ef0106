#include "tests/support/postfix.hpp"

#include "tests/support/free_port.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <thread>

namespace loa::testing {
namespace {

constexpr int nobody = 65534;

int shell(const std::string& command)
{
    return std::system((command + " >/dev/null 2>&1").c_str());  // NOLINT(concurrency-mt-unsafe): tests only
}

std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

// What every service but the listeners needs; as Debian ships it, without chroot.
constexpr auto services = R"(
cleanup   unix  n  -  n  -     0  cleanup
qmgr      unix  n  -  n  300   1  qmgr
rewrite   unix  -  -  n  -     -  trivial-rewrite
bounce    unix  -  -  n  -     0  bounce
defer     unix  -  -  n  -     0  bounce
trace     unix  -  -  n  -     0  bounce
proxymap  unix  -  -  n  -     -  proxymap
virtual   unix  -  n  n  -     -  virtual
error     unix  -  -  n  -     -  error
retry     unix  -  -  n  -     -  error
smtp      unix  -  -  n  -     -  smtp
anvil     unix  -  -  n  -     1  anvil
tlsmgr    unix  -  -  n  1000? 1  tlsmgr
scache    unix  -  -  n  -     1  scache
postlog   unix-dgram n - n -   1  postlogd
)";

}  // namespace

bool postfix::can_run()
{
    return ::geteuid() == 0 && std::filesystem::exists("/usr/sbin/postfix");
}

postfix::postfix(postfix_params params) : params_{std::move(params)}
{
    for (int tries = 0; tries != 3; ++tries) {
        port_ = free_port();
        tls_port_ = params_.certificate.empty() ? std::uint16_t{0} : free_port();
        configure();
        if (start())
            return;
        shell("postfix -c '" + (folder_ / "conf").string() + "' stop");
    }
    throw std::runtime_error{"Postfix does not start: " + log()};
}

postfix::~postfix()
{
    shell("postfix -c '" + (folder_ / "conf").string() + "' stop");
}

void postfix::configure()
{
    const auto& base = folder_.path();
    const auto at = [&](const char* name) { return (base / name).string(); };
    ::chmod(base.c_str(), 0755);  // Postfix drops root
    for (const auto* each : {"conf", "conf/sasl", "queue", "lib", "mail"})
        std::filesystem::create_directories(base / each);
    if (::chown(at("mail").c_str(), nobody, nobody) != 0 || shell("chown postfix '" + at("lib") + "'") != 0)
        throw std::runtime_error{"cannot give Postfix its folders"};

    std::ofstream mailboxes{base / "conf/mailboxes"};
    for (std::size_t i = 0; i != params_.mailboxes.size(); ++i)
        mailboxes << params_.mailboxes[i] << " box" << i << "/\n";

    std::ofstream settings{base / "conf/main.cf"};
    settings
        << "compatibility_level = 3.6\nqueue_directory = " << at("queue")
        << "\ndata_directory = " << at("lib")
        << "\ncommand_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\nmail_owner = postfix\n"
           "setgid_group = postdrop\nmyhostname = mail.test\nmydestination =\ninet_interfaces = 127.0.0.1\n"
           "inet_protocols = ipv4\nalias_maps =\nvirtual_mailbox_domains = school.test\nvirtual_mailbox_base "
           "= "
        << at("mail") << "\nvirtual_mailbox_maps = texthash:" << at("conf/mailboxes")
        << "\nvirtual_uid_maps = static:65534\nvirtual_gid_maps = static:65534\nmaillog_file = "
        << at("lib/mail.log") << "\nmaillog_file_prefixes = /\n";
    if (params_.username.empty())
        settings << "smtpd_relay_restrictions = reject_unauth_destination\n";
    else
        settings
            << "smtpd_relay_restrictions = permit_sasl_authenticated, reject\nsmtpd_sasl_auth_enable = yes\n"
               "smtpd_sasl_local_domain = mail.test\ncyrus_sasl_config_path = "
            << at("conf/sasl") << '\n';
    if (!params_.certificate.empty())
        settings << "smtpd_tls_security_level = may\nsmtpd_tls_auth_only = yes\nsmtpd_tls_cert_file = "
                 << params_.certificate.string() << "\nsmtpd_tls_key_file = " << params_.key.string() << '\n';
    for (const auto& [name, value] : params_.settings) settings << name << " = " << value << '\n';

    std::ofstream master{base / "conf/master.cf"};
    master << "127.0.0.1:" << port_ << " inet n - n - - smtpd\n";
    if (tls_port_ != 0)
        master << "127.0.0.1:" << tls_port_ << " inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n";
    master << services;

    if (params_.username.empty())
        return;
    std::ofstream{base / "conf/sasl/smtpd.conf"}
        << "pwcheck_method: auxprop\nauxprop_plugin: sasldb\nmech_list: PLAIN LOGIN\nsasldb_path: "
        << at("conf/sasldb2") << '\n';
    std::ofstream{base / "conf/password"} << params_.password;
    if (shell(
            "saslpasswd2 -f '" + at("conf/sasldb2") + "' -p -c -u mail.test '" + params_.username + "' < '" +
            at("conf/password") + "' && chown postfix '" + at("conf/sasldb2") + "'"
        ) != 0)
        throw std::runtime_error{"saslpasswd2 failed (package sasl2-bin)"};
}

bool postfix::start()
{
    return shell("postfix -c '" + (folder_ / "conf").string() + "' start") == 0;
}

std::vector<std::string> postfix::messages(const std::string& mailbox, std::size_t count) const
{
    const auto found = std::find(params_.mailboxes.begin(), params_.mailboxes.end(), mailbox);
    const auto box = folder_ / "mail" / ("box" + std::to_string(found - params_.mailboxes.begin())) / "new";
    std::vector<std::string> out;
    for (int tries = 0; tries != 100 && out.size() < count; ++tries) {
        out.clear();
        if (std::filesystem::exists(box))
            for (const auto& each : std::filesystem::directory_iterator{box})
                out.push_back(text_of(each.path()));
        if (out.size() < count)
            std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    return out;
}

std::string postfix::log() const
{
    return text_of(folder_ / "lib/mail.log");
}

}  // namespace loa::testing
