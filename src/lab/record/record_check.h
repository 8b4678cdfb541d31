#pragma once

#include <string>
#include <string_view>

#include "lab/record/database.h"

namespace actlab {

/// Where something in a record is wrong: "run/run.sqlite: table trials, id 7".
std::string record_place(std::string_view file, std::string_view table, std::string_view row);

/// Checks a record that may be damaged, or made by someone else, before anything else is read from it: the pages of the
/// file, its tables, and the rows of all of them (record/record_rules.h). What blobs and documents contain is checked
/// when they are read. Throws UsageError that names the file, the table and the first row that is wrong, and says what
/// was found.
void check_record(Database& database, std::string_view file);

}  // namespace actlab
