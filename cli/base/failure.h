#pragma once
#include <cstdint>
#include <exception>
#include <string>
#include <utility>

namespace lattice::cli {

/// What the process reports; the same numbers for every command but `run`, which answers as
/// `streamlit run` would.
enum class Exit : uint8_t {
  Clean = 0,
  /// `check` found something; a script could not be used.
  Findings = 1,
  /// Wrong use, configuration, or reading and writing failed.
  Usage = 2,
  /// A mistake in Lattice itself.
  Internal = 101,
};

/// Ends the command: what was observed and what to do about it. `main` prints both.
class Failure : public std::exception {
 public:
  Failure(Exit code, std::string message, std::string help = "")
      : code_(code), message_(std::move(message)), help_(std::move(help)) {}

  [[nodiscard]] Exit code() const { return code_; }
  [[nodiscard]] const std::string& message() const { return message_; }
  [[nodiscard]] const std::string& help() const { return help_; }
  [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }

 private:
  Exit code_;
  std::string message_, help_;
};

}  // namespace lattice::cli
