#include "lab/data/column_field.h"

#include <gtest/gtest.h>

#include "core/error.h"
#include "lab/config/fields.h"
#include "lab/config/node.h"
#include "lab/data/csv.h"

namespace actlab {
namespace {

Declaration declaration_of(Csv& csv) {
  return [&csv](Fields& fields) { csv.declare(fields); };
}

Csv keys_read(const std::string& yaml) {
  Csv csv;
  Problems problems;
  read_config(parse_yaml(yaml, "test"), declaration_of(csv), problems);
  problems.throw_if_any();
  return csv;
}

TEST(ColumnField, ANumberIsAnIndexAndAStringIsAName) {
  EXPECT_EQ(keys_read("{file: t.csv, label: 4}").label.value(), ColumnField::Column(4));
  EXPECT_EQ(keys_read("{file: t.csv, label: -1}").label.value(), ColumnField::Column(-1));
  EXPECT_EQ(keys_read("{file: t.csv, label: species}").label.value(), ColumnField::Column("species"));
}

TEST(ColumnField, ANumberWithAnExponentIsAName) {
  EXPECT_EQ(keys_read("{file: t.csv, label: 1e5}").label.value(), ColumnField::Column("1e5"));
}

TEST(ColumnField, AQuotedNumberIsAName) {
  EXPECT_EQ(keys_read("{file: t.csv, label: '4'}").label.value(), ColumnField::Column("4"));
}

TEST(ColumnField, RoundTrips) {
  for (const char* label : {"4", "-2", "species", "'4'"}) {
    Csv csv = keys_read(std::string("{file: t.csv, label: ") + label + "}");
    EXPECT_EQ(keys_read(to_yaml(write_config(declaration_of(csv)))).label.value(), csv.label.value()) << label;
  }
}

TEST(ColumnField, AnythingElseIsRejected) {
  for (const char* label : {"[1, 2]", "{a: b}", "''"}) {
    EXPECT_THROW(keys_read(std::string("{file: t.csv, label: ") + label + "}"), UsageError) << label;
  }
}

TEST(Csv, RequiresAFile) {
  EXPECT_THROW(keys_read("{label: 4}"), UsageError);
}

}  // namespace
}  // namespace actlab
