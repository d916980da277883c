//===- JsonWriter.h - Small JSON documents --------------------------------===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// For code that builds without LLVM; the rest has llvm::json.
//===----------------------------------------------------------------------===//
#ifndef HWLOCK_SUPPORT_JSONWRITER_H
#define HWLOCK_SUPPORT_JSONWRITER_H

#include <string>
#include <string_view>
#include <vector>

namespace hwlock::rt {

/// Members of an object need a key, elements of an array and the outermost
/// value have none.
class JsonWriter {
public:
  void beginObject(std::string_view key = {}) { open(key, '{'); }
  void endObject() { close('}'); }
  void beginArray(std::string_view key) { open(key, '['); }
  void endArray() { close(']'); }

  void field(std::string_view key, std::string_view value);
  void field(std::string_view key, const char *value) {
    field(key, std::string_view(value));
  }
  void field(std::string_view key, unsigned value);
  void field(std::string_view key, bool value);
  /// Three digits after the point.
  void field(std::string_view key, double value);
  void field(std::string_view key, const std::vector<std::string> &values);

  const std::string &text() const { return out; }

private:
  void begin(std::string_view key);
  void open(std::string_view key, char bracket);
  void close(char bracket);
  void quote(std::string_view text);

  std::string out;
  unsigned depth = 0;
  bool isFirst = true;
};

} // namespace hwlock::rt

#endif // HWLOCK_SUPPORT_JSONWRITER_H
