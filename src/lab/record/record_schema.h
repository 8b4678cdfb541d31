#pragma once

#include <string>

#include "lab/record/database.h"

namespace actlab {

/// The schema version, stored in `PRAGMA user_version`. Version 5 has no confusion matrices,
/// no baselines and no seals.
inline constexpr int schema_version = 6;

/// Creates the tables of an empty record, within the caller's transaction.
void create_schema(Database& database);

/// Adds the tables that a record of an older version lacks: to the file, or for reading only to this connection, so
/// that the same queries work. Throws UsageError for a version that this program cannot read, and for an empty record.
void complete_schema(Database& database, Database::Access access, const std::string& run_directory);

}  // namespace actlab
