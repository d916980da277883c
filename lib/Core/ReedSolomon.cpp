//===- ReedSolomon.cpp - Correction of misread symbols --------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Berlekamp-Massey, Chien search, Forney. The field is computed without tables,
// so that no access depends on a symbol; time depends on the errors only, which
// the same machine makes anew at every measurement.
//===----------------------------------------------------------------------===//
#include "hwlock/Core/ReedSolomon.h"
#include "hwlock/Core/VaultLayout.h"

using namespace hwlock;

static constexpr uint32_t maxErrors = layout::correctableErrors;
static constexpr uint32_t checkBytes = 2 * maxErrors;

static constexpr uint8_t multiply(uint8_t a, uint8_t b) {
  uint32_t product = 0, shifted = a;
  for (int bit = 0; bit < 8; ++bit) {
    product ^= shifted & (0u - (b >> bit & 1u));
    shifted = shifted << 1 ^ (0x11du & (0u - (shifted >> 7)));
  }
  return uint8_t(product);
}

/// alpha^exponent.
static constexpr uint8_t power(uint32_t exponent) {
  uint8_t result = 1, square = 2;
  for (; exponent; exponent >>= 1) {
    if (exponent & 1)
      result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

/// a^254; 0 for 0.
static uint8_t inverse(uint8_t a) {
  uint8_t result = 1;
  for (int bit = 1; bit < 8; ++bit) {
    a = multiply(a, a);
    result = multiply(result, a);
  }
  return result;
}

namespace {

/// Polynomials of degree below checkBytes + 1, lowest coefficient first.
struct Polynomial {
  uint8_t coefficients[checkBytes + 1] = {};

  constexpr uint8_t operator()(uint8_t x) const {
    uint8_t value = 0;
    for (uint32_t i = checkBytes + 1; i-- > 0;)
      value = uint8_t(multiply(value, x) ^ coefficients[i]);
    return value;
  }
};

struct Errors {
  uint32_t count = 0;
  uint32_t positions[maxErrors];
  uint8_t values[maxErrors];
};

} // namespace

static constexpr Polynomial makeGenerator() {
  Polynomial generator;
  generator.coefficients[0] = 1;
  for (uint32_t root = 0; root < checkBytes; ++root)
    for (uint32_t i = checkBytes + 1; i-- > 0;)
      generator.coefficients[i] =
          uint8_t(multiply(generator.coefficients[i], power(root)) ^
                  (i ? generator.coefficients[i - 1] : 0));
  return generator;
}

static constexpr Polynomial generator = makeGenerator();

void core::reedSolomonEncode(uint8_t *word, uint32_t length) {
  // The remainder lives in the word itself, highest coefficient first.
  uint8_t *check = word + (length - checkBytes);
  for (uint32_t i = 0; i < checkBytes; ++i)
    check[i] = 0;
  for (uint32_t i = 0; i < length - checkBytes; ++i) {
    uint8_t feedback = uint8_t(word[i] ^ check[0]);
    for (uint32_t j = 0; j < checkBytes; ++j)
      check[j] = uint8_t(
          (j + 1 < checkBytes ? check[j + 1] : 0) ^
          multiply(feedback, generator.coefficients[checkBytes - 1 - j]));
  }
}

/// False if `word` is a codeword.
static bool findSyndromes(const uint8_t *word, uint32_t length,
                          Polynomial &syndromes) {
  uint8_t any = 0;
  for (uint32_t i = 0; i < checkBytes; ++i) {
    uint8_t value = 0, root = power(i);
    for (uint32_t j = 0; j < length; ++j)
      value = uint8_t(multiply(value, root) ^ word[j]);
    syndromes.coefficients[i] = value;
    any |= value;
  }
  return any != 0;
}

/// Berlekamp-Massey: writes the error locator and returns its length.
static uint32_t findLocator(const Polynomial &syndromes, Polynomial &locator) {
  Polynomial previous;
  locator.coefficients[0] = previous.coefficients[0] = 1;
  uint32_t length = 0, gap = 1;
  uint8_t previousDiscrepancy = 1;
  for (uint32_t n = 0; n < checkBytes; ++n) {
    uint8_t discrepancy = 0;
    for (uint32_t i = 0; i <= length; ++i)
      discrepancy ^=
          multiply(locator.coefficients[i], syndromes.coefficients[n - i]);
    Polynomial old = locator;
    uint8_t scale = multiply(discrepancy, inverse(previousDiscrepancy));
    for (uint32_t i = gap; i <= checkBytes; ++i)
      locator.coefficients[i] ^=
          multiply(scale, previous.coefficients[i - gap]);
    if (discrepancy && 2 * length <= n) {
      length = n + 1 - length;
      previous = old;
      previousDiscrepancy = discrepancy;
      gap = 1;
    } else {
      ++gap;
    }
  }
  return length;
}

/// syndromes * locator, modulo x^checkBytes.
static Polynomial findEvaluator(const Polynomial &syndromes,
                                const Polynomial &locator) {
  Polynomial evaluator;
  for (uint32_t i = 0; i < checkBytes; ++i)
    for (uint32_t j = 0; j <= i; ++j)
      evaluator.coefficients[i] ^=
          multiply(syndromes.coefficients[j], locator.coefficients[i - j]);
  return evaluator;
}

static Polynomial derivative(const Polynomial &polynomial) {
  Polynomial result;
  for (uint32_t i = 1; i <= checkBytes; i += 2)
    result.coefficients[i - 1] = polynomial.coefficients[i];
  return result;
}

/// Chien search and Forney's formula; false if an error lies outside the word.
static bool findErrors(const Polynomial &syndromes, uint32_t length,
                       Errors &errors) {
  Polynomial locator;
  uint32_t expected = findLocator(syndromes, locator);
  if (expected > maxErrors)
    return false;
  Polynomial evaluator = findEvaluator(syndromes, locator);
  Polynomial slope = derivative(locator);
  for (uint32_t position = 0; position < length; ++position) {
    uint8_t root = power(length - 1 - position);
    uint8_t inverseRoot = inverse(root);
    if (locator(inverseRoot) != 0)
      continue;
    if (errors.count == maxErrors)
      return false;
    errors.positions[errors.count] = position;
    errors.values[errors.count++] = multiply(
        root, multiply(evaluator(inverseRoot), inverse(slope(inverseRoot))));
  }
  return errors.count == expected;
}

static void apply(const Errors &errors, uint8_t *word) {
  for (uint32_t i = 0; i < errors.count; ++i)
    word[errors.positions[i]] ^= errors.values[i];
}

bool core::reedSolomonDecode(uint8_t *word, uint32_t length) {
  Polynomial syndromes;
  if (!findSyndromes(word, length, syndromes))
    return true;
  Errors errors;
  if (!findErrors(syndromes, length, errors))
    return false;
  apply(errors, word);
  if (!findSyndromes(word, length, syndromes))
    return true;
  apply(errors, word);
  return false;
}
