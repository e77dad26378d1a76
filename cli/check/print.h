#pragma once
#include <string>
#include <vector>

#include "cli/base/terminal.h"
#include "cli/check/finding.h"
#include "frontend/source/source_file.h"

namespace lattice::cli {

/// The findings of one file.
struct FileFindings {
  SourceFile source;
  std::vector<Finding> findings;
};

/// `app.py:57:5: LT003 message`, one line a finding.
std::string print_concise(const FileFindings& file, const Style& style);
/// With an excerpt, cause and help.
std::string print_full(const FileFindings& file, const Style& style);
/// One array for all files. Lines and columns count from 1, columns code points; ends are
/// exclusive.
std::string print_json(const std::vector<FileFindings>& files);

}  // namespace lattice::cli
