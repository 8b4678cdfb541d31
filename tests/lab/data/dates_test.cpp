#include "lab/data/csv/dates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace actlab {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::Optional;

// date -u -d 2020-01-31 +%s, divided by 86400.
constexpr double day = 18292;

TEST(Dates, AreReadInTheCommonForms) {
  for (const char* const text :
       {"2020-01-31", "2020/01/31", "2020.01.31", "2020-1-31", "31.1.2020", "31.01.20", "1/31/2020", "01/31/20",
        "31/1/2020", "31 Jan 2020", "31-Jan-20", "31 January 2020", "Jan 31, 2020", "January 31 2020", "JAN. 31 2020",
        "2020-01-31 00:00", "2020-01-31T00:00:00Z", "2020-01-31T00:00:00.000+01:00", "1/31/2020 12:00:00 AM"}) {
    EXPECT_THAT(days_of({text}), Optional(ElementsAre(day))) << text;
  }
  for (const char* const text : {"2020-02", "Feb 2020", "February 2020", "Feb-20"})
    EXPECT_THAT(days_of({text}), Optional(ElementsAre(day + 1))) << text;
}

TEST(Dates, HaveATimeOfDay) {
  for (const char* const text : {"2020-01-31 18:00", "2020-01-31T18:00:00", "1/31/2020 6:00 PM", "31.1.2020 18:00:00"})
    EXPECT_THAT(days_of({text}), Optional(ElementsAre(DoubleNear(day + 0.75, 1e-9)))) << text;
}

TEST(Dates, OfAColumnHaveOneOrderOfDayAndMonth) {
  EXPECT_THAT(days_of({"1/2/2020"}), Optional(ElementsAre(day - 29))) << "January 2";
  EXPECT_THAT(days_of({"1.2.2020"}), Optional(ElementsAre(day + 1))) << "February 1";
  EXPECT_THAT(days_of({"1/2/2020", "31/1/2020"}), Optional(ElementsAre(day + 1, day)));
  EXPECT_THAT(days_of({"1.2.2020", "1.31.2020"}), Optional(ElementsAre(day - 29, day)));
  EXPECT_FALSE(days_of({"31/1/2020", "1/31/2020"}));
}

TEST(Dates, OfTwoDigitsAreFrom1969To2068) {
  EXPECT_THAT(days_of({"1/1/70", "1/1/68", "1/1/69"}), Optional(ElementsAre(0, 35794, -365)));
}

TEST(Dates, AreNotOtherTexts) {
  for (const char* const text : {"",
                                 "May",
                                 "Jan 15",
                                 "5 May",
                                 "1-2",
                                 "10-19",
                                 "2020",
                                 "3.14",
                                 "2020-13-01",
                                 "2020-02-30",
                                 "1999-00",
                                 "12:30",
                                 "192.168.0.1",
                                 "red",
                                 "2020-01-31x",
                                 "2020-01-31 25",
                                 "2020-01-31 12:60",
                                 "1/2/2020 13:00 PM",
                                 "-1-1-2020",
                                 "2020-1/31"}) {
    EXPECT_FALSE(days_of({text})) << text;
    EXPECT_FALSE(days_of({"2020-01-31", text})) << text;
  }
  EXPECT_FALSE(days_of({}));
}

TEST(Dates, AreWrittenAsISO) {
  EXPECT_EQ(iso_day(day), "2020-01-31");
  EXPECT_EQ(iso_day(day + 0.75), "2020-01-31");
  EXPECT_EQ(iso_day(-0.5), "1969-12-31");
}

}  // namespace
}  // namespace actlab
