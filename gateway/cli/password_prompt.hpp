#pragma once
/// \file
/// Reads a password where nobody sees it: from the terminal without echo, or from standard input. Never from the command
/// line, which every user of the machine can read.

#include <string>

namespace loa::cli {

/// A new password: asked for twice at a terminal; else the first line of standard input. In NFC, as the API takes it.
/// Ends the command if the two are not the same or the input is not UTF-8.
std::string read_new_password();

}  // namespace loa::cli
