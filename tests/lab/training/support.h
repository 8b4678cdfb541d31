#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "lab/config/fields.h"
#include "lab/config/node.h"
#include "lab/training/engine.h"
#include "lab/training/trial.h"

namespace actlab {

template <class Struct> Struct from_yaml(const std::string& yaml) {
  Struct value;
  Problems problems;
  read_config(
      parse_yaml(yaml, "test"), [&](Fields& fields) { value.declare(fields); }, problems);
  problems.throw_if_any();
  return value;
}

/// A trial with the configs that it points to.
struct TrialSetup {
  DataConfig data = Circle{.samples = 200, .test_samples = 100};
  ModelConfig model{};  // 10 hidden units, relu
  TrainingConfig training{};
  std::uint32_t seed = 0;
  std::int64_t record_every = 1;
  bool keep_weights = false;
  bool measure_health = false;

  Trial trial() const {
    Trial trial;
    trial.model = "model";
    trial.seed = seed;
    trial.data = &data;
    trial.model_config = &model;
    trial.training = &training;
    trial.record_every = record_every;
    trial.keep_weights = keep_weights;
    trial.measure_health = measure_health;
    return trial;
  }
};

inline std::vector<TrialResult> train_all(const std::vector<Trial>& trials, const Engine& engine) {
  std::vector<TrialResult> results;
  const std::atomic<bool> stop = false;
  engine.train(trials, stop, [&](const Trial&, TrialResult&& result) { results.push_back(std::move(result)); });
  return results;
}

inline TrialResult train(const TrialSetup& setup, const Engine& engine) {
  std::vector<TrialResult> results = train_all({setup.trial()}, engine);
  EXPECT_EQ(results.size(), 1u);
  return std::move(results.at(0));
}

template <class Real> void expect_same_score(const BasicScore<Real>& a, const BasicScore<Real>& b) {
  EXPECT_TRUE(a.loss == b.loss || (std::isnan(a.loss) && std::isnan(b.loss)));
  EXPECT_TRUE(a.accuracy == b.accuracy || (std::isnan(a.accuracy) && std::isnan(b.accuracy)));
}

/// Expects that all results except the time have the same bits.
inline void expect_identical(const TrialResult& a, const TrialResult& b) {
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.epochs, b.epochs);
  expect_same_score(a.train, b.train);
  expect_same_score(a.test, b.test);
  ASSERT_EQ(a.curve.size(), b.curve.size());
  for (std::size_t i = 0; i < a.curve.size(); ++i) {
    expect_same_score(a.curve[i].train, b.curve[i].train);
    expect_same_score(a.curve[i].test, b.curve[i].test);
    EXPECT_EQ(a.curve[i].epoch, b.curve[i].epoch);
  }
  ASSERT_EQ(a.weights.size(), b.weights.size());
  for (std::size_t i = 0; i < a.weights.size(); ++i) EXPECT_EQ(a.weights[i], b.weights[i]) << a.weights[i].name;
}

/// Calls `check` with each default-constructed alternative of a variant, so that a new one is tested automatically.
template <class Variant, class Check> void for_each_alternative(const Check& check) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (check(std::variant_alternative_t<I, Variant>{}), ...);
  }
  (std::make_index_sequence<std::variant_size_v<Variant>>());
}

inline nlohmann::json read_reference(const std::string& name) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/tests/reference/" + name);
  return nlohmann::json::parse(file);
}

}  // namespace actlab
