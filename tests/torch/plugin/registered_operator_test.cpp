#include "torch/plugin/registered_operator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/csrc/jit/frontend/function_schema_parser.h>

#include <fstream>

#include "core/error.h"
#include "lab/record/temporary_directory.h"
#include "torch/plugin/argument_text.h"
#include "torch/plugin/library.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class Operators : public testing::Test {
 protected:
  static void SetUpTestSuite() { load_library(ACTLAB_TEST_OPERATORS); }
};

template <class Call> std::string refusal_of_call(const Call& call) {
  try {
    call();
    return "nothing was refused";
  } catch (const UsageError& error) {
    return error.what();
  }
}

std::string refusal_of(const std::string& name, const ArgumentTexts& arguments = {}) {
  return refusal_of_call([&] { RegisteredOperator(name, arguments); });
}

torch::Tensor numbers() {
  return torch::tensor({1.0, 2.0, 3.0}, torch::kDouble);
}

TEST(Library, RejectsAMissingFile) {
  EXPECT_THAT(refusal_of_call([] { load_library("no/such/libmine.so"); }),
              AllOf(HasSubstr("/no/such/libmine.so"), HasSubstr("no such file")));
  EXPECT_THAT(refusal_of_call([] { load_library("/tmp"); }), HasSubstr("not a file"));
}

TEST(Library, RejectsAFileThatIsNotALibraryWithTheLinkersReason) {
  const TemporaryDirectory directory;
  std::ofstream(directory.path() / "libtext.so") << "no library\n";
  EXPECT_THAT(refusal_of_call([&] { load_library(directory.path() / "libtext.so"); }),
              AllOf(HasSubstr("libtext.so: cannot be loaded: "), HasSubstr("file too short")));
}

TEST_F(Operators, AreCalledBySchema) {
  const RegisteredOperator op("actlab_tests::sum_and_product");
  EXPECT_EQ(op.schema(), "actlab_tests::sum_and_product(Tensor a, Tensor b) -> (Tensor, Tensor)");
  ASSERT_EQ(op.tensor_arguments().size(), 2u);
  EXPECT_EQ(op.tensor_arguments()[1].name, "b");
  const auto results = op({numbers(), 2 * numbers()});
  ASSERT_EQ(results.size(), 2u);
  EXPECT_TRUE(torch::equal(results[0], 3 * numbers()));
  EXPECT_TRUE(torch::equal(results[1], 2 * numbers() * numbers()));
}

TEST_F(Operators, PassRemainingTensorsAsAList) {
  const RegisteredOperator op("actlab_tests::joined");
  EXPECT_EQ(op({numbers()})[0].numel(), 3);
  EXPECT_EQ(op({numbers(), numbers(), numbers()})[0].numel(), 9);
}

TEST_F(Operators, OmitOptionalTensorsIfThereAreTooFew) {
  const RegisteredOperator op("actlab_tests::masked");
  EXPECT_TRUE(torch::equal(op({numbers()})[0], numbers()));
  EXPECT_TRUE(torch::equal(op({numbers(), numbers()})[0], numbers() * numbers()));
  EXPECT_EQ(op.unsupported_reason(1), "");
  EXPECT_EQ(op.unsupported_reason(2), "");
  EXPECT_THAT(op.unsupported_reason(3), HasSubstr("takes 1 to 2 tensors (x[, mask]), and 3 were given"));
}

TEST_F(Operators, TakeOtherArgumentsByNameOrDefault) {
  const RegisteredOperator plain("actlab_tests::scaled", {{"factor", "3"}});
  EXPECT_TRUE(torch::equal(plain({numbers()})[0], 3 * numbers()));
  const RegisteredOperator all("actlab_tests::scaled",
                               {{"factor", "0.5"}, {"negate", "true"}, {"mode", "square"}, {"flipped", "[0]"}});
  EXPECT_TRUE(torch::equal(all({numbers()})[0], -0.5 * (numbers() * numbers()).flip({0})));
}

TEST_F(Operators, AreFoundByTheNameOfAnOverload) {
  EXPECT_TRUE(torch::equal(RegisteredOperator("actlab_tests::form.square")({numbers()})[0], numbers() * numbers()));
  EXPECT_THAT(refusal_of("actlab_tests::form"),
              HasSubstr("several overloads; use one of actlab_tests::form.power, actlab_tests::form.square"));
  EXPECT_TRUE(torch::equal(RegisteredOperator("aten::relu")({-numbers()})[0], torch::zeros({3}, torch::kDouble)));
}

TEST_F(Operators, CopyATensorThatTheSchemaMarksAsModified) {
  const torch::Tensor x = numbers();
  EXPECT_TRUE(torch::equal(RegisteredOperator("actlab_tests::shift_")({x})[0], numbers() + 1));
  EXPECT_TRUE(torch::equal(x, numbers()));
}

TEST_F(Operators, RejectAnUnknownNameWithTheNearestInTheNamespace) {
  EXPECT_THAT(refusal_of("actlab_tests::joned"),
              AllOf(HasSubstr("unknown operator 'actlab_tests::joned'"),
                    HasSubstr("did you mean 'actlab_tests::joined'"), HasSubstr("actlab_tests::masked")));
  EXPECT_THAT(refusal_of("actlab_test::joined"),
              AllOf(HasSubstr("nothing is registered in the namespace 'actlab_test'"), HasSubstr("actlab_tests")));
  EXPECT_THAT(refusal_of("joined"), HasSubstr("namespace::operator"));
  EXPECT_THAT(refusal_of("aten::rleu"), HasSubstr("did you mean 'aten::relu'?"));
}

// What the text of an argument of this type is read as.
c10::IValue value_of(const std::string& type, const std::string& text) {
  return read_argument(torch::jit::parseSchema("f(" + type + " a) -> Tensor").arguments().at(0), text);
}

TEST_F(Operators, ReadArgumentsOfEveryType) {
  EXPECT_EQ(value_of("int", "-3").toInt(), -3);
  EXPECT_EQ(value_of("float", "1e-3").toDouble(), 1e-3);
  EXPECT_EQ(value_of("bool", "True").toBool(), true);
  EXPECT_EQ(value_of("str", "a b").toStringRef(), "a b");
  EXPECT_EQ(value_of("complex", "1-2j").toComplexDouble(), c10::complex<double>(1, -2));
  EXPECT_EQ(value_of("complex", "2j").toComplexDouble(), c10::complex<double>(0, 2));
  EXPECT_TRUE(value_of("Scalar", "2").isInt());
  EXPECT_TRUE(value_of("Scalar", "2.5").isDouble());
  EXPECT_TRUE(value_of("Scalar", "true").isBool());
  EXPECT_TRUE(value_of("Scalar", "1+1j").isComplexDouble());
  EXPECT_EQ(value_of("ScalarType", "float32").toScalarType(), torch::kFloat);
  EXPECT_EQ(value_of("ScalarType?", "torch.double").toScalarType(), torch::kDouble);
  EXPECT_EQ(value_of("Layout", "sparse_coo").toLayout(), torch::kSparse);
  EXPECT_EQ(value_of("MemoryFormat", "channels_last").toMemoryFormat(), torch::MemoryFormat::ChannelsLast);
  EXPECT_EQ(value_of("Device", "cpu").toDevice(), torch::Device("cpu"));
  EXPECT_EQ(value_of("Generator?", "7").toGenerator().current_seed(), 7u);
  EXPECT_EQ(value_of("int[]", "[1, 2]").toIntVector(), (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(value_of("int[2]", "3").toIntVector(), (std::vector<std::int64_t>{3, 3}));
  EXPECT_EQ(value_of("float[]", "0.5").toDoubleVector(), std::vector<double>{0.5});
  EXPECT_EQ(value_of("bool[]", "[true, false]").toBoolList().vec(), (std::vector<bool>{true, false}));
  EXPECT_EQ(value_of("str[]", "[a, b]").toListRef().size(), 2u);
  EXPECT_EQ(value_of("float[]?", "[]").toDoubleVector().size(), 0u);
  for (const char* type : {"int?", "str?", "bool[]?", "Generator?", "Device?"})
    EXPECT_TRUE(value_of(type, "none").isNone()) << type;
}

TEST_F(Operators, RejectTextThatIsNoValueOfItsType) {
  const auto refusal = [](const std::string& type, const std::string& text) {
    return refusal_of_call([&] { value_of(type, text); });
  };
  EXPECT_THAT(refusal("bool[]", "[yes]"),
              HasSubstr("argument a: found '[yes]', expected bool[], such as [true, true]"));
  EXPECT_THAT(refusal("ScalarType?", "float99"), HasSubstr("such as float64, or none"));
  EXPECT_THAT(refusal("Device", "toaster"), HasSubstr("such as cpu"));
  EXPECT_THAT(refusal("complex", "1+j2"), HasSubstr("such as 1+2j"));
  EXPECT_THAT(refusal("Dict(str, int)", "{}"), HasSubstr("no text"));
}

TEST_F(Operators, RejectMissingUnknownOrMistypedArguments) {
  EXPECT_THAT(refusal_of("actlab_tests::scaled"),
              HasSubstr("argument factor has no default and must be given: float, such as 0.5"));
  EXPECT_THAT(refusal_of("actlab_tests::scaled", {{"factor", "steep"}}), HasSubstr("found 'steep', expected float"));
  EXPECT_THAT(refusal_of("actlab_tests::scaled", {{"factor", "1"}, {"negate", "yes"}}),
              HasSubstr("found 'yes', expected bool"));
  EXPECT_THAT(refusal_of("actlab_tests::scaled", {{"factor", "1"}, {"flipped", "[0, x]"}}),
              HasSubstr("found '[0, x]', expected int[]"));
  EXPECT_THAT(refusal_of("actlab_tests::scaled", {{"factr", "1"}, {"factor", "1"}}),
              HasSubstr("unknown argument 'factr'; did you mean 'factor'?"));
  EXPECT_THAT(refusal_of("actlab_tests::wrong", {{"scale", "1"}}), HasSubstr("has only tensor arguments"));
}

}  // namespace
}  // namespace actlab
