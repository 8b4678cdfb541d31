#include "app/cli_tensors/input_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "app/cli_tensors/draw.h"
#include "core/error.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TensorSpec only_tensor(std::string_view text) {
  const InputSpec input = parse_input_spec(text);
  EXPECT_EQ(input.tensors.size(), 1u) << text;
  return input.tensors.at(0).value();
}

torch::Tensor made(std::string_view text, std::uint64_t seed = 1) {
  return make_tensor(only_tensor(text), ValueRange(), seed);
}

template <class Call> std::string refusal_by(const Call& call) {
  try {
    call();
    return "nothing was refused";
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string refusal_of_input(std::string_view text) {
  return refusal_by([&] { made(text); });
}

TEST(InputSpec, HasAShapeADtypeARangeAndWordsInAnyOrder) {
  const TensorSpec plain = only_tensor("3x4");
  EXPECT_THAT(plain.shape, ElementsAre(3, 4));
  EXPECT_FALSE(plain.dtype || plain.range);
  EXPECT_TRUE(plain.has_gradient);
  EXPECT_THAT(only_tensor("scalar").shape, IsEmpty());
  for (const char* text : {"5:int64[0,3):sorted", "5[0,3):sorted:int64", "5:sorted:long[0, 3)"}) {
    const TensorSpec spec = only_tensor(text);
    EXPECT_THAT(spec.shape, ElementsAre(5)) << text;
    EXPECT_EQ(spec.dtype, torch::kLong);
    EXPECT_EQ(spec.range->high, 3);
    EXPECT_FALSE(spec.range->includes_high);
    EXPECT_TRUE(spec.is_sorted);
  }
  EXPECT_FALSE(only_tensor("2x2:nograd").has_gradient);
  EXPECT_TRUE(only_tensor("2[-1.5,1e2]").range->includes_high);
}

TEST(InputSpec, HasANameAListOrNone) {
  EXPECT_EQ(parse_input_spec("index=5:int64").name, "index");
  EXPECT_TRUE(parse_input_spec("mask=none").is_none);
  const InputSpec list = parse_input_spec("parts=(2x2, =[1, 2], none, 3[0,1])");
  EXPECT_TRUE(list.is_list);
  ASSERT_EQ(list.tensors.size(), 4u);
  EXPECT_THAT(list.tensors[0]->shape, ElementsAre(2, 2));
  EXPECT_THAT(list.tensors[1]->values, ElementsAre(1, 2));
  EXPECT_FALSE(list.tensors[2]);
  EXPECT_TRUE(parse_input_spec("()").is_list);
}

TEST(InputSpec, HasGivenValuesOfTheirOwnShapeAndDtype) {
  EXPECT_TRUE(torch::equal(made("=[0, 2, 5]"), torch::tensor({0, 2, 5}, torch::kLong)));
  EXPECT_TRUE(torch::equal(made("index=[0,2,5]"), torch::tensor({0, 2, 5}, torch::kLong)));
  EXPECT_TRUE(torch::equal(made("=[[1.5, -2], [3, 4e2]]"), torch::tensor({{1.5, -2.0}, {3.0, 400.0}}, torch::kDouble)));
  EXPECT_TRUE(torch::equal(made("=[true, false]"), torch::tensor({true, false})));
  EXPECT_TRUE(torch::equal(made("x==3.5"), torch::tensor(3.5, torch::kDouble)));
  EXPECT_TRUE(torch::equal(made("=[0, 2]:float32"), torch::tensor({0.F, 2.F})));
  EXPECT_EQ(made("=[]").sizes(), torch::IntArrayRef({0}));
  EXPECT_EQ(made("=[[], []]").sizes(), torch::IntArrayRef({2, 0}));
  EXPECT_TRUE(made("=[0.5]").requires_grad());
  EXPECT_FALSE(made("=[0.5]:nograd").requires_grad());
  EXPECT_FALSE(made("=[1]").requires_grad());
}

TEST(InputSpec, ShowsWhereItIsWrongAndWhatIsAllowed) {
  EXPECT_THAT(refusal_of_input("index=5:int64[0;3)"), AllOf(HasSubstr("--input, column 16: found ';', expected ','"),
                                                            HasSubstr("\n  index=5:int64[0;3)\n                 ^")));
  EXPECT_THAT(refusal_of_input(""), AllOf(HasSubstr("column 1: found the end"), HasSubstr("a shape (3x4")));
  EXPECT_THAT(refusal_of_input("3x"), HasSubstr("column 3: found the end, expected a size"));
  EXPECT_THAT(refusal_of_input("3x-1"), HasSubstr("a size of at least 0"));
  EXPECT_THAT(refusal_of_input("3y4"), HasSubstr("column 2: found 'y', expected a range"));
  EXPECT_THAT(refusal_of_input("3:flot64"), HasSubstr("did you mean 'float64'"));
  EXPECT_THAT(refusal_of_input("3:srted"), HasSubstr("did you mean 'sorted'"));
  EXPECT_THAT(refusal_of_input("3[3,0)"), HasSubstr("column 3: the range is empty"));
  EXPECT_THAT(refusal_of_input("3[0,3"), HasSubstr("expected ']' (with the last value) or ')'"));
  EXPECT_THAT(refusal_of_input("=[1, [2]]"), HasSubstr("column 6: found a list, expected a number"));
  EXPECT_THAT(refusal_of_input("=[[1, 2], [3]]"), HasSubstr("this list has 1 elements, and the one before it 2"));
  EXPECT_THAT(refusal_of_input("=[[1], 2]"), HasSubstr("found no list, expected one"));
  EXPECT_THAT(refusal_of_input("=[1, x]"), HasSubstr("column 6: found 'x', expected a number"));
  EXPECT_THAT(refusal_of_input("=[1]:sorted"), HasSubstr("for drawn values only"));
  EXPECT_THAT(refusal_of_input("3:distinct"), HasSubstr("distinct is for integers"));
  EXPECT_THAT(refusal_of_input("(2x2"), HasSubstr("column 5: found the end, expected ','"));
  EXPECT_THAT(refusal_of_input("(2x2))"), HasSubstr("column 6: found ')', expected the end"));
  EXPECT_THAT(refusal_of_input("=[0.5]:int64"), HasSubstr("not values of int64"));
  EXPECT_THAT(refusal_of_input("9:int64[0,3):distinct"), HasSubstr("the range has 3, and there are 9"));
  EXPECT_THAT(refusal_by([] { parse_value_range("2"); }), HasSubstr("--range, column 2: found the end"));
  EXPECT_THAT(refusal_by([] { parse_value_range("2,1"); }), HasSubstr("the lower one first"));
}

TEST(Draw, FillsARangeOfIntegersWithAndWithoutItsEnd) {
  const torch::Tensor without = made("1000:int64[0,3)"), with = made("1000:int32[-1,3]");
  EXPECT_EQ(without.min().item<int>(), 0);
  EXPECT_EQ(without.max().item<int>(), 2);
  EXPECT_EQ(with.min().item<int>(), -1);
  EXPECT_EQ(with.max().item<int>(), 3);
  EXPECT_EQ(with.scalar_type(), torch::kInt);
  EXPECT_EQ(made("100:int64").max().item<int>(), 1);  // by default indices into any tensor
  EXPECT_EQ(made("100:bool").scalar_type(), torch::kBool);
}

TEST(Draw, SortsAndLeavesNoIntegerTwice) {
  const torch::Tensor sorted = made("4x50:int64[0,9):sorted");
  EXPECT_TRUE((sorted.diff() >= 0).all().item<bool>());
  const torch::Tensor distinct = made("3x3:int64[0,9):distinct");
  EXPECT_TRUE(torch::equal(std::get<0>(distinct.flatten().sort()), torch::arange(9)));
}

TEST(Draw, UsesTheRangeOfTheInputAndElseThatOfAll) {
  const TensorSpec own = only_tensor("1000[5,6]");
  const torch::Tensor x = make_tensor(own, {-2, 2}, 1), y = make_tensor(only_tensor("1000"), {7, 8}, 1);
  EXPECT_TRUE(((x >= 5) & (x <= 6)).all().item<bool>());
  EXPECT_TRUE(((y >= 7) & (y <= 8)).all().item<bool>());
  EXPECT_TRUE(torch::equal(x, make_tensor(own, {-2, 2}, 1)));
  EXPECT_FALSE(torch::equal(x, make_tensor(own, {-2, 2}, 2)));
}

class TensorFile : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& text) {
    std::ofstream(directory_.path() / name) << text;
    return (directory_.path() / name).string();
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(TensorFile, IsRowsOfNumbers) {
  const std::string boxes = write("boxes.txt", "# image, corners\n0 1 1 3.5 3\n1, 0, 0, 2, 2  # one more\n\n");
  EXPECT_TRUE(torch::equal(made("@" + boxes),
                           torch::tensor({{0.0, 1.0, 1.0, 3.5, 3.0}, {1.0, 0.0, 0.0, 2.0, 2.0}}, torch::kDouble)));
  EXPECT_TRUE(torch::equal(made("@" + write("index.txt", "0 2 5\n")), torch::tensor({0, 2, 5}, torch::kLong)));
  EXPECT_FALSE(made("boxes=@" + boxes + ":nograd").requires_grad());
}

TEST_F(TensorFile, IsATensorThatTorchSaved) {
  const torch::Tensor x = torch::tensor({{1, 2}, {3, 4}}, torch::kInt);
  const std::vector<char> bytes = torch::pickle_save(x);
  const std::string file = write("x.pt", {bytes.begin(), bytes.end()});
  EXPECT_TRUE(torch::equal(made("@" + file), x));
  EXPECT_EQ(made("@" + file + ":float64").scalar_type(), torch::kDouble);
}

TEST_F(TensorFile, IsRefusedWithTheLineIfItIsSomethingElse) {
  EXPECT_THAT(refusal_of_input("@none.txt"), HasSubstr("--input @none.txt: there is no such file"));
  EXPECT_THAT(refusal_of_input("@" + write("a.txt", "1 2\n3 x\n")), HasSubstr("line 2: found 'x', expected a number"));
  EXPECT_THAT(refusal_of_input("@" + write("b.txt", "1 2\n3\n")), HasSubstr("line 2 has 1 numbers"));
  EXPECT_THAT(refusal_of_input("@" + write("c.pt", "no pickle")), HasSubstr("cannot be read as a tensor"));
}

}  // namespace
}  // namespace actlab
