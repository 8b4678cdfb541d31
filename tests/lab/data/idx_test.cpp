#include "lab/data/idx.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <zlib.h>

#include <algorithm>
#include <string>

#include "core/error.h"
#include "lab/data/fashion_mnist.h"
#include "lab/data/idx_file.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string refusal_of_file(const std::string& file) {
  try {
    read_idx(file, 100);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Idx, IsReadPlainOrGzipped) {
  const std::string bytes = idx_bytes({2, 3}, "\1\2\3\4\5\377");
  for (const std::string& file : {write_file("plain", bytes), write_gzipped("zipped.gz", bytes)}) {
    const IdxBytes read = read_idx(file, 100);
    EXPECT_THAT(read.shape, ElementsAre(2, 3));
    EXPECT_THAT(read.bytes, ElementsAre(1, 2, 3, 4, 5, 255));
  }
}

TEST(Idx, ReadsAtMostTheRequestedEntries) {
  const IdxBytes read = read_idx(write_file("file", idx_bytes({3}, "\7\10\11")), 2);
  EXPECT_THAT(read.shape, ElementsAre(2));
  EXPECT_THAT(read.bytes, ElementsAre(7, 8));
}

TEST(Idx, RejectsAFileThatCannotBeReadAndNamesIt) {
  EXPECT_THAT(refusal_of_file("/dev/null/file"), HasSubstr("/dev/null/file: cannot be opened"));
  EXPECT_THAT(refusal_of_file(write_file("text", "not an idx file")), HasSubstr("not an IDX file"));
  EXPECT_THAT(refusal_of_file(write_file("empty", "")), HasSubstr("truncated"));
  const std::string bytes = idx_bytes({2, 3}, "\1\2\3\4\5\6");
  for (std::size_t length = 1; length < bytes.size(); ++length) {
    EXPECT_THAT(refusal_of_file(write_file("cut", bytes.substr(0, length))), HasSubstr("truncated")) << length;
  }
  EXPECT_THAT(refusal_of_file(write_file("huge", std::string("\0\0\10\2\377\377\377\377\377\377\377\377", 12))),
              HasSubstr("entries"));
}

// 2^63 and 2^64 bytes, whose products have no place in 64 bits; and 8 GB, which the file does not have.
TEST(Idx, TakesNoMemoryForWhatAHeaderPromises) {
  using namespace std::string_literals;
  for (const std::string& header :
       {"\0\0\10\3\0\0\200\0\0\10\0\0\100\0\0\0"s, "\0\0\10\4\0\1\0\0\0\1\0\0\0\1\0\0\0\1\0\0"s}) {
    try {
      read_idx(write_file("promise", header), 1'000'000'000);
      FAIL() << "accepted";
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), HasSubstr("its header declares"));
    }
  }
  rlimit before{};
  getrlimit(RLIMIT_AS, &before);
  const rlimit limit{.rlim_cur = std::min<rlim_t>(before.rlim_max, 3'000'000'000), .rlim_max = before.rlim_max};
#if !defined(__SANITIZE_ADDRESS__)  // which reserves more than any limit
  setrlimit(RLIMIT_AS, &limit);
#endif
  EXPECT_THAT(refusal_of_file(write_file("large", "\0\0\10\3\0\0\0\144\0\1\0\0\0\0\4\0data"s)), HasSubstr("truncated"));
  setrlimit(RLIMIT_AS, &before);
}

TEST(FashionMnist, ScalesGreyValuesAndKeepsLabels) {
  const Dataset data = FashionMnist{.folder = write_fashion_mnist(), .samples = 3, .test_samples = 1}.make(
      *std::make_unique<NumpyRandom>(0));
  EXPECT_EQ(data.train.size(), 3);
  EXPECT_EQ(data.test.size(), 1);
  EXPECT_EQ(data.features(), 4);
  EXPECT_EQ(data.train.inputs.at(0, 0), 0.0f);
  EXPECT_EQ(data.train.inputs.at(0, 1), 1.0f);
  EXPECT_THAT(data.train.labels, ElementsAre(0, 1, 2));
}

TEST(FashionMnist, HasAHashOfWhatItReads) {
  const auto hash = [](std::int64_t samples) {
    NumpyRandom random(0);
    return FashionMnist{.folder = write_fashion_mnist(), .samples = samples, .test_samples = 1}.make(random).source;
  };
  EXPECT_EQ(hash(4)->content_hash.size(), 32u);
  EXPECT_EQ(hash(4)->content_hash, hash(4)->content_hash);
  EXPECT_NE(hash(4)->content_hash, hash(5)->content_hash);
}

TEST(FashionMnist, NamesThePackageIfTheFilesAreMissing) {
  NumpyRandom random(0);
  try {
    FashionMnist{.folder = "/dev/null/folder"}.make(random);
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("apt-get install dataset-fashion-mnist"));
  }
}

TEST(FashionMnist, FromThePackageHasSixtyThousandPicturesInTenClasses) {
  if (!std::filesystem::exists(FashionMnist{}.folder)) GTEST_SKIP() << "dataset-fashion-mnist is not installed";
  NumpyRandom random(0);
  const Dataset data = FashionMnist{}.make(random);
  EXPECT_EQ(data.train.size(), 60000);
  EXPECT_EQ(data.features(), 784);
  EXPECT_EQ(data.test.size(), 10000);
  for (std::int64_t digit = 0; digit < 10; ++digit)
    EXPECT_EQ(std::count(data.train.labels.begin(), data.train.labels.end(), digit), 6000) << digit;
  const auto [least, most] = std::minmax_element(data.train.inputs.values.begin(), data.train.inputs.values.end());
  EXPECT_EQ(*least, 0.0f);
  EXPECT_EQ(*most, 1.0f);
}

}  // namespace
}  // namespace actlab
