#pragma once

#include <array>
#include <string_view>

namespace actlab {

/// A rule that the rows of a record keep. `violations` is a query for the rows that break it: each with a text that
/// names the row and one that says what was found.
struct RecordRule {
  std::string_view table;
  std::string_view violations;
};

/// The rules that SQL can express: references, ranges, sizes and types.
inline constexpr std::array record_rules{
    RecordRule{"run", "SELECT 'all rows', 'found ' || count(*) || ' rows, expected one' FROM run HAVING count(*) != 1"},
    RecordRule{"run",
               "SELECT 'row 1', 'regression is ' || quote(regression) || ' and trials is ' || quote(trials) FROM run "
               "WHERE regression NOT IN (0, 1) OR typeof(trials) != 'integer' OR trials < 0 OR trials > 10000000"},
    RecordRule{
        "sweep",
        "SELECT 'point ' || quote(point) || ', position ' || quote(position), 'expected whole numbers from 0' "
        "FROM sweep WHERE typeof(point) != 'integer' OR typeof(position) != 'integer' OR point < 0 OR position < 0"},
    RecordRule{
        "sweep",
        "SELECT 'point ' || p.point || ', position ' || p.position, 'its key is ' || quote(p.key) || ', but that of "
        "point 0 is ' || quote(first.key) FROM sweep p LEFT JOIN sweep first ON first.point = 0 AND "
        "first.position = p.position WHERE first.key IS NOT p.key"},
    RecordRule{"sweep",
               "SELECT 'point ' || point, 'found ' || count(*) || ' values, up to position ' || max(position) || "
               "'; expected one for each position of point 0' FROM sweep GROUP BY point HAVING count(*) != (SELECT "
               "count(*) FROM sweep WHERE point = 0) OR max(position) != count(*) - 1"},
    RecordRule{"sweep",
               "SELECT 'all rows', 'found ' || count(DISTINCT point) || ' points, the last of which is ' || max(point) "
               "FROM sweep HAVING max(point) != count(DISTINCT point) - 1"},
    RecordRule{
        "models",
        "SELECT 'point ' || quote(point) || ', position ' || quote(position), 'there is no such sweep point' FROM "
        "models WHERE typeof(point) != 'integer' OR point < 0 OR point > coalesce((SELECT max(point) FROM sweep), 0)"},
    RecordRule{"models",
               "SELECT 'point ' || point || ', position ' || quote(position), 'the number of parameters is ' || "
               "quote(parameters) FROM models WHERE typeof(parameters) != 'integer' OR parameters < 0"},
    RecordRule{"models",
               "SELECT 'point ' || point, 'found ' || count(*) || ' models named ' || quote(name) FROM models GROUP BY "
               "point, name HAVING count(*) != 1"},
    RecordRule{"trials",
               "SELECT 'id ' || id, 'there is no model ' || quote(model) || ' at point ' || quote(point) FROM trials t "
               "WHERE NOT EXISTS (SELECT 1 FROM models m WHERE m.name = t.model AND m.point = t.point)"},
    RecordRule{
        "trials",
        "SELECT 'id ' || id, 'the seed is ' || quote(seed) FROM trials WHERE typeof(seed) != 'integer' OR seed < 0 OR "
        "seed > 4294967295"},
    RecordRule{"trials",
               "SELECT 'id ' || id, 'the status is ' || quote(status) FROM trials WHERE status NOT IN ('finished', "
               "'diverged', 'failed')"},
    RecordRule{
        "trials",
        "SELECT 'id ' || id, 'the number of epochs is ' || quote(epochs) FROM trials WHERE typeof(epochs) != 'integer' "
        "OR epochs < 0 OR epochs > 10000000"},
    RecordRule{"trials", "SELECT 'id ' || id, 'the id is negative' FROM trials WHERE id < 0"},
    RecordRule{
        "trials",
        "SELECT 'id ' || min(id), 'found ' || count(*) || ' trials of ' || quote(model) || ' with seed ' || seed FROM "
        "trials GROUP BY model, point, seed HAVING count(*) != 1"},
    RecordRule{"trials",
               "SELECT 'id ' || id, 'an accuracy is not from 0 to 1' FROM trials WHERE coalesce(train_accuracy, 0) NOT "
               "BETWEEN 0 AND 1 OR coalesce(test_accuracy, 0) NOT BETWEEN 0 AND 1"},
    RecordRule{
        "trials",
        "SELECT 'id ' || id, 'a score or the time is not a number' FROM trials WHERE typeof(train_loss) IN ('text', "
        "'blob') OR typeof(test_loss) IN ('text', 'blob') OR typeof(seconds) IN ('text', 'blob')"},
    RecordRule{
        "curves",
        "SELECT 'trial ' || trial, 'found ' || length(columns) || ' bytes for ' || quote(points) || ' points of 20' "
        "FROM curves WHERE typeof(columns) != 'blob' OR length(columns) != points * 20"},
    RecordRule{
        "curves",
        "SELECT 'trial ' || trial, 'there is no such trial' FROM curves WHERE trial NOT IN (SELECT id FROM trials)"},
    RecordRule{
        "health",
        "SELECT 'trial ' || trial, 'found ' || length(columns) || ' bytes for ' || quote(points) || ' points of 24' "
        "FROM health WHERE typeof(columns) != 'blob' OR length(columns) != points * 24"},
    RecordRule{
        "health",
        "SELECT 'trial ' || trial, 'there is no such trial' FROM health WHERE trial NOT IN (SELECT id FROM trials)"},
    RecordRule{
        "confusion_matrices",
        "SELECT 'trial ' || trial, 'found ' || length(columns) || ' bytes for ' || quote(cells) || ' cells of 16' FROM "
        "confusion_matrices WHERE typeof(columns) != 'blob' OR length(columns) != cells * 16"},
    RecordRule{
        "confusion_matrices",
        "SELECT 'trial ' || trial, 'there is no such trial' FROM confusion_matrices WHERE trial NOT IN (SELECT id "
        "FROM trials)"},
    RecordRule{
        "baselines",
        "SELECT 'point ' || quote(point) || ', seed ' || quote(seed), 'a baseline is not a number, or an accuracy is "
        "not from 0 to 1' FROM baselines WHERE typeof(train_loss) IN ('text', 'blob') OR typeof(test_loss) IN "
        "('text', 'blob') OR coalesce(train_accuracy, 0) NOT BETWEEN 0 AND 1 OR coalesce(test_accuracy, 0) NOT "
        "BETWEEN 0 AND 1 OR coalesce(test_balanced, 0) NOT BETWEEN 0 AND 1"},
    RecordRule{
        "snapshots",
        "SELECT 'trial ' || quote(trial) || ', epochs ' || quote(epochs), 'there is no such trial, or no such epoch' "
        "FROM snapshots WHERE trial NOT IN (SELECT id FROM trials) OR typeof(epochs) != 'integer' OR epochs NOT "
        "BETWEEN 0 AND 10000000"},
    RecordRule{
        "snapshots",
        "SELECT 'trial ' || trial || ', epochs ' || epochs, 'the outputs are not bytes, or the details are not text' "
        "FROM snapshots WHERE typeof(outputs) != 'blob' OR typeof(details) != 'text'"},
    RecordRule{
        "outputs",
        "SELECT 'trial ' || quote(trial), 'there is no such trial, or a value is not a number' FROM outputs WHERE "
        "trial NOT IN (SELECT id FROM trials) OR typeof(value) IN ('text', 'blob')"},
    RecordRule{
        "parameters",
        "SELECT 'trial ' || quote(trial), 'there is no such trial, or a value is not a number' FROM parameters WHERE "
        "trial NOT IN (SELECT id FROM trials) OR typeof(value) IN ('text', 'blob')"},
    RecordRule{
        "documents",
        "SELECT quote(name), 'it is not JSON' FROM documents WHERE typeof(name) != 'text' OR typeof(json) != 'text' "
        "OR NOT json_valid(json)"},
    RecordRule{"sessions",
               "SELECT 'id ' || id, 'it is not JSON' FROM sessions WHERE typeof(provenance) != 'text' OR NOT "
               "json_valid(provenance)"},
};

/// A column with text that is shown: it must be UTF-8 and have no control characters.
struct RecordText {
  std::string_view table, column;
};

inline constexpr std::array record_texts{
    RecordText{"run", "name"},       RecordText{"run", "config"},          RecordText{"sweep", "key"},
    RecordText{"sweep", "value"},    RecordText{"models", "name"},         RecordText{"models", "description"},
    RecordText{"trials", "engine"},  RecordText{"trials", "message"},      RecordText{"documents", "name"},
    RecordText{"documents", "json"}, RecordText{"sessions", "provenance"}, RecordText{"snapshots", "details"},
};

}  // namespace actlab
